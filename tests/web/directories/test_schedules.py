"""Whatever the dates of a group are: what reads its schedules finds just these."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from drawn import groups
from hypothesis import given, settings

from finder.listing import Group, Page, RawListing, Source, Window
from finder.web.directories.hsds import service
from finder.web.directories.openactive import session_series
from finder.web.directories.stated import Node
from scrapers.open_referral import OpenReferral
from scrapers.openactive import OpenActive

PAGE = "https://finder.example/groups/a"
WINDOW = Window(start=date(2026, 1, 1), end=date(2028, 12, 31))


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
        "items": [
            {"state": "updated", "id": "a", "data": session_series(group, PAGE, "https://finder.example/s", None)}
        ]
    }
    assert moments(OpenActive(), {**answer, "next": "", "license": ""}, group.timezone) == expected(group)


@given(groups())
@settings(max_examples=60, deadline=None)
def test_open_referral(group: Group) -> None:
    answer = {"contents": [service(group, PAGE, None)], "total_items": 1, "last_page": True}
    assert moments(OpenReferral(), answer, group.timezone) == expected(group)
