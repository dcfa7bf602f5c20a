"""Which groups each weekday, each part of the day and each name of days would find.

One and the same date has to be on such a day and at such an hour, as in a search.  For each slot bits tell on which of
the seven weekdays, in which part of the day, or on which of the next 64 days a date of it fits; a group has the bits of
all its slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

import numpy as np

from finder.search.dates import WEEK, WEEKDAYS, Dates, Lasting, Slots, bits_from, day_number, in_range, overlaps
from finder.search.days import days_of
from finder.search.query import Query, When
from finder.search.terms import CHOICES
from finder.tiles.layout import DAYS_OF_SLOT, Array

OF_DATES = frozenset({"day", "when", "time"})
"""Filters that ask for days and hours."""

Fitting = dict[str, dict[str, Array]]
"""Parameter → choice → which groups have a date that fits."""


def per_date(dates: Dates, is_dated: Array, query: Query) -> Fitting:
    """Return which groups each choice would find, of those that all filters leave which do not ask for dates.

    Args:
        dates: of the groups.
        is_dated: which groups give any.
        query: what else is asked for; days by name are those from its `today`, and are not told without it.
    """
    found = {"day": _weekdays(dates, query), "time": _parts(dates, query)}
    if query.today:
        found["when"] = _named(dates, query, query.today)
    asked = {"day": query.days, "time": query.times, "when": query.date_from or query.date_to}
    for name, choices in found.items():
        # A group without dates is silent on all that is asked of them.
        if {name, *(other for other, values in asked.items() if values)} <= {*query.silent}:
            found[name] = {choice: fits | ~is_dated for choice, fits in choices.items()}
    return found


def _weekdays(dates: Dates, query: Query) -> dict[str, Array]:
    coming = dates.coming
    slots = coming.slots
    days = in_range(slots, coming.ahead, query)
    if query.times:
        days = days * _at_hours(slots, slots.start, query)
    # Ten weeks are laid upon one another.
    days = days | days >> np.uint64(5 * WEEK)
    days = days | days >> np.uint64(2 * WEEK) | days >> np.uint64(4 * WEEK)
    days |= days >> np.uint64(WEEK)
    bits = _TURNED.take(slots.base % WEEK << WEEK | (days & _ONE_WEEK).astype(np.int64))
    if lasting := coming.lasting(query):
        bits[lasting.at] = _of_each_day(lasting, query)
    return _told(dates, bits, [1 << n for n in range(WEEK)], CHOICES["day"])


def _of_each_day(lasting: Lasting, query: Query) -> Array:
    """Return the bits of the weekdays that dates touch, where those go past midnight."""
    bits = np.zeros(len(lasting.at), np.uint8)
    for day, is_on in lasting.days():
        here = is_on & _at_hours(lasting.slots, lasting.start_on(day), query) if query.times else is_on
        bits |= here << WEEKDAYS.of(day).astype(np.uint8)
    return bits


def _parts(dates: Dates, query: Query) -> dict[str, Array]:
    coming, parts = dates.coming, CHOICES["time"]
    slots = coming.slots
    days = in_range(slots, coming.ahead, query)
    if query.days:
        days = days & WEEKDAYS.bits(slots.base, query.days)
    bits = _bits_of_parts(slots, slots.start, parts, query) * (days != 0)
    if lasting := coming.lasting(query):
        touched = ((day, is_on & WEEKDAYS.among(day, query.days)) for day, is_on in lasting.days())
        each = [_bits_of_parts(lasting.slots, lasting.start_on(day), parts, query) * is_on for day, is_on in touched]
        bits[lasting.at] = np.bitwise_or.reduce(each)
    return _told(dates, bits, [1 << n for n in range(len(parts))], parts)


def _bits_of_parts(slots: Slots, start: Array, parts: Sequence[str], query: Query) -> Array:
    bits = np.zeros(len(start), np.uint8)
    for place, part in enumerate(parts):
        bits |= (overlaps(start, slots.length, (part,)) & slots.has_hours) << np.uint8(place)
    # Who lets in what is silent on hours lets in whole days.
    return bits | (~slots.has_hours * np.uint8(_ALL)) if "time" in query.silent else bits


def _named(dates: Dates, query: Query, today: date) -> dict[str, Array]:
    coming, first = dates.coming, day_number(today)
    slots = coming.slots
    days = coming.ahead & WEEKDAYS.bits(slots.base, query.days) if query.days else coming.ahead
    if query.times:
        days = days * _at_hours(slots, slots.start, query)
    # Laid so that the lowest bit is today.
    steps = first - slots.base
    bits = days >> _shift(steps) << _shift(-steps)
    bits *= np.abs(steps) < DAYS_OF_SLOT
    if lasting := coming.lasting():
        bits[lasting.at] = _from_today(lasting, query, first)
    names = get_args(When)
    return _told(dates, bits, [_range_bits(name, today) for name in names], names)


def _shift(steps: Array) -> Array:
    return np.clip(steps, 0, DAYS_OF_SLOT - 1).astype(np.uint64)


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


def _range_bits(name: When, today: date) -> int:
    first, last = ((day - today).days for day in days_of(name, today))
    return (1 << last + 1) - (1 << first)


def _at_hours(slots: Slots, start: Array, query: Query) -> Array:
    """Tell which dates are at the hours asked for, on the day from whose midnight `start` counts."""
    at_hours: Array = (slots.has_hours & overlaps(start, slots.length, query.times)) | _may_be_silent(slots, query)
    return at_hours


def _may_be_silent(slots: Slots, query: Query) -> Array:
    return ~slots.has_hours if "time" in query.silent else np.zeros(len(slots.bits), bool)


def _told(dates: Dates, bits: Array, masks: Sequence[int], choices: Sequence[str]) -> dict[str, Array]:
    of_groups = dates.gathered(np.bitwise_or, bits)
    kind = of_groups.dtype.type
    return {choice: of_groups & kind(mask) != 0 for choice, mask in zip(choices, masks, strict=True)}


_ALL = (1 << len(CHOICES["time"])) - 1
_ONE_WEEK = np.uint64((1 << WEEK) - 1)
_TURNED = np.array(
    [
        sum(1 << WEEKDAYS.number(base + n) for n in range(WEEK) if bits >> n & 1)
        for base in range(WEEK)
        for bits in range(1 << WEEK)
    ],
    np.uint8,
)
"""For the day of a slot's lowest bit modulo seven, and the bits of seven days from it: the bits of their weekdays."""
