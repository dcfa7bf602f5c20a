from __future__ import annotations

import pytest

from finder.listing import Listing, Source
from finder.places import place
from finder.places.offline import OfflineLocator
from finder.places.stage import is_default_pin

SOURCE = Source(id="s", name="Tulip Tree", url="https://example.org", city="Bloomington", region="IN", country="US")


def test_published_coordinates_win_and_bring_their_time_zone(locator: OfflineLocator) -> None:
    listing = Listing(title="Clay", venue="Barn", latitude=39.3, longitude=-86.7, location="Ellettsville, IN")
    placed = place(listing, SOURCE, locator)
    assert placed.place is not None
    assert (placed.place.latitude, placed.place.longitude, placed.place.matched) == (39.3, -86.7, "Barn")
    assert placed.timezone == "America/Indiana/Indianapolis"


@pytest.mark.parametrize("pin", [(0.0, 0.0), (37.09024, -95.712891), (None, None), (91.0, 0.0), (39.3, None)])
def test_a_default_pin_is_no_place(locator: OfflineLocator, pin: tuple[float | None, float | None]) -> None:
    listing = Listing(title="Clay", location="Ellettsville, IN", latitude=pin[0], longitude=pin[1])
    placed = place(listing, SOURCE, locator).place
    assert placed is not None
    assert placed.matched == "Ellettsville, Indiana"


def test_an_online_listing_has_no_place(locator: OfflineLocator) -> None:
    listing = Listing(title="Clay", mode="online", location="Bloomington, IN", latitude=39.3, longitude=-86.7)
    assert place(listing, SOURCE, locator).place is None


def test_a_listing_in_person_stays_so_without_a_place(locator: OfflineLocator) -> None:
    nowhere = Source(id="s", name="Nowhere", url="https://example.org")
    listing = Listing(title="Clay", mode="in-person", location="Room B")
    assert place(listing, nowhere, locator) == listing


def test_a_room_lies_at_its_sources_own_point(locator: OfflineLocator) -> None:
    source = Source(id="s", name="T", url="u", city="Bloomington", region="IN", latitude=39.17, longitude=-86.53)
    placed = place(Listing(title="Clay", room="B", timezone="America/Chicago"), source, locator)
    assert placed.place is not None
    assert (placed.place.latitude, placed.place.longitude, placed.place.precision) == (39.17, -86.53, "city")
    assert placed.timezone == "America/Chicago"


def test_a_town_that_the_listing_states_is_not_moved_to_its_source(locator: OfflineLocator) -> None:
    source = Source(id="s", name="T", url="u", city="Bloomington", region="IN", latitude=39.2, longitude=-86.6)
    placed = place(Listing(title="Clay", location="Barn, Bloomington, IN"), source, locator).place
    assert placed is not None
    assert (placed.latitude, placed.longitude) == (39.165, -86.526)


def test_a_point_that_is_a_kilometre_off_a_pin_is_a_place() -> None:
    assert not is_default_pin(0.1, 0.1)


@pytest.mark.parametrize(
    ("kind", "platform", "expected"),
    [
        ("makerspace", "ical", (39.1666, -86.5309, "venue", 1.0)),
        (None, "spaceapi", (39.1666, -86.5309, "venue", 1.0)),
        ("library", "tribe", (39.1666, -86.5309, "city", 26.0)),
        (None, "libcal", (39.1666, -86.5309, "city", 26.0)),
        ("aggregator", "libcal_list", (39.165, -86.526, "city", 26.0)),
        (None, None, (39.165, -86.526, "city", 26.0)),
    ],
)
def test_where_a_listing_is_that_does_not_say_depends_on_what_its_source_is(
    locator: OfflineLocator, kind: str | None, platform: str | None, expected: tuple[float, float, str, float]
) -> None:
    source = Source(
        id="s", name="Tulip Tree Public Library", url="u", kind=kind, platform=platform,
        city="Bloomington", region="IN", country="US",
    )  # fmt: skip
    for venue, room in ((None, "Meeting Room B"), ("Meeting Room B", None), (None, None)):
        found = place(Listing(title="Clay", mode="in-person", venue=venue, room=room), source, locator)
        assert found.mode == "in-person"
        assert found.place
        assert (
            found.place.latitude,
            found.place.longitude,
            found.place.precision,
            round(found.place.radius_km),
        ) == expected


def test_a_makerspace_with_a_point_of_its_own_is_there_and_the_middle_of_its_town_is_no_point(
    locator: OfflineLocator,
) -> None:
    found = []
    for latitude, longitude in ((39.18, -86.54), (39.1651, -86.5261)):
        source = Source(
            id="s", name="Bloomlab", url="u", kind="makerspace", city="Bloomington", region="IN", country="US",
            latitude=latitude, longitude=longitude,
        )  # fmt: skip
        where = place(Listing(title="Clay", venue="Wood shop"), source, locator).place
        assert where
        found.append((where.latitude, where.longitude, where.precision, round(where.radius_km), where.matched))
    assert found == [
        (39.18, -86.54, "venue", 1, "Bloomlab"),
        (39.1651, -86.5261, "city", 26, "Bloomington, Indiana"),
    ]


def test_a_house_gives_way_to_what_the_listing_says(locator: OfflineLocator) -> None:
    source = Source(
        id="s", name="Tulip Tree Public Library", url="u", kind="makerspace", city="Bloomington", region="IN"
    )
    said = place(Listing(title="Clay", venue="Ellettsville Branch"), source, locator).place
    assert said
    assert said.matched == "Ellettsville Branch, Ellettsville"
