"""Builds the gazetteer: one SQLite file, made whole beside its place and then moved there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from finder.errors import StoreError
from finder.listing import Record
from finder.places import rows
from finder.places.clocks import zone_at
from finder.places.names import as_one, key, venue_words
from finder.places.post_office import Known, counties, hamlets, namesakes, post_towns
from finder.places.rows import City, Postal, Venue
from finder.places.spacing import SMALL_TOWN, Spacing, city_reach_km

RECIPE = 9
"""Raise it when the tables below change: every gazetteer is then built anew."""

CELLS_PER_DEGREE = 4
_CELLS_IN_A_ROW = 360 * CELLS_PER_DEGREE
_BATCH = 20_000
_BOXES_KM = 8.0
"""How much farther the receiver of post kept in a box can live."""
_LOCK_SECONDS = 180
_ALTERNATES_FROM = 5000
"""People from which a place is also found by its other spellings."""

_SCHEMA = """
CREATE TABLE meta (made_from TEXT NOT NULL);
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE city (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL,
  latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL, timezone TEXT,
  cell INTEGER NOT NULL, reach_km REAL NOT NULL, meant INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE city_name (
  tier INTEGER NOT NULL, key TEXT NOT NULL, city INTEGER NOT NULL, PRIMARY KEY (tier, key, city)
) WITHOUT ROWID;
CREATE TABLE other_name (key TEXT NOT NULL, city INTEGER NOT NULL, PRIMARY KEY (key, city)) WITHOUT ROWID;
CREATE TABLE county (
  key TEXT NOT NULL, region TEXT NOT NULL, country TEXT NOT NULL, name TEXT NOT NULL, latitude REAL NOT NULL,
  longitude REAL NOT NULL, radius_km REAL NOT NULL, timezone TEXT, PRIMARY KEY (key, region, country)
) WITHOUT ROWID;
CREATE TABLE postal (
  code TEXT NOT NULL, country TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
  city TEXT, region TEXT, timezone TEXT, radius_km REAL NOT NULL, PRIMARY KEY (code, country)
) WITHOUT ROWID;
CREATE TABLE venue (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, address TEXT, city TEXT, region TEXT,
  postal_code TEXT, country TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL, origin TEXT NOT NULL,
  timezone TEXT, key TEXT NOT NULL, number TEXT, town TEXT
);
CREATE TABLE venue_near (
  cell INTEGER NOT NULL, venue INTEGER NOT NULL, words TEXT NOT NULL, town TEXT, PRIMARY KEY (cell, venue)
) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX city_cell ON city (cell);
CREATE INDEX city_key ON city_name (key);
CREATE INDEX venue_key ON venue (key);
CREATE INDEX venue_address ON venue (number, town);
"""


class Material(Record, frozen=True, kw_only=True):
    """What a gazetteer is made of; `made_from` changes when any of it does."""

    made_from: str
    countries: Callable[[], dict[str, str]]
    cities: Callable[[], Iterable[City]]
    postal_codes: Callable[[], Iterable[Postal]]
    venues: Callable[[], Iterable[Venue]]


def shipped() -> Material:
    """Return everything that the packages and our own tables hold."""
    return Material(
        made_from=f"recipe {RECIPE}, {rows.fingerprint()}",
        countries=rows.countries,
        cities=rows.cities,
        postal_codes=rows.postal_codes,
        venues=rows.venues,
    )


def ensure(path: Path, material: Material, progress: Callable[[str], None]) -> None:
    """Build the gazetteer at `path` unless the one there is made from the same material.

    Two processes may call it at once: the second waits for the first and uses its file.

    Raises:
        StoreError: the folder cannot be written, or another process builds for more than three minutes.
    """
    if made_from(path) == material.made_from:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(_locked(path.with_suffix(".lock"))):
            if made_from(path) != material.made_from:
                progress(f"building the gazetteer at {path}, once")
                _replace(path, material)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot build the gazetteer at {path}: {error}") from error


def made_from(path: Path) -> str | None:
    """Return what the gazetteer at `path` was made from; None when there is none or it cannot be read."""
    if not path.is_file():
        return None
    try:
        with closing(connect(path)) as connection:
            row = connection.execute("SELECT made_from FROM meta").fetchone()
            return str(row[0]) if row else None
    except sqlite3.Error:
        return None


def connect(path: Path) -> sqlite3.Connection:
    """Open a built gazetteer: it never changes in place, so SQLite needs neither locks nor a writable folder."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def cell(latitude: float, longitude: float) -> int:
    """Return the number of the quarter-degree square that holds the point."""
    row, column = int(latitude * CELLS_PER_DEGREE // 1), int(longitude * CELLS_PER_DEGREE // 1)
    return row * _CELLS_IN_A_ROW + column


def row_of(number: int) -> int:
    """Return the row, counted from the equator, in which the cell of this number lies."""
    return (number + _CELLS_IN_A_ROW // 2) // _CELLS_IN_A_ROW


def cells_of(row: int) -> tuple[int, int]:
    """Return the numbers of the first and the last cell of a row, which goes around the globe."""
    first = row * _CELLS_IN_A_ROW - _CELLS_IN_A_ROW // 2
    return first, first + _CELLS_IN_A_ROW - 1


def _locked(path: Path) -> sqlite3.Connection:
    # An SQLite file as lock: works on every system, and a process that dies lets go of it.
    connection = sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _replace(path: Path, material: Material) -> None:
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(partial, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -60000")
            connection.executescript(_SCHEMA)
            connection.execute("BEGIN")
            _fill(connection, material)
            connection.execute("COMMIT")
            connection.executescript(_INDEXES)
        with partial.open("rb+") as stream:
            os.fsync(stream.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, material: Material) -> None:
    connection.executemany("INSERT INTO country VALUES (?, ?)", material.countries().items())
    codes = list(material.postal_codes())
    spacing = Spacing(codes)
    _add_cities(connection, material.cities(), spacing)
    towns = post_towns(codes)
    others = list(namesakes(towns, partial(_known, connection)))
    _add_cities(connection, list(hamlets(towns, partial(_known, connection))), spacing)
    connection.executemany("UPDATE city SET meant = 0 WHERE id = ?", ((number,) for number in others))
    connection.executemany("INSERT INTO county VALUES (?, ?, ?, ?, ?, ?, ?, ?)", counties(codes))
    connection.executemany("INSERT OR IGNORE INTO postal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _postal_rows(codes, spacing))
    _add_venues(connection, list(material.venues()), {code.code: code.timezone for code in codes})
    connection.execute("INSERT INTO meta VALUES (?)", (material.made_from,))


def _add_cities(connection: sqlite3.Connection, cities: Iterable[City], spacing: Spacing) -> None:
    every = iter(cities)
    while some := list(islice(every, _BATCH)):
        cities_rows = [_city_row(city, spacing) for city in some]
        connection.executemany("INSERT OR IGNORE INTO city VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)", cities_rows)
        names = sorted((tier(city.population), key(city.name), city.id) for city in some)
        connection.executemany("INSERT OR IGNORE INTO city_name VALUES (?, ?, ?)", names)
        others = sorted(name for city in some for name in _other_names(city))
        connection.executemany("INSERT OR IGNORE INTO other_name VALUES (?, ?)", others)


def _city_row(city: City, spacing: Spacing) -> tuple[object, ...]:
    point = (city.latitude, city.longitude)
    apart = spacing.sixth_nearest_km(*point) if city.country == "US" and city.population < SMALL_TOWN else 0
    reach = city_reach_km(city.population, apart)
    return (city.id, city.name, city.country, city.region, *point, city.population, city.timezone, cell(*point), reach)


def _other_names(city: City) -> list[tuple[str, int]]:
    """Return the keys by which a place is found beside its own: other spellings, and "Debeque" for De Beque."""
    own = key(city.name)
    others = {key(name) for name in city.names} if city.population >= _ALTERNATES_FROM else set()
    return [(name, city.id) for name in (others | {as_one(own)}) - {own, ""}]


def tier(population: int) -> int:
    """Return 0 for the largest cities to 4 for places below 500 people: a search that asks 0 first ends soon."""
    return sum(population < least for least in (200_000, 30_000, 5_000, 500))


def _known(connection: sqlite3.Connection, name: str, region: str) -> list[Known]:
    found = connection.execute(
        "SELECT city.id, latitude, longitude, 1 FROM city_name JOIN city ON city.id = city_name.city"
        " WHERE tier IN (0, 1, 2, 3, 4) AND key = :name AND country = 'US' AND region = :region"
        " UNION SELECT city.id, latitude, longitude, 0 FROM other_name JOIN city ON city.id = other_name.city"
        " WHERE key = :name AND country = 'US' AND region = :region",
        {"name": name, "region": region},
    )
    return [Known(number, latitude, longitude, bool(own)) for number, latitude, longitude, own in found]


def _postal_rows(codes: list[Postal], spacing: Spacing) -> Iterator[tuple[object, ...]]:
    for code in codes:
        point = (code.latitude, code.longitude)
        reach = code.radius_km or spacing.radius_km(*point) + (0 if code.delivers else _BOXES_KM)
        yield (code.code, code.country, *point, code.city, code.region, code.timezone, reach)


def _add_venues(connection: sqlite3.Connection, venues: list[Venue], zones: dict[str, str | None]) -> None:
    connection.executemany(
        "INSERT INTO venue VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_venue_row(number, venue, zones.get(venue.postal_code or "")) for number, venue in enumerate(venues)),
    )
    near = sorted(
        (cell(venue.latitude, venue.longitude), number, " ".join(venue_words(venue.name)), key(venue.city or ""))
        for number, venue in enumerate(venues)
    )
    connection.executemany("INSERT INTO venue_near VALUES (?, ?, ?, ?)", near)


def _venue_row(number: int, venue: Venue, zone: str | None) -> tuple[object, ...]:
    where = (venue.address, venue.city, venue.region, venue.postal_code, venue.country, venue.latitude, venue.longitude)
    house = (venue.address or "").partition(" ")[0]
    zone = zone or zone_at(venue.latitude, venue.longitude)
    made = (zone, key(venue.name), house if house[:1].isdigit() else None, key(venue.city or ""))
    return (number, venue.name, venue.kind, *where, venue.origin, *made)
