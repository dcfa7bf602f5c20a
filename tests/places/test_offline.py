from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_of_misspelt_cities_those_of_the_named_region_come_first(locator: OfflineLocator) -> None:
    for text in ("Blomington, Illinois", "Blomington, IL"):
        with pytest.raises(PlaceNotFound) as caught:
            locator.find(text)
        assert caught.value.suggestions == ("Bloomington, Illinois", "Bloomington, Indiana")


def test_nothing_is_suggested_to_who_only_looks_a_name_up(locator: OfflineLocator) -> None:
    with pytest.raises(PlaceNotFound) as caught:
        locator.find("Blomington", suggesting=False)
    assert caught.value.suggestions == ()


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


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("bloom", ["Bloomington, Indiana", "Bloomington, Illinois"]),
        ("Bloomington, il", ["Bloomington, Illinois"]),
        ("st. p", ["Saint Paul, Minnesota"]),
        ("s", ["Saint Paul, Minnesota", "Springfield, Missouri", "Springfield, Illinois"]),
        ("4740", ["47401 Bloomington, Indiana", "47404 Bloomington, Indiana"]),
        ("Warszaw", ["Warsaw, Poland"]),
        ("", []),
        ("%_'", []),
    ],
)
def test_names_are_completed_the_largest_place_first(locator: OfflineLocator, typed: str, shown: list[str]) -> None:
    assert locator.suggest(typed) == shown


def test_a_region_is_too_large_to_live_near(locator: OfflineLocator) -> None:
    with pytest.raises(PlaceNotFound) as caught:
        locator.find("Indiana")
    assert caught.value.suggestions == ("Bloomington, Indiana", "Warsaw, Indiana", "Ellettsville, Indiana")
    assert str(caught.value).startswith("“Indiana” is a whole region. Please name a town. Did you mean")


def test_a_name_with_its_own_region_goes_before_the_address_where_its_post_goes(locator: OfflineLocator) -> None:
    place = locator.locate("Warsaw Indiana Clay Museum, PO Box 5, Springfield, MO", near="Springfield, MO")
    assert place is not None
    assert place.matched == "Warsaw, Indiana"


def test_a_region_alone_is_a_place_as_wide_as_its_towns_lie_apart(locator: OfflineLocator) -> None:
    place = locator.locate("Grange 4, Nowhere Crossing, Indiana")
    assert place is not None
    assert (place.precision, place.matched) == ("region", "Indiana")
    assert 100 < place.radius_km < 250


_ANYTHING = st.text(st.characters(), max_size=60)


@given(text=_ANYTHING, near=st.none() | _ANYTHING)
def test_no_text_breaks_it(locator: OfflineLocator, text: str, near: str | None) -> None:
    locator.locate(text, near=near)
    locator.suggest(text)
    try:
        locator.find(text)
    except PlaceNotFound as error:
        str(error).encode()
