"""Services with schedules that are dates, attributes that are no terms, and the first address of an API."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from finder.listing import Page, RawListing, Request, Source, Window
from scrapers.open_referral import OpenReferral
from scrapers.registry import choose

SITE = "https://services.example/o"
SOURCE = Source(id="case", name="Case", url=SITE)
AUTUMN = Window(start=date(2026, 9, 1), end=date(2026, 12, 31))


def parsed(answer: object, url: str = f"{SITE}/services?full=true") -> list[RawListing | Request]:
    return list(OpenReferral().parse(Page(url=url, content=json.dumps(answer).encode()), SOURCE, AUTUMN))


def records(**service: Any) -> list[RawListing]:
    one = {"id": "s1", "name": "Clay evenings", "status": "active", **service}
    return [raw for raw in parsed({"contents": [one], "total_items": 1}) if isinstance(raw, RawListing)]


def dates(*timetable: dict[str, object]) -> list[str]:
    return [f"{one.start} to {one.end}" for one in records(schedules=list(timetable))]


def test_the_first_address_of_an_api_leads_to_its_services_in_full() -> None:
    root = {"version": "3.0", "profile": "https://docs.openreferral.org/", "openapi_url": f"{SITE}/openapi.json"}
    page = Page(url=SITE, content=json.dumps(root).encode())
    assert choose(page).key == "open_referral"
    assert parsed(root, SITE) == [Request(url=f"{SITE}/services?full=true")]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (SITE, f"{SITE}/services?full=true"),
        (f"{SITE}/services?per_page=100", f"{SITE}/services?per_page=100&full=true"),
        (f"{SITE}/service_at_locations", f"{SITE}/service_at_locations?full=true"),
    ],
)
def test_lists_are_asked_for_in_full(url: str, asked: str) -> None:
    source = Source(id="case", name="Case", url=url)
    assert list(OpenReferral().requests(source, AUTUMN)) == [Request(url=asked)]


def test_a_schedule_with_a_count_of_one_is_a_date() -> None:
    evening = {"dtstart": "2026-10-06", "count": 1, "opens_at": "18:30", "closes_at": "21:00:00"}
    late = {"dtstart": "2026-10-10", "count": 1, "opens_at": "21:00Z", "closes_at": "01:00Z"}
    weekend = {"dtstart": "2026-10-17", "count": 1, "valid_from": "2026-10-17", "valid_to": "2026-10-18"}
    past = {"dtstart": "2026-08-01", "count": 1, "opens_at": "18:30"}
    assert dates(evening, late, weekend, past) == [
        "2026-10-06 18:30:00 to 2026-10-06 21:00:00",
        "2026-10-10 21:00:00 to 2026-10-11 01:00:00",
        "2026-10-17 to 2026-10-18",
    ]


def test_the_second_tuesday_of_a_month_is_no_tuesday_of_another_week() -> None:
    monthly = {"dtstart": "2026-09-08", "freq": "MONTHLY", "opens_at": "18:30", "until": "2026-12-31"}
    assert dates({**monthly, "byday": "2TU"}) == [
        f"2026-{day} 18:30:00 to None" for day in ("09-08", "10-13", "11-10", "12-08")
    ]
    assert dates({**monthly, "bymonthday": "1, 15", "dtstart": "2026-11-01"}) == [
        f"2026-{day} 18:30:00 to None" for day in ("11-01", "11-15", "12-01", "12-15")
    ]
    assert dates({**monthly, "byday": "2XX"}) == ["None to None"]


@pytest.mark.parametrize(
    ("repeats", "days"),
    [
        ({"byday": "2TU"}, ["10-13", "11-10", "12-08"]),
        ({"byday": "-1FR"}, ["09-25", "10-30", "11-27", "12-25"]),
        ({"byday": "1MO", "interval": 2}, ["11-02"]),
        ({"bymonthday": "5"}, ["10-05", "11-05", "12-05"]),
        ({"byday": "2TU", "count": 2}, ["10-13", "11-10"]),
        ({"bymonthday": "39"}, []),
    ],
)
def test_a_schedule_that_begins_between_its_dates_has_none_on_that_day(
    repeats: dict[str, Any], days: list[str]
) -> None:
    monthly = {"dtstart": "2026-09-15", "freq": "MONTHLY", "opens_at": "18:30", "until": "2026-12-31"}
    if "count" in repeats:
        monthly.pop("until")
    assert [one[:10] for one in dates({**monthly, **repeats}) if one[0] == "2"] == [f"2026-{day}" for day in days]


def test_attributes_with_a_label_are_what_it_says() -> None:
    labelled = [("Category", "Clay"), ("Room", "Studio 2"), ("Time zone", "Europe/London"), ("Wheel", "Shimpo")]
    (made,) = records(attributes=[{"label": label, "value": value} for label, value in labelled])
    assert (made.categories, made.room, made.timezone) == (("Clay",), "Studio 2", "Europe/London")


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("No booking needed", "none"),
        ("Registration is not required", "none"),
        ("Sign-up possible", "optional"),
        ("Booking is required", "required"),
        ("Ask your GP for a letter", None),
        ("Ring us to arrange a booking", None),
    ],
)
def test_how_one_signs_up(words: str, meaning: str | None) -> None:
    (made,) = records(application_process=words)
    assert made.registration == meaning


def test_prices_are_numbers_unless_each_has_a_condition() -> None:
    two = [{"amount": 12.5, "currency": "GBP"}, {"amount": 5, "currency": "GBP"}]
    (made,) = records(cost_options=two, fees_description="From £5")
    assert (made.price_min, made.price_max, made.currency, made.price_text) == (5, 12.5, "GBP", "From £5")
    (made,) = records(cost_options=[{"option": "Over 60s", "amount": 2}, {"amount": 5}])
    assert (made.price_min, made.price_text) == (None, "2")


def test_the_day_on_which_somebody_vouched_for_it_is_kept() -> None:
    (made,) = records(assured_date="2026-08-03")
    assert made.confirmed == date(2026, 8, 3)
