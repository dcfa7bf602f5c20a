"""The whole gazetteer, built once and kept between runs: it is versioned and safe to build from several processes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from finder.config import Settings
from finder.errors import PlaceNotFound
from finder.geo import Box
from finder.places import Locator, open_locator
from finder.places.offline import OfflineLocator


@pytest.fixture(scope="session")
def whole() -> Iterator[Locator]:
    folder = Path(tempfile.gettempdir()) / "creative-community-finder-tests"
    found = open_locator(Settings(data_dir=folder))
    yield found
    assert isinstance(found, OfflineLocator)
    found.close()


def test_ambiguous_and_misspelt_places_are_understood_from_the_whole_gazetteer(whole: Locator) -> None:
    typed = {
        "47401": "47401 Bloomington, Indiana",
        "bloomington indiana": "Bloomington, Indiana",
        "Bloomington, Illinois": "Bloomington, Illinois",
        "London": "London, England",
        "London, Ontario": "London, Ontario",
        "M5V 2T6": "M5V Toronto, Ontario",
        "M5V": "M5V Toronto, Ontario",
        "Toronto M5V": "M5V Toronto, Ontario",
        "E1W": "E1W London, England",
        "SW1A 1AA": "SW1A London, England",
        "Leeds LS1": "LS1 Leeds, England",
        "Leeds, West Yorkshire": "Leeds, England",
        "10115 Berlin": "10115 Berlin, Germany",
        "10115, Germany": "10115 Berlin, Germany",
        "D-80331 München": "80331 Munich, Germany",
        "10115": "10115 New York, New York",
        "3065": "3065 Melbourne, Victoria",
        "Sydney NSW 2000": "2000 Sydney, New South Wales",
        "6011 Wellington": "6011 Wellington, New Zealand",
        "75011 Paris, France": "75011 Paris, France",
        "28012 Madrid": "28012 Madrid, Spain",
        "D02 XY45": "D02 Dublin, Ireland",
        "1012 AB": "1012 Amsterdam, The Netherlands",
        "111 22": "11122 Stockholm, Sweden",
        "1100-148 Lisboa": "1100 Lisbon, Portugal",
        "90210 Beverly Hills": "90210 Beverly Hills, California",
        "Wellington NZ": "Wellington, New Zealand",
        "Perth WA": "Perth, Western Australia",
        "New York": "New York City, New York",
        "washington, d.c.": "Washington, District of Columbia",
        "Warsaw, IN": "Warsaw, Indiana",
        "Montclair, NJ": "Montclair, New Jersey",
        "Lancaster, PA": "Lancaster, Pennsylvania",
        "Portland": "Portland, Oregon",
        "Portland, Maine": "Portland, Maine",
        "Springfield, MA": "Springfield, Massachusetts",
    }
    assert {text: whole.find(text).matched for text in typed} == typed
    with pytest.raises(PlaceNotFound) as caught:
        whole.find("Blomington")
    assert "Bloomington, Indiana" in caught.value.suggestions
    assert whole.suggest("75011")[:2] == ["75011 Carrollton, Texas", "75011 Paris, France"]
    assert whole.suggest("bloomi")[:3] == ["Bloomington, Minnesota", "Bloomington, Indiana", "Bloomington, Illinois"]


def test_listings_are_placed_from_the_whole_gazetteer(whole: Locator) -> None:
    asked = {
        ("Ellettsville Branch, Room 2", "Bloomington, IN"): ("venue", "Ellettsville"),
        ("600 W. Temperance St, Ellettsville IN", "Bloomington, IN"): ("address", "Ellettsville"),
        ("Patio, 12 Lane, Gosport, IN 47433", "Bloomington, IN"): ("postal-code", "Gosport"),
        ("Central Library - Studio", "Leeds, England"): ("venue", "Leeds"),
        ("Room B", "Davis, CA"): ("city", "Davis"),
    }
    found = {(text, near): whole.locate(text, near=near) for text, near in asked}
    assert {ask: (place.precision, place.city) for ask, place in found.items() if place} == asked


def test_towns_are_understood_however_organisers_write_them(whole: Locator) -> None:
    asked = {
        # A region in front, newspapers' short forms, little words apart, parts of cities.
        ("MI, Pigeon, 72 Nitz Street", None): ("Pigeon, Michigan", "city"),
        ("Art Barn, Springfield, Mass.", None): ("Springfield, Massachusetts", "city"),
        ("100 Queen St N, Hamilton, Ont.", None): ("Hamilton, Ontario", "city"),
        ("Grange, Debeque, CO", None): ("De Beque, Colorado", "city"),
        ("Snug, Temple Bar, Dublin 2, Ireland", None): ("Dublin, Ireland", "city"),
        ("Barn, Ontario OR", None): ("Ontario, Oregon", "city"),
        ("Town Hall, Mount Washington, MA", None): ("Mount Washington, Massachusetts", "city"),
        # Counties.
        ("Monroe County, IN", None): ("Monroe County, Indiana", "region"),
        # Half codes, and codes before the town.
        ("Peckham Levels, London SE15", None): ("SE15 London, England", "postal-code"),
        ("Town Hall, St George's Street, HX7", None): ("HX7 Halifax, England", "postal-code"),
        ("Atelier, 75011 Paris", None): ("75011 Paris, France", "postal-code"),
        ("Hinterhaus, Hauptstr. 3, 10999 Berlin", None): ("10999 Berlin, Germany", "postal-code"),
        ("Town Hall, 233 Sydney Rd, Brunswick VIC 3056", None): ("3056 Melbourne, Victoria", "postal-code"),
        ("Hall, Summer 2026", "Sydney, NSW"): ("Sydney, New South Wales", "city"),
        # What is near home, and where home is a code, a region or one of two towns of one name.
        ("Wellington", "Wellington, FL"): ("Wellington, Florida", "city"),
        ("Public Library, Portland", "Augusta, ME"): ("Portland Public Library, Portland", "venue"),
        ("Room 4", "SN3 2LZ"): ("Swindon, England", "city"),
        ("Old Mill, Bloomington", "Indiana"): ("Bloomington, Indiana", "city"),
        ("Studio 2", "Gurley, AL"): ("Gurley, Alabama", "city"),
        ("Senior Center, 1 York Road", "Monkton, MD"): ("Monkton, Maryland", "city"),
        ("Barn, 99 W Illinois, Vinita, OK", None): ("Vinita, Oklahoma", "city"),
        # A town alone is no library of it, and one branch is not the other.
        ("Montgomery City-County Public Library - Old Mill", "Montgomery, AL"): ("Montgomery, Alabama", "city"),
        ("New Orleans LA", None): ("New Orleans, Louisiana", "city"),
    }
    found = {(text, near): whole.locate(text, near=near) for text, near in asked}
    assert {ask: (place.matched, place.precision) for ask, place in found.items() if place} == asked


def test_of_two_towns_of_one_name_the_one_in_the_county_is_meant(whole: Locator) -> None:
    asked = {"St Ives, Cornwall": 50, "St Ives, Cambs": 52, "Richmond, Surrey": 51, "Richmond, North Yorkshire": 54}
    found = {text: whole.locate(text) for text in asked}
    assert {text: int(place.latitude) for text, place in found.items() if place} == asked


def test_a_text_that_names_only_a_kind_of_venue_stays_unplaced(whole: Locator) -> None:
    assert [whole.locate(text) for text in ("The Barn, Library", "Auditorium, B12", "Westminster Abbey")] == [None] * 3


def test_a_home_abroad_is_its_town_whatever_its_region_is_called(whole: Locator) -> None:
    homes = {
        ("Graz, Styria", "AT"): "Graz, Austria",
        ("Nantes, Pays de la Loire", "FR"): "Nantes, France",
        ("Cairns Regional, QLD", "AU"): "Cairns, Queensland",
        ("Kansas City, KS", "US"): "Kansas City, Kansas",
    }
    found = {home: whole.locate("Room 4", near=home[0], country=home[1]) for home in homes}
    assert {home: place.matched for home, place in found.items() if place} == homes


def test_the_largest_towns_of_a_rectangle_have_their_names_on_a_map(whole: Locator) -> None:
    around_bloomington = Box(south=39.0, west=-86.8, north=39.35, east=-86.3)
    assert [town.name for town in whole.towns(around_bloomington, 2)] == ["Bloomington", "Ellettsville"]
    assert whole.towns(Box(south=-50, west=-140, north=-45, east=-130), 5) == []
