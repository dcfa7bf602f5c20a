"""In which order hits are shown.

Groups near come before those that are only online. "best" adds up points: up to 3 for being near (a place known only to
some kilometres counts as that far away), up to 2 for being soon (half of it a week ahead), 1 for meeting again, up to 3
for words asked for that stand in the title, half of it for those elsewhere in texts, up to 1 for tags asked for that
are stated rather than likely. Where limited mobility is asked for, who states it comes before who is likely to suit,
and that before who says nothing, whatever their points. Equal hits come by next date, distance and the store's own
number, so that the order is the same each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np

from finder.search.clocks import DAY, wall_minutes
from finder.search.cursor import Key
from finder.search.dates import NEVER
from finder.search.matches import Known, Matches
from finder.search.query import Query
from finder.search.terms import FACETS
from finder.search.verdicts import level_of, meets_again
from finder.tiles import layout as lay
from finder.tiles.layout import Array, positions

_NEAR, _SOON, _AGAIN, _SAID, _STATED = 3.0, 2.0, 1.0, 3.0, 1.0
_MOBILITY = "limited-mobility"
_BEFORE_ALL = 16.0
"""More than all other points together."""
_WEEK = 7


class Run:
    """Hits in their order, all of one part; their dates are reckoned when they are asked for."""

    def __init__(self, part: Matches, at: Array, rank: Array, *, is_far: bool, is_by_km: bool) -> None:
        self._part, self._at, self._rank = part, at, rank
        self._is_far, self._is_by_km = is_far, is_by_km

    def __len__(self) -> int:
        return len(self._at)

    def cut(self, which: slice) -> Run:
        """Return some of them."""
        return Run(self._part, self._at[which], self._rank[which], is_far=self._is_far, is_by_km=self._is_by_km)

    def column(self, field: str) -> Array:
        """Return a field of each."""
        return self._part.column(field, self._at)

    @cached_property
    def km(self) -> Array:
        """How far each is."""
        return self._rank if self._is_by_km else self._part.km(self._at)

    @cached_property
    def dates(self) -> Known:
        """What the dates of each say."""
        return self._part.dates(self._at)

    def key(self, end: int) -> Key:
        """Return the key of the first (0) or the last (-1)."""
        columns = (self._rank, self.dates.next, self.km, self.column("number"))
        return Key(self._is_far, *(column.item(end) for column in columns))


class Page(NamedTuple):
    """The hits of one page, first those near, and how many come before them."""

    runs: list[Run]
    skipped: int

    @property
    def size(self) -> int:
        """How many hits stand on it."""
        return sum(map(len, self.runs))

    @property
    def first(self) -> Key:
        """The key of the first hit."""
        return self.runs[0].key(0)

    @property
    def last(self) -> Key:
        """The key of the last hit."""
        return self.runs[-1].key(-1)


def page_of(parts: Sequence[Matches], query: Query, now: datetime, *, after: Key | None, before: Key | None) -> Page:
    """Return the page that begins after a key, or ends before one, or is the first.

    Args:
        parts: what matches; all of the first comes before all of the second, which has what is only online.
        query: what is asked for.
        now: the moment for which it is reckoned.
        after: the key of the last hit of the page before.
        before: the key of the first hit of the page after.
    """
    orders = [_Order(part, query, now, is_far=place > 0) for place, part in enumerate(parts)]
    if before is not None:
        at = [order.beside(before, -1) for order in orders]
        skipped = max(sum(map(len, at)) - query.per_page, 0)
        return Page(_taken(orders[::-1], at[::-1], query.per_page, is_end=True)[::-1], skipped)
    at = [order.beside(after, 1) if after else order.all() for order in orders]
    skipped = sum(map(len, parts)) - sum(map(len, at))
    return Page(_taken(orders, at, query.per_page, is_end=False), skipped)


def _taken(orders: Sequence[_Order], at: Sequence[Array], count: int, *, is_end: bool) -> list[Run]:
    """Return runs of hits that are `count` together: what comes later is not looked at where that is enough."""
    found: list[Run] = []
    for order, those in zip(orders, at, strict=True):
        if count > 0 and len(those):
            run = order.sorted(order.edge(those, count, is_end=is_end))
            found.append(run.cut(slice(-count, None) if is_end else slice(count)))
            count -= len(found[-1])
    return found


class _Order:
    """The order of one part of the hits: dates and numbers are looked up only for those that tie."""

    def __init__(self, part: Matches, query: Query, now: datetime, *, is_far: bool) -> None:
        self._part, self._is_far = part, is_far
        self._query, self._now = query, now
        self._is_by_km = query.sort == "nearest"

    @cached_property
    def _rank(self) -> Array:
        """The number by which each hit is sorted first; the smaller, the earlier."""
        if self._is_by_km:
            return self._part.km()
        self._part = self._part.with_dates()
        if self._query.sort == "soonest":
            return self._part.all_dates().next.astype(np.float64)
        return -scores(self._part, self._query, self._now)

    def all(self) -> Array:
        """Return the positions of all hits."""
        return np.arange(len(self._part))

    def beside(self, key: Key, side: int) -> Array:
        """Return the positions of the hits that come after a key (`side` 1) or before it (-1)."""
        if self._is_far != key.is_far:
            return self.all() if self._is_far == (side > 0) else np.arange(0)
        rank = self._rank
        found = rank > key.rank if side > 0 else rank < key.rank
        ties = positions(rank == key.rank)
        found[ties] = [(other > key) if side > 0 else (other < key) for other in self._keys(ties)]
        return positions(found)

    def edge(self, at: Array, count: int, *, is_end: bool) -> Array:
        """Return those that can stand among the first `count`, or the last, with all that tie with them."""
        if len(at) <= count:
            return at
        is_whole = len(at) == len(self._part) and not is_end
        if is_whole and self._is_by_km and (square := self._part.squares()) is not None:
            return _nearest(square, count)
        rank = self._rank.take(at)
        place = len(at) - count if is_end else count - 1
        last = np.partition(rank, place)[place]
        chosen: Array = at[rank >= last if is_end else rank <= last]
        return chosen

    def sorted(self, at: Array) -> Run:
        """Return positions in the order of their hits."""
        rank = self._rank_of(at)
        turn = rank.argsort()
        ranked = rank.take(turn)
        if (ranked[1:] == ranked[:-1]).any():
            turn = np.lexsort((rank, *self._ties(at))[::-1])
            ranked = rank.take(turn)
        return Run(self._part, at.take(turn), ranked, is_far=self._is_far, is_by_km=self._is_by_km)

    def _rank_of(self, at: Array) -> Array:
        rank: Array = self._part.km(at) if self._is_by_km else self._rank.take(at)
        return rank

    def _ties(self, at: Array) -> tuple[Array, ...]:
        """Return the columns by which hits of one rank are told apart."""
        return self._part.dates(at).next, self._part.km(at), self._part.column("number", at)

    def _keys(self, at: Array) -> list[Key]:
        columns = (self._rank_of(at), *self._ties(at))
        return [Key(self._is_far, *row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _nearest(square: Array, count: int) -> Array:
    """Return those that can stand among the nearest: distances are rounded to a centimetre."""
    line = np.sqrt(np.partition(square, count - 1)[count - 1])
    return positions(square <= (line + _ROUNDED_CM) ** 2)


_ROUNDED_CM = 2.0


_TURN = np.zeros(4)
_TURN[[lay.LIKELY, lay.STATED]] = 1, 2


def scores(part: Matches, query: Query, now: datetime) -> Array:
    """Return the points of "best", rounded so that the machine's arithmetic does not matter."""
    dates = part.all_dates()
    begins = dates.next
    points = _AGAIN * meets_again(part.groups, dates.ahead)
    if part.said is not None:
        points += _SAID * part.said
    if part.is_near:
        km = np.maximum(part.km(), part.groups["radius"] / 100)
        points += _NEAR * np.maximum(0.0, 1 - km / query.within_km)
    if _MOBILITY in query.situations:
        # Who cannot climb steps is not helped by what is near and soon, but only likely to suit.
        points += _BEFORE_ALL * _TURN.take(level_of(part.groups, _MOBILITY))
    days = np.maximum(0, begins // DAY - int(wall_minutes(now, UTC) // DAY))
    points += np.where(begins != NEVER, _SOON / (1 + days / _WEEK), 0.0)
    return np.round(points + _STATED * _share_stated(part.groups, query), 6)


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
