"""How often a group meets and how sure that is, in the visitor's language: from the rule and the dates themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from finder.grouping.cadence import Fit, fit
from finder.grouping.rules import Rule, parse_rule
from finder.listing import Group
from finder.web import words
from finder.web.language import SOURCE_LANGUAGE, _, ngettext

_WORKDAYS = (0, 1, 2, 3, 4)
_WEEK = 7
_MONTHS = "|".join(Locale(SOURCE_LANGUAGE).months["format"]["wide"].values())
_DAY_MONTH = re.compile(rf"(?P<weekday>\w+day )?\b(?P<day>\d{{1,2}}) (?P<month>{_MONTHS})\b(?P<year> \d{{4}})?")
_LATELY = 12
"""Meetings that are looked back on, as the grouping does."""


def cadence(group: Group, locale: Locale) -> str | None:
    """Return how often it meets, with its hours; in English as the grouping tells it."""
    told = group.cadence_text
    if not told or told == group.schedule_note:
        return told
    if locale.language == SOURCE_LANGUAGE:
        return _in_order(told, locale)
    rule = parse_rule(group.cadence)
    text = _rule_words(rule, locale) if rule else _dates_words(_days(group), locale)
    return _with_hours(text[:1].upper() + text[1:], group, locale) if text else told


def _in_order(text: str, locale: Locale) -> str:
    """Return `Once, on Saturday, December 5` for `Once, on Saturday 5 December`, where the month goes first."""
    is_month_first = locale.date_formats["long"].pattern.startswith("M")
    return _DAY_MONTH.sub(_swapped, text) if is_month_first else text


def _swapped(found: re.Match[str]) -> str:
    weekday, year = (found["weekday"] or "").strip(), (found["year"] or "").strip()
    return ", ".join(part for part in (weekday, f"{found['month']} {found['day']}", year) if part)


def evidence(group: Group, locale: Locale) -> str | None:
    """Return what the cadence rests on; in English as the grouping tells it."""
    if not group.evidence or locale.language == SOURCE_LANGUAGE:
        return _in_order(group.evidence, locale) if group.evidence else None
    rule, days = parse_rule(group.cadence), _days(group)
    today = _day(group.last_confirmed, group) if group.last_confirmed else None
    found = fit(days, rule) if rule and len(days) > 1 else None
    if found and found.met:
        return _held(found, days, _cancelled(group), today)
    return ngettext("%(num)s date is listed", "%(num)s dates are listed", len(days))


def _held(found: Fit, days: Sequence[date], cancelled: set[date], today: date | None) -> str:
    past = [day for day in found.expected if today and day < today][-_LATELY:]
    if len(past) < 2:  # noqa: PLR2004  a habit needs two
        return _("listed for %(met)s of %(planned)s planned dates", met=len(found.met), planned=len(found.expected))
    met = len((set(found.met) & set(past)) - cancelled)
    text = _("met on %(met)s of the last %(planned)s planned dates", met=met, planned=len(past))
    ahead = sum(1 for day in days if today and day >= today)
    more = ngettext("%(num)s more date is listed", "%(num)s more dates are listed", ahead)
    return f"{text}; {more}" if ahead else text


def _rule_words(rule: Rule, locale: Locale) -> str:
    return {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly}[rule.freq](rule, locale)


def _daily(rule: Rule, _locale: Locale) -> str:
    if rule.interval == 1:
        return _("every day")
    return _("every %(number)s days", number=rule.interval)


def _weekly(rule: Rule, locale: Locale) -> str:
    days = _joined([_name(day, locale) for day in rule.weekdays], locale)
    if rule.interval > 1:
        return _("every %(number)s weeks, on %(days)s", number=rule.interval, days=days)
    if len(rule.weekdays) == _WEEK:
        return _("every day")
    if tuple(rule.weekdays) == _WORKDAYS:
        return _("on weekdays")
    return _("every %(days)s", days=days) if days else _("every week")


def _monthly(rule: Rule, locale: Locale) -> str:
    if rule.month_days:
        text = _("day %(days)s of the month", days=_joined([str(day) for day in rule.month_days], locale))
    elif rule.days:
        parts = [_nth_day(rule, weekday, locale) for weekday in rule.weekdays]
        text = _("%(days)s of the month", days=_joined(parts, locale))
    else:
        text = _("once a month")
    if rule.interval == 1:
        return text
    return _("%(days)s, every %(number)s months", days=text, number=rule.interval)


def _nth_day(rule: Rule, weekday: int, locale: Locale) -> str:
    numbers = sorted((n for n, day in rule.days if day == weekday), key=lambda n: (n < 0, n))
    nth = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), 5: _("fifth"), -1: _("last")}
    said = [nth.get(n, str(n)) for n in numbers if n]
    day = _name(weekday, locale)
    return _("%(nth)s %(day)s", nth=_joined(said, locale), day=day) if said else _("every %(days)s", days=day)


def _dates_words(days: Sequence[date], locale: Locale) -> str:
    if not days:
        return ""
    first, last = (format_date(day, "long", locale=locale) for day in (days[0], days[-1]))
    if len(days) == 1:
        return _("once, on %(day)s", day=first)
    return ngettext(
        "%(num)s date from %(first)s to %(last)s",
        "%(num)s dates from %(first)s to %(last)s",
        len(days),
        first=first,
        last=last,
    )


def _with_hours(text: str, group: Group, locale: Locale) -> str:
    """Add the hours of the last date that is listed, whose habits are the present ones."""
    one = group.occurrences[-1] if group.occurrences else None
    start = words.local(one.start, group.timezone) if one else None
    end = words.local(one.end, group.timezone) if one and one.end else None
    if not isinstance(start, datetime):
        return text
    hours = [words.clock(at, locale) for at in (start, end) if isinstance(at, datetime)]
    if len(hours) == 1 or hours[0] == hours[1]:
        return _("%(date)s, %(time)s", date=text, time=hours[0])
    return _("%(date)s, %(time)s", date=text, time=_("%(start)s to %(end)s", start=hours[0], end=hours[1]))


def _days(group: Group) -> list[date]:
    return sorted({_day(one.start, group) for one in group.occurrences})


def _cancelled(group: Group) -> set[date]:
    return {_day(one.start, group) for one in group.occurrences if one.status == "cancelled"}


def _day(text: str, group: Group) -> date:
    value = words.local(text, group.timezone)
    return value.date() if isinstance(value, datetime) else value


def _name(weekday: int, locale: Locale) -> str:
    return str(locale.days["stand-alone"]["wide"][weekday])


def _joined(parts: Sequence[str], locale: Locale) -> str:
    return str(format_list(parts, locale=locale))
