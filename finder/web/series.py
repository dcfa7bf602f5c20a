"""The dates of a group as one recurring event (RFC 5545, section 3.8.5): its rule, what it leaves out, what it adds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from finder.grouping.rules import Rule, parse_rule
from finder.listing import Group, Occurrence, Record
from finder.web import words
from finder.when import iana_zone

_FEWEST = 3
"""Two dates are told sooner as two than as a rule with an end."""


class Series(Record, frozen=True, kw_only=True):
    """`rule` begins at `first` and ends with the last date that is listed: nobody has said that it goes on.

    `without` are starts of the rule that are not listed, `extra` those that are listed beside it, `changed` the dates
    that are not like the first: cancelled, in another room, of another length.
    """

    first: Occurrence
    rule: dict[str, Any]
    without: tuple[datetime, ...] = ()
    extra: tuple[datetime, ...] = ()
    changed: tuple[Occurrence, ...] = ()


def series(group: Group) -> Series | None:
    """Return the series; None where there is no rule, no clock, or where most of it would be exceptions."""
    rule, zone = parse_rule(group.cadence), iana_zone(group.timezone)
    if rule is None or zone is None or len(group.occurrences) < _FEWEST:
        return None
    listed = {start: one for one in group.occurrences if (start := _start(one, group)) is not None}
    if len(listed) < len(group.occurrences):
        return None
    return _fitted(rule, dict(sorted(listed.items())), group)


def _fitted(rule: Rule, listed: dict[datetime, Occurrence], group: Group) -> Series | None:
    begin, last = next(iter(listed)), next(reversed(listed))
    planned = {datetime.combine(day, begin.timetz()) for day in rule.between(begin.date(), last.date())}
    without, extra = planned - listed.keys(), listed.keys() - planned
    # A recurring event begins on a day of its rule (RFC 5545, section 3.8.5.3).
    if begin not in planned or len(without) + len(extra) > len(listed):
        return None
    regular = _regular(listed[begin], listed, group)
    return Series(
        first=regular,
        rule=_parts(rule, last),
        without=tuple(sorted(without)),
        extra=tuple(sorted(extra)),
        changed=tuple(one for start, one in listed.items() if not _is_alike(one, regular, group)),
    )


def _regular(first: Occurrence, listed: dict[datetime, Occurrence], group: Group) -> Occurrence:
    """Return the first date as it would be had nothing been changed: a series whose first is cancelled goes on."""
    usual = [one for one in listed.values() if one.status in {None, "scheduled"}]
    if first in usual or not usual:
        return first
    length = _length(usual[0], group)
    start = datetime.fromisoformat(first.start)
    end = None if length is None else (start + length).isoformat()
    return Occurrence(start=first.start, end=end, room=usual[0].room)


def _is_alike(one: Occurrence, regular: Occurrence, group: Group) -> bool:
    usual = one.status in {None, "scheduled"}
    return usual and one.room == regular.room and _length(one, group) == _length(regular, group)


def _length(one: Occurrence, group: Group) -> timedelta | None:
    """Return how long it is by the clock on the wall: an evening on a night of clock change is as long as the others.

    One that ends in the hour that is left out then ends later by that clock, and is not.
    """
    start, end = (_wall(text, group) if text else None for text in (one.start, one.end))
    return end - start if start and end else None


def _wall(text: str, group: Group) -> datetime | None:
    there = words.local(text, group.timezone)
    return there.replace(tzinfo=None) if isinstance(there, datetime) else None


def _start(one: Occurrence, group: Group) -> datetime | None:
    start = words.local(one.start, group.timezone)
    return start if isinstance(start, datetime) and start.tzinfo else None


def _parts(rule: Rule, last: datetime) -> dict[str, Any]:
    found = dict(part.split("=", 1) for part in str(rule).split(";"))
    lists = {name: value.split(",") for name, value in found.items()}
    # Where the start has a zone, the end is told in UTC (RFC 5545, section 3.3.10).
    return lists | {"UNTIL": [last.astimezone(UTC)]}
