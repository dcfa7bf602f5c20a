from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from finder.errors import PlaceNotFound
from finder.listing import Group, Place, Source
from finder.search import NearGroups
from finder.store import Store, open_store


def city(region: str, latitude: float, longitude: float) -> Place:
    return Place(
        latitude=latitude, longitude=longitude, precision="city", radius_km=9, matched=f"Bloomington, {region}",
        provider="test", city="Bloomington", region=region, country="US",
    )  # fmt: skip


def coded(region: str, country: str, latitude: float, longitude: float) -> Place:
    return Place(
        latitude=latitude, longitude=longitude, precision="postal-code", radius_km=9, matched=f"10115 {region}",
        provider="test", country=country,
    )  # fmt: skip


BY_CODE = {
    "10115 New York, NY": coded("New York, NY", "US", 40.71, -74.0),
    "10115 Berlin, Germany": coded("Berlin, Germany", "DE", 52.52, 13.41),
}
BY_SIZE = {
    "Bloomington, MN": city("MN", 44.84, -93.30),
    "Bloomington, IN": city("IN", 39.17, -86.53),
    "Bloomington, IL": city("IL", 40.48, -88.99),
}


class Places:
    def find(self, text: str) -> Place:
        place = BY_CODE.get("10115 New York, NY" if text == "10115" else text) or BY_SIZE.get(
            "Bloomington, MN" if text.lower() == "bloomington" else text
        )
        if place is None:
            raise PlaceNotFound(text, ())
        return place

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        names = ("Bloomingdale, FL", *BY_SIZE, *BY_CODE)
        return [name for name in names if name.startswith((prefix.title(), "Bloomingdale"))][:limit]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "finder.sqlite")) as opened:
        opened.save_sources([Source(id="s", name="S", url="https://s.example/")])
        yield opened


def known_near(store: Store, *names: str) -> None:
    groups = [Group(title="Clay", id=name, creative=True, place=(BY_SIZE | BY_CODE)[name]) for name in names]
    store.save_groups("s", groups)


def test_of_several_places_of_a_bare_name_the_largest_near_which_groups_are_known_is_meant(store: Store) -> None:
    places = NearGroups(Places(), store)
    found = []
    for names in ([], ["Bloomington, IL"], ["Bloomington, IL", "Bloomington, IN"], list(BY_SIZE)):
        known_near(store, *names)
        found.append(places.find("bloomington").region)
    assert found == ["MN", "IL", "IN", "MN"]


def test_of_several_places_with_one_postal_code_the_one_near_which_groups_are_known_is_meant(store: Store) -> None:
    places = NearGroups(Places(), store)
    assert places.find("10115").country == "US"
    known_near(store, "10115 Berlin, Germany")
    assert places.find("10115").country == "DE"


def test_a_name_with_its_region_is_what_it_says(store: Store) -> None:
    known_near(store, "Bloomington, IN")
    assert NearGroups(Places(), store).find("Bloomington, MN") == BY_SIZE["Bloomington, MN"]
    with pytest.raises(PlaceNotFound):
        NearGroups(Places(), store).find("Atlantis")
