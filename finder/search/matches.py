"""The groups that match, as rows and positions: what only some of them are asked for is reckoned for those alone."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from finder.search.dates import Calendar, Dates
from finder.search.near import kilometres
from finder.tiles import Packed
from finder.tiles.layout import Array

NOT_NEAR = -1.0
"""Kilometres of what has no distance."""


class Known(NamedTuple):
    """Dates that were reckoned already, and where each match stands in them."""

    dates: Dates
    at: Array


class Matches:
    """Groups that match, in the order of their rows: those near, or those that are only online, or all.

    Args:
        rows: what they were chosen from.
        at: the position of each in `rows`.
        calendar: reckons their dates.
        square: of the straight lines to all of `rows`; None where nothing is near.
        said: for each match, how much of the words asked for it says; None where that does not count.
        known: dates that were needed to choose them.
    """

    def __init__(
        self,
        rows: Packed,
        at: Array,
        calendar: Calendar,
        *,
        square: Array | None = None,
        said: Array | None = None,
        known: Known | None = None,
    ) -> None:
        self._rows, self._at, self._calendar = rows, at, calendar
        self._square, self.said, self._known = square, said, known

    def __len__(self) -> int:
        return len(self._at)

    @property
    def is_near(self) -> bool:
        """Whether they have a distance."""
        return self._square is not None

    @cached_property
    def groups(self) -> Array:
        """The rows of all of them."""
        return self._rows.groups.take(self._at)

    def column(self, field: str, which: Array) -> Array:
        """Return a field of the groups at some positions."""
        column: Array = self._rows.groups[field].take(self._at.take(which))
        return column

    def squares(self) -> Array | None:
        """Return the squares of the straight lines to them, in centimetres; None where nothing is near."""
        return None if self._square is None else self._square.take(self._at)

    def km(self, which: Array | None = None) -> Array:
        """Return how far the groups at some positions are, or all."""
        at = self._at if which is None else self._at.take(which)
        return np.full(len(at), NOT_NEAR) if self._square is None else kilometres(self._square.take(at))

    def begins(self, which: Array | None = None) -> Array:
        """Return when the first date that fits begins, of the groups at some positions, or of all: minutes of UTC."""
        if self._known:
            at = self._known.at if which is None else self._known.at.take(which)
            begins: Array = self._known.dates.next.take(at)
            return begins
        return self._calendar.of(self._at if which is None else self._at.take(which)).next

    def with_dates(self) -> Matches:
        """Return the same with the dates of all reckoned."""
        if self._known:
            return self
        known = Known(self._calendar.of(self._at), np.arange(len(self._at)))
        return Matches(self._rows, self._at, self._calendar, square=self._square, said=self.said, known=known)

    def ahead(self) -> Array:
        """Return how many dates of each lie ahead."""
        known = self._known or Known(self._calendar.of(self._at), np.arange(len(self._at)))
        ahead: Array = known.dates.ahead.take(known.at)
        return ahead

    def dates(self, which: Array) -> Dates:
        """Return what the dates of the groups at some positions say."""
        return self._calendar.of(self._at.take(which))
