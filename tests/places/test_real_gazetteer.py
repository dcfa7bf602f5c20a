"""The whole gazetteer, built once and kept between runs: it is versioned and safe to build from several processes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from finder.config import Settings
from finder.errors import PlaceNotFound
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
        "10115 Berlin": "Berlin, Germany",
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
