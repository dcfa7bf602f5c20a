"""A cadence in the words of a poster: "Every Tuesday, 6–8 pm", "First and third Saturdays, 10 am–noon"."""

# En dashes stand between hours, as on a poster.
# ruff: noqa: RUF001, RUF002

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from finder.grouping.rules import Rule, parse_rule

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second last"}
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_SHORTEST_MONTH = 28
_WORKDAYS = (0, 1, 2, 3, 4)
_HALF_DAY = 12
_ABOUT_A_MONTH = range(19, 50)


def cadence_text(rule: str | None, start: datetime | None = None, end: datetime | None = None) -> str | None:
    """Say an RRULE in words, with the hours of one meeting in the venue's own time; None for a rule we do not know.

    >>> cadence_text("FREQ=MONTHLY;BYDAY=1SA,3SA", datetime(2026, 11, 7, 10), datetime(2026, 11, 7, 12))
    'First and third Saturdays, 10 am–noon'
    """
    known = parse_rule(rule)
    return with_hours(days_text(known), start, end) if known else None


def days_text(rule: Rule) -> str:
    """Say on which days: "Every other Wednesday", "Weekdays", "The 15th of each month"."""
    text = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly}[rule.freq](rule)
    return text[0].upper() + text[1:]


def _daily(rule: Rule) -> str:
    if rule.interval == 1:
        return "every day"
    return "every other day" if rule.interval == 2 else f"every {_number(rule.interval)} days"  # noqa: PLR2004


def _weekly(rule: Rule) -> str:
    days = rule.weekdays
    if not days:
        return "every week" if rule.interval == 1 else f"every {_number(rule.interval)} weeks"
    if rule.interval == 1:
        return _weekly_days(days)
    names = joined([DAYS[day] for day in days])
    return f"every other {names}" if rule.interval == 2 else f"every {_number(rule.interval)} weeks on {names}"  # noqa: PLR2004


def _weekly_days(days: Sequence[int]) -> str:
    if len(days) == len(DAYS):
        return "every day"
    if tuple(days) == _WORKDAYS:
        return "weekdays"
    return f"every {DAYS[days[0]]}" if len(days) == 1 else joined([f"{DAYS[day]}s" for day in days])


def _monthly(rule: Rule) -> str:
    month = {1: "month", 2: "other month"}.get(rule.interval, f"{_number(rule.interval)} months")
    if rule.month_days:
        shorter = " that has one" if max(rule.month_days) > _SHORTEST_MONTH else ""
        return f"the {joined([_ordinal(day) for day in rule.month_days])} of every {month}{shorter}"
    if not rule.days:
        return f"every {month}"
    parts = [_nth_days(rule, weekday) for weekday in rule.weekdays]
    if rule.interval == 1 and len(rule.days) > 1:
        return joined(parts)
    return f"{joined(parts)} of {'each' if rule.interval == 1 else 'every'} {month}"


def _nth_days(rule: Rule, weekday: int) -> str:
    numbers = sorted((n for n, day in rule.days if day == weekday), key=lambda n: (n < 0, n))
    plural = "s" if len(rule.days) > 1 else ""
    if numbers == [0]:
        return f"every {DAYS[weekday]}"
    return f"{joined([_NTH.get(n, str(n)) for n in numbers])} {DAYS[weekday]}{plural}"


def _number(n: int) -> str:
    return _NUMBERS.get(n, str(n))


def _ordinal(n: int) -> str:
    suffix = "th" if n in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def joined(parts: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def with_hours(text: str, start: datetime | None, end: datetime | None) -> str:
    """Add the hours; a midnight start without an end is how calendars say that they do not know."""
    if start is None or (start.hour == start.minute == 0 and (end is None or end == start)):
        return text
    if end is None or end <= start or end - start >= timedelta(hours=23):
        return f"{text} at {_clock(start)}"
    return f"{text}, {hours(start, end)}"


def hours(start: datetime, end: datetime) -> str:
    """Return "6–8 pm", "10 am–noon" or "9:30–11 am"."""
    first, last = _clock(start), _clock(end)
    if first[-3:] == last[-3:] and first[-2:] in ("am", "pm"):
        first = first[:-3]
    return f"{first}–{last}"


def _clock(at: datetime) -> str:
    if at.minute == 0 and at.hour in (0, _HALF_DAY):
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % _HALF_DAY or _HALF_DAY}{minutes} {'am' if at.hour < _HALF_DAY else 'pm'}"


def dates_text(days: Sequence[date]) -> str:
    """Say dates that follow no rule: "Once, on Saturday 5 December", "4 dates from 28 February to 23 May"."""
    if len(days) == 1:
        return f"Once, on {DAYS[days[0].weekday()]} {short(days[0])}"
    if (days[-1] - days[0]).days == len(days) - 1:
        return span_text(days[0], days[-1])
    if len(days) == 2:  # noqa: PLR2004
        return " and ".join(span_text(days[0], days[1]).split(" to "))
    weekdays = {day.weekday() for day in days}
    name = f"{DAYS[weekdays.pop()]}s" if len(weekdays) == 1 else None
    gaps = [(after - before).days for before, after in pairwise(days)]
    if all(gap in _ABOUT_A_MONTH for gap in gaps):
        return f"About once a month, on {name}" if name else "About once a month"
    return f"{len(days)} {name or 'dates'} from {span_text(days[0], days[-1])}"


def span_text(first: date, last: date) -> str:
    """Return "5 December to 2 January", with the years where they are not one."""
    if first.year == last.year:
        return f"{short(first)} to {short(last)}"
    return f"{short(first)} {first.year} to {short(last)} {last.year}"


def short(day: date) -> str:
    """Return "5 December"."""
    return f"{day.day} {_MONTHS[day.month - 1]}"
