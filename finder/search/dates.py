"""Which dates of packed groups are still to come, and whether they lie on the days and at the hours asked for.

Days and hours are those of the venue's own clock.  A date counts when any part of it lies on a day and in a part of
that day which were asked for: what overlaps matches.  A whole-day entry, or one that lasts longer than a day, does not
say at what hours one can come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache, partial
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from finder.search.clocks import DAY, clock_changes, utc_minutes, wall_minutes
from finder.search.query import Query
from finder.search.terms import CHOICES
from finder.tiles.layout import DAYS_OF_SLOT, EPOCH, HAS_HOURS, MINUTE, SAME_BEGIN, Array, Packed
from finder.tiles.pack import clock_of

PARTS = {"morning": "05:00-12:00", "afternoon": "12:00-17:00", "evening": "17:00-24:00"}
"""Part of the day → its hours."""

NEVER = np.iinfo(np.int64).max
_ONE = np.uint64(1)
_MONDAY_OFFSET = 5
"""The first of January 2000 was a Saturday."""
_WEEK = 7


class Dates:
    """What the dates of each group say, one item for a group; what nobody asks for is not worked out."""

    def __init__(self, counts: Array, slots: _Slots, seen: _Seen, in_utc: Callable[[Array, Array], Array]) -> None:
        self._counts, self._slots, self._seen, self._in_utc = counts, slots, seen, in_utc
        self._has_one_each = _is_one_each(counts, slots.days)
        self._firsts: Array = np.cumsum(counts) - counts

    @cached_property
    def is_ahead(self) -> Array:
        """Whether one is not over."""
        return self._any(self._seen.ahead != 0)

    @cached_property
    def ahead(self) -> Array:
        """How many begin at moments of their own and are not over."""
        days = np.bitwise_count(self._seen.ahead)
        return self._gathered(np.add, np.where(self._slots.is_first, days, 0).astype(np.int64))

    @cached_property
    def on_day(self) -> Array:
        """Whether one lies on the days asked for."""
        return self._any(self._seen.on != 0)

    @cached_property
    def in_time(self) -> Array:
        """Whether one lies on such a day and overlaps the hours asked for."""
        return self._any((self._seen.on != 0) & self._seen.in_time)

    @cached_property
    def no_hours(self) -> Array:
        """Whether one lies on such a day and does not say its hours."""
        return self._any((self._seen.on != 0) & ~self._slots.has_hours)

    def next(self, which: Array) -> Array:
        """Return, for the groups at these positions, when the first that fits begins: minutes of UTC, or `NEVER`."""
        counts = self._counts.take(which)
        begins = self._begins(self._slots_of(which, counts))
        return begins if self._has_one_each else _reduced(np.minimum, begins, counts, NEVER)

    def first(self, which: Array) -> list[First | None]:
        """Return, for each of the groups at these positions, the first date that fits."""
        counts = self._counts.take(which)
        slots = self._slots_of(which, counts)
        wall = _wall(self._slots, self._seen, slots)
        columns = (self._begins(slots), wall, self._slots.length.take(slots), self._slots.part(slots).has_hours)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [_earliest(islice(rows, count)) for count in counts.tolist()]

    def _begins(self, slots: Array) -> Array:
        return self._in_utc(_wall(self._slots, self._seen, slots), self._slots.zone.take(slots))

    def _slots_of(self, which: Array, counts: Array) -> Array:
        """Return the positions of the slots of some groups."""
        firsts = self._firsts.take(which)
        if self._has_one_each:
            return firsts
        ends = np.cumsum(counts)
        return np.repeat(firsts - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)

    def _any(self, of_slots: Array) -> Array:
        return self._gathered(np.logical_or, of_slots)

    def _gathered(self, reduce: np.ufunc, of_slots: Array) -> Array:
        return of_slots if self._has_one_each else _reduced(reduce, of_slots, self._counts, 0)


def _earliest(dates: Iterable[tuple[int, int, int, bool]]) -> First | None:
    begins, *date = min(dates, key=itemgetter(0), default=(NEVER, 0, 0, False))
    return None if begins == NEVER else First._make(date)


def _reduced(reduce: np.ufunc, values: Array, counts: Array, nothing: int) -> Array:
    """Return one value for each group, made of those of its slots; `nothing` where it has none."""
    firsts = np.cumsum(counts) - counts
    has_dates = counts > 0
    if has_dates.all() and len(counts):
        whole: Array = reduce.reduceat(values, firsts)
        return whole
    result = np.full(len(counts), nothing, values.dtype)
    if len(values):
        result[has_dates] = reduce.reduceat(values, firsts[has_dates])
    return result


class First(NamedTuple):
    """When a date begins by the venue's clock and how many minutes it lasts; whether it says at what hours."""

    wall: int
    length: int
    has_hours: bool


class _Slots(NamedTuple):
    """Columns of the slots, as whole numbers that can be reckoned with.

    `ends`: in minutes after the midnight before it begins.  `zone`: the number of the venue's.
    """

    days: Array
    base: Array
    start: Array
    ends: Array
    length: Array
    bits: Array
    zone: Array

    @property
    def has_hours(self) -> Array:
        has_hours: Array = self.bits & HAS_HOURS != 0
        return has_hours

    @property
    def is_first(self) -> Array:
        is_first: Array = self.bits & SAME_BEGIN == 0
        return is_first

    def part(self, where: Array) -> _Slots:
        return _Slots(*(column.take(where) for column in self))


class _Clocks(NamedTuple):
    """What the clock of each zone shows now: the day, and the minute of that day; by the number of the zone."""

    names: dict[int, str]
    today: Array
    minute: Array


class _Seen(NamedTuple):
    """What was found out about each slot: its days ahead, those asked for, and whether it is at the hours asked for."""

    ahead: Array
    on: Array
    in_time: Array


def dates(packed: Packed, query: Query, now: datetime, zone_name: Callable[[int], str]) -> Dates:
    """Return what the dates of the groups say about the days and hours asked for."""
    counts = packed.groups["slots"].astype(np.int64)
    zone = packed.groups["zone"]
    clocks = _clocks({number: zone_name(number) for number in np.flatnonzero(np.bincount(zone)).tolist()}, now)
    slots = _slots(packed.slots, _of_slots(zone, counts, len(packed.slots), is_one=len(clocks.names) == 1))
    goes_on = np.flatnonzero(slots.ends >= DAY)
    ahead = slots.days & _from(_first_ahead(slots, clocks, goes_on) - slots.base)
    on, in_time = _on(slots, ahead, query), _in_time(slots, query)
    if len(goes_on) and (query.date_from or query.date_to or query.days or query.times):
        goes_on = goes_on[slots.ends[goes_on] > DAY]
        over_midnight = _over_midnight(slots.part(goes_on), clocks, ahead[goes_on] != 0, query)
        on[goes_on], in_time[goes_on] = over_midnight
    return Dates(counts, slots, _Seen(ahead, on, in_time), partial(_in_utc, names=clocks.names, year=now.year))


def _of_slots(zone: Array, counts: Array, total: int, *, is_one: bool) -> Array:
    """Return the zone of each slot."""
    return np.broadcast_to(zone[0], total) if is_one else np.repeat(zone, counts)


def _is_one_each(counts: Array, slots: Array) -> bool:
    return len(slots) == len(counts) and bool((counts == 1).all())


def _clocks(names: dict[int, str], now: datetime) -> _Clocks:
    at = now.astimezone(UTC)
    # No clock is changed between two quarters of an hour.
    quarter = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    shows = wall_minutes(now, UTC) + _offsets(tuple(names.items()), quarter)
    today = np.floor(shows / DAY).astype(np.int64)
    return _Clocks(names, today, np.ceil(shows - today * DAY).astype(np.int64))


@lru_cache(maxsize=64)
def _offsets(names: tuple[tuple[int, str], ...], at: datetime) -> Array:
    """Return how many minutes each zone is ahead of UTC at a moment, by the number of the zone."""
    offsets = np.zeros(max((zone for zone, _ in names), default=0) + 1, np.int64)
    for zone, name in names:
        offsets[zone] = round(wall_minutes(at, clock_of(name)) - wall_minutes(at, UTC))
    return offsets


def _slots(rows: Array, zones: Array) -> _Slots:
    bits, length = rows["start"], rows["length"].astype(np.int64)
    start = (bits & MINUTE).astype(np.int64)
    return _Slots(
        days=rows["days"].astype(np.uint64),
        base=rows["base"].astype(np.int64),
        start=start,
        ends=start + length,
        length=length,
        bits=bits,
        zone=zones,
    )


def _first_ahead(slots: _Slots, clocks: _Clocks, goes_on: Array) -> Array:
    """Return the first day of each slot whose date is not over."""
    # Most often all that is near goes by one clock.
    zone = slots.zone[:1] if len(clocks.names) == 1 else slots.zone
    first: Array = clocks.today.take(zone) + (slots.ends < clocks.minute.take(zone))
    if len(goes_on):
        zone = slots.zone[goes_on]
        over = clocks.today[zone] * DAY + clocks.minute[zone] - slots.ends[goes_on]
        first[goes_on] = -(-over // DAY)
    return first


def _from(day: Array) -> Array:
    """Return, for each day of a slot, the bits of that day and the days after it."""
    bits: Array = _BITS_FROM.take(day, mode="clip")
    return bits


_BITS_FROM = np.array([((1 << DAYS_OF_SLOT) - 1) & ~((1 << day) - 1) for day in range(DAYS_OF_SLOT + 1)], np.uint64)


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


def _over_midnight(slots: _Slots, clocks: _Clocks, is_ahead: Array, query: Query) -> tuple[Array, Array]:
    """Return the days and hours for dates that touch more than one day: each has a slot to itself."""
    first = np.maximum(slots.base, clocks.today[slots.zone])
    last = slots.base + (slots.ends - 1) // DAY
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


def _wall(slots: _Slots, seen: _Seen, which: Array) -> Array:
    """Return when the first date that fits begins by the venue's clock, for these slots; `NEVER` without one."""
    days = np.where(seen.in_time.take(which), seen.on.take(which), np.uint64(0))
    # All the bits below the lowest one, and that one.
    day = np.bitwise_count(days ^ (days - _ONE)).astype(np.int64) - 1
    return np.where(days != 0, (slots.base.take(which) + day) * DAY + slots.start.take(which), NEVER)


def _in_utc(wall: Array, zones: Array, *, names: dict[int, str], year: int) -> Array:
    if len(names) == 1:
        (name,) = names.values()
        return np.where(wall == NEVER, NEVER, utc_minutes(wall, name, year))
    is_date = wall != NEVER
    if not is_date.any():
        return wall
    turns, offsets = _turns(tuple(names.items()), year)
    # Most clocks are not changed between the first of the dates and the last: few have to be compared with each date.
    first, last = (np.count_nonzero(turns <= end, axis=1) for end in (wall.min(), wall[is_date].max()))
    at, begun = first.take(zones), first.take(zones)
    for step in range(int((last - first).max())):
        at += is_date & (wall >= turns[zones, np.minimum(begun + step, turns.shape[1] - 1)])
    return np.where(is_date, wall - offsets[zones, at], NEVER)


@lru_cache(maxsize=64)
def _turns(names: tuple[tuple[int, str], ...], year: int) -> tuple[Array, Array]:
    """Return, for each number of a zone, when its clocks are changed, and the offsets before and after each change.

    After the last change of a zone stands `NEVER`.
    """
    found = {zone: clock_changes(name, year) for zone, name in names}
    most = max(len(offsets) for _, offsets in found.values())
    turns, offsets = np.full((max(found) + 1, most), NEVER), np.zeros((max(found) + 1, most), np.int64)
    for zone, (when, by) in found.items():
        turns[zone, : len(when)], offsets[zone, : len(by)] = when, by
    return turns, offsets


def _number(day: date) -> int:
    return day.toordinal() - EPOCH
