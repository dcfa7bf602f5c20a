"""A cadence as a value: the part of RFC 5545's RRULE that says on which days something meets."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, TypeAlias

from finder.listing import Record

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = 7
Frequency: TypeAlias = Literal["DAILY", "WEEKLY", "MONTHLY"]
_LONGEST = 4000
"""Days that one question may span: about eleven years, so that a mistyped year costs nothing."""


_FREQUENCIES: dict[str, Frequency] = {"DAILY": "DAILY", "WEEKLY": "WEEKLY", "MONTHLY": "MONTHLY"}


class Rule(Record, frozen=True, kw_only=True):
    """Days on which something meets.

    `days` are pairs (n, weekday): Monday is 0; n is 0 for every one, 1 for the first of the month, -1 for the last.
    `month_days` are days of the month.  COUNT, UNTIL and the hour are no part of it.
    """

    freq: Frequency
    interval: int = 1
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the RRULE's value, such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.days:
            parts.append("BYDAY=" + ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in self.days))
        if self.month_days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.month_days)))
        return ";".join(parts)

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays that occur in it, Monday first."""
        return tuple(sorted({day for _, day in self.days}))

    def between(self, first: date, last: date) -> list[date]:
        """Return its days from `first` to `last`, both included; an interval counts from the week of `first`."""
        last = min(last, first + timedelta(days=min(_LONGEST, (date.max - first).days)))
        days = {"DAILY": self._daily, "WEEKLY": self._weekly, "MONTHLY": self._monthly}[self.freq](first, last)
        return sorted(day for day in days if first <= day <= last)

    def _daily(self, first: date, last: date) -> Iterator[date]:
        for offset in range(0, (last - first).days + 1, self.interval):
            yield first + timedelta(days=offset)

    def _weekly(self, first: date, last: date) -> Iterator[date]:
        for weekday in self.weekdays:
            offset = weekday - first.weekday()
            for days in range(offset, (last - first).days + 1, _WEEK * self.interval):
                if days >= 0:
                    yield first + timedelta(days=days)

    def _monthly(self, first: date, last: date) -> Iterator[date]:
        start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
        for number in range(start, end + 1, self.interval):
            yield from self._in_month(number // 12, number % 12 + 1)

    def _in_month(self, year: int, month: int) -> Iterator[date]:
        first_weekday, length = monthrange(year, month)
        for n, weekday in self.days:
            days = range(1 + (weekday - first_weekday) % _WEEK, length + 1, _WEEK)
            wanted = days if n == 0 else days[n - 1 : n] if n > 0 else days[n:][:1]
            yield from (date(year, month, day) for day in wanted)
        yield from (date(year, month, day) for day in self.month_days if day <= length)


def nth(day: date) -> int:
    """Return which of its weekday in the month it is: the 8th to 14th are second ones."""
    return (day.day - 1) // _WEEK + 1


def is_last(day: date) -> bool:
    """Tell whether it is the last of its weekday in the month."""
    return day.day + _WEEK > monthrange(day.year, day.month)[1]


def parse_rule(text: str | None) -> Rule | None:
    """Read an RRULE; None where it says nothing that a `Rule` can hold (yearly, hourly, broken)."""
    parts = dict(part.split("=", 1) for part in (text or "").upper().removeprefix("RRULE:").split(";") if "=" in part)
    try:
        return _rule(parts)
    except (ValueError, KeyError):
        return None


def _rule(parts: dict[str, str]) -> Rule | None:
    freq = _FREQUENCIES[parts["FREQ"]]
    position = int(parts.get("BYSETPOS") or 0)
    days = tuple(_day(day, position) for day in parts.get("BYDAY", "").split(",") if day)
    numbers = tuple(int(day) for day in parts.get("BYMONTHDAY", "").split(",") if day)
    usable = all(1 <= day <= 31 for day in numbers) and all(-5 <= n <= 5 for n, _ in days)  # noqa: PLR2004  RFC 5545
    simple = freq == "MONTHLY" or not (numbers or any(n for n, _ in days))
    if not usable or not simple or (position and len(days) != 1):
        return None
    if freq == "DAILY" and days:
        return Rule(freq="WEEKLY", days=tuple(sorted(days)))
    return Rule(
        freq=freq,
        interval=max(1, int(parts.get("INTERVAL") or 1)),
        days=tuple(sorted(days, key=lambda day: (day[1], day[0] < 0, day[0]))),
        month_days=tuple(sorted(numbers)),
    )


def _day(text: str, position: int) -> tuple[int, int]:
    return int(text[:-2] or position), WEEKDAYS.index(text[-2:])
