"""Printed spans of time, as cards and feeds show them: `Friday, October 10, 3pm - Sunday, October 12, 2025, 1:30pm`.

The two halves complete each other: a year stands once, "6 - 8:30pm" is in the evening both times, "10 - 1pm" begins in
the morning.  "December 5-7, 6-8pm" begins on the first day and ends on the last.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import NamedTuple

from scrapers.other_tongues import in_english

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_MONTH = rf"(?P<month>{_NAMES})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?:,?\s+(?P<year>\d{{4}})\b)?", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+{_MONTH}(?:,?\s+(?P<year>\d{{4}})\b)?", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b"),
)
_ENDS = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_TO_DAY = r"\s?[-\u2013\u2014]\s?"
_DAYS = (
    re.compile(
        rf"\b(?P<month>{_NAMES})\.?\s+{_ENDS.format('first')}{_TO_DAY}{_ENDS.format('last')}\b"
        rf"(?!\s*(?:[:/]|[ap]\.?m\b|{_NAMES}))(?:,?\s+(?P<year>\d{{4}})\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\d:./])\b{_ENDS.format('first')}{_TO_DAY}{_ENDS.format('last')}\.?\s+(?P<month>{_NAMES})\b\.?"
        r"(?:,?\s+(?P<year>\d{4})\b)?",
        re.IGNORECASE,
    ),
)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d:/-])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap])\.?m\b\.?"
    r"|(?<![\d:/-])(?P<hour24>\d{1,2}):(?P<minute24>\d\d)(?!\d)"
    r"|\b(?P<word>noon|midnight)\b",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(r"(?<![\d:/.-])(?P<hour>\d{1,2})(?![\d:/.-])\s*$")
_DASH = re.compile(r"\s*(?:-{1,2}|\u2013|\u2014|\bto\b|\bthrough\b|\buntil\b)\s*", re.IGNORECASE)
_LONGEST = 200
_NOON = 12
_HALF_A_YEAR = 183


class Span(NamedTuple):
    """Start and end as a naive datetime, or as a date where no clock is printed."""

    start: datetime | date | None
    end: datetime | date | None


class _Half(NamedTuple):
    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    hour: int | None
    minute: int
    half: str | None


def span(text: str, near: date | None = None) -> Span:
    """Return what a printed span says.

    Args:
        text: the words, on one line.
        near: a day in the neighbourhood, for text without a year; without it such text says no date.
    """
    text = in_english(" ".join(text.split())[:_LONGEST])
    return _of_days(text, near) or _of_halves(text, near)


def _of_days(text: str, near: date | None) -> Span | None:
    """Read days of one month that share its name: the clocks are those of each of them."""
    match = next((found for pattern in _DAYS if (found := pattern.search(text))), None)
    if match is None or int(match["first"]) >= int(match["last"]):
        return None
    month, year = match["month"], f", {match['year']}" if match["year"] else ""
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    start, end = _of_halves(f"{month} {match['first']}{year} {rest}", near)
    last = _of_halves(f"{month} {match['last']}{year}", near).start
    if start is None or last is None:
        return None
    if not isinstance(start, datetime):
        return Span(start, last)
    return Span(start, datetime.combine(last, end.time()) if isinstance(end, datetime) else None)


def _of_halves(text: str, near: date | None) -> Span:
    for cut in _DASH.finditer(text):
        left, right = _half(text[: cut.start()]), _half(text[cut.end() :])
        if left and right and _fits(left, right):
            return _joined(left, right, near)
    only = _half(text)
    return Span(_built(only, only, near), None) if only else Span(None, None)


def _fits(left: _Half, right: _Half) -> bool:
    """Tell whether the dash stands between the two ends, and not within a date or a name."""
    return left.day is not None and (right.day is not None or (right.hour is not None and left.hour is not None))


def _half(text: str) -> _Half | None:
    found = next((match for pattern in _DATES if (match := pattern.search(text))), None)
    rest = text[: found.start()] + " " + text[found.end() :] if found else text
    weekday = _WEEKDAY.search(rest)
    clock = _CLOCK.search(rest) or _BARE_HOUR.search(rest)
    if found is None and clock is None:
        return None
    hour, minute, half = _clock(clock) if clock else (None, 0, None)
    groups = found.groupdict() if found else {}
    return _Half(
        year=int(groups["year"]) if groups.get("year") else None,
        month=_month(groups.get("month")),
        day=int(groups["day"]) if groups.get("day") else None,
        weekday=_WEEKDAYS.index(weekday[1].lower()) if weekday else None,
        hour=hour,
        minute=minute,
        half=half,
    )


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1


def _clock(match: re.Match[str]) -> tuple[int, int, str | None]:
    said = match.groupdict()
    if said.get("word"):
        return 0 if said["word"].lower() == "midnight" else _NOON, 0, "24"
    if said.get("hour24"):
        hour = int(said["hour24"])
        # "1:30 - 3:00 pm": a clock without am or pm may still be one of twelve hours.
        return hour, int(said["minute24"]), "24" if hour > _NOON or said["hour24"].startswith("0") else None
    return int(said["hour"]), int(said.get("minute") or 0), said["half"].lower() if said.get("half") else None


def _joined(left: _Half, right: _Half, near: date | None) -> Span:
    start = _built(left, right, near)
    whole = right._replace(
        year=right.year or left.year,
        month=right.month or left.month,
        day=right.day or left.day,
        weekday=right.weekday if right.day else left.weekday,
    )
    end = _built(whole, left, near)
    if start and end and isinstance(start, datetime) != isinstance(end, datetime):
        return Span(start, None)
    return Span(start, end)


def _built(half: _Half, other: _Half, near: date | None) -> datetime | date | None:
    day = _day(half, other, near)
    if day is None or half.hour is None:
        return day
    try:
        return datetime.combine(day, time(_hour(half, other), half.minute))
    except ValueError:
        return day


def _hour(half: _Half, other: _Half) -> int:
    hour = half.hour or 0
    said = half.half or _borrowed(half, other)
    if said == "24" or said is None:
        return hour
    return hour % _NOON + (_NOON if said == "p" else 0)


def _borrowed(half: _Half, other: _Half) -> str | None:
    """Return am or pm of the other half; of "10 - 1pm" the first is in the morning."""
    if other.half not in {"a", "p"} or other.hour is None or half.hour is None:
        return None
    later = (half.hour % _NOON, half.minute) >= (other.hour % _NOON, other.minute)
    same_day = other.day in {None, half.day}
    return "a" if other.half == "p" and later and same_day else other.half


def _day(half: _Half, other: _Half, near: date | None) -> date | None:
    if half.month is None or half.day is None:
        return None
    year = half.year or other.year
    years = [year] if year else [near.year - 1, near.year, near.year + 1] if near else []
    days = [day for one in years if (day := _date(one, half.month, half.day))]
    fitting = [day for day in days if half.weekday is None or day.weekday() == half.weekday]
    if year or not near:
        return days[0] if days else None
    closest = sorted(fitting or days, key=lambda day: abs((day - near).days))
    return closest[0] if closest and abs((closest[0] - near).days) <= 2 * _HALF_A_YEAR else None


def _date(year: int, month: int, day: int) -> date | None:
    if month > _NOON >= day:
        # 25/12/2026 can only be the day first.
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None
