from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import NotACalendar, SourceError
from finder.listing import Page, RawListing, Source, Window
from scrapers.jsonld import JsonLd

URL = "https://quilts.example/events"
SOURCE = Source(id="quilts", name="Quilts", url=URL, timezone="America/New_York")


def read(content: bytes) -> list[RawListing]:
    return list(JsonLd().parse(Page(url=URL, content=content), SOURCE, Window()))


def page(*blocks: str) -> bytes:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return f"<html><head>{scripts}</head></html>".encode()


def event(**properties: Any) -> str:
    return json.dumps({"@context": "https://schema.org", "@type": "Event", "name": "Bee", **properties})


def one(**properties: Any) -> RawListing:
    (record,) = read(page(event(**properties)))
    return record


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01T19:00", "2026-12-01 19:00:00"),
        ("2026-12-01 9:05", "2026-12-01 09:05:00"),
        ("2026-12-01T19:00:00Z", "2026-12-01 19:00:00+00:00"),
        ("2026-12-01T19:00:00.000+01:00", "2026-12-01 19:00:00+01:00"),
        ("2026-12-01T19:00:00-0500", "2026-12-01 19:00:00-05:00"),
        ("2026-12-01T19:00:00:00+00:00", "2026-12-01 19:00:00+00:00"),
        ("2026-13-45T19:00", "2026-13-45T19:00"),
        ("on Tuesdays", "on Tuesdays"),
        (["2026-12-01"], "2026-12-01"),
        ("", "None"),
        (5, "None"),
    ],
)
def test_reads_times_as_sites_write_them(written: Any, read_as: str) -> None:
    assert str(one(startDate=written).start) == read_as


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("https://schema.org/EventCancelled", "cancelled"),
        ("http://schema.org/EventCanceled", "cancelled"),
        ("EventPostponed", "postponed"),
        ("EventScheduled", None),
        ("https://schema.org/EventRescheduled", None),
        (None, None),
        ({"@id": "x"}, None),
    ],
)
def test_reads_each_way_of_saying_that_it_is_off(written: Any, status: str | None) -> None:
    assert one(eventStatus=written).status == status


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ({"price": "12,50", "priceCurrency": "eur"}, (12.5, 12.5, "EUR", None)),
        ({"price": "1.200,00", "priceCurrency": "EUR"}, (1200.0, 1200.0, "EUR", None)),
        ([{"price": 0}, {"price": "5"}], (0.0, 5.0, None, None)),
        ({"price": "Free"}, (0.0, 0.0, None, True)),
        ({"price": "ask at the door"}, (None, None, None, None)),
        ({"priceSpecification": [{"minPrice": 3, "maxPrice": 9, "priceCurrency": "CAD"}]}, (3.0, 9.0, "CAD", None)),
        ({"price": True}, (None, None, None, None)),
        ([], (None, None, None, None)),
        ("5", (None, None, None, None)),
    ],
)
def test_reads_prices_as_sites_write_them(offers: Any, expected: tuple[Any, ...]) -> None:
    record = one(offers=offers)
    assert (record.price_min, record.price_max, record.currency, record.is_free) == expected


def test_a_block_that_is_broken_does_not_hide_its_neighbours() -> None:
    assert [record.title for record in read(page('{"@type": "Event", ', "[" * 5000, event()))] == ["Bee"]


def test_a_body_that_is_json_itself_is_read_too() -> None:
    assert [record.title for record in read(event(startDate="2026-12-01").encode())] == ["Bee"]


def test_latin_1_pages_keep_their_letters() -> None:
    content = b'<meta charset="iso-8859-1">' + page('{"@type": "Event", "name": "Caf\xe9"}').decode().encode("latin-1")
    assert [record.title for record in read(content)] == ["Café"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        page('{"@type": "Recipe", "name": "Soup"}'),
        page('{"@type": "Event"}'),
        page("null", "5", '"Event"'),
        b"<div>" * 100_000 + b'<script type="application/ld+json">',
        b"<script>" * 50_000,
        b"<!--" * 50_000,
        b'<script type="application/ld+json">' + b'{"@type":"Event","a":' * 50_000,
    ],
)
def test_a_page_without_events_is_refused(content: bytes) -> None:
    with pytest.raises(NotACalendar):
        read(content)


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
json_values = (
    plain
    | st.lists(plain, max_size=3)
    | st.dictionaries(st.sampled_from(["@type", "@id", "name", "url", "geo", "latitude", "price", "address"]), plain)
)
PROPERTIES = [
    "startDate",
    "endDate",
    "location",
    "offers",
    "organizer",
    "image",
    "url",
    "identifier",
    "subEvent",
    "keywords",
]


@given(st.dictionaries(st.sampled_from([*PROPERTIES, "eventStatus", "duration", "description"]), json_values))
def test_any_value_in_any_property_is_read_or_passed_over(properties: dict[str, Any]) -> None:
    assert len(read(page(event(**properties)))) >= 1


@given(st.binary(max_size=300))
def test_any_bytes_end_in_records_or_a_source_error(noise: bytes) -> None:
    for content in (noise, b'<script type="application/ld+json">' + noise + b"</script>"):
        with suppress(SourceError):
            read(content)
