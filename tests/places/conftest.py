"""A gazetteer of a handful of places, quick to build, and the whole one, built once for all tests that need it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from finder.places import build
from finder.places.build import Material
from finder.places.gazetteer import Gazetteer
from finder.places.offline import OfflineLocator
from finder.places.rows import City, Postal, Venue


def _city(number: int, name: str, where: str, at: tuple[float, float], people: int, *names: str) -> City:
    country, _, region = where.partition(" ")
    zone = {"US": "America/New_York", "GB": "Europe/London"}.get(country, "UTC")
    return City(
        id=number,
        name=name,
        country=country,
        region=region,
        latitude=at[0],
        longitude=at[1],
        population=people,
        timezone=zone,
        names=names,
    )


CITIES = (
    _city(1, "Bloomington", "US IN", (39.165, -86.526), 84_000, "City of Bloomington"),
    _city(2, "Bloomington", "US IL", (40.484, -88.994), 78_000),
    _city(3, "Ellettsville", "US IN", (39.234, -86.625), 6_700),
    _city(4, "Springfield", "US MO", (37.215, -93.298), 170_000),
    _city(5, "Springfield", "US IL", (39.802, -89.644), 114_000),
    _city(6, "Warsaw", "PL 78", (52.230, 21.012), 1_702_000, "Warszawa"),
    _city(7, "Warsaw", "US IN", (41.238, -85.853), 15_000),
    _city(8, "Leeds", "GB ENG", (53.797, -1.544), 455_000),
    _city(9, "Saint Paul", "US MN", (44.944, -93.094), 300_000, "St. Paul"),
    _city(10, "Petaluma", "US CA", (38.232, -122.637), 60_000),
    _city(11, "Perth", "AU 08", (-31.952, 115.861), 2_141_000),
    _city(12, "Perth", "GB SCT", (56.395, -3.431), 47_000),
)
POSTAL_CODES = (
    Postal(code="47401", country="US", latitude=39.12, longitude=-86.48, city="Bloomington", region="IN"),
    Postal(code="47404", country="US", latitude=39.19, longitude=-86.55, city="Bloomington", region="IN"),
    Postal(code="47429", country="US", latitude=39.25, longitude=-86.62, city="Ellettsville", region="IN"),
    Postal(code="47433", country="US", latitude=39.26, longitude=-86.75, city="Gosport", region="IN"),
    Postal(code="61701", country="US", latitude=40.48, longitude=-88.99, city="Bloomington", region="IL"),
    Postal(code="LS1", country="GB", latitude=53.797, longitude=-1.548, timezone="Europe/London"),
    Postal(code="LS10", country="GB", latitude=53.76, longitude=-1.53, timezone="Europe/London"),
)
VENUES = (
    Venue(
        name="Tulip Tree Public Library",
        kind="library",
        country="US",
        latitude=39.1666,
        longitude=-86.5309,
        origin="test",
        address="303 East Kirkwood Avenue",
        city="Bloomington",
        region="IN",
        postal_code="47408",
    ),
    Venue(
        name="Ellettsville Branch",
        kind="library",
        country="US",
        latitude=39.2338,
        longitude=-86.6248,
        origin="test",
        address="600 West Temperance",
        city="Ellettsville",
        region="IN",
        postal_code="47429",
    ),
)


@pytest.fixture(scope="session")
def material() -> Material:
    return Material(
        made_from="a handful",
        countries=lambda: {"US": "United States", "GB": "United Kingdom", "PL": "Poland", "AU": "Australia"},
        cities=lambda: CITIES,
        postal_codes=lambda: POSTAL_CODES,
        venues=lambda: VENUES,
    )


@pytest.fixture(scope="session")
def locator(tmp_path_factory: pytest.TempPathFactory, material: Material) -> Iterator[OfflineLocator]:
    path: Path = tmp_path_factory.mktemp("places") / "gazetteer.sqlite"
    build.ensure(path, material, lambda _: None)
    found = OfflineLocator(Gazetteer(path))
    yield found
    found.close()
