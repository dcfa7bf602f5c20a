"""Which dates of packed groups are still to come, and whether they lie on the days and at the hours asked for.

Days and hours are those of the venue's own clock.  A date counts when any part of it lies on a day and in a part of
that day which were asked for: what overlaps matches.  A whole-day entry, or one that lasts longer than a day, does not
say at what hours one can come.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from finder.search.clocks import DAY, utc_minutes, wall_minutes
from finder.search.query import Query
from finder.search.terms import CHOICES
from finder.tiles.layout import DAYS_OF_SLOT, EPOCH, HAS_HOURS, MINUTE, SAME_BEGIN, Array, Packed
from finder.tiles.pack import clock_of

PARTS = {"morning": "05:00-12:00", "afternoon": "12:00-17:00", "evening": "17:00-24:00"}
"""Part of the day → its hours."""

NEVER = np.iinfo(np.int64).max
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ONE = np.uint64(1)
_MONDAY_OFFSET = 5
"""The first of January 2000 was a Saturday."""
_WEEK = 7


class Dates(NamedTuple):
    """What the dates of each group say, one item for a group.

    `ahead`: how many begin at moments of their own and are not over.  `on_day`: one lies on the days asked for;
    `in_time`: and overlaps the hours asked for; `no_hours`: one lies on such a day and does not say its hours.
    `next`: when the first that fits begins, in minutes of UTC, or `NEVER`.
    """

    ahead: Array
    on_day: Array
    in_time: Array
    no_hours: Array
    next: Array
    slots: _Slots
    seen: _Seen
    firsts: Array

    def first(self, which: Array) -> list[First | None]:
        """Return, for each of the groups at these positions, the first date that fits."""
        slots = np.array([self._slot(at) for at in which.tolist()], np.int64)
        if not len(self.slots.length):
            return [None] * len(slots)
        columns = (self.seen.wall, self.slots.length, self.slots.has_hours)
        rows = zip(self.next[which].tolist(), *(column[slots].tolist() for column in columns), strict=True)
        return [None if begins == NEVER else First(*first) for begins, *first in rows]

    def _slot(self, at: int) -> int:
        """Return the position of the slot in which a group's first date stands; any where there is none."""
        begin, end = self.firsts.item(at), self.firsts.item(at + 1)
        return begin + int(self.seen.begins[begin:end].argmin()) if end - begin > 1 else begin if end > begin else -1


class First(NamedTuple):
    """When a date begins by the venue's clock and how many minutes it lasts; whether it says at what hours."""

    wall: int
    length: int
    has_hours: bool


class _Slots(NamedTuple):
    """Columns of the slots, as whole numbers that can be reckoned with."""

    days: Array
    base: Array
    start: Array
    length: Array
    has_hours: Array
    is_first: Array
    zone: Array
    now: Array
    """What the venue's clock shows now."""

    def part(self, where: Array) -> _Slots:
        return _Slots(*(column[where] for column in self))


class _Seen(NamedTuple):
    """What was found out about each slot: its days ahead, whether one lies on those asked for, and when."""

    ahead: Array
    on_day: Array
    in_time: Array
    wall: Array
    begins: Array


def dates(packed: Packed, query: Query, now: datetime, zone_name: Callable[[int], str]) -> Dates:
    """Return what the dates of the groups say about the days and hours asked for."""
    groups, rows = packed.groups, packed.slots
    counts = groups["slots"].astype(np.int64)
    zones = _of_slots(groups["zone"], counts, len(rows))
    names = {zone: zone_name(zone) for zone in np.flatnonzero(np.bincount(groups["zone"])).tolist()}
    clock = np.zeros(max(names, default=0) + 1)
    for zone, name in names.items():
        clock[zone] = wall_minutes(now, clock_of(name))
    slots = _slots(rows, zones, clock[zones])
    ahead = _ahead(slots)
    on, in_time = _on(slots, ahead, query), _in_time(slots, query)
    goes_on = np.flatnonzero(slots.start + slots.length > DAY)
    if len(goes_on):
        on[goes_on], in_time[goes_on] = _over_midnight(slots.part(goes_on), ahead[goes_on] != 0, query)
    wall = _first(np.where(in_time, on, np.uint64(0)) if query.times else on, slots)
    begins = _in_utc(wall, slots.zone, names, now.year)
    return _by_group(counts, slots, _Seen(ahead, on != 0, in_time, wall, begins))


def _of_slots(column: Array, counts: Array, total: int) -> Array:
    """Return the values of groups for each of their slots."""
    has_one_each = total == len(counts) and bool((counts == 1).all())
    return column if has_one_each else np.repeat(column, counts)


def _slots(rows: Array, zones: Array, now: Array) -> _Slots:
    start = rows["start"]
    return _Slots(
        days=rows["days"].astype(np.uint64),
        base=rows["base"].astype(np.int64),
        start=(start & MINUTE).astype(np.int64),
        length=rows["length"].astype(np.int64),
        has_hours=(start & HAS_HOURS) != 0,
        is_first=(start & SAME_BEGIN) == 0,
        zone=zones,
        now=now,
    )


def _ahead(slots: _Slots) -> Array:
    """Return the days of each slot whose date is not over."""
    over = np.ceil(slots.now).astype(np.int64) - slots.start - slots.length
    # The first day whose date is over no earlier than now.
    first = -(-over // DAY) - slots.base
    return slots.days & _from(first)


def _from(day: Array) -> Array:
    """Return, for each day of a slot, the bits of that day and the days after it."""
    bits: Array = _ALL << np.clip(day, 0, DAYS_OF_SLOT - 1).astype(np.uint64)
    return np.where(day < DAYS_OF_SLOT, bits, np.uint64(0))


def _on(slots: _Slots, ahead: Array, query: Query) -> Array:
    """Return the days on which a date that keeps within its day lies in the range and on a weekday asked for."""
    on = ahead.copy()
    if query.date_from:
        on &= _from(_number(query.date_from) - slots.base)
    if query.date_to:
        on &= ~_from(_number(query.date_to) + 1 - slots.base)
    if query.days:
        wanted = [CHOICES["day"].index(day) for day in query.days]
        masks = np.array([_weekday_mask(base, wanted) for base in range(_WEEK)], np.uint64)
        on &= masks[slots.base % _WEEK]
    return on


def _weekday_mask(base: int, wanted: list[int]) -> int:
    return sum(1 << n for n in range(DAYS_OF_SLOT) if (base + n + _MONDAY_OFFSET) % _WEEK in wanted)


def _in_time(slots: _Slots, query: Query) -> Array:
    if not query.times:
        return np.ones(len(slots.days), bool)
    return slots.has_hours & _overlaps(slots.start, slots.length, query)


def _overlaps(start: Array, length: Array, query: Query) -> Array:
    """Tell which dates overlap a part of the day asked for; `start` is in minutes from that day's midnight."""
    found = np.zeros(len(start), bool)
    for part in query.times:
        opens, closes = minutes_of(part)
        # Without a length, it is the moment of beginning that counts.
        found |= (start < closes) & ((start + length > opens) | ((length == 0) & (start == opens)))
    return found


def minutes_of(time: str) -> tuple[int, int]:
    """Return begin and end of a part of the day, or of hours as "18:00-20:30", in minutes after midnight."""
    opens, closes = (int(hour[:2]) * 60 + int(hour[3:]) for hour in PARTS.get(time, time).split("-"))
    return opens, closes


def _over_midnight(slots: _Slots, is_ahead: Array, query: Query) -> tuple[Array, Array]:
    """Return the days and hours for dates that touch more than one day: each has a slot to itself."""
    first = np.maximum(slots.base, np.floor(slots.now / DAY).astype(np.int64))
    last = slots.base + (slots.start + slots.length - 1) // DAY
    if query.date_from:
        first = np.maximum(first, _number(query.date_from))
    if query.date_to:
        last = np.minimum(last, _number(query.date_to))
    on, in_time = np.zeros(len(first), bool), np.zeros(len(first), bool)
    weekdays = {CHOICES["day"].index(day) for day in query.days} or set(range(_WEEK))
    # A week shows every weekday: no need to go through a year of an exhibition.
    for day in (first + step for step in range(_WEEK)):
        here = is_ahead & (day <= last) & np.isin((day + _MONDAY_OFFSET) % _WEEK, list(weekdays))
        on |= here
        in_time |= here & slots.has_hours & _overlaps(slots.start - (day - slots.base) * DAY, slots.length, query)
    return on.astype(np.uint64), in_time if query.times else on


def _first(days: Array, slots: _Slots) -> Array:
    """Return when the first of the days begins by the venue's clock, `NEVER` where there is none."""
    # All the bits below the lowest one, and that one.
    day = np.bitwise_count(days ^ (days - _ONE)).astype(np.int64) - 1
    return np.where(days != 0, (slots.base + day) * DAY + slots.start, NEVER)


def _in_utc(wall: Array, zones: Array, names: dict[int, str], year: int) -> Array:
    if len(names) == 1:
        (name,) = names.values()
        return np.where(wall == NEVER, NEVER, utc_minutes(wall, name, year))
    begins = np.full(len(wall), NEVER)
    for zone, name in names.items():
        here = np.flatnonzero((zones == zone) & (wall != NEVER))
        begins[here] = utc_minutes(wall[here], name, year)
    return begins


_ON, _IN_TIME, _NO_HOURS = 1, 2, 4


def _by_group(counts: Array, slots: _Slots, seen: _Seen) -> Dates:
    firsts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=firsts[1:])

    said = seen.on_day * np.uint8(_ON)
    said |= (seen.on_day & seen.in_time) * np.uint8(_IN_TIME)
    said |= (seen.on_day & ~slots.has_hours) * np.uint8(_NO_HOURS)
    said = _gathered(np.bitwise_or, said, counts, firsts, 0)
    ahead = np.where(slots.is_first, np.bitwise_count(seen.ahead), 0).astype(np.int64)
    return Dates(
        ahead=_gathered(np.add, ahead, counts, firsts, 0),
        on_day=said & _ON != 0,
        in_time=said & _IN_TIME != 0,
        no_hours=said & _NO_HOURS != 0,
        next=_gathered(np.minimum, seen.begins, counts, firsts, NEVER),
        slots=slots,
        seen=seen,
        firsts=firsts,
    )


def _gathered(reduce: np.ufunc, values: Array, counts: Array, firsts: Array, nothing: int) -> Array:
    """Return one value for each group, made of those of its slots; `nothing` where it has none."""
    has_dates = counts > 0
    if len(counts) and has_dates.all():
        whole: Array = values if len(values) == len(counts) else reduce.reduceat(values, firsts[:-1])
        return whole
    result = np.full(len(counts), nothing, values.dtype)
    if len(values):
        result[has_dates] = reduce.reduceat(values, firsts[:-1][has_dates])
    return result


def _number(day: date) -> int:
    return day.toordinal() - EPOCH
