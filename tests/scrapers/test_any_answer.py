"""What holds for every scraper, whatever a server sends."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import SourceError
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers.base import Scraper
from scrapers.registry import scraper, scrapers

WINDOW = Window(start=date(2026, 11, 1), end=date(2026, 12, 31))
ADDRESSES = [
    "https://www.meetup.com/weavers/events/",
    "https://api.meetup.com/gql-ext",
    "https://town.libcal.com/ical_subscribe.php?cid=1",
    "https://makers.example/events",
]
HEADS = [
    b"",
    b"[",
    b"{",
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
    b'<html><script type="application/ld+json">',
    b'<html><script id="__NEXT_DATA__">{"__APOLLO_STATE__":',
    b'<?xml version="1.0"?><rss version="2.0">',
    b"<rss><channel><item><title>[2026-11-24] Zines @ Shed</title><description>6 - 8pm, November 24, 2026",
    b'<div class="listing-event"><h2>',
    b'<article class="event-card"><a class="lc-event__link">',
]

names = st.sampled_from(
    re.findall(
        r"\S+",
        """data edges node events results title name dateTime time venue group id @type entities items definition
    pagination event_start
    location venues type start_date branch room start end cost cost_details values organizer categories
    superEvent subEvent eventSchedule startDate startTime byDay exceptDate offers state contents service schedules
    dtstart freq byday opens_at service_at_locations start_datetime place tags media elements beginsOn options
    physicalAddress geom object orderedItems tag space api feeds calendar url
    tabs sections groups features value dates times success Items Address DD MM YYYY DateTime EventStart EventLength""",
    )
)
json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


def ask(asked: Scraper, url: str, content: bytes) -> None:
    page = Page(url=url, content=content)
    source = Source(id="any", name="Any", url=url)
    asked.recognises(page)
    with suppress(SourceError):
        assert all(isinstance(one, RawListing | Request) for one in asked.parse(page, source, WINDOW))


@pytest.mark.parametrize("one", scrapers(), ids=lambda one: one.key)
@given(url=st.sampled_from(ADDRESSES), head=st.sampled_from(HEADS), noise=st.binary(max_size=120))
def test_any_bytes_end_in_records_or_a_source_error(one: Scraper, url: str, head: bytes, noise: bytes) -> None:
    ask(one, url, head + noise)


@pytest.mark.parametrize("one", scrapers(), ids=lambda one: one.key)
@given(url=st.sampled_from(ADDRESSES), value=json_like)
def test_any_json_ends_in_records_or_a_source_error(one: Scraper, url: str, value: Any) -> None:
    ask(one, url, msgspec.json.encode(value))


@pytest.mark.parametrize("one", scrapers(), ids=lambda one: one.key)
@given(url=st.text(max_size=30) | st.sampled_from(ADDRESSES))
def test_any_address_is_claimed_or_not(one: Scraper, url: str) -> None:
    with suppress(ValueError):
        assert one.claims(url) in {True, False}


def test_a_group_that_is_itself_a_list_of_events_ends() -> None:
    ask(scraper("meetup"), "https://api.meetup.com/gql-ext", b'{"data": {"id": {"edges": [{"id": {"edges": []}}]}}}')
