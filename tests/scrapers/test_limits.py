"""What no calendar is that large for: answers of a few hundred kilobytes that would make millions of records."""

from __future__ import annotations

import json
from datetime import date

import pytest

from finder.errors import NotACalendar, TooLarge
from finder.listing import Page, Source, Window
from scrapers import feed
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
