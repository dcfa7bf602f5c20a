"""Sessions that name only the address of what they belong to."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from finder.listing import Page, RawListing, Request, Source, Window
from scrapers.openactive import OpenActive
from scrapers.registry import choose

SITE = "https://clay.example"
SOURCE = Source(id="case", name="Case", url=f"{SITE}/rpde/sessions", timezone="Europe/London")
SERIES = f"{SITE}/series/7"


def parsed(answer: object, url: str) -> list[RawListing | Request]:
    content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return list(OpenActive().parse(Page(url=url, content=content), SOURCE, Window()))


def session(number: int, above: str) -> dict[str, object]:
    start = f"2026-12-{number:02d}T18:30:00+00:00"
    end = f"2026-12-{number:02d}T20:00:00+00:00"
    data = {
        "@type": "ScheduledSession",
        "@id": f"{SITE}/s/{number}",
        "superEvent": above,
        "startDate": start,
        "endDate": end,
    }
    return {"state": "updated", "kind": "ScheduledSession", "id": number, "data": data}


def test_a_series_that_is_not_on_the_page_is_asked_for_once_with_its_sessions_noted() -> None:
    items = [
        session(1, SERIES),
        session(8, SERIES),
        session(9, "https://elsewhere.example/series/1"),
        session(10, "series-8"),
    ]
    found = parsed({"items": items, "next": SOURCE.url, "license": "CC-BY"}, SOURCE.url)
    (request,) = [one for one in found if isinstance(one, Request)]
    assert request.url.partition("#")[0] == SERIES

    about = {
        "@type": "SessionSeries",
        "@id": SERIES,
        "name": "Throwing Pots",
        "organizer": {"@type": "Organization", "name": "Clay Barn"},
    }
    records = [one for one in parsed(about, request.url) if isinstance(one, RawListing)]
    london = ZoneInfo("Europe/London")
    assert [(one.title, one.organizer, one.series_uid, one.start) for one in records] == [
        ("Throwing Pots", "Clay Barn", SERIES, datetime(2026, 12, day, 18, 30, tzinfo=london)) for day in (1, 8)
    ]


def test_an_address_that_does_not_answer_with_the_series_breaks_nothing() -> None:
    url = f"{SERIES}#sessions=2026-12-01T18%3A30%3A00Z%2F%2F"
    assert parsed(b"<html><title>Page not found</title></html>", url) == []
    assert parsed({"error": "no such series"}, url) == []


def test_what_offers_and_schedules_say_beside_numbers_is_read() -> None:
    offer = {
        "@type": "Offer",
        "description": "Pay what you can",
        "openBookingInAdvance": "https://openactive.io/Optional",
    }
    about = {
        "@context": "https://openactive.io/",
        "type": "SessionSeries",
        "name": "Throwing Pots",
        "schema:typicalAgeRange": "Adults",
        "schedulingNote": "Not in August",
        "accessibilityInformation": "no parking\nHearing loop",
        "beta:isWheelchairAccessible": False,
        "offers": [offer],
        "eventSchedule": [{"type": "PartialSchedule", "repeatFrequency": "P1W", "scheduleTimezone": "Europe/London"}],
        "subEvent": [{"type": "ScheduledSession", "startDate": "2026-12-01T18:30:00Z"}],
    }
    (made,) = [one for one in parsed(about, SOURCE.url) if isinstance(one, RawListing)]
    assert (made.price_text, made.registration, made.ages_text) == ("Pay what you can", "optional", "Adults")
    assert (made.schedule_note, made.timezone) == ("Not in August", "Europe/London")
    assert made.access == ("no parking", "Hearing loop", "Wheelchair access: no")


def test_booking_ahead_as_it_was_told_before_and_offers_that_differ() -> None:
    offers = [{"description": "£3 each", "advanceBooking": "oa:Required"}, {"description": "£5"}]
    product = [{"name": "Adult", "description": "Swim 1"}]
    about = {"@context": "https://openactive.io/", "type": "Event", "name": "Clay", "startDate": "2026-12-01T18:30:00Z"}
    (one,) = parsed({**about, "offers": offers[:1]}, SOURCE.url)
    (two,) = parsed({**about, "offers": offers}, SOURCE.url)
    (three,) = parsed({**about, "offers": product}, SOURCE.url)
    assert isinstance(one, RawListing)
    assert isinstance(two, RawListing)
    assert isinstance(three, RawListing)
    told = [(raw.price_text, raw.registration) for raw in (one, two, three)]
    assert told == [("£3 each", "required"), (None, None), (None, None)]


@pytest.mark.parametrize("second", ["2TU", ["2TU"], "2tu"])
def test_the_second_tuesday_of_a_month_may_be_told_as_calendars_have_it(second: object) -> None:
    schedule = {
        "@type": "Schedule",
        "repeatFrequency": "P1M",
        "byDay": second,
        "startDate": "2026-12-01",
        "startTime": "18:30",
        "endTime": "20:00",
        "scheduleTimezone": "Europe/London",
    }
    about = {
        "@context": "https://openactive.io/",
        "@type": "SessionSeries",
        "name": "Clay",
        "eventSchedule": [schedule],
    }
    page, window = (
        Page(url=SOURCE.url, content=json.dumps(about).encode()),
        Window(start=date(2026, 12, 1), end=date(2027, 2, 28)),
    )
    made = [one for one in OpenActive().parse(page, SOURCE, window) if isinstance(one, RawListing)]
    assert [f"{one.start:%Y-%m-%d}" for one in made if one.start] == ["2026-12-08", "2027-01-12", "2027-02-09"]


@pytest.mark.parametrize("more", [{}, {"duration": "PT0M"}])
def test_what_ends_when_it_begins_has_no_end_that_is_known(more: dict[str, str]) -> None:
    weekly = {"@type": "Schedule", "repeatFrequency": "P1W", "byDay": "TU", "startTime": "18:30", "endTime": "18:30"}
    about = {
        "@context": "https://openactive.io/",
        "@type": "SessionSeries",
        "name": "Clay",
        "eventSchedule": [{**weekly, "startDate": "2026-12-01", **more}],
    }
    page, window = (
        Page(url=SOURCE.url, content=json.dumps(about).encode()),
        Window(start=date(2026, 12, 1), end=date(2026, 12, 9)),
    )
    made = [one for one in OpenActive().parse(page, SOURCE, window) if isinstance(one, RawListing)]
    assert [(f"{one.start:%d}", one.end) for one in made if one.start] == [("01", None), ("08", None)]


def dataset(*feeds: tuple[str, str]) -> str:
    downloads = [
        {
            "@type": "DataDownload",
            "name": kind,
            "additionalType": f"https://openactive.io/{kind}",
            "contentUrl": url,
            "encodingFormat": "application/vnd.openactive.rpde+json; version=1",
        }
        for kind, url in feeds
    ]
    return json.dumps({"@context": "https://schema.org/", "@type": "Dataset", "distribution": downloads})


def test_a_dataset_site_leads_to_its_feeds_of_events() -> None:
    described = dataset(("SessionSeries", "/rpde/series"), ("Slot", "/rpde/slots"), ("Event", f"{SITE}/rpde/events"))
    html = f'<html><title>Clay Barn</title><script type="application/ld+json">{described}</script></html>'
    for content in (html, described):
        page = Page(url=f"{SITE}/open-data", content=content.encode(), content_type="text/html")
        assert choose(page).key == "openactive"
        assert parsed(content.encode(), page.url) == [
            Request(url=f"{SITE}/rpde/series"),
            Request(url=f"{SITE}/rpde/events"),
        ]
