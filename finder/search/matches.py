"""The groups that match, as rows and positions: what only some of them are asked for is reckoned for those alone."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from finder.search.dates import Dates, First
from finder.search.near import farthest, kilometres
from finder.search.query import Query
from finder.search.reading import Part
from finder.tiles.layout import Array

NOT_NEAR = -1.0
"""Kilometres of what has no distance."""


class Known(NamedTuple):
    """Dates that were reckoned, and where each of some groups stands in them; None where these are all there are."""

    dates: Dates
    at: Array | None = None

    def of(self, which: Array) -> Known:
        """Return those of the groups at some positions."""
        return Known(self.dates, which if self.at is None else self.at.take(which))

    @property
    def next(self) -> Array:
        """When the first that fits begins, for each group: minutes of UTC, or `NEVER`."""
        return self._taken(self.dates.next)

    @property
    def ahead(self) -> Array:
        """How many lie ahead."""
        return self._taken(self.dates.ahead)

    def first(self) -> list[First | None]:
        """Return the first that fits, for each group."""
        return self.dates.first(self.at)

    def _taken(self, values: Array) -> Array:
        return values if self.at is None else values.take(self.at)


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

    def with_dates(self) -> Matches:
        """Return the same with the dates of all reckoned."""
        known = self._known or self._reckoned(self._at)
        return Matches(self._part, self._at, self._query, said=self.said, known=known)

    def dates(self, which: Array) -> Known:
        """Return what the dates of the groups at some positions say."""
        return self._known.of(which) if self._known else self._reckoned(self._at.take(which))

    def all_dates(self) -> Known:
        """Return what the dates of all say."""
        return self._known or self._reckoned(self._at)

    def _reckoned(self, at: Array) -> Known:
        return Known(self._part.calendar.of(at, self._query))
