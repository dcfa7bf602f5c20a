from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.geocoders import Nominatim, Photon

from finder.listing import Place
from finder.places.answer_cache import AnswerCache
from finder.places.offline import OfflineLocator
from finder.places.online import Geocoder, OnlineLocator, polite, read_nominatim, read_photon

HOUSE = {
    "lat": "39.2001",
    "lon": "-86.5502",
    "display_name": "Clay Barn, 12, Dirt Road, Bloomington, Indiana",
    "class": "place",
    "type": "house",
    "place_rank": 30,
    "boundingbox": ["39.2000", "39.2002", "-86.5503", "-86.5501"],
}
FEATURE = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [-86.5502, 39.2001]},
    "properties": {"type": "street", "name": "Dirt Road", "extent": [-86.56, 39.21, -86.54, 39.19]},
}


class Server:
    """A local HTTP server that stands in for Nominatim (/search) and Photon (/api)."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.nominatim: tuple[int, Any] = (200, [HOUSE])
        self.photon: tuple[int, Any] = (200, {"type": "FeatureCollection", "features": [FEATURE]})
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                at = urlsplit(self.path)
                outer.asked.append(f"{at.path} {parse_qs(at.query)['q'][0]}")
                status, body = outer.nominatim if at.path == "/search" else outer.photon
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode() if isinstance(body, str) else json.dumps(body).encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.http.shutdown()
    found.http.server_close()


def _online(locator: OfflineLocator, server: Server, folder: Path, notes: list[str]) -> OnlineLocator:
    nominatim = Nominatim(user_agent="test", domain=server.host, scheme="http")
    photon = Photon(user_agent="test", domain=server.host, scheme="http")
    services = (
        Geocoder("Nominatim", polite(nominatim.geocode, 0), read_nominatim),
        Geocoder("Photon", polite(photon.geocode, 0), read_photon),
    )
    cache = AnswerCache(folder / "geocoders.sqlite")
    return OnlineLocator(locator, services, cache, notes.append, lambda: datetime(2026, 11, 21, tzinfo=UTC))


def test_a_rough_answer_is_sharpened_and_kept_with_its_terms(
    locator: OfflineLocator, server: Server, tmp_path: Path
) -> None:
    online = _online(locator, server, tmp_path, [])
    expected = Place(
        latitude=39.2001,
        longitude=-86.5502,
        precision="address",
        radius_km=0.2,
        matched="Clay Barn, 12, Dirt Road, Bloomington, Indiana",
        provider="Nominatim © OpenStreetMap contributors, ODbL 1.0",
        city="Bloomington",
        region="IN",
        country="US",
        timezone="America/New_York",
    )
    assert online.locate("12 Dirt Road", near="Bloomington, IN") == expected
    assert online.locate("12  Dirt Road", near="Bloomington, IN") == expected
    assert server.asked == ["/search 12 Dirt Road, Bloomington, IN"]


def test_what_the_gazetteer_knows_well_is_not_asked(locator: OfflineLocator, server: Server, tmp_path: Path) -> None:
    online = _online(locator, server, tmp_path, [])
    online.locate("Ellettsville Branch", near="Bloomington, IN")
    online.locate("", near="Bloomington, IN")
    online.find("Bloomington, IN")
    online.suggest("bloom")
    assert server.asked == []


def test_an_answer_far_from_home_is_not_believed(locator: OfflineLocator, server: Server, tmp_path: Path) -> None:
    online = _online(locator, server, tmp_path, [])
    place = online.locate("12 Dirt Road", near="Springfield, MO")
    assert place == locator.locate("12 Dirt Road", near="Springfield, MO")


@pytest.mark.parametrize("answer", [(503, "busy"), (429, "slow down"), (200, "<html>"), (200, [{"lat": "x"}])])
def test_when_one_service_fails_the_next_is_asked_and_a_note_says_so(
    locator: OfflineLocator, server: Server, tmp_path: Path, answer: tuple[int, Any]
) -> None:
    server.nominatim, notes = answer, list[str]()
    place = _online(locator, server, tmp_path, notes).locate("12 Dirt Road", near="Bloomington, IN")
    assert place is not None
    assert (place.precision, place.provider[:6]) == ("neighbourhood", "Photon")
    assert [note.split()[0] for note in notes] == ["Nominatim"]


def test_when_all_fail_the_offline_answer_stands(locator: OfflineLocator, server: Server, tmp_path: Path) -> None:
    server.nominatim = server.photon = (500, "down")
    notes = list[str]()
    online = _online(locator, server, tmp_path, notes)
    assert online.locate("Barn", near="Bloomington, IN") == locator.locate("Barn", near="Bloomington, IN")
    asked = len(server.asked)
    online.locate("Other barn", near="Bloomington, IN")
    assert len(server.asked) == asked
    assert len(notes) == 2


def test_that_nobody_knows_a_place_is_kept_too(locator: OfflineLocator, server: Server, tmp_path: Path) -> None:
    server.nominatim, server.photon = (200, []), (200, {"type": "FeatureCollection", "features": []})
    online = _online(locator, server, tmp_path, [])
    assert online.locate("Nowhere Barn") is None
    assert online.locate("Nowhere Barn") is None
    assert server.asked == ["/search Nowhere Barn", "/api Nowhere Barn"]
