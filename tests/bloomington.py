"""A town with three groups, and a site about them: for tests of pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask
from werkzeug.serving import make_server

from finder.config import Settings
from finder.errors import PlaceNotFound
from finder.geo import Box
from finder.listing import Ages, AlsoListed, Group, Occurrence, Place, Price, Source, SourceRef, Tag
from finder.places.gazetteer import CityRow
from finder.places.rooms import Room
from finder.store import Store, open_store
from finder.web import create_app

INDIANA = "America/Indiana/Indianapolis"
BLOOMINGTON = Place(
    latitude=39.1653,
    longitude=-86.5264,
    precision="city",
    radius_km=8.0,
    matched="Bloomington, Indiana",
    provider="test",
    city="Bloomington",
    region="Indiana",
    country="US",
    timezone=INDIANA,
)
ILLINOIS = msgspec.structs.replace(
    BLOOMINGTON, latitude=40.4842, longitude=-88.9937, matched="Bloomington, Illinois", region="Illinois"
)
LIBRARY = Place(
    latitude=39.1669,
    longitude=-86.5303,
    precision="venue",
    radius_km=0.1,
    matched="Elm Street Library",
    provider="test",
    city="Bloomington",
    region="Indiana",
    country="US",
    timezone=INDIANA,
)
SOURCES = (
    Source(id="elm", name="Elm Street Library", url="https://elm.example/events", city="Bloomington", region="IN"),
    Source(id="sample-x", name="Sample", url="bundled:x", platform="sample", city="Bloomington", region="IN"),
)


class Places:
    """Knows Bloomington, and what it could be mistaken for."""

    def locate(self, text: str, *, near: str | None = None, country: str | None = None) -> Place | None:  # noqa: ARG002  the protocol's signature
        return BLOOMINGTON if text.lower().startswith("bloomington") else None

    def find(self, text: str, *, suggesting: bool = True) -> Place:  # noqa: ARG002  the protocol's signature
        if text == "Bloomington, IL":
            return ILLINOIS
        if found := self.locate(text):
            return found
        raise PlaceNotFound(text, ("Bloomington, IN", "Bloomington, IL"))

    def rooms(self, latitude: float, longitude: float, limit: int = 8) -> list[Room]:  # noqa: ARG002  the protocol's signature
        return [Room(name="Elm Street Library", kind="library", where="303 Elm Street, Bloomington", distance_km=0.4)]

    def towns(self, box: Box, limit: int) -> list[CityRow]:
        middle = CityRow(
            1, "Bloomington", "US", "IN", 39.1653, -86.5264, 79168, "America/Indiana/Indianapolis", 0, 9.0, 1
        )
        return [middle][:limit] if box.holds(middle.latitude, middle.longitude) else []

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        return [name for name in ("Bloomington, IN", "Bloomington, IL") if name.lower().startswith(prefix.lower())][
            :limit
        ]


def tuesdays(count: int, clock: str = "18:00", until: str = "20:00") -> tuple[Occurrence, ...]:
    days = [date(2026, 11, 24) + timedelta(weeks=week) for week in range(count)]
    return tuple(Occurrence(start=f"{day}T{clock}:00-05:00", end=f"{day}T{until}:00-05:00") for day in days)


def said(facet: str, tag: str, evidence: str, field: str = "description") -> Tag:
    return Tag(facet=facet, tag=tag, level="stated", evidence=evidence, field=field)


def likely(facet: str, tag: str, evidence: str, field: str = "description") -> Tag:
    return Tag(facet=facet, tag=tag, level="likely", evidence=evidence, field=field)


def denied(facet: str, tag: str, evidence: str, field: str = "description") -> Tag:
    return Tag(facet=facet, tag=tag, level="no", evidence=evidence, field=field)


KNITTERS = Group(
    id="elm-knitters",
    title="Tuesday Evening Knitters",
    url="https://elm.example/knitters",
    cadence="FREQ=WEEKLY;BYDAY=TU",
    cadence_text="Every Tuesday, 6–8 pm",  # noqa: RUF001  as the grouping writes it
    evidence="met on 11 of the last 12 Tuesdays",
    occurrences=(
        *tuesdays(2),
        Occurrence(start="2026-12-08T18:00:00-05:00", end="2026-12-08T20:00:00-05:00", status="cancelled"),
        *tuesdays(10)[3:],
    ),
    description="Bring what you are making and sit with us.\n\nStep-free from the street.",
    organizer="Elm Street Library",
    venue="Elm Street Library",
    room="Room 1B",
    address="303 Elm Street, Bloomington, IN 47408",
    timezone=INDIANA,
    mode="in-person",
    creative=True,
    place=LIBRARY,
    price=Price(status="free", text="Free and open to all"),
    registration="none",
    ages=Ages(min=16),
    participation="join",
    tags=(
        said("pathway", "crafts", "Knitters", "title"),
        said("activity", "fiber-arts", "Knitters", "title"),
        said("situation", "limited-mobility", "Step-free from the street"),
        likely("situation", "introvert-friendly", "sit with us"),
    ),
    source=SourceRef(id="elm", name="Elm Street Library", url="https://elm.example/events", platform="libcal"),
    last_confirmed="2026-11-20T10:00:00Z",
    also_listed_at=(AlsoListed(name="Arts Calendar", url="https://arts.example/7", reason="same title and time"),),
)
DRAWING = Group(
    id="elm-drawing",
    title="Life Drawing",
    occurrences=tuesdays(1, "14:00", "17:00"),
    timezone=INDIANA,
    mode="in-person",
    creative=True,
    place=BLOOMINGTON,
    tags=(
        said("pathway", "visual-arts", "Life Drawing", "title"),
        denied("situation", "limited-mobility", "up two flights of stairs"),
    ),
    source=SourceRef(id="elm", name="Elm Street Library", url="https://elm.example/events", platform="libcal"),
    last_confirmed="2026-11-20T10:00:00Z",
)
CHOIR = Group(
    id="sample-choir",
    title="Community Choir",
    occurrences=tuesdays(3, "19:00", "21:00"),
    timezone=INDIANA,
    mode="in-person",
    creative=True,
    place=LIBRARY,
    price=Price(status="paid", min=20, max=20, currency="USD"),
    tags=(said("pathway", "music", "Choir", "title"),),
    source=SourceRef(id="sample-x", name="Sample", url="bundled:x", platform="sample"),
    last_confirmed="2026-08-22",
)


NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def filled(folder: Path) -> Store:
    """Return a new store that holds three groups in Bloomington."""
    store = open_store(folder / "finder.sqlite")
    store.save_sources(SOURCES)
    store.save_groups("elm", [KNITTERS, DRAWING])
    store.save_groups("sample-x", [CHOIR])
    return store


def website(folder: Path, store: Store | None = None, **settings: Any) -> Flask:
    return create_app(Settings(data_dir=folder, **settings), store=store, locator=Places(), clock=lambda: NOW)


@contextmanager
def served(site: Flask) -> Iterator[str]:
    """Serve a site on loopback, and yield its address."""
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
