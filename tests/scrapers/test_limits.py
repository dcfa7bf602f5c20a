"""What no calendar is that large for: answers of a few hundred kilobytes that would make millions of records."""

from __future__ import annotations

import json
from datetime import date

import hostile
import pytest

from finder.errors import NotACalendar, TooLarge
from finder.listing import Page, Source, Window
from scrapers import feed, ics_text
from scrapers.registry import scraper

SOURCE = Source(id="case", name="Case", url="https://clay.example/", timezone="Europe/London")


def test_schedules_that_make_tens_of_thousands_of_dates_are_too_large() -> None:
    schedule = {"@type": "Schedule", "repeatFrequency": "P1D", "startDate": "1960-01-01", "startTime": "10:00"}
    data = {"@type": "SessionSeries", "name": "Clay", "eventSchedule": [schedule]}
    items = [{"state": "updated", "data": {**data, "@id": f"https://clay.example/{n}"}} for n in range(2)]
    page = Page(url="https://clay.example/rpde", content=json.dumps({"items": items}).encode())
    window = Window(start=date(1985, 1, 1), end=date(2026, 12, 1))
    with pytest.raises(TooLarge):
        list(scraper("openactive").parse(page, SOURCE, window))


def test_a_feed_of_nothing_but_ampersands_is_broken() -> None:
    page = Page(url="https://clay.example/feed", content=b"<rss><channel>" + b"& " * 300_000 + b"</channel></rss>")
    with pytest.raises(NotACalendar):
        feed.read(page)


def test_a_feed_of_more_items_than_any_publisher_keeps_is_too_large() -> None:
    page = Page(url="https://clay.example/feed", content=hostile.feed("<item/>" * 10_001))
    with pytest.raises(TooLarge, match="more than 10,000 items in one feed"):
        feed.read(page)


def test_a_page_of_more_events_than_any_organiser_has_is_too_large() -> None:
    nodes = [hostile.event(name=f"Clay {n}", url=f"https://clay.example/{n}") for n in range(10_001)]
    page = Page(url="https://clay.example/", content=hostile.linked_data(*nodes))
    with pytest.raises(TooLarge, match="more than 10,000 events"):
        list(scraper("jsonld").parse(page, SOURCE, Window()))


def test_a_file_of_ten_thousand_calendars_is_read_and_one_more_is_too_large() -> None:
    one = hostile.calendar("")
    assert len(ics_text.read(one * 10_000)) == 10_000
    with pytest.raises(TooLarge, match="more than 10,000 calendars in one file"):
        ics_text.read(one * 10_001)


def test_a_file_may_define_every_zone_of_the_world_often_but_no_thousand_others() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Clay {0}\r\nEND:VTIMEZONE\r\n"
    often = hostile.calendar("".join(zone.format(n % 1_000) for n in range(3_000)))
    assert len(ics_text.read(often)[0].zones) == 1_000
    with pytest.raises(TooLarge, match="more than 1,000 time zones in one file"):
        ics_text.read(hostile.calendar("".join(zone.format(n) for n in range(1_001))))


def test_times_in_more_zones_than_the_world_has_are_too_large() -> None:
    entries = "".join(hostile.entry(n, start=f";TZID=Clay {n}:20261124T180000") for n in range(1_001))
    page = Page(url="https://clay.example/a.ics", content=hostile.calendar(entries))
    with pytest.raises(TooLarge, match="times in more than 1,000 time zones in one calendar"):
        list(scraper("ical").parse(page, SOURCE, Window()))
