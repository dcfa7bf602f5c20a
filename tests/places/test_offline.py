from __future__ import annotations

import pytest

from finder.errors import PlaceNotFound
from finder.places.offline import OfflineLocator

BLOOMINGTON = "Bloomington, IN"


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("47401", "47401 Bloomington, Indiana"),
        ("47401-1234", "47401 Bloomington, Indiana"),
        ("Bloomington, IN", "Bloomington, Indiana"),
        ("bloomington indiana", "Bloomington, Indiana"),
        ("bloomington in", "Bloomington, Indiana"),
        ("Bloomington, Illinois", "Bloomington, Illinois"),
        ("BLOOMINGTON IL USA", "Bloomington, Illinois"),
        ("Bloomington", "Bloomington, Indiana"),
        ("st paul mn", "Saint Paul, Minnesota"),
        ("Warsaw", "Warsaw, Poland"),
        ("Warsaw, IN", "Warsaw, Indiana"),
        ("Springfield", "Springfield, Missouri"),
        ("Leeds, UK", "Leeds, England"),
        ("LS1", "LS1 Leeds, England"),
        ("ls1 4dy", "LS1 Leeds, England"),
        ("Perth WA", "Perth, Western Australia"),
        ("Perth, Scotland", "Perth, Scotland"),
        ("39.16,-86.53", "near Bloomington, Indiana"),
        ("600 West Temperance, Ellettsville, IN 47429", "Ellettsville Branch, Ellettsville"),
    ],
)
def test_a_visitor_is_understood_however_a_place_is_typed(locator: OfflineLocator, typed: str, understood: str) -> None:
    assert locator.find(typed).matched == understood


@pytest.mark.parametrize("typed", ["near me", "", "  ", "asdfgh", "99999", "91.0,0.0", "?" * 5000])
def test_what_is_no_place_is_said_to_be_unknown(locator: OfflineLocator, typed: str) -> None:
    with pytest.raises(PlaceNotFound):
        locator.find(typed)


def test_a_misspelt_city_is_suggested(locator: OfflineLocator) -> None:
    with pytest.raises(PlaceNotFound) as caught:
        locator.find("Blomington")
    assert caught.value.suggestions == ("Bloomington, Indiana", "Bloomington, Illinois")


@pytest.mark.parametrize(
    ("text", "near", "precision", "matched"),
    [
        ("600 West Temperance, Ellettsville, IN 47429", BLOOMINGTON, "address", "Ellettsville Branch, Ellettsville"),
        ("Ellettsville Branch - Meeting Room B", BLOOMINGTON, "venue", "Ellettsville Branch, Ellettsville"),
        ("Downtown Library - Teen Space", BLOOMINGTON, "venue", "Tulip Tree Public Library, Bloomington"),
        ("Barn, 12 Dirt Road, Gosport, IN 47433", BLOOMINGTON, "postal-code", "47433 Gosport, Indiana"),
        ("20900 Oak Road, Ellettsville", BLOOMINGTON, "city", "Ellettsville, Indiana"),
        ("Meeting Room B", BLOOMINGTON, "city", "Bloomington, Indiana"),
        ("Pottery Barn, Warsaw, IN", "Springfield, MO", "city", "Warsaw, Indiana"),
        ("Village Hall, Leeds, LS10 1AA", None, "postal-code", "LS10 Leeds, England"),
        ("Hall - 5 Main St - Petaluma CA 949542", None, "city", "Petaluma, California"),
    ],
)
def test_a_listing_is_placed_as_precisely_as_its_words_allow(
    locator: OfflineLocator, text: str, near: str | None, precision: str, matched: str
) -> None:
    place = locator.locate(text, near=near)
    assert place is not None
    assert (place.precision, place.matched) == (precision, matched)


def test_words_without_a_place_and_without_a_home_stay_unplaced(locator: OfflineLocator) -> None:
    assert locator.locate("Meeting Room B") is None


def test_a_listing_that_names_no_town_may_lie_farther_off_than_its_city_reaches(locator: OfflineLocator) -> None:
    stated, unstated = locator.locate("Somewhere, Bloomington, IN"), locator.locate("Room B", near=BLOOMINGTON)
    assert stated is not None
    assert unstated is not None
    assert unstated.radius_km > stated.radius_km
    assert (unstated.region, unstated.country, unstated.timezone) == ("IN", "US", "America/New_York")
