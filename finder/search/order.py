"""In which order hits are shown.

Groups near come before those that are only online. "best" adds up points: up to 3 for being near (a place
known only to some kilometres counts as that far away), up to 2 for being soon (half of it a week ahead), 1
for meeting again, up to 3 for words asked for that stand in the title, up to 1 for tags asked for that are
stated rather than likely. Equal hits come by next date, distance and the store's own number, so that the order is the
same each time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from finder.search.clocks import DAY, wall_minutes
from finder.search.cursor import Key
from finder.search.dates import NEVER, Dates
from finder.search.query import Query
from finder.search.terms import FACETS
from finder.search.verdicts import level_of, meets_again
from finder.tiles import layout as lay
from finder.tiles.layout import Array

_NEAR, _SOON, _AGAIN, _TITLE, _STATED = 3.0, 2.0, 1.0, 3.0, 1.0
_WEEK = 7
_FAR = 1e15
"""Added to the rank of what is far: more than any rank, and small enough for a float to keep the rank exact to 0.1."""


class Match(NamedTuple):
    """Groups that match, one item of each column for a group; `at` says where each stands in `dates`.

    `km` is NaN for what is not near.  `title` is the share of the words asked for that stand in the title.
    """

    groups: Array
    km: Array
    title: Array
    dates: Dates
    at: Array


class Page(NamedTuple):
    """The positions of the hits of one page, how many come before them, and the keys of the first and the last."""

    at: Array
    skipped: int
    first: Key | None
    last: Key | None


def page_of(match: Match, query: Query, now: datetime, *, after: Key | None, before: Key | None) -> Page:
    """Return the page that begins after a key, or ends before one, or is the first."""
    order = _Order(match, query, now)
    if before is not None:
        earlier = order.beside(before, -1)
        at, columns = order.sorted(earlier)
        skipped = max(len(earlier) - query.per_page, 0)
        shown = slice(skipped, None)
    else:
        later = np.arange(len(match.km)) if after is None else order.beside(after, 1)
        at, columns = order.sorted(order.front(later, query.per_page))
        skipped = len(match.km) - len(later)
        shown = slice(query.per_page)
    ends = [Key(*(column[shown].item(end) for column in columns)) for end in (0, -1)] if len(at) else [None, None]
    return Page(at[shown], skipped, *ends)


class _Order:
    """The order of hits: dates and numbers, by which those that tie are told apart, are looked up for few of them."""

    def __init__(self, match: Match, query: Query, now: datetime) -> None:
        self._match = match
        self._is_far = np.isnan(match.km) if query.latitude is not None else np.zeros(len(match.km), bool)
        self._rank = ranks(match, query, now)

    def beside(self, key: Key, side: int) -> Array:
        """Return the positions of the hits that come after a key (`side` 1) or before it (-1)."""
        far, rank = self._is_far, self._rank
        same_end = far == key.is_far
        found = same_end & (rank > key.rank if side > 0 else rank < key.rank)
        if key.is_far == (side < 0):
            found |= ~same_end
        ties = np.flatnonzero(same_end & (rank == key.rank))
        found[ties] = [(other > key) if side > 0 else (other < key) for other in self._keys(ties)]
        return np.flatnonzero(found)

    def front(self, at: Array, count: int) -> Array:
        """Return those that can stand among the first `count`, with all that tie with the last of them."""
        if len(at) <= count:
            return at
        rank = self._rank.take(at)
        front = np.where(self._is_far.take(at), rank + _FAR, rank)
        in_front: Array = at[front <= np.partition(front, count - 1)[count - 1]]
        return in_front

    def sorted(self, at: Array) -> tuple[Array, tuple[Array, ...]]:
        """Return positions in the order of their hits, and the columns of their keys."""
        columns = self._columns(at)
        turn = np.lexsort(columns[::-1])
        return at.take(turn), tuple(column.take(turn) for column in columns)

    def _keys(self, at: Array) -> list[Key]:
        return [Key(*row) for row in zip(*(column.tolist() for column in self._columns(at)), strict=True)]

    def _columns(self, at: Array) -> tuple[Array, ...]:
        """Return a column for each part of `Key`."""
        match = self._match
        km = _numbers(match.km.take(at))
        begins = match.dates.next(match.at.take(at))
        return self._is_far.take(at), self._rank.take(at), begins, km, match.groups["number"].take(at)


def ranks(match: Match, query: Query, now: datetime) -> Array:
    """Return the number by which each hit is sorted first; the smaller, the earlier."""
    match query.sort:
        case "nearest":
            return _numbers(match.km)
        case "soonest":
            return match.dates.next(match.at).astype(np.float64)
        case "best":
            return -scores(match, query, now)


def _numbers(km: Array) -> Array:
    return np.where(np.isnan(km), -1.0, km)


def scores(match: Match, query: Query, now: datetime) -> Array:
    """Return the points of "best", rounded so that the machine's arithmetic does not matter."""
    begins = match.dates.next(match.at)
    again = meets_again(match.groups, match.dates.ahead.take(match.at))
    points = _AGAIN * again + _TITLE * match.title
    is_near = ~np.isnan(match.km)
    km = np.maximum(np.nan_to_num(match.km), match.groups["radius"] / 100)
    points += np.where(is_near, _NEAR * np.maximum(0.0, 1 - km / query.within_km), 0.0)
    days = np.maximum(0, begins // DAY - int(wall_minutes(now, UTC) // DAY))
    points += np.where(begins != NEVER, _SOON / (1 + days / _WEEK), 0.0)
    rounded: Array = np.round(points + _STATED * _share_stated(match.groups, query), 6)
    return rounded


def _share_stated(groups: Array, query: Query) -> Array:
    asked = sum(lay.bits(facet, getattr(query, field)) for facet, field in FACETS.items() if facet in lay.MASK)
    levels = [*query.situations, *(["beginners"] if query.beginners else [])]
    count = asked.bit_count() + len(levels)
    stated = np.zeros(len(groups))
    for bit in (bit for bit in range(asked.bit_length()) if asked >> bit & 1):
        stated += lay.is_stated(groups, bit)
    for tag in levels:
        stated += level_of(groups, tag) == lay.STATED
    share: Array = stated / max(count, 1)
    return share
