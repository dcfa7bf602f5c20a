"""Recurring entries → their occurrences, with recurring-ical-events; bounded, whatever a feed asks for.

Only the times of a series go to the library.  An old series is first moved near the days asked for, by whole periods
of its rule, so that its cost follows the window and not its age.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import icalendar
import recurring_ical_events
from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from finder.errors import TooLarge

_MOST_STEPS = 30_000
"""Occurrences that one file may ask the library for: some five seconds, and more than any real calendar has a year."""

_EARLIEST = 1900
_LONGEST_RULE = 1_000
_MOST_TIMES = 2_000
_PERIODS = {"DAILY": 1.0, "WEEKLY": 7.0, "MONTHLY": 30.4, "YEARLY": 365.2}
_RARE = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
_SEARCH = 50.0
"""What looking for the dates of a rare rule costs, in occurrences."""

_YEARS_OF_DAYS = 9
"""A 29 February comes within them; a rule that also asks for its weekday should be monthly or yearly."""

_YEARS_OF_MONTHS = 41
_MARGIN = timedelta(days=3)
_DAYS_IN_EVERY_MONTH = 28
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Moment = datetime | date
Period = tuple[datetime, datetime | timedelta]


class Entry(NamedTuple):
    """The times of one VEVENT of a series: the series itself, or (with `replaces`) one occurrence that was changed."""

    start: Moment
    end: Moment | None
    rules: tuple[str, ...] = ()
    extra: tuple[Moment | Period, ...] = ()
    without: tuple[Moment, ...] = ()
    replaces: Moment | None = None
    and_later: bool = False
    sequence: int = 0


class Occurrence(NamedTuple):
    """One date of a series: the number of the entry that describes it, and the id by which the series knows it."""

    number: int
    start: Moment
    end: Moment | None
    recurrence_id: Moment


class Expander:
    """Expands the series of one file between two days."""

    def __init__(self, first: date, last: date) -> None:
        self._first, self._last = first, last

    def expand(self, entries: Sequence[Entry]) -> list[Occurrence]:
        """Return the occurrences of one series (entries of one UID) that touch the days, in order.

        A rule finer than daily, impossible or unreadable makes none.
        """
        calendar = icalendar.Calendar()
        # The last edition of each changed date is enough, and feeds have been seen with hundreds.
        changed = {str(entry.replaces): number for number, entry in enumerate(entries) if entry.replaces is not None}
        for number, entry in enumerate(entries):
            if entry.replaces is not None and changed[str(entry.replaces)] != number and not entry.sequence:
                continue
            rules = [rule for text in entry.rules if (rule := self._bounded(text, entry))]
            calendar.add_component(_event(number, self._moved(entry, rules), rules))
        try:
            found = recurring_ical_events.of(calendar, skip_bad_series=True).between(
                self._first, self._last + timedelta(days=1)
            )
            return sorted((_occurrence(event, entries) for event in found), key=lambda o: str(o.start))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, ArithmeticError):
            # One series that the library cannot follow must not take the calendar with it.
            return []

    def _bounded(self, text: str, entry: Entry) -> str | None:
        """Return the rule as it is safe to expand, or None."""
        parts = _parts(text)
        if not _is_sane(parts) or (entry.start.year < _EARLIEST and "COUNT" in parts) or not _is_possible(text):
            return None
        if "COUNT" in parts:
            return _joined(parts)
        limit = self._last + _MARGIN
        until = re.sub(r"\D", "", parts.get("UNTIL", ""))[:8]
        if not until or until > f"{limit:%Y%m%d}":
            parts["UNTIL"] = f"{limit:%Y%m%d}" + _tail(entry.start)
        return _joined(parts)

    def check(self, series: Iterable[Sequence[Entry]]) -> None:
        """Tell in time whether the series of one file are too many together.

        Raises:
            TooLarge: they repeat more often than any calendar's.
        """
        steps = 0.0
        for entries in series:
            for entry in entries:
                steps += 1 + min(_MOST_TIMES, len(entry.extra)) + min(_MOST_TIMES, len(entry.without))
                steps += sum(self._cost(_parts(text), entry) for text in entry.rules)
            if steps > _MOST_STEPS:
                raise TooLarge("its entries repeat more often than any calendar's")

    def _cost(self, parts: dict[str, str], entry: Entry) -> float:
        if not _is_sane(parts) or self._is_over(parts):
            return 0.0
        begins = _day(entry.start) if "COUNT" in parts else max(_day(entry.start), self._first)
        each = max(parts.get(name, "").count(",") + 1 for name in ("BYDAY", "BYMONTHDAY", "BYHOUR"))
        days = max(0, (self._last - begins).days)
        steps = days / _PERIODS[parts["FREQ"]] * each / int(parts.get("INTERVAL", "1"))
        if _RARE & set(parts):
            steps += _SEARCH if parts.get("INTERVAL", "1") == "1" else 10 * _SEARCH
        return min(steps, float(parts["COUNT"])) if parts.get("COUNT", "").isdigit() else steps

    def _is_over(self, parts: dict[str, str]) -> bool:
        until = re.sub(r"\D", "", parts.get("UNTIL", ""))[:8]
        return bool(until) and until < f"{self._first:%Y%m%d}"

    def _moved(self, entry: Entry, rules: Sequence[str]) -> Entry:
        """Return the entry with its start as late as its rule allows, still before the days asked for."""
        length = _length(entry)
        target = self._first - _MARGIN - timedelta(days=length.days + 1)
        if len(rules) != 1 or entry.replaces is not None or _day(entry.start) >= target:
            return entry
        parts = _parts(rules[0])
        step = _step(parts, entry.start)
        if step is None:
            return entry
        start = _shifted(entry.start, step, target)
        return entry._replace(start=start, end=None if entry.end is None else _plus(start, length))


def _step(parts: dict[str, str], start: Moment) -> relativedelta | None:
    every = int(parts.get("INTERVAL", "1"))
    if "COUNT" in parts:
        return None
    if parts["FREQ"] == "DAILY":
        return relativedelta(days=every)
    if parts["FREQ"] == "WEEKLY":
        return relativedelta(weeks=every)
    if start.day > _DAYS_IN_EVERY_MONTH:
        return None
    return relativedelta(months=every) if parts["FREQ"] == "MONTHLY" else relativedelta(years=every)


def _shifted(start: Moment, step: relativedelta, target: date) -> Moment:
    days = max(1.0, step.days + step.months * 31 + step.years * 366)
    times = int((target - _day(start)).days / days)
    return start + step * times if times > 0 else start


def _parts(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.upper().replace(" ", "").split(";"))
    return {name: value for name, _, value in pairs if name and value}


def _joined(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _is_sane(parts: dict[str, str]) -> bool:
    if parts.get("FREQ") not in _PERIODS or sum(map(len, parts.values())) > _LONGEST_RULE:
        return False
    if not re.fullmatch(r"[1-9]\d{0,3}", parts.get("INTERVAL", "1")):
        return False
    times = [len(parts[name].split(",")) for name in ("BYHOUR", "BYMINUTE", "BYSECOND") if name in parts]
    product = 1
    for count in times:
        product *= count
    return product <= len("twenty-four hours a day!")


@lru_cache(maxsize=512)
def _is_possible(text: str) -> bool:
    """Tell whether a rule ever happens: the library would look for 30 February until the year 9999.

    It is tried in the last years of the calendar, where looking in vain ends soon.
    """
    parts = _parts(text)
    if not _RARE & set(parts):
        return True
    years = _YEARS_OF_DAYS if parts["FREQ"] in {"DAILY", "WEEKLY"} else _YEARS_OF_MONTHS
    bare = {name: value for name, value in parts.items() if name not in {"COUNT", "UNTIL", "INTERVAL"}}
    try:
        rule = rrulestr(_joined(bare), dtstart=datetime(9999 - years, 1, 1))  # noqa: DTZ001  days only
        return next(iter(rule), None) is not None
    except (ValueError, TypeError, KeyError, IndexError):
        return False


def _tail(start: Moment) -> str:
    if not isinstance(start, datetime):
        return ""
    return "T235959" if start.tzinfo is None else "T235959Z"


def _event(number: int, entry: Entry, rules: Sequence[str]) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", "series")
    event.add("x-number", str(number))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.start)
    event.add("dtend", _end(entry))
    for rule in rules:
        event.add("rrule", icalendar.vRecur.from_ical(rule))
    for moment in entry.extra[:_MOST_TIMES]:
        event.add("rdate", [moment])
    for moment in entry.without[:_MOST_TIMES]:
        event.add("exdate", [moment])
    if entry.replaces is not None:
        range_ = {"RANGE": "THISANDFUTURE"} if entry.and_later else {}
        event.add("recurrence-id", entry.replaces, parameters=range_)
    return event


def _end(entry: Entry) -> Moment:
    if isinstance(entry.end, datetime) == isinstance(entry.start, datetime) and entry.end is not None:
        return _plus(entry.start, max(timedelta(), _length(entry)))
    return entry.start if isinstance(entry.start, datetime) else entry.start + timedelta(days=1)


def _length(entry: Entry) -> timedelta:
    start, end = entry.start, entry.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end - start if (start.tzinfo is None) == (end.tzinfo is None) else timedelta()
    if end is None or isinstance(start, datetime) or isinstance(end, datetime):
        return timedelta()
    return end - start


def _plus(start: Moment, length: timedelta) -> Moment:
    if isinstance(start, datetime) and start.tzinfo is not None:
        return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return start + length


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _occurrence(event: icalendar.Event, entries: Sequence[Entry]) -> Occurrence:
    number = int(str(event["X-NUMBER"]))
    start, end = event.decoded("DTSTART"), event.decoded("DTEND", None)
    original = event.decoded("RECURRENCE-ID", None) or start
    return Occurrence(number, start, None if entries[number].end is None else end, original)


def weekday(moment: Moment) -> str:
    """Return the day of the week as rules write it: `MO`."""
    return _WEEKDAYS[moment.weekday()]


def days_of(rules: Sequence[str]) -> set[str]:
    """Return the weekdays that the rules name, without their numbers: `2WE` is `WE`."""
    return {day[-2:] for rule in rules for day in _parts(rule).get("BYDAY", "").split(",") if day}
