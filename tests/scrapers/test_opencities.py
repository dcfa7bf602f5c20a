"""The way from a city's page to the entries of its calendar."""

from __future__ import annotations

import json
from datetime import date

import pytest

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers.opencities import OpenCities

SITE = "https://www.millbrook.example"
CALENDAR = "a3c1f0de-1111-4222-8333-0123456789ab"
WINDOW = Window(start=date(2026, 12, 1), end=date(2026, 12, 31))
SOURCE = Source(id="millbrook", name="Millbrook", url=f"{SITE}/Calendar", timezone="America/Chicago")


def parsed(content: bytes, url: str) -> list[RawListing | Request]:
    return list(OpenCities().parse(Page(url=url, content=content), SOURCE, WINDOW))


def the_list() -> Request:
    body = {"LanguageCode": "en-US", "Ids": [CALENDAR], "StartDate": "2026-12-01", "EndDate": "2026-12-31"}
    return Request(
        url=f"{SITE}/ocapi/calendars/getcalendaritems",
        method="POST",
        headers={"Content-Type": "application/json; charset=UTF-8", "X-Requested-With": "XMLHttpRequest"},
        body=json.dumps(body),
    )


def test_a_page_names_its_calendars_and_they_are_asked_for_the_days_wanted() -> None:
    assert list(OpenCities().requests(SOURCE, WINDOW)) == [Request(url=SOURCE.url)]
    page = f'<div class="oc-calendar" data-entity-id="{CALENDAR}" data-entity-type="combinedCalendar"></div>'
    calendars = f"{SITE}/ocapi/calendars/getcalendars/{CALENDAR}/combinedCalendar"
    assert parsed(page.encode(), SOURCE.url) == [Request(url=calendars)]
    answer = {"success": True, "data": [{"Id": CALENDAR, "Name": "Library"}, {"Id": None}]}
    assert parsed(json.dumps(answer).encode(), calendars) == [the_list()]


def test_an_address_with_calendars_is_asked_for_them_at_once() -> None:
    direct = Source(id="m", name="M", url=f"{SITE}/ocapi/calendars/getcalendaritems?calendars={CALENDAR}")
    assert list(OpenCities().requests(direct, WINDOW)) == [the_list()]


def test_an_entry_with_several_dates_is_asked_for_once() -> None:
    item = {
        "CalendarId": CALENDAR,
        "Id": "1",
        "MainContentId": "7",
        "Name": "Stitching",
        "DateTime": "3/12/2026 6:30:00 PM",
    }
    days = [{"DD": day, "MM": 12, "YYYY": 2026, "Items": [item]} for day in (3, 10)]
    found = parsed(json.dumps({"success": True, "data": days}).encode(), f"{SITE}/ocapi/calendars/getcalendaritems")
    requests = [one for one in found if isinstance(one, Request)]
    assert [one.url.partition("#")[2] for one in requests] == ["dates=2026-12-03T18%3A30%3A00+2026-12-10T18%3A30%3A00"]
    assert len(found) == 3


@pytest.mark.parametrize(
    "content", [b"", b"<html><title>Access Denied</title></html>", b'{"success": false, "data": null}']
)
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(NotACalendar):
        parsed(content, f"{SITE}/ocapi/calendars/getcalendaritems")
