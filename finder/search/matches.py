"""The groups that match, as rows and positions: what only some of them are asked for is reckoned for those alone."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from finder.search.dates import Dates
from finder.search.near import farthest, kilometres
from finder.search.query import Query
from finder.search.reading import Part
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
        part: what they were chosen from.
        at: the position of each in its rows.
        query: what they match.
        said: for each match, how much of the words asked for it says; None where that does not count.
        known: dates that were needed to choose them.
    """

    def __init__(
        self, part: Part, at: Array, query: Query, *, said: Array | None = None, known: Known | None = None
    ) -> None:
        self._part, self._at, self._query = part, at, query
        self.said, self._known = said, known

    def __len__(self) -> int:
        return len(self._at)

    @property
    def is_near(self) -> bool:
        """Whether they have a distance."""
        return self._part.square is not None

    @cached_property
    def groups(self) -> Array:
        """The rows of all of them."""
        return self._part.rows.groups.take(self._at)

    def column(self, field: str, which: Array) -> Array:
        """Return a field of the groups at some positions."""
        column: Array = self._part.rows.groups[field].take(self._at.take(which))
        return column

    def squares(self) -> Array | None:
        """Return the squares of the straight lines to them, in centimetres; None where nothing is near."""
        square = self._part.square
        return None if square is None else square.take(self._at)

    def within(self, query: Query) -> int:
        """Return how many of those that are near lie within the distance of a query."""
        square = self.squares()
        return 0 if square is None else int(np.count_nonzero(square <= farthest(query)))

    def km(self, which: Array | None = None) -> Array:
        """Return how far the groups at some positions are, or all."""
        at = self._at if which is None else self._at.take(which)
        square = self._part.square
        return np.full(len(at), NOT_NEAR) if square is None else kilometres(square.take(at))

    def begins(self, which: Array | None = None) -> Array:
        """Return when the first date that fits begins, of the groups at some positions, or of all: minutes of UTC."""
        if self._known:
            at = self._known.at if which is None else self._known.at.take(which)
            begins: Array = self._known.dates.next.take(at)
            return begins
        return self._dates(self._at if which is None else self._at.take(which)).next

    def with_dates(self) -> Matches:
        """Return the same with the dates of all reckoned."""
        if self._known:
            return self
        known = Known(self._dates(self._at), np.arange(len(self._at)))
        return Matches(self._part, self._at, self._query, said=self.said, known=known)

    def ahead(self) -> Array:
        """Return how many dates of each lie ahead."""
        known = self._known or Known(self._dates(self._at), np.arange(len(self._at)))
        ahead: Array = known.dates.ahead.take(known.at)
        return ahead

    def dates(self, which: Array) -> Dates:
        """Return what the dates of the groups at some positions say."""
        return self._dates(self._at.take(which))

    def _dates(self, at: Array) -> Dates:
        return self._part.calendar.of(at, self._query)
