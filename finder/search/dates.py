"""Which dates of packed groups are still to come, and whether they lie on the days and at the hours asked for.

Days and hours are those of the venue's own clock.  A date counts when any part of it lies on a day and in a part of
that day which were asked for: what overlaps matches.  A whole-day entry, or one that lasts longer than a day, does not
say at what hours one can come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from finder.search.clocks import DAY, EPOCH, clock_changes, utc_minutes, wall_minutes
from finder.search.query import Query
from finder.search.terms import CHOICES
from finder.tiles import layout as lay
from finder.tiles.layout import (
    DAYS_OF_SLOT,
    HAS_HOURS,
    MINUTE,
    SAME_BEGIN,
    Array,
    Packed,
    dates_at,
    firsts_of,
    has_one_each,
    positions,
)
from finder.tiles.wall import clock_of

PARTS = {"morning": "05:00-12:00", "afternoon": "12:00-17:00", "evening": "17:00-24:00"}
"""Part of the day → its hours."""

NEVER = np.iinfo(np.int64).max
_ONE, _NO_DAY = np.uint64(1), np.uint64(0)
_MINUTE = timedelta(minutes=1)
_EPOCH_UTC = EPOCH.replace(tzinfo=UTC)
_MONDAY_OFFSET = 5
"""The first of January 2000 was a Saturday."""
WEEK = 7


def may_be_shown(groups: Array, now: datetime) -> Array:
    """Tell of which groups not all dates are surely over, wherever they are: no clock is a day from UTC."""
    may_be: Array = groups["until"] >= _day(now) - 1
    return may_be


def _day(now: datetime) -> int:
    """Return the day that it is in UTC, as `until` counts it."""
    return (now - _EPOCH_UTC) // timedelta(days=1)


class Calendar:
    """Reckons what dates say at one moment, of those groups alone that somebody asks about."""

    def __init__(self, rows: Packed, now: datetime, zone_name: Callable[[int], str]) -> None:
        self._rows, self._now, self._zone_name = rows, now, zone_name

    @cached_property
    def _firsts(self) -> Array:
        return self._rows.firsts()

    def shown(self, at: Array) -> Array:
        """Return those of some positions, of which all may be shown, where a group has a date ahead, or gives none."""
        until = self._rows.groups["until"].take(at)
        doubtful = positions(until <= _day(self._now) + 1)
        if not len(doubtful):
            return at
        over = doubtful[~self.of(at.take(doubtful), Query()).is_ahead]
        return np.delete(at, over) if len(over) else at

    def of(self, at: Array, query: Query) -> Dates:
        """Return what the dates of the groups at these positions say to a query."""
        return Dates(*self._dated(at), query)

    def of_all(self, query: Query) -> Dates:
        """Return what the dates of all groups say to a query; which of them lie ahead is found out once."""
        return Dates(*self._all, query)

    @cached_property
    def _all(self) -> tuple[Array, Coming]:
        return self._dated(np.arange(len(self._rows.groups)))

    def _dated(self, at: Array) -> tuple[Array, Coming]:
        groups = self._rows.groups
        counts, zones = groups["slots"].take(at).astype(np.int64), groups["zone"].take(at)
        found = self._rows.slots.take(dates_at(self._firsts.take(at), counts))
        return counts, _coming(counts, zones, found, self._now, self._zone_name)


class Dates:
    """What the dates of some groups say, one item for a group; what nobody asks for is not worked out."""

    def __init__(self, counts: Array, coming: Coming, query: Query) -> None:
        self._counts, self.coming = counts, coming
        self._slots, self._seen = coming.slots, _seen(coming, query)
        self._has_one_each = has_one_each(counts)

    @property
    def is_ahead(self) -> Array:
        """Whether one is not over."""
        return self._any(self._seen.ahead != 0)

    @cached_property
    def ahead(self) -> Array:
        """How many begin at moments of their own and are not over."""
        days = np.bitwise_count(self._seen.ahead)
        days *= self._slots.is_first
        return self.gathered(np.add, days.astype(np.int64))

    @cached_property
    def on_day(self) -> Array:
        """Whether one lies on the days asked for."""
        return self._any(self._seen.on != 0)

    @cached_property
    def in_time(self) -> Array:
        """Whether one lies on such a day and overlaps the hours asked for."""
        return self._any(self._seen.fits != 0)

    @cached_property
    def no_hours(self) -> Array:
        """Whether one lies on such a day and does not say its hours."""
        return self._any((self._seen.on != 0) & ~self._slots.has_hours)

    @cached_property
    def next(self) -> Array:
        """Return when the first that fits begins: minutes of UTC, or `NEVER`."""
        return self.gathered(np.minimum, self._begins, nothing=NEVER)

    def first(self, at: Array | None) -> list[First | None]:
        """Return the first date that fits, of the groups at some positions, or of all."""
        counts = self._counts
        columns = [self._begins, self._wall, self._slots.length, self._slots.has_hours]
        if at is not None:
            counts = counts.take(at)
            slots = dates_at(self._firsts.take(at), counts)
            columns = [column.take(slots) for column in columns]
        begins, walls, lengths, has_hours = (column.tolist() for column in columns)
        earliest = range(len(begins)) if self._has_one_each else _earliest(begins, counts.tolist())
        return [
            None if slot is None or begins[slot] == NEVER else First(walls[slot], lengths[slot], has_hours[slot])
            for slot in earliest
        ]

    @cached_property
    def _firsts(self) -> Array:
        return firsts_of(self._counts)

    @cached_property
    def _wall(self) -> Array:
        return _wall(self._slots, self._seen)

    @cached_property
    def _begins(self) -> Array:
        return _in_utc(self._wall, self._slots.zone, names=self.coming.names, year=self.coming.year)

    def _any(self, of_slots: Array) -> Array:
        return self.gathered(np.logical_or, of_slots)

    def gathered(self, reduce: np.ufunc, of_slots: Array, *, nothing: int = 0) -> Array:
        """Return one value for each group, made of those of its slots; `nothing` where it has none."""
        if self._has_one_each:
            return of_slots
        if self._has_some_each:
            whole: Array = reduce.reduceat(of_slots, self._firsts)
            return whole
        result, has_dates = np.full(len(self._counts), nothing, of_slots.dtype), self._counts > 0
        if len(of_slots):
            result[has_dates] = reduce.reduceat(of_slots, self._firsts[has_dates])
        return result

    @cached_property
    def _has_some_each(self) -> bool:
        return int(np.count_nonzero(self._counts)) == len(self._counts)


def _earliest(begins: Sequence[int], counts: Iterable[int]) -> Iterator[int | None]:
    """Yield where the earliest date of each group stands, of which there are so many each."""
    at = 0
    for count in counts:
        yield at if count == 1 else min(range(at, at + count), key=begins.__getitem__, default=None)
        at += count


class First(NamedTuple):
    """When a date begins by the venue's clock and how many minutes it lasts; whether it says at what hours."""

    wall: int
    length: int
    has_hours: bool


class Slots(NamedTuple):
    """Columns of the slots, as whole numbers that can be reckoned with.

    `ends`: in minutes after the midnight before it begins.  `zone`: the number of the venue's; None where all have one.
    """

    days: Array
    base: Array
    start: Array
    ends: Array
    length: Array
    bits: Array
    zone: Array | None

    @property
    def has_hours(self) -> Array:
        """Which say at what hours one can come."""
        has_hours: Array = self.bits & HAS_HOURS != 0
        return has_hours

    @property
    def is_first(self) -> Array:
        """Which are the only, or the first, of their group to begin at their moments."""
        is_first: Array = self.bits & SAME_BEGIN == 0
        return is_first

    def part(self, where: Array) -> Slots:
        """Return those at some positions."""
        zone = None if self.zone is None else self.zone.take(where)
        return Slots._make([*(column.take(where) for column in self[:-1]), zone])


class _Clocks(NamedTuple):
    """What the clock of each zone shows now: the day, and the minute of that day; by the number of the zone.

    Where all go by one clock each is a single number.
    """

    today: Array | int
    minute: Array | int

    def of(self, zone: Array | None) -> tuple[Array | int, Array | int]:
        """Return day and minute of these zones."""
        return (self.today, self.minute) if zone is None else (np.take(self.today, zone), np.take(self.minute, zone))


class Coming(NamedTuple):
    """The slots with the days of each that lie ahead, whatever is asked for, and by which clocks they go.

    `goes_on`: the positions of those that touch the midnight after they begin.
    """

    slots: Slots
    ahead: Array
    goes_on: Array
    clocks: _Clocks
    names: tuple[tuple[int, str], ...]
    year: int

    def lasting(self, query: Query | None = None) -> Lasting | None:
        """Return the dates that touch more than one day, within the range asked for; None where there is none."""
        at = self.goes_on[self.slots.ends.take(self.goes_on) > DAY]
        if not len(at):
            return None
        slots = self.slots.part(at)
        first = np.maximum(slots.base, self.clocks.of(slots.zone)[0])
        last = slots.base + (slots.ends - 1) // DAY
        if query and query.date_from:
            first = np.maximum(first, day_number(query.date_from))
        if query and query.date_to:
            last = np.minimum(last, day_number(query.date_to))
        return Lasting(at, slots, self.ahead.take(at) != 0, first, last)


class _Seen(NamedTuple):
    """What was found out about each slot: its days ahead, those asked for, and those of them at the hours asked for."""

    ahead: Array
    on: Array
    fits: Array


def _coming(counts: Array, zones: Array, rows: Array, now: datetime, zone_name: Callable[[int], str]) -> Coming:
    names = tuple((number, zone_name(number)) for number in _numbers_of(zones))
    clocks = _clocks(names, now)
    slots = _slots(rows, np.repeat(zones, counts) if len(names) > 1 else None)
    goes_on = positions(slots.ends >= DAY)
    ahead = slots.days & bits_from(_first_ahead(slots, clocks, goes_on) - slots.base)
    return Coming(slots, ahead, goes_on, clocks, names, now.year)


def _seen(coming: Coming, query: Query) -> _Seen:
    slots, ahead = coming.slots, coming.ahead
    on = _on(slots, ahead, query)
    fits = np.where(_in_time(slots, query), on, _NO_DAY) if query.times else on
    is_asked = bool(query.date_from or query.date_to or query.days or query.times)
    if is_asked and len(coming.goes_on) and (lasting := coming.lasting(query)):
        on, fits = on.copy(), fits.copy()
        on[lasting.at], fits[lasting.at] = _over_midnight(lasting, query)
    return _Seen(ahead, on, fits)


def _numbers_of(zones: Array) -> list[int]:
    """Return the numbers of zones that there are: most often all that is near goes by one clock."""
    if not len(zones):
        return []
    first = zones.item(0)
    numbers: list[int] = [first] if (zones == first).all() else positions(np.bincount(zones)).tolist()
    return numbers


def _clocks(names: tuple[tuple[int, str], ...], now: datetime) -> _Clocks:
    minute, rest = divmod(now - _EPOCH_UTC, _MINUTE)
    today, shows = divmod(minute + _offsets(names, minute // 15), DAY)
    # Of a minute that has begun, nothing is left.
    return _Clocks(today, shows + bool(rest))


@lru_cache(maxsize=64)
def _offsets(names: tuple[tuple[int, str], ...], quarter: int) -> Array | int:
    """Return how many minutes zones are ahead of UTC, by their numbers; of one zone, a single number.

    No clock is changed within a quarter of an hour: these are counted from the year 2000.
    """
    at = _EPOCH_UTC + quarter * 15 * _MINUTE
    ahead = {zone: round(wall_minutes(at, clock_of(name)) - wall_minutes(at, UTC)) for zone, name in names}
    if len(ahead) == 1:
        return next(iter(ahead.values()))
    offsets = np.zeros(max(ahead, default=0) + 1, np.int64)
    offsets[list(ahead)] = list(ahead.values())
    return offsets


def _slots(rows: Array, zones: Array | None) -> Slots:
    bits, length = rows["start"], rows["length"].astype(np.int64)
    start = (bits & MINUTE).astype(np.int64)
    return Slots(
        days=rows["days"],
        base=rows["base"].astype(np.int64),
        start=start,
        ends=start + length,
        length=length,
        bits=bits,
        zone=zones,
    )


def _first_ahead(slots: Slots, clocks: _Clocks, goes_on: Array) -> Array:
    """Return the first day of each slot whose date is not over."""
    today, minute = clocks.of(slots.zone)
    first: Array = today + (slots.ends < minute)
    if len(goes_on):
        today, minute = clocks.of(None if slots.zone is None else slots.zone.take(goes_on))
        first[goes_on] = -((slots.ends[goes_on] - today * DAY - minute) // DAY)
    return first


def bits_from(day: Array) -> Array:
    """Return, for each day of a slot, the bits of that day and the days after it."""
    bits: Array = _BITS_FROM.take(day, mode="clip")
    return bits


_BITS_FROM = np.array([((1 << DAYS_OF_SLOT) - 1) & ~((1 << day) - 1) for day in range(DAYS_OF_SLOT + 1)], np.uint64)


def _on(slots: Slots, ahead: Array, query: Query) -> Array:
    """Return the days on which a date that keeps within its day lies in the range and on a weekday asked for."""
    on = in_range(slots, ahead, query)
    return on & WEEKDAYS.bits(slots.base, query.days) if query.days else on


def in_range(slots: Slots, ahead: Array, query: Query) -> Array:
    """Return the days ahead, of dates that keep within their day, that lie in the range asked for."""
    days = ahead
    if query.date_from:
        days = days & bits_from(day_number(query.date_from) - slots.base)
    if query.date_to:
        days = days & ~bits_from(day_number(query.date_to) + 1 - slots.base)
    return days


class _Weekdays:
    """Weekdays of days that are counted as slots count them, Monday first."""

    def __init__(self) -> None:
        self._bits = np.array([[self._of(base, day) for base in range(WEEK)] for day in range(WEEK)], np.uint64)

    def _of(self, base: int, weekday: int) -> int:
        return sum(1 << n for n in range(DAYS_OF_SLOT) if self.number(base + n) == weekday)

    def number(self, day: int) -> int:
        """Return the weekday of one day."""
        return (day + _MONDAY_OFFSET) % WEEK

    def of(self, days: Array) -> Array:
        """Return the weekdays of days."""
        weekdays: Array = (days + _MONDAY_OFFSET) % WEEK
        return weekdays

    def bits(self, base: Array, wanted: Sequence[str]) -> Array:
        """Return, for first days, the bits of all days from them that are such weekdays."""
        masks = np.bitwise_or.reduce(self._bits[[CHOICES["day"].index(day) for day in wanted]])
        bits: Array = masks.take(base % WEEK)
        return bits

    def among(self, days: Array, wanted: Sequence[str]) -> Array:
        """Tell which days are such weekdays; all are where none is wanted."""
        is_wanted = np.array([not wanted or day in wanted for day in CHOICES["day"]])
        among: Array = is_wanted.take(self.of(days))
        return among


WEEKDAYS = _Weekdays()


def _in_time(slots: Slots, query: Query) -> Array:
    return slots.has_hours & overlaps(slots.start, slots.length, query.times)


def overlaps(start: Array, length: Array, times: Sequence[str]) -> Array:
    """Tell which dates overlap any of some parts of a day; `start` is in minutes from that day's midnight."""
    found = np.zeros(len(start), bool)
    for part in times:
        found |= touches(start, length, *minutes_of(part))
    return found


def touches(start: Array, length: Array, opens: Array | int, closes: Array | int) -> Array:
    """Tell which dates have a minute in common with some hours, which are minutes after midnight as well."""
    # Without a length, it is the minute of beginning that counts.
    touched: Array = (start < closes) & (start + np.maximum(length, 1) > opens)
    return touched


def minutes_of(time: str) -> tuple[int, int]:
    """Return begin and end of a part of the day, or of hours as "18:00-20:30", in minutes after midnight."""
    return _MINUTES_OF_PARTS[time] if time in _MINUTES_OF_PARTS else _minutes(time)


def _minutes(hours: str) -> tuple[int, int]:
    opens, closes = (int(hour[:2]) * 60 + int(hour[3:]) for hour in hours.split("-"))
    return opens, closes


_MINUTES_OF_PARTS = {part: _minutes(hours) for part, hours in PARTS.items()}


class Lasting(NamedTuple):
    """Dates that touch more than one day: each has a slot to itself.

    `at`: their positions among all slots.  `first` and `last`: the days on which each takes place, of those asked for.
    """

    at: Array
    slots: Slots
    is_ahead: Array
    first: Array
    last: Array

    def days(self) -> Iterator[tuple[Array, Array]]:
        """Yield a day of each, and which of them take place on it.

        A week shows every weekday: no need to go through a year of an exhibition.
        """
        for day in (self.first + step for step in range(WEEK)):
            yield day, self.is_ahead & (day <= self.last)

    def start_on(self, day: Array) -> Array:
        """Return when each begins, in minutes from the midnight of a day."""
        start: Array = self.slots.start - (day - self.slots.base) * DAY
        return start


def _over_midnight(lasting: Lasting, query: Query) -> tuple[Array, Array]:
    """Return which dates that touch more than one day are on the days asked for, and which at the hours."""
    slots = lasting.slots
    on, in_time = np.zeros(len(lasting.at), bool), np.zeros(len(lasting.at), bool)
    for day, is_on in lasting.days():
        here = is_on & WEEKDAYS.among(day, query.days)
        on |= here
        in_time |= here & slots.has_hours & overlaps(lasting.start_on(day), slots.length, query.times)
    return on, in_time if query.times else on


def _wall(slots: Slots, seen: _Seen) -> Array:
    """Return when the first date that fits begins by the venue's clock, for each slot; `NEVER` without one."""
    days = seen.fits
    # All the bits below the lowest one, and that one.
    day = np.bitwise_count(days ^ (days - _ONE)).astype(np.int64) - 1
    return np.where(days != 0, (slots.base + day) * DAY + slots.start, NEVER)


def _in_utc(wall: Array, zones: Array | None, *, names: tuple[tuple[int, str], ...], year: int) -> Array:
    is_date = wall != NEVER
    if zones is None or not is_date.any():
        return np.where(is_date, utc_minutes(wall, names[0][1], year), NEVER) if names else wall
    turns, offsets = _turns(names, year)
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


def day_number(day: date) -> int:
    """Return a day as slots count them."""
    return day.toordinal() - lay.EPOCH
