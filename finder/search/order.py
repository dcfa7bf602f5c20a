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


def best_first(match: Match, query: Query, now: datetime, first: int, count: int) -> Array:
    """Return the positions of the hits from the `first` on, at most `count` of them, in the order of showing."""
    rank = ranks(match, query, now)
    is_far = np.isnan(match.km) if query.latitude is not None else np.zeros(len(rank), bool)
    wanted = min(first + count, len(rank))
    if wanted <= first:
        return np.zeros(0, np.int64)
    # Only what can stand on the page is sorted, with all that ties with its last one.
    front = np.where(is_far, rank + _FAR, rank)
    last = np.partition(front, wanted - 1)[wanted - 1]
    at = np.flatnonzero(front <= last)
    km = np.nan_to_num(match.km[at], nan=-1.0)
    order = np.lexsort((match.groups["number"][at], km, match.next[at], rank[at], is_far[at]))
    return at[order[first:wanted]]


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
    stated = np.bitwise_count(groups["stated"] & np.uint64(asked)).astype(np.float64)
    for tag in levels:
        stated += level_of(groups, tag) == lay.STATED
    share: Array = stated / max(count, 1)
    return share
