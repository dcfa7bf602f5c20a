"""What a calendar says of a zone, as another program reads it, against the zone itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from finder.web.zones import component

ZONES = (
    *("America/Indiana/Indianapolis", "America/New_York", "America/Phoenix", "America/St_Johns", "America/Sao_Paulo"),
    *("Europe/London", "Europe/Dublin", "Europe/Paris", "Europe/Istanbul", "Africa/Casablanca", "Africa/Cairo"),
    *("Asia/Kolkata", "Asia/Jerusalem", "Asia/Gaza", "Asia/Tehran", "Australia/Lord_Howe", "Australia/Sydney"),
    *("Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "America/Santiago", "Antarctica/Troll"),
)


def text(name: str, years: set[int]) -> str:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "x")
    calendar.add_component(component(ZoneInfo(name), years))
    return bytes(calendar.to_ical()).decode()


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("years", [{2026, 2027}, {2005, 2006, 2007, 2026}])
def test_its_clock_is_that_of_the_zone_at_every_hour(name: str, years: set[int]) -> None:
    zone, told = ZoneInfo(name), tzical(StringIO(text(name, years))).get(name)
    wrong = []
    for year in sorted(years):
        at, end = datetime(year, 1, 1, 12, tzinfo=UTC), datetime(year, 12, 31, 12, tzinfo=UTC)
        while at < end:
            there = at.astimezone(zone)
            # An hour that comes twice in a night has no name of its own.
            once = there.replace(fold=0).utcoffset() == there.replace(fold=1).utcoffset()
            if once and there.replace(tzinfo=told).utcoffset() != there.utcoffset():
                wrong.append(there.isoformat())
            at += timedelta(hours=7)
    assert wrong == []


def test_a_rule_is_told_as_a_rule_and_has_no_end() -> None:
    lines = text("Europe/London", {2026}).split("\r\n")
    assert lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 1] == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T010000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:BST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20251026T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_clock_that_is_never_set_has_one_line_of_offsets() -> None:
    lines = text("Asia/Kolkata", {2026}).split("\r\n")
    assert [line for line in lines if line.startswith(("DTSTART", "TZOFFSET"))] == [
        "DTSTART:20250101T000000",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
    ]
