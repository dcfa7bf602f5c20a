"""When a group meets, in the words of HSDS 3: recurrence rules, which know no exceptions.

So the dates of a rule are told in runs without a gap, and every other date by itself.  Clocks are those of the venue:
a fixed offset, as the standard has it, would be wrong for half of the year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from finder.grouping.rules import WEEKDAYS, Rule, parse_rule
from finder.listing import Group, Occurrence
from finder.web import words
from finder.web.directories import ids
from finder.web.directories.stated import Node, known

_WAYS = {"in-person": "In person", "online": "Online", "hybrid": "In person or online"}


class _Hours(NamedTuple):
    """The clock of a date: None for a whole day, or where no end is told; `days` are those that it goes on for."""

    opens: time | None
    closes: time | None
    days: int


def schedules(group: Group, service: str) -> list[Node]:
    """Return the schedules of a service of this id; what is cancelled or postponed has none.

    Where no dates are known there may be one that tells how to attend, and when there is a pause.
    """
    held = [one for one in group.occurrences if one.status in {None, "scheduled"}]
    by_hours: dict[_Hours, set[date]] = defaultdict(set)
    for one in held:
        by_hours[_hours(one, group)].add(_day(one.start, group))
    rule = parse_rule(group.cadence)
    found = [
        {**_run(run, part, hours.days), **_clock(hours)}
        for hours, days in sorted(by_hours.items(), key=lambda item: min(item[1]))
        for run, part in _runs(sorted(days), rule)
    ]
    shared = {"attending_type": _WAYS.get(group.mode or ""), "notes": group.schedule_note}
    made = [known({**one, **shared}) for one in sorted(found, key=lambda one: str(one["dtstart"])) or [{}]]
    return [{"id": ids.of("schedule", service, str(place)), **one} for place, one in enumerate(made) if one]


def _day(text: str, group: Group) -> date:
    there = words.local(text, group.timezone)
    return there.date() if isinstance(there, datetime) else there


def _hours(one: Occurrence, group: Group) -> _Hours:
    start, end = (words.local(text, group.timezone) if text else None for text in (one.start, one.end))
    days = (_day(one.end, group) - _day(one.start, group)).days if one.end else 0
    if not isinstance(start, datetime):
        return _Hours(None, None, days)
    return _Hours(start.time(), end.time() if isinstance(end, datetime) else None, days)


def _clock(hours: _Hours) -> Node:
    return {
        "opens_at": hours.opens.isoformat("minutes") if hours.opens else None,
        "closes_at": hours.closes.isoformat("minutes") if hours.closes else None,
    }


def _runs(days: Sequence[date], rule: Rule | None) -> Iterator[tuple[list[date], Rule | None]]:
    """Yield days that follow one another by a rule, with that rule, and all others one by one."""
    left = set(days)
    for part in _parts(rule):
        planned = part.between(_first(days, part), days[-1])
        run: list[date] = []
        for day in (*planned, None):
            if day in left:
                run.append(day)
                continue
            if len(run) > 1:
                left -= set(run)
                yield run, part
            run = []
    yield from (([day], None) for day in sorted(left))


def _parts(rule: Rule | None) -> list[Rule]:
    """Return a rule as the rules of its weekdays, so that each is a plain one; none where HSDS has no word for it."""
    if rule is None or (rule.freq == "DAILY" and rule.interval > 1):
        return []
    if rule.freq == "MONTHLY":
        return [rule]
    weekdays: Iterable[int] = rule.weekdays if rule.freq == "WEEKLY" else range(7)
    return [Rule(freq="WEEKLY", interval=rule.interval, days=((0, day),)) for day in weekdays]


def _first(days: Sequence[date], rule: Rule) -> date:
    """Return the first of the days that the rule allows, from which its interval counts; the first where none is."""
    return next((day for day in days if rule.between(day, day)), days[0])


def _run(days: Sequence[date], rule: Rule | None, length: int) -> Node:
    first, last = f"{days[0]}", f"{days[-1]}"
    if rule is None:
        return {"dtstart": first, "count": 1, "valid_from": first, "valid_to": f"{days[0] + timedelta(days=length)}"}
    return {
        "dtstart": first,
        "until": last,
        "freq": rule.freq,
        "interval": rule.interval,
        "byday": ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in rule.days) or None,
        "bymonthday": ",".join(map(str, rule.month_days)) or None,
    }
