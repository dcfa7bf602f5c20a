"""Answers that end at a cap lead to the rest, and values that only seem to be stated are left out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from finder.listing import Page, RawListing, Request, Source, Window
from scrapers.clock import PrintedClock
from scrapers.registry import scraper

WINDOW = Window(start=date(2026, 11, 1), end=date(2027, 6, 30))
MONDAY = datetime(2026, 11, 2, 18, 30)  # noqa: DTZ001  a wall clock


def followed(key: str, url: str, content: bytes, window: Window = WINDOW) -> list[str]:
    page = Page(url=url, content=content, fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    source = Source(id="case", name="Case", url=url, timezone="America/Chicago")
    found = scraper(key).parse(page, source, window)
    return [one.url for one in found if isinstance(one, Request)]


def calendar(prodid: str, entries: int) -> bytes:
    days = (MONDAY + timedelta(days=number // 2) for number in range(entries))
    events = (
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:{day:%Y%m%dT%H%M%S}\r\nSUMMARY:Clay {n}\r\nEND:VEVENT\r\n"
        for n, day in enumerate(days)
    )
    return f"BEGIN:VCALENDAR\r\nPRODID:{prodid}\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


TRUMBA = "https://www.trumba.com/calendars/town.ics"


@pytest.mark.parametrize(
    ("url", "entries", "expected"),
    [
        (f"{TRUMBA}?startdate=20261102", 200, [f"{TRUMBA}?startdate=20270209"]),
        (f"{TRUMBA}?startdate=20270209", 200, []),
        (f"{TRUMBA}?startdate=20261102", 199, []),
        (TRUMBA, 200, [f"{TRUMBA}?startdate=20270209"]),
    ],
)
def test_trumba_is_asked_on_from_the_last_day_that_a_full_file_gave(
    url: str, entries: int, expected: list[str]
) -> None:
    assert followed("trumba", url, calendar("-//Trumba Corporation//Trumba//EN", entries)) == expected


@pytest.mark.parametrize(
    ("url", "entries", "expected"),
    [
        ("https://barn.example/events/?ical=1", 30, ["https://barn.example/events/list/page/2/?ical=1"]),
        ("https://barn.example/events/list/page/2/?ical=1", 30, ["https://barn.example/events/list/page/3/?ical=1"]),
        (
            "https://barn.example/?post_type=tribe_events&ical=1",
            30,
            ["https://barn.example/?post_type=tribe_events&ical=1&paged=2"],
        ),
        ("https://barn.example/events/?ical=1", 29, []),
        ("https://barn.example/event/clay/?ical=1", 30, []),
    ],
)
def test_a_full_file_of_the_events_calendar_leads_to_its_next_page(url: str, entries: int, expected: list[str]) -> None:
    assert followed("tribe", url, calendar("-//Barn - ECPv6.8.2//NONSGML v1.0//EN", entries)) == expected


ORGANISER = "https://www.eventbrite.com/o/clay-barn-12345678"
MORE = "https://www.eventbrite.com/org/12345678/showmore/?page_size=30&type=future&page="


def event(number: int) -> dict[str, object]:
    when = {"local": f"2026-12-{number % 28 + 1:02d}T18:30:00", "timezone": "America/Chicago"}
    return {
        "id": str(number),
        "name": {"text": f"Clay {number}"},
        "start": when,
        "url": f"https://www.eventbrite.com/e/{number}",
    }


def organiser(coming: int) -> bytes:
    state = {"view_data": {"events": {"future_events": [event(n) for n in range(coming)], "past_events": []}}}
    return f"<html><script>window.__SERVER_DATA__ = {json.dumps(state)};</script>eventbrite.com</html>".encode()


def test_an_organisers_page_that_is_full_leads_to_the_rest() -> None:
    assert followed("eventbrite", ORGANISER, organiser(12)) == [f"{MORE}1"]
    assert followed("eventbrite", ORGANISER, organiser(11)) == []
    assert followed("eventbrite", "https://www.eventbrite.com/d/il--chicago/clay/", organiser(12)) == []


def test_the_rest_of_an_organisers_dates_is_paged_and_its_absence_loses_nothing() -> None:
    answer = {"success": True, "data": {"events": [event(40), event(41)], "has_next_page": True}}
    page = Page(url=f"{MORE}1", content=json.dumps(answer).encode())
    found = list(scraper("eventbrite").parse(page, Source(id="c", name="C", url=ORGANISER), WINDOW))
    assert [one.title for one in found if isinstance(one, RawListing)] == ["Clay 40", "Clay 41"]
    assert [one.url for one in found if isinstance(one, Request)] == [f"{MORE}2"]
    assert followed("eventbrite", f"{MORE}1", b"<html><title>Whoops!</title></html>") == []


def test_a_z_that_lies_gives_way_to_the_printed_clock() -> None:
    clock = PrintedClock("<h3>Throwing Pots</h3><p>Monday, 6:30 pm</p>", ZoneInfo("America/Chicago"))
    written = datetime(2026, 11, 2, 18, 30, tzinfo=UTC)
    assert clock.corrected(written, "Throwing Pots") == MONDAY
    honest = PrintedClock("<h3>Throwing Pots</h3><p>Monday, 12:30 pm</p>", ZoneInfo("America/Chicago"))
    assert honest.corrected(written, "Throwing Pots") == written
