from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Ages, Group, Place, Price
from finder.web import words

US, GB, ES = (Locale.parse(name) for name in ("en_US", "en_GB", "es"))
INDIANA = "America/Indiana/Indianapolis"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def plain(text: str) -> str:
    """Thin and narrow spaces as blanks, so that expectations can be typed."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("start", "end", "zone", "expected"),
    [
        (
            "2026-11-24T18:00:00-05:00",
            "2026-11-24T20:00:00-05:00",
            INDIANA,
            "Tuesday, November 24, 6:00 PM to 8:00 PM",
        ),
        ("2026-11-24T18:00:00-05:00", None, INDIANA, "Tuesday, November 24, 6:00 PM"),
        ("2026-11-21T18:00:00-05:00", None, INDIANA, "Today, Saturday, November 21, 6:00 PM"),
        ("2026-11-22T18:00:00-05:00", None, INDIANA, "Tomorrow, Sunday, November 22, 6:00 PM"),
        ("2027-01-05", None, INDIANA, "Tuesday, January 5, 2027"),
        ("2026-11-24", "2026-11-26", INDIANA, "Tuesday, November 24 to Thursday, November 26"),
        (
            "2026-11-24T22:00:00-05:00",
            "2026-11-25T01:00:00-05:00",
            INDIANA,
            "Tuesday, November 24, 10:00 PM to 1:00 AM",
        ),
        (
            "2026-11-24T09:00:00-05:00",
            "2026-11-26T17:00:00-05:00",
            INDIANA,
            "Tuesday, November 24, 9:00 AM to Thu, Nov 26, 5:00 PM",
        ),
        ("2026-11-24T23:00:00+00:00", None, INDIANA, "Tuesday, November 24, 6:00 PM"),
        ("2026-11-24T18:00:00-05:00", None, "Nowhere/Else", "Tuesday, November 24, 6:00 PM"),
    ],
)
def test_a_date_is_told_on_the_clock_of_the_venue(start: str, end: str | None, zone: str, expected: str) -> None:
    assert plain(words.when(start, end, zone, NOW, US)) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (US, "Tuesday, November 24, 6:00 PM"),
        (GB, "Tuesday, 24 November, 18:00"),
        (ES, "martes, 24 de noviembre, 18:00"),
    ],
)
def test_a_date_is_written_as_the_locale_writes_it(locale: Locale, expected: str) -> None:
    assert plain(words.when("2026-11-24T18:00:00-05:00", None, INDIANA, NOW, locale)) == expected


def test_today_is_the_day_at_the_venue_and_not_at_the_server() -> None:
    late = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    told = words.when("2026-11-21T23:00:00-05:00", None, INDIANA, late, US)
    assert plain(told) == "Today, Saturday, November 21, 11:00 PM"


@pytest.mark.parametrize(
    ("km", "units", "expected"),
    [
        (0.01, "km", "less than 0.1 kilometers"),
        (1.0, "km", "1 kilometer"),
        (3.24, "km", "3.2 kilometers"),
        (14.6, "km", "15 kilometers"),
        (1.609344, "mi", "1 mile"),
        (8.0, "mi", "5 miles"),
    ],
)
def test_a_distance_is_told_as_exactly_as_it_helps(km: float, units: str, expected: str) -> None:
    assert words.distance(km, units, US) == expected


@pytest.mark.parametrize(
    ("km", "units", "expected"),
    [
        (0.05, "km", "less than 0.1 kilometers"),
        (0.12, "mi", "less than 0.1 miles"),
        (0.12, "km", "about 0.1 kilometers"),
        (3.24, "km", "about 3.2 kilometers"),
    ],
)
def test_a_rough_distance_is_not_called_rough_twice(km: float, units: str, expected: str) -> None:
    assert words.about(km, units, US) == expected


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (None, "Price not stated"),
        (Price(), "Price not stated"),
        (Price(status="free"), "Free"),
        (Price(status="donation"), "By donation"),
        (Price(status="donation", min=0, currency="USD"), "By donation"),
        (Price(status="donation", min=0, max=0), "By donation"),
        (Price(status="donation", min=0, max=15, currency="USD"), "By donation ($0 to $15)"),
        (Price(status="donation", min=5, max=15, currency="USD"), "By donation ($5 to $15)"),
        (Price(status="paid"), "Paid, amount not stated"),
        (Price(status="paid", min=20, max=20, currency="USD"), "$20"),
        (Price(status="paid", min=7.5, currency="GBP"), "£7.50"),
        (Price(status="paid", max=1000, currency="USD"), "up to $1,000"),
        (Price(status="paid", min=1000, currency="JPY"), "¥1,000"),
        (Price(status="paid", min=12, currency="???"), "12"),
    ],
)
def test_a_price_says_so_where_nobody_says(price: Price | None, expected: str) -> None:
    assert words.price(price, US) == expected


@given(st.floats(min_value=0, max_value=1e6, allow_nan=False))
def test_money_keeps_its_amount(amount: float) -> None:
    told = words.money(amount, "USD", US)
    assert float(told.removeprefix("$").replace(",", "")) == pytest.approx(amount, abs=0.0051)


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        (None, None),
        (Ages(min=18), "18 and older"),
        (Ages(min=6, max=11), "6 to 11 years"),
        (Ages(max=5), "up to 5 years"),
        (Ages(text="grown-ups"), "grown-ups"),
    ],
)
def test_ages_are_told_in_years_or_in_the_words_of_the_host(ages: Ages | None, expected: str | None) -> None:
    assert words.ages(ages) == expected


def _place(precision: str) -> Place:
    return Place(
        latitude=1,
        longitude=1,
        precision=precision,  # type: ignore[arg-type]  # one of the literals
        radius_km=5,
        matched="Elm, Indiana",
        provider="test",
        city="Elm",
    )


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (Group(title="x"), None),
        (Group(title="x", venue="Library", room="Room 1"), "Library, Room 1"),
        (Group(title="x", mode="online", venue="Zoom"), "Online"),
        (Group(title="x", mode="hybrid", venue="Library"), "Library, and online"),
        (Group(title="x", mode="hybrid"), "In person and online"),
        (Group(title="x", address="1 Elm Street"), "1 Elm Street"),
        (Group(title="x", place=_place("city")), "somewhere in Elm"),
        (Group(title="x", place=_place("postal-code")), "somewhere near Elm, Indiana"),
        (Group(title="x", place=_place("venue")), "Elm, Indiana"),
    ],
)
def test_a_place_is_told_no_more_exactly_than_it_is_known(group: Group, expected: str | None) -> None:
    assert words.where(group) == expected


def test_a_whole_day_is_over_with_its_last_minute_at_the_venue() -> None:
    assert words.end_of("2026-11-24", None, INDIANA) == datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


def test_a_day_is_named_with_its_year_and_nonsense_is_passed_over() -> None:
    assert words.day_words("2026-11-20T10:00:00Z", US) == "November 20, 2026"
    assert words.day_words("soon", US) is None
    assert words.date_words(date(2026, 11, 24), date(2026, 1, 1), US) == "Tue, Nov 24"
