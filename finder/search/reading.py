"""What a search and its hints read of the store: each tile and each word once, however many queries ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from finder.search import near
from finder.search.dates import may_be_shown
from finder.search.query import Query
from finder.store import Store
from finder.tiles import Packed, Span
from finder.tiles.layout import Array, appended

_NO_NUMBER = 0
"""A store counts from one."""


class Part(NamedTuple):
    """Rows, the positions of those that may match, and the squares of the lines to all of them where those are near."""

    rows: Packed
    at: Array
    square: Array | None = None


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
        self._parts: dict[tuple[object, ...], list[Part]] = {}
        self._numbers: dict[tuple[object, ...], Array] = {}
        self.zone = store.zone

    def parts(self, query: Query) -> list[Part]:
        """Return what lies near, and what can be joined from home; a group that stands in both is one of the first."""
        place = (query.latitude, query.longitude, query.within_km, query.mode == "in-person")
        if place not in self._parts:
            self._parts[place] = self._read(query)
        return self._parts[place]

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

    def _read(self, query: Query) -> list[Part]:
        rows = self._rows(near.places(query))
        may_be = may_be_shown(rows.groups, self.now)
        home = near.from_home(query)
        online = self._rows(home) if home else None
        parts = []
        if online:
            only_online = may_be_shown(online.groups, self.now) & ~near.is_with_places(online.groups, query)
            parts = [Part(online, np.flatnonzero(only_online))]
        if query.latitude is not None:
            square = near.squares(rows.groups, query)
            may_be &= square <= near.farthest(query)
            return [Part(rows, np.flatnonzero(may_be), square), *parts]
        here = Part(rows, np.flatnonzero(may_be))
        return [_one_after_another(here, *parts)]


def _one_after_another(first: Part, second: Part) -> Part:
    rows = Packed(*map(appended, zip(first.rows, second.rows, strict=True)))
    return Part(rows, np.concatenate((first.at, second.at + len(first.rows.groups))))
