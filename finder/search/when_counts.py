"""How many groups each weekday, each part of the day and each name of days would find.

One and the same date has to be on such a day and at such an hour, as in a search.  For each slot bits tell on which of
the seven weekdays, in which part of the day, or on which of the next 64 days a date of it fits; a group has the bits of
all its slots.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import get_args

import numpy as np

from finder.search.bits import counted_bits
from finder.search.dates import (
    WEEK,
    WEEKDAYS,
    Coming,
    Dates,
    Lasting,
    Slots,
    bits_from,
    day_number,
    in_range,
    minutes_of,
    overlaps,
    touches,
)
from finder.search.days import days_of
from finder.search.query import Query, When
from finder.search.terms import CHOICES
from finder.tiles.layout import DAYS_OF_SLOT, Array, positions

OF_DATES = frozenset({"day", "when", "time"})
"""Filters that ask for days and hours."""

_DAY_AT, _PART_AT = 40, 50
"""Where in the bits of a slot those of weekdays and of parts of the day stand, above those of the days from today."""


def per_date(dates: Dates, dated: Array, others: Array, query: Query) -> dict[str, dict[str, int]]:
    """Return how many groups each choice would find.

    Args:
        dates: of the groups.
        dated: which groups give any.
        others: which groups all filters leave that do not ask for dates.
        query: what else is asked for; days by name are those from its `today`, and are not counted without it.
    """
    bits = _weekdays(dates.coming, query) << np.uint64(_DAY_AT) | _parts(dates.coming, query) << np.uint64(_PART_AT)
    if query.today:
        bits |= _days_ahead(dates.coming, query, query.today) & np.uint64((1 << _DAY_AT) - 1)
    # One turn through the groups tells of all choices.
    found = dates.gathered(np.bitwise_or, bits).take(positions(others))
    per_bit = counted_bits(found)
    silent = _silent(query)
    undated = int(np.count_nonzero(others & ~dated)) if silent else 0
    counts = {name: {choice: per_bit[bit] for choice, bit in bits.items()} for name, bits in _BITS.items()}
    if query.today:
        counts["when"] = {name: int(np.count_nonzero(found & days)) for name, days in _named(query.today).items()}
    for name in silent & counts.keys():
        counts[name] = {choice: count + undated for choice, count in counts[name].items()}
    return counts


def _silent(query: Query) -> set[str]:
    """Return the parameters whose choices find groups without dates, too: those are silent on all that asks for any."""
    asked = {"day": query.days, "time": query.times, "when": query.date_from or query.date_to}
    others = {name for name, values in asked.items() if values}
    return {name for name in asked if {name, *others} <= {*query.silent}}


_BITS = {
    "day": {day: _DAY_AT + n for n, day in enumerate(CHOICES["day"])},
    "time": {part: _PART_AT + n for n, part in enumerate(CHOICES["time"])},
}
"""Parameter → choice → its bit."""


@lru_cache(maxsize=8)
def _named(today: date) -> dict[str, np.uint64]:
    ranges = {name: days_of(name, today) for name in get_args(When)}
    return {
        name: np.uint64((1 << (last - today).days + 1) - (1 << (first - today).days))
        for name, (first, last) in ranges.items()
    }


def _weekdays(coming: Coming, query: Query) -> Array:
    slots = coming.slots
    days = in_range(slots, coming.ahead, query)
    if query.times:
        days = days * _at_hours(slots, slots.start, query)
    # Ten weeks are laid upon one another.
    days = days | days >> np.uint64(5 * WEEK)
    days = days | days >> np.uint64(2 * WEEK) | days >> np.uint64(4 * WEEK)
    days |= days >> np.uint64(WEEK)
    bits: Array = _TURNED.take(slots.base % WEEK << WEEK | (days & _ONE_WEEK).astype(np.int64))
    if lasting := coming.lasting(query):
        bits[lasting.at] = _of_each_day(lasting, query)
    return bits


def _of_each_day(lasting: Lasting, query: Query) -> Array:
    """Return the bits of the weekdays that dates touch, where those go past midnight."""
    bits = np.zeros(len(lasting.at), np.uint64)
    for day, is_on in lasting.days():
        here = is_on & _at_hours(lasting.slots, lasting.start_on(day), query) if query.times else is_on
        bits |= here << WEEKDAYS.of(day).astype(np.uint64)
    return bits


def _parts(coming: Coming, query: Query) -> Array:
    slots = coming.slots
    days = in_range(slots, coming.ahead, query)
    if query.days:
        days = days & WEEKDAYS.bits(slots.base, query.days)
    bits = _bits_of_parts(slots, slots.start, query)
    bits *= days != 0
    if lasting := coming.lasting(query):
        touched = ((day, is_on & WEEKDAYS.among(day, query.days)) for day, is_on in lasting.days())
        each = [_bits_of_parts(lasting.slots, lasting.start_on(day), query) * is_on for day, is_on in touched]
        bits[lasting.at] = np.bitwise_or.reduce(each)
    return bits


def _bits_of_parts(slots: Slots, start: Array, query: Query) -> Array:
    within = touches(start, slots.length, _OPENS, _CLOSES) & slots.has_hours
    bits: Array = np.bitwise_or.reduce(within * _PART_BITS)
    # Who lets in what is silent on hours lets in whole days.
    if "time" in query.silent:
        bits |= ~slots.has_hours * _ALL
    return bits


_OPENS, _CLOSES = np.array([minutes_of(part) for part in CHOICES["time"]]).T[:, :, np.newaxis]
_PART_BITS = np.array([[1 << place] for place in range(len(CHOICES["time"]))], np.uint64)


def _days_ahead(coming: Coming, query: Query, today: date) -> Array:
    slots, first = coming.slots, day_number(today)
    days = coming.ahead & WEEKDAYS.bits(slots.base, query.days) if query.days else coming.ahead
    if query.times:
        days = days * _at_hours(slots, slots.start, query)
    # Laid so that the lowest bit is today.
    steps = first - slots.base
    bits: Array = days >> _shift(steps) << _shift(-steps)
    bits *= np.abs(steps) < DAYS_OF_SLOT
    if lasting := coming.lasting():
        bits[lasting.at] = _from_today(lasting, query, first)
    return bits


def _shift(steps: Array) -> Array:
    return np.minimum(np.maximum(steps, 0), DAYS_OF_SLOT - 1).astype(np.uint64)


def _from_today(lasting: Lasting, query: Query, today: int) -> Array:
    """Return the bits of the days from today that dates touch, where those go past midnight."""
    every = (bits_from(lasting.first - today) & ~bits_from(lasting.last + 1 - today)) * lasting.is_ahead
    if query.days:
        every &= WEEKDAYS.bits(np.array(today), query.days)
    if not query.times:
        return every
    # What says its hours is over within a day: it touches the day it begins on, and the next.
    at_hours = np.zeros(len(every), np.uint64)
    for step in range(2):
        day = lasting.slots.base + step
        bit = bits_from(day - today) & ~bits_from(day + 1 - today)
        at_hours |= bit * (lasting.slots.has_hours & overlaps(lasting.start_on(day), lasting.slots.length, query.times))
    at_hours[_may_be_silent(lasting.slots, query)] = ~np.uint64(0)
    fits: Array = every & at_hours
    return fits


def _at_hours(slots: Slots, start: Array, query: Query) -> Array:
    """Tell which dates are at the hours asked for, on the day from whose midnight `start` counts."""
    at_hours: Array = (slots.has_hours & overlaps(start, slots.length, query.times)) | _may_be_silent(slots, query)
    return at_hours


def _may_be_silent(slots: Slots, query: Query) -> Array:
    return ~slots.has_hours if "time" in query.silent else np.zeros(len(slots.bits), bool)


_ALL = np.uint64((1 << len(CHOICES["time"])) - 1)
_ONE_WEEK = np.uint64((1 << WEEK) - 1)
_TURNED = np.array(
    [
        sum(1 << WEEKDAYS.number(base + n) for n in range(WEEK) if bits >> n & 1)
        for base in range(WEEK)
        for bits in range(1 << WEEK)
    ],
    np.uint64,
)
"""For the day of a slot's lowest bit modulo seven, and the bits of seven days from it: the bits of their weekdays."""
