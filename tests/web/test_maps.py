from __future__ import annotations

from bloomington import DRAWING, KNITTERS
from flask import Flask
from msgspec.structs import replace

from finder.web.maps import maps


def test_a_place_that_is_known_opens_at_its_door_in_the_map_of_ones_choice(app: Flask) -> None:
    with app.test_request_context():
        found = {one.label: one.href for one in maps(replace(KNITTERS, venue="Elm & Sons"))}
    assert found == {
        "My maps app": "geo:39.166900,-86.530300?q=39.166900%2C-86.530300"
        "%28Elm%20%26%20Sons%2C%20303%20Elm%20Street%2C%20Bloomington%2C%20IN%2047408%29",
        "OpenStreetMap": "https://www.openstreetmap.org/?mlat=39.166900&mlon=-86.530300#map=17/39.166900/-86.530300",
        "Apple Maps": "https://maps.apple.com/?q=Elm+%26+Sons%2C+303+Elm+Street%2C+Bloomington%2C+IN+47408"
        "&ll=39.166900%2C-86.530300",
        "Google Maps": "https://www.google.com/maps/search/?api=1"
        "&query=Elm+%26+Sons%2C+303+Elm+Street%2C+Bloomington%2C+IN+47408",
    }


def test_an_address_is_looked_up_by_the_map_where_we_know_only_the_town(app: Flask) -> None:
    roughly = replace(KNITTERS, place=DRAWING.place, venue=None, address="9 Elm Street")
    with app.test_request_context():
        assert [one.href for one in maps(roughly)] == [
            "geo:0,0?q=9%20Elm%20Street",
            "https://www.openstreetmap.org/search?query=9+Elm+Street",
            "https://maps.apple.com/?q=9+Elm+Street",
            "https://www.google.com/maps/search/?api=1&query=9+Elm+Street",
        ]


def test_what_has_no_door_that_we_know_of_has_no_map(app: Flask) -> None:
    with app.test_request_context():
        assert maps(DRAWING) == []
        assert maps(replace(KNITTERS, mode="online")) == []
