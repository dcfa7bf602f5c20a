from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Dropped, Listing, Page, RawListing, Source, SourceRef
from finder.normalise import normalise
from finder.when import moment

PAGE = Page(
    url="https://mill.example.org/events/?page=2", content=b"", fetched_at=datetime(2026, 11, 1, 12, tzinfo=UTC)
)
SOURCE = Source(id="mill", name="The Mill", url="https://mill.example.org/", timezone="America/New_York")


at = datetime.fromisoformat


def made(**fields: Any) -> Listing:
    listing = normalise(RawListing(**{"title": "Life Drawing", **fields}), SOURCE, PAGE)
    assert isinstance(listing, Listing)
    return listing


def test_what_nobody_stated_stays_absent() -> None:
    assert made() == Listing(
        title="Life Drawing",
        timezone="America/New_York",
        source=SourceRef(
            id="mill",
            name="The Mill",
            url="https://mill.example.org/events/?page=2",
            fetched_at="2026-11-01T12:00:00+00:00",
        ),
    )


@pytest.mark.parametrize("title", ["", "  ", "<br>", "&nbsp;", "---", "\x00"])
def test_a_record_without_a_name_is_dropped(title: str) -> None:
    dropped = normalise(RawListing(title=title), SOURCE, PAGE)
    assert isinstance(dropped, Dropped)
    assert dropped.reason == "no title"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (
            at("2026-11-21T18:00:00"),
            at("2026-11-21T20:00:00"),
            ("2026-11-21T18:00:00-05:00", "2026-11-21T20:00:00-05:00", False),
        ),
        (datetime(2026, 11, 21, 23, tzinfo=UTC), None, ("2026-11-21T18:00:00-05:00", None, False)),
        ("2026-11-21 18:00:00", "2026-11-21 18:00:00", ("2026-11-21T18:00:00-05:00", None, False)),
        (at("2026-11-21T18:00:00"), at("2026-11-21T17:00:00"), ("2026-11-21T18:00:00-05:00", None, False)),
        (
            at("2026-11-21T18:00:00"),
            at("2026-11-21T23:59:00"),
            ("2026-11-21T18:00:00-05:00", "2026-11-21T23:59:00-05:00", False),
        ),
        (at("2026-11-21T00:00:00"), at("2026-11-22T23:59:59"), ("2026-11-21", "2026-11-22", True)),
        (at("2026-11-21T00:00:00"), at("2026-11-23T00:00:00"), ("2026-11-21", "2026-11-22", True)),
        (date(2026, 11, 21), date(2026, 11, 22), ("2026-11-21", "2026-11-22", True)),
        (date(2026, 11, 21), None, ("2026-11-21", "2026-11-21", True)),
        (date(2026, 11, 21), date(2026, 11, 1), ("2026-11-21", "2026-11-21", True)),
        ("some day soon", None, (None, None, None)),
    ],
)
def test_times_are_of_the_venues_clock_and_whole_days_are_dates(
    start: Any, end: Any, expected: tuple[str | None, str | None, bool | None]
) -> None:
    listing = made(start=start, end=end)
    assert (listing.start, listing.end, listing.all_day) == expected


def test_the_zone_of_a_record_comes_before_the_sources_and_a_point_helps_where_neither_says() -> None:
    start = datetime(2026, 11, 21, 18, tzinfo=UTC)
    assert made(start=start, timezone="Europe/London").start == "2026-11-21T18:00:00+00:00"
    nowhere = Source(id="x", name="x", url="https://x.example.org/")
    listing = normalise(RawListing(title="X", start=start, latitude=39.17, longitude=-86.53), nowhere, PAGE)
    assert isinstance(listing, Listing)
    assert (listing.start, listing.timezone) == ("2026-11-21T13:00:00-05:00", "America/Indiana/Indianapolis")


def test_an_offset_without_a_zone_is_kept() -> None:
    start = datetime(2026, 11, 21, 18, tzinfo=timezone(timedelta(hours=-5)))
    listing = normalise(RawListing(title="X", start=start), Source(id="x", name="x", url="x"), PAGE)
    assert isinstance(listing, Listing)
    assert (listing.start, listing.timezone) == ("2026-11-21T18:00:00-05:00", None)


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("/events/7", "https://mill.example.org/events/7"),
        ("?id=7&amp;x=1", "https://mill.example.org/events/?id=7&x=1"),
        ("//cdn.example.org/a b", "https://cdn.example.org/a%20b"),
        ("mailto:jo@example.org", None),
        ("javascript:alert(1)", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_addresses_are_absolute_pages(url: str, absolute: str | None) -> None:
    assert made(url=url).url == absolute


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ((39.17, -86.53), (39.17, -86.53)),
        ((0.0, 0.0), (None, None)),
        ((40.7207559, -74.0007613), (None, None)),
        ((91.0, 0.0), (None, None)),
        ((float("nan"), 0.0), (None, None)),
        ((39.17, None), (None, None)),
    ],
)
def test_a_default_pin_is_no_place(
    point: tuple[float | None, float | None], kept: tuple[float | None, float | None]
) -> None:
    listing = made(latitude=point[0], longitude=point[1])
    assert (listing.latitude, listing.longitude) == kept


def test_an_online_event_has_no_point() -> None:
    listing = made(venue="Zoom", latitude=39.17, longitude=-86.53)
    assert (listing.mode, listing.latitude, listing.longitude) == ("online", None, None)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("https://schema.org/OnlineEventAttendanceMode", "online"),
        ("OfflineEventAttendanceMode", "in-person"),
        ("MixedEventAttendanceMode", "hybrid"),
        ("INPERSON", "in-person"),
        ("who knows", None),
    ],
)
def test_modes_are_told_by_their_words(text: str, mode: str | None) -> None:
    assert made(mode=text).mode == mode


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("CONFIRMED", "scheduled"),
        ("https://schema.org/EventCancelled", "cancelled"),
        ("Postponed", "postponed"),
        (None, None),
    ],
)
def test_a_status_field_comes_before_the_title(status: str | None, expected: str | None) -> None:
    assert made(status=status).status == expected


def test_prices_come_from_their_fields() -> None:
    free = made(is_free=True).price
    assert free is not None
    assert free.status == "free"
    assert made().price is None


@pytest.mark.parametrize("amount", [1e308, float("inf"), float("nan"), -1.0])
def test_a_number_that_nobody_asks_for_is_no_price(amount: float) -> None:
    assert made(price_min=amount, price_max=amount, currency="USD").price is None


names = "uid url timezone status mode venue room address price_text currency ages_text organizer description image"
fields: dict[str, st.SearchStrategy[Any]] = {name: st.none() | st.text(max_size=60) for name in names.split()}
numbers = st.none() | st.floats(allow_nan=True, allow_infinity=True)
times = st.none() | st.dates() | st.datetimes(timezones=st.none() | st.timezones()) | st.text(max_size=30)


@given(
    st.builds(
        RawListing,
        title=st.text(max_size=80),
        start=times,
        end=times,
        all_day=st.none() | st.booleans(),
        latitude=numbers,
        longitude=numbers,
        price_min=numbers,
        price_max=numbers,
        age_min=numbers,
        age_max=numbers,
        categories=st.lists(st.text(max_size=20), max_size=4).map(tuple),
        description_format=st.sampled_from(["html", "text", "markdown"]),
        **fields,
    )
)
def test_any_record_makes_a_listing_or_a_reason(raw: RawListing) -> None:
    listing = normalise(raw, SOURCE, PAGE)
    if isinstance(listing, Dropped):
        assert listing.reason
        return
    for text in (listing.start, listing.end):
        assert text is None or (len(text) == 10) == bool(listing.all_day)
        value = moment(text) if text else None
        assert not isinstance(value, datetime) or value.tzinfo is not None
    if listing.start and listing.end:
        assert listing.end >= listing.start or not listing.all_day
    assert listing.url is None or listing.url.startswith(("http://", "https://"))


def test_statements_on_access_are_lines_of_plain_text_each_once() -> None:
    said = ("Lift: yes", "<p>Ramp at the <b>back</b></p>", "", "Lift: yes")
    assert made(access=said).access == "Lift: yes\nRamp at the back"
    assert made(access=("", " ")).access is None
