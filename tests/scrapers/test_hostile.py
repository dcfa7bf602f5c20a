"""Answers made to hurt, small ones here: `benchmarks/parse.py` reads them in full size and takes the time."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from datetime import UTC, date, datetime

import hostile
import msgspec
import pytest

from finder.errors import FinderError, NotACalendar
from finder.listing import Dropped, Listing, Page, RawListing, Source, Window
from finder.normalise import normalise
from finder.text import as_utf8
from scrapers.base import Scraper
from scrapers.detect import detect
from scrapers.registry import choose, scraper, scrapers

pytestmark = pytest.mark.timeout(60)

URL = "https://clay.example/events"
SMALL, SMALLEST = 100, 50
A_YEAR, A_WEEK = Window(), Window(start=date(2026, 11, 21), end=date(2026, 11, 27))
SELECTORS = "item=.vevent, div; title=b; start=abbr@title; next=a@href; category=i"
SHAPES = [name for name in hostile.ANSWERS if not name.endswith((" alone", " of a page")) and " of " not in name]
ONCE_SLOW = {
    "nested h-events": 3_000,
    "nested hCalendar": 3_000,
    "nested microdata": 3_000,
    "nested microdata of one event": 3_000,
    "many entries of one UID": 6_000,
    "many typed lines": 30_000,
    "blanks alone": 10_000,
    "every day, counted": 10_000,
    "many zones": 2_000,
}


def listings(content: bytes, one: Scraper | None = None, window: Window = A_YEAR) -> list[Listing | Dropped]:
    page = Page(url=URL, content=as_utf8(content), fetched_at=datetime(2026, 11, 21, tzinfo=UTC))
    source = Source(id="any", name="Any", url=URL, selectors=SELECTORS)
    found = (one or choose(page)).parse(page, source, window)
    return [normalise(raw, source, page) for raw in found if isinstance(raw, RawListing)]


def ask(content: bytes, one: Scraper | None = None, window: Window = A_YEAR) -> None:
    with suppress(FinderError):
        msgspec.json.encode(listings(content, one, window))


@pytest.mark.parametrize("name", hostile.ANSWERS)
def test_a_hostile_answer_ends_in_listings_or_a_clear_error(name: str) -> None:
    content = hostile.ANSWERS[name](SMALL)
    ask(content)
    msgspec.json.encode(detect(Page(url=URL, content=as_utf8(content))))


@pytest.mark.parametrize("one", scrapers(), ids=lambda one: one.key)
def test_every_scraper_ends_with_every_hostile_shape(one: Scraper) -> None:
    for name in SHAPES:
        ask(hostile.ANSWERS[name](SMALLEST), one, A_WEEK)


@pytest.mark.parametrize(("name", "count"), ONCE_SLOW.items())
def test_what_once_took_minutes_takes_none(name: str, count: int) -> None:
    ask(hostile.ANSWERS[name](count))


@pytest.mark.parametrize("key", ["microdata", "microformats", "html"])
def test_a_page_nested_as_no_page_is_refused(key: str) -> None:
    with pytest.raises(NotACalendar, match="nested more than 512 deep"):
        listings(hostile.ANSWERS["nested hCalendar"](1_000), scraper(key))


@pytest.mark.parametrize("name", ["UTF-16", "UTF-16 without a mark", "UTF-32", "UTF-32 without a mark"])
def test_wide_letters_are_read(name: str) -> None:
    assert listings(hostile.ANSWERS[name](1)) == listings(hostile.calendar(hostile.entry()))


def test_halves_of_letters_are_left_out() -> None:
    [found] = listings(hostile.ANSWERS["lone surrogates in JSON"](1))
    assert isinstance(found, Listing)
    assert found.title == "Clay"
    assert found.description is None


def test_a_long_calendar_takes_a_few_times_its_own_size() -> None:
    said = "clay and glaze " * 60
    content = hostile.calendar("".join(hostile.entry(n, f"DESCRIPTION:{said}\r\n") for n in range(400)))
    page = Page(url=URL, content=content, fetched_at=datetime(2026, 11, 21, tzinfo=UTC))
    source = Source(id="any", name="Any", url=URL)
    read = choose(page)
    tracemalloc.start()
    for _ in read.parse(page, source, Window()):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * len(content)
