"""Our calendars as two programs read them that share no code: icalendar's and vobject's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import vobject
from bloomington import KNITTERS
from dateutil.tz import tzical
from drawn import groups
from hypothesis import given, settings
from icalendar import Calendar
from msgspec.structs import replace

from finder.listing import Group, Occurrence
from finder.web.calendar import ics

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
Dates = list[tuple[str, str, str]]


def calendar(group: Group, *, as_series: bool) -> bytes:
    return ics([group], "All", "https://x.example", lambda _: "https://x.example/a", NOW, as_series=as_series)


def read_by_icalendar(content: bytes, zone: ZoneInfo) -> Dates:
    events = recurring_ical_events.of(Calendar.from_ical(content)).between(date(2025, 1, 1), date(2029, 1, 1))
    return sorted((_clock(e["DTSTART"].dt, zone), _clock(e["DTEND"].dt, zone), str(e["STATUS"])) for e in events)


def read_by_vobject(content: bytes, zone: ZoneInfo) -> Dates:
    """Return the dates of a calendar by its own time zones, what is told anew in the place of what a rule says."""
    clocks = tzical(StringIO(content.decode()))
    for name in (*clocks.keys(),):
        # It would rather ask pytz, whose zones it then takes for clocks that are never set.
        vobject.icalendar.registerTzid(name, clocks.get(name))
    events = vobject.readOne(content.decode()).vevent_list
    anew = {(e.uid.value, _clock(e.recurrence_id.value, zone)): e for e in events if "recurrence-id" in e.contents}
    found = {(e.uid.value, _clock(at, zone)): (e, at) for e in events if e not in anew.values() for at in _dates(e)}
    found |= {key: (e, e.dtstart.value) for key, e in anew.items()}
    return sorted(
        (_clock(at, zone), _clock(at + (e.dtend.value - e.dtstart.value), zone), e.status.value)
        for e, at in found.values()
    )


def _dates(event: Any) -> list[Any]:
    rules = event.getrruleset(addRDate=True)
    return [event.dtstart.value] if rules is None else list(rules)


def _clock(at: datetime | date, zone: ZoneInfo) -> str:
    aware = isinstance(at, datetime) and at.tzinfo is not None
    there = at.astimezone(zone).replace(tzinfo=None) if isinstance(at, datetime) and aware else at
    return there.isoformat()


def told(group: Group, zone: ZoneInfo) -> Dates:
    states = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
    moments = [
        (datetime.fromisoformat(one.start), datetime.fromisoformat(one.end or ""), one) for one in group.occurrences
    ]
    return sorted(
        (_clock(a, zone), _clock(b, zone), states.get(one.status or "", "CONFIRMED")) for a, b, one in moments
    )


@pytest.mark.parametrize("as_series", [False, True])
def test_a_pause_a_cancelled_date_and_one_in_another_room_are_read_alike(*, as_series: bool) -> None:
    first, second, *more = KNITTERS.occurrences
    group = replace(KNITTERS, occurrences=(first, replace(second, room="Hall"), *more[:3], *more[4:]))
    content, zone = calendar(group, as_series=as_series), ZoneInfo(group.timezone or "")
    assert read_by_icalendar(content, zone) == read_by_vobject(content, zone) == told(group, zone)


@pytest.mark.parametrize("as_series", [False, True])
def test_whole_days_are_read_alike(*, as_series: bool) -> None:
    days = (Occurrence(start="2026-12-05", end="2026-12-06"), Occurrence(start="2026-12-12"))
    group, zone = replace(KNITTERS, occurrences=days), ZoneInfo("UTC")
    content = calendar(group, as_series=as_series)
    expected = [("2026-12-05", "2026-12-07", "CONFIRMED"), ("2026-12-12", "2026-12-13", "CONFIRMED")]
    assert read_by_icalendar(content, zone) == read_by_vobject(content, zone) == expected


@given(groups())
@settings(max_examples=25, deadline=None)
def test_whatever_the_dates_are_both_read_just_these(group: Group) -> None:
    zone = ZoneInfo(group.timezone or "")
    for as_series in (False, True):
        content = calendar(group, as_series=as_series)
        if group.occurrences:
            assert read_by_icalendar(content, zone) == read_by_vobject(content, zone) == told(group, zone)
