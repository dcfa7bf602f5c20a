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
from finder.search.dates import NEVER
from finder.search.query import Query
from finder.search.terms import FACETS
from finder.search.verdicts import level_of
from finder.tiles import layout as lay
from finder.tiles.layout import Array

_NEAR, _SOON, _AGAIN, _TITLE, _STATED = 3.0, 2.0, 1.0, 3.0, 1.0
_WEEK = 7
_FAR = 1e15
"""Added to the rank of what is far: more than any rank, and small enough for a float to keep the rank exact to 0.1."""


class Match(NamedTuple):
    """Groups that match, one item of each column for a group.

    `km` is NaN for what is not near; `next` is in minutes of UTC, `NEVER` where no date fits.  `title` is the share of
    the words asked for that stand in the title.
    """

    groups: Array
    km: Array
    next: Array
    again: Array
    title: Array


class Page(NamedTuple):
    """The positions of the hits of one page, how many come before them, and the keys of the first and the last."""

    at: Array
    skipped: int
    first: Key | None
    last: Key | None


def page_of(match: Match, query: Query, now: datetime, *, after: Key | None, before: Key | None) -> Page:
    """Return the page that begins after a key, or ends before one, or is the first."""
    columns = _columns(match, query, now)
    everything = np.arange(len(match.km))
    if before is not None:
        earlier = everything[_lies(columns, before, -1)]
        at = _sorted(columns, earlier)[-query.per_page :]
        skipped = len(earlier) - len(at)
    else:
        later = everything if after is None else everything[_lies(columns, after, 1)]
        at = _sorted(columns, _front(columns, later, query.per_page))[: query.per_page]
        skipped = len(everything) - len(later)
    ends = [_key(columns, position) for position in (*at[:1].tolist(), *at[-1:].tolist())]
    return Page(at, skipped, ends[0] if ends else None, ends[-1] if ends else None)


def _columns(match: Match, query: Query, now: datetime) -> tuple[Array, ...]:
    """Return the sort keys of all hits, a column for each part of `Key`."""
    is_far = np.isnan(match.km) if query.latitude is not None else np.zeros(len(match.km), bool)
    km = np.nan_to_num(match.km, nan=-1.0)
    return is_far, ranks(match, query, now), match.next, km, match.groups["number"]


def _key(columns: tuple[Array, ...], at: int) -> Key:
    is_far, rank, begins, km, number = (column[at].item() for column in columns)
    return Key(is_far, rank, begins, km, number)


def _lies(columns: tuple[Array, ...], key: Key, side: int) -> Array:
    """Tell which hits come after a key (`side` 1) or before it (-1)."""
    found, same = np.zeros(len(columns[0]), bool), np.ones(len(columns[0]), bool)
    for column, value in zip(columns, key, strict=True):
        found |= same & (column > value if side > 0 else column < value)
        same &= column == value
    return found


def _front(columns: tuple[Array, ...], at: Array, count: int) -> Array:
    """Return those of the positions that can stand among the first `count`, with all that tie with the last of them."""
    if len(at) <= count:
        return at
    is_far, rank = columns[0][at], columns[1][at]
    front = np.where(is_far, rank + _FAR, rank)
    in_front: Array = at[front <= np.partition(front, count - 1)[count - 1]]
    return in_front


def _sorted(columns: tuple[Array, ...], at: Array) -> Array:
    in_order: Array = at[np.lexsort(tuple(column[at] for column in reversed(columns)))]
    return in_order


def ranks(match: Match, query: Query, now: datetime) -> Array:
    """Return the number by which each hit is sorted first; the smaller, the earlier."""
    match query.sort:
        case "nearest":
            return np.nan_to_num(match.km, nan=-1.0)
        case "soonest":
            return match.next.astype(np.float64)
        case "best":
            return -scores(match, query, now)


def scores(match: Match, query: Query, now: datetime) -> Array:
    """Return the points of "best", rounded so that the machine's arithmetic does not matter."""
    points = _AGAIN * match.again + _TITLE * match.title
    is_near = ~np.isnan(match.km)
    km = np.maximum(np.nan_to_num(match.km), match.groups["radius"] / 100)
    points += np.where(is_near, _NEAR * np.maximum(0.0, 1 - km / query.within_km), 0.0)
    days = np.maximum(0, match.next // DAY - int(wall_minutes(now, UTC) // DAY))
    points += np.where(match.next != NEVER, _SOON / (1 + days / _WEEK), 0.0)
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
