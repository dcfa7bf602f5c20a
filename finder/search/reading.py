"""What a search and its hints read of the store: each tile and each word once, however many queries ask for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np

from finder.search import near
from finder.search.asking import activities_of, also_called, subjects_in
from finder.search.dates import Calendar, Dates, may_be_shown
from finder.search.query import Query
from finder.search.verdicts import Candidates, Filter, Verdict, date_filters, has
from finder.store import Store
from finder.tiles import ONLINE, Packed, Span
from finder.tiles import layout as lay
from finder.tiles.layout import Array, appended, positions

SOON_READ = 400
"""Rows that take no longer to look through than it takes to begin."""

_HOME = Span(ONLINE, ONLINE)

_NO_NUMBER = 0
"""A store counts from one."""


class Subject(NamedTuple):
    """A word or phrase to look for, the bits of activities that people mean by it, and other words for the same."""

    words: str
    tags: int
    also: tuple[str, ...] = ()


class Part:
    """Rows of one place, or of what can be joined from home, and what is known of them whatever else is asked for.

    Args:
        rows: what stands in some tiles.
        may_be: the positions of those that may be shown.
        calendar: reckons their dates.
        tiles: the tiles in which their words stand.
        square: of the straight lines to all of them; None where nothing is near.
    """

    def __init__(
        self, rows: Packed, may_be: Array, calendar: Calendar, tiles: Sequence[Span], square: Array | None = None
    ) -> None:
        self.rows, self.calendar, self.square = rows, calendar, square
        self.may_be, self._tiles = may_be, tuple(tiles)
        self._candidates = Candidates(rows.groups, rows.access)
        self._said: dict[Filter, Verdict] = {}
        self._said_of_dates: dict[tuple[object, ...], tuple[list[Verdict], Dates]] = {}

    @cached_property
    def shown(self) -> Array:
        """The positions of those that have a date ahead, or give none."""
        return self.calendar.shown(self.may_be)

    @cached_property
    def of_words(self) -> list[tuple[Span, ...]]:
        """The tiles in which their words stand: those of what can be joined from home as well, in the tile of home."""
        has_home = _HOME not in self._tiles and bool(has(self.rows.groups, lay.ONLINE).any())
        return [self._tiles, *([(_HOME,)] if has_home else [])]

    @property
    def is_short(self) -> bool:
        """Tell whether to look at all rows takes no longer than to look at some."""
        return len(self.rows.groups) <= SOON_READ

    def said(self, asked: Filter) -> Verdict:
        """Return what a filter says of all rows, reckoned once."""
        if asked not in self._said:
            self._said[asked] = asked.said(self._candidates)
        return self._said[asked]

    def said_at(self, at: Array, asked: Filter) -> Verdict:
        """Return what a filter says of the rows at some positions."""
        if self.is_short:
            return self.said(asked).at(at)
        return asked.said(Candidates(self.rows.groups.take(at), self.rows.access))

    def said_of_dates(self, query: Query) -> tuple[list[Verdict], Dates]:
        """Return what the filters that ask for dates say of all rows, and these dates; reckoned once."""
        asked = (query.days, query.times, query.date_from, query.date_to, query.cadences)
        if asked not in self._said_of_dates:
            dates = self.calendar.of_all(query)
            said = [one.said(self.rows.groups, dates) for one in date_filters(query)]
            self._said_of_dates[asked] = (said, dates)
        return self._said_of_dates[asked]

    def said_of_dates_at(self, at: Array, query: Query) -> list[Verdict]:
        """Return what the filters that ask for dates say of the rows at some positions."""
        if self.is_short:
            return [one.at(at) for one in self.said_of_dates(query)[0]]
        groups, dates = self.rows.groups.take(at), self.calendar.of(at, query)
        return [one.said(groups, dates) for one in date_filters(query)]


class Reading:
    """Reads for queries of one moment, which differ in what they want and how far they reach.

    Args:
        store: the groups; its snapshot is that of who reads.
        now: the moment of asking.
        with_access: whether any of the queries asks what is said of access.
    """

    def __init__(self, store: Store, now: datetime, *, with_access: bool) -> None:
        self._store, self.now, self._with_access = store, now, with_access
        self._packed: dict[tuple[Span, ...], Packed] = {}
        self._parts: dict[tuple[object, ...], Part] = {}
        self._numbers: dict[tuple[object, ...], Array] = {}
        self._subjects: dict[str, list[Subject]] = {}

    def parts(self, query: Query) -> list[Part]:
        """Return what lies near, and what can be joined from home; a group that stands in both is one of the first."""
        if query.latitude is None:
            return [self._part("all", self._everywhere, query)]
        here = self._part("here", self._here, query)
        return [here] if query.mode == "in-person" else [here, self._part("home", self._from_home, query)]

    def _part(self, name: str, read: Callable[[Query], Part], query: Query) -> Part:
        place = (name, query.latitude, query.longitude, query.within_km)
        if place not in self._parts:
            self._parts[place] = read(query)
        return self._parts[place]

    def subjects(self, text: str) -> list[Subject]:
        """Return what a text asks for."""
        if text not in self._subjects:
            words = (word for word in subjects_in(text) if any(c.isalnum() for c in word))
            self._subjects[text] = [
                Subject(word, lay.bits("activity", activities_of(word)), also_called(word)) for word in words
            ]
        return self._subjects[text]

    def numbers(self, spans: Sequence[Span], words: str, *, in_title: bool) -> Array:
        """Return the numbers of the groups in some tiles that hold all the words, in order; never none at all."""
        asked = (tuple(spans), words, in_title)
        if asked not in self._numbers:
            found = self._store.with_words(spans, words.split(), in_title=in_title)
            self._numbers[asked] = np.sort(np.array(found or [_NO_NUMBER], np.uint32))
        return self._numbers[asked]

    def _rows(self, spans: Sequence[Span]) -> Packed:
        asked = tuple(spans)
        if asked not in self._packed:
            self._packed[asked] = self._store.packed(spans, with_access=self._with_access)
        return self._packed[asked]

    def _here(self, query: Query) -> Part:
        tiles = near.places(query)
        rows = self._rows(tiles)
        square = near.squares(rows.groups, query)
        may_be = may_be_shown(rows.groups, self.now) & (square <= near.farthest(query))
        return Part(rows, positions(may_be), self._calendar(rows), tiles, square)

    def _from_home(self, query: Query) -> Part:
        rows = self._rows([_HOME])
        may_be = may_be_shown(rows.groups, self.now) & ~near.is_with_places(rows.groups, query)
        return Part(rows, positions(may_be), self._calendar(rows), [_HOME])

    def _everywhere(self, query: Query) -> Part:
        tiles = near.places(query)
        places, home = self._rows(tiles), self._from_home(query)
        rows = Packed(*map(appended, zip(places, home.rows, strict=True)))
        here = positions(may_be_shown(places.groups, self.now))
        may_be = np.concatenate((here, home.may_be + len(places.groups)))
        return Part(rows, may_be, self._calendar(rows), [*tiles, _HOME])

    def _calendar(self, rows: Packed) -> Calendar:
        return Calendar(rows, self.now, self._store.zone)
