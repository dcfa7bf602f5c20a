"""Moments and wall clocks as numbers: minutes since the first of January 2000, on a venue's clock or in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np

from finder.tiles.layout import Array
from finder.tiles.wall import clock_of

EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  a wall clock: the zone is another's
DAY = 1440
_MINUTE = timedelta(minutes=1)
_YEARS_AHEAD = 6
_STRIDE = 7 * DAY
"""No zone turns its clocks twice within a week; those that turn them back for Ramadan come nearest, with a month."""


def wall_minutes(moment: datetime, clock: tzinfo) -> float:
    """Return what the clock shows at a moment, in minutes."""
    return (moment.astimezone(clock).replace(tzinfo=None) - EPOCH) / _MINUTE


def utc_minutes(wall: Array, zone: str, year: int) -> Array:
    """Return the moments at which a zone's clock shows `wall`; of an hour that comes twice, the first.

    Exact from the year before `year` to five years after; beyond, the zone's first and last offset of that time count.
    """
    turns, offsets = clock_changes(zone, year)
    shifted: Array = wall - offsets.take(turns.searchsorted(wall, side="right"))
    return shifted


def local_datetime(wall: int, zone: str) -> datetime:
    """Return what the clock shows as a datetime with its offset."""
    return (EPOCH + wall * _MINUTE).replace(tzinfo=clock_of(zone))


@lru_cache(maxsize=2048)
def clock_changes(zone: str, year: int) -> tuple[Array, Array]:
    """Return when a zone's clocks are changed, by what they show, and their offsets before, between and after that."""
    clock = clock_of(zone)
    first, last = (wall_minutes(datetime(y, 1, 1, tzinfo=UTC), UTC) for y in (year - 1, year + _YEARS_AHEAD))
    turns: list[int] = []
    offsets = [_offset(int(first), clock)]
    for wall in range(int(first), int(last), _STRIDE):
        if (after := _offset(wall + _STRIDE, clock)) != offsets[-1]:
            turns.append(_turn(wall, wall + _STRIDE, offsets[-1], clock))
            offsets.append(after)
    return np.array(turns, np.int64), np.array(offsets, np.int64)


def _turn(low: int, high: int, before: int, clock: tzinfo) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, clock) == before else (low, middle)
    return high


def _offset(wall: int, clock: tzinfo) -> int:
    return round(((EPOCH + wall * _MINUTE).replace(tzinfo=clock).utcoffset() or timedelta()) / _MINUTE)
