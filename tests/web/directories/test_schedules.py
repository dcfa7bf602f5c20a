"""Whatever the dates of a group are: what reads its schedules finds just these."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from finder.grouping.rules import Rule
from finder.listing import Group, Occurrence, Page, RawListing, Source, Window
from finder.web.directories.hsds import service
from finder.web.directories.openactive import session_series
from finder.web.directories.stated import Node
from scrapers.open_referral import OpenReferral
from scrapers.openactive import OpenActive

PAGE = "https://finder.example/groups/a"
WINDOW = Window(start=date(2026, 1, 1), end=date(2028, 12, 31))
ZONES = ("America/Indiana/Indianapolis", "Europe/London", "Australia/Sydney", "Asia/Kolkata", "Pacific/Auckland")
RULES = (
    *(Rule(freq="WEEKLY", interval=n, days=days) for n in (1, 2) for days in (((0, 1),), ((0, 0), (0, 3)))),
    Rule(freq="WEEKLY", days=tuple((0, day) for day in range(5))),
    Rule(freq="DAILY"),
    Rule(freq="DAILY", interval=3),
    Rule(freq="MONTHLY", days=((2, 1),)),
    Rule(freq="MONTHLY", days=((-1, 4), (1, 4))),
    Rule(freq="MONTHLY", month_days=(1, 15)),
)


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """Draw a group that keeps to a rule, more or less: some dates left out, some added, some at another hour."""
    rule, zone = draw(st.sampled_from(RULES)), ZoneInfo(draw(st.sampled_from(ZONES)))
    first = draw(st.dates(date(2026, 2, 1), date(2026, 12, 1)))
    planned = rule.between(first, first + timedelta(days=draw(st.integers(1, 150))))
    without = draw(st.sets(st.sampled_from(planned), max_size=3)) if planned else set()
    extra = draw(st.sets(st.dates(first, first + timedelta(days=90)), max_size=2))
    usual = draw(st.times(time(5), time(22))).replace(second=0, microsecond=0)
    length = timedelta(minutes=draw(st.sampled_from([45, 90, 120, 600])))
    found = []
    for day in sorted({*planned, *extra} - without):
        # A clock that is set forward has hours that no date can have; nobody meets then.
        begins = draw(st.sampled_from([usual, time(10)])) if day in extra else usual
        start = datetime.combine(day, begins, zone)
        if start.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == start.replace(tzinfo=None):
            end = (start.replace(tzinfo=None) + length).replace(tzinfo=zone)
            found.append(Occurrence(start=start.isoformat(), end=end.isoformat()))
    return Group(id="a", title="Clay", cadence=str(rule), timezone=str(zone), occurrences=tuple(found), creative=True)


def moments(scraper: OpenActive | OpenReferral, answer: Node, zone: str | None) -> list[tuple[str, str]]:
    """Return when the records of an answer begin and end, by the venue's clock."""
    page = Page(url="https://finder.example/feed", content=json.dumps(answer).encode())
    source = Source(id="a", name="A", url=page.url, timezone=zone)
    records = [one for one in scraper.parse(page, source, WINDOW) if isinstance(one, RawListing) and one.start]
    assert {one.timezone for one in records} <= {zone, None}
    return sorted((clock(one.start, zone), clock(one.end, zone)) for one in records)


def clock(value: object, zone: str | None) -> str:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(at, datetime)
    there = at.astimezone(ZoneInfo(zone or "UTC")) if at.tzinfo else at
    return there.replace(tzinfo=None).isoformat()


def expected(group: Group) -> list[tuple[str, str]]:
    return [(clock(one.start, group.timezone), clock(one.end, group.timezone)) for one in group.occurrences]


@given(groups())
@settings(max_examples=60, deadline=None)
def test_openactive(group: Group) -> None:
    answer = {
        "items": [{"state": "updated", "id": "a", "data": session_series(group, PAGE, "https://finder.example/s")}]
    }
    assert moments(OpenActive(), {**answer, "next": "", "license": ""}, group.timezone) == expected(group)


@given(groups())
@settings(max_examples=60, deadline=None)
def test_open_referral(group: Group) -> None:
    answer = {"contents": [service(group, PAGE, None)], "total_items": 1, "last_page": True}
    assert moments(OpenReferral(), answer, group.timezone) == expected(group)
