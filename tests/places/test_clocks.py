from __future__ import annotations

import pytest

from finder.listing import Listing, Place, Precision
from finder.places import other_clock


def listing(zone: str | None, start: str | None = "2026-12-01T18:00:00-05:00", **place: str) -> Listing:
    precision: Precision = "region" if place.get("precision") == "region" else "venue"
    there = Place(
        latitude=39.17, longitude=-86.53, precision=precision, radius_km=1, matched="Mill", provider="test",
        timezone=place.get("timezone"),
    )  # fmt: skip
    return Listing(title="Clay", start=start, timezone=zone, place=there)


@pytest.mark.parametrize("zone", ["America/Indiana/Indianapolis", "America/New_York", "Etc/GMT+5", None, "Nowhere"])
def test_a_clock_that_shows_the_hour_of_the_place_is_no_contradiction(zone: str | None) -> None:
    assert other_clock(listing(zone)) is None


def test_a_clock_of_another_place_is_told_with_both_zones_by_the_point_or_by_its_town() -> None:
    assert other_clock(listing("America/Chicago")) == ("America/Chicago", "America/Indiana/Indianapolis")
    assert other_clock(listing("UTC", timezone="America/Detroit")) == ("UTC", "America/Detroit")


def test_days_without_an_hour_and_places_as_wide_as_a_region_contradict_nothing() -> None:
    assert other_clock(listing("UTC", "2026-12-01")) is None
    assert other_clock(listing("UTC", None)) is None
    assert other_clock(listing("UTC", precision="region")) is None
    assert other_clock(listing("UTC", "soon")) is None
    assert other_clock(Listing(title="Clay", start="2026-12-01T18:00:00Z", timezone="UTC")) is None


def test_two_clocks_that_differ_in_summer_only_contradict_in_summer() -> None:
    phoenix = {"timezone": "America/Phoenix"}
    assert other_clock(listing("America/Denver", "2026-12-01T18:00:00-07:00", **phoenix)) is None
    assert other_clock(listing("America/Denver", "2026-07-01T18:00:00-06:00", **phoenix)) is not None
