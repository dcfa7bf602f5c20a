"""Reads the built gazetteer: cities by name, postal codes, and what lies around a point."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from finder.errors import StoreError
from finder.geo import Box, distance_km
from finder.places.build import CELLS_PER_DEGREE, cell, cells_of, connect, row_of
from finder.places.names import as_one, key
from finder.places.regions import Areas

_TIERS = range(5)
_OTHER_NAME_COUNTS = 20
"""By how much larger a city must be to be meant by another spelling than a town that is called so."""
_VENUE_REACH = 0.36
_TOWN_REACH = 0.22
_NAME_REACH = 0.5
"""Degrees of latitude: 111 km each."""


class CityRow(NamedTuple):
    """A city, town or district; `region` is GeoNames' code."""

    id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    timezone: str | None
    cell: int
    reach_km: float
    meant: int
    """0 for one that lies far from the postal codes of its name: its namesake of the region is meant."""


class PostalRow(NamedTuple):
    """A postal code."""

    code: str
    country: str
    latitude: float
    longitude: float
    city: str | None
    region: str | None
    timezone: str | None
    radius_km: float


class VenueRow(NamedTuple):
    """A venue."""

    id: int
    name: str
    kind: str
    address: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str
    latitude: float
    longitude: float
    origin: str
    timezone: str | None
    key: str
    number: str | None
    town: str


class CountyRow(NamedTuple):
    """A county: the middle of where its people live, and how far off the farthest do."""

    key: str
    region: str
    country: str
    name: str
    latitude: float
    longitude: float
    radius_km: float
    timezone: str | None


class Nearby(NamedTuple):
    """A venue near a point, by the words of its name and its town; they are ordered by cell, then by id."""

    cell: int
    venue: int
    words: frozenset[str]
    town: str


ByWord = dict[str, list[Nearby]]
"""Venues by each word of their names."""


class Gazetteer:
    """One open gazetteer file; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            StoreError: the file cannot be read.
        """
        self._lock = Lock()
        self._path = path
        try:
            self._connection = connect(path)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error
        self.areas = Areas(dict(self._rows("SELECT code, name FROM country")))
        self.cities_named = lru_cache(maxsize=16384)(self._cities_named)
        self.postal = lru_cache(maxsize=4096)(self._postal)
        self._venue_names = lru_cache(maxsize=None)(self._load_venue_names)
        self._venue_doors = lru_cache(maxsize=None)(self._load_venue_doors)
        self._venues = lru_cache(maxsize=None)(self._load_venues)
        self._around = lru_cache(maxsize=2048)(self._load_around)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def venues_near(self, words: Collection[str], latitude: float, longitude: float) -> list[Nearby]:
        """Return the venues within some 40 km whose name has one of the words, in their order.

        Points in the same tenth of a degree share one answer.
        """
        if not words:
            return []
        cells = self._around(round(latitude, 1), round(longitude, 1))
        return sorted({venue for by_word in cells for word in words if word in by_word for venue in by_word[word]})

    def venues_around(self, latitude: float, longitude: float, kinds: Collection[str]) -> list[VenueRow]:
        """Return the venues of these kinds within some 40 km."""
        found = [
            VenueRow(*row)
            for span in _cells_around(latitude, longitude, _VENUE_REACH)
            for row in self._rows(
                "SELECT venue.* FROM venue_near JOIN venue ON venue.id = venue WHERE cell BETWEEN ? AND ?", *span
            )
        ]
        return [row for row in found if row.kind in kinds]

    def venue(self, number: int) -> VenueRow:
        """Return the venue of this id."""
        return VenueRow(*self._rows("SELECT * FROM venue WHERE id = ?", number)[0])

    def venues_at(self, number: str, town: str) -> list[VenueRow]:
        """Return the venues with this house number in the town of this key."""
        if (number, town) not in self._venue_doors():
            return []
        return [VenueRow(*row) for row in self._rows("SELECT * FROM venue WHERE number = ? AND town = ?", number, town)]

    def cities_near(self, latitude: float, longitude: float) -> list[CityRow]:
        """Return the towns of 500 people and more within some 25 km."""
        spans = _cells_around(latitude, longitude, _TOWN_REACH)
        rows = (row for s in spans for row in self._rows("SELECT * FROM city WHERE cell BETWEEN ? AND ?", *s))
        return [CityRow(*row) for row in rows if row[0] > 0]

    def largest_in(self, box: Box, limit: int) -> list[CityRow]:
        """Return the largest towns of a rectangle that does not cross the antimeridian."""
        sql = (
            "SELECT * FROM city WHERE id > 0 AND meant AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?"
            " AND cell BETWEEN ? AND ? ORDER BY population DESC, id LIMIT ?"
        )
        cells = cell(box.south, box.west), cell(box.north, box.east)
        rows = self._rows(sql, box.south, box.north, box.west, box.east, *cells, limit)
        return [CityRow(*row) for row in rows]

    def city_near(self, name: str, point: CityRow | PostalRow) -> CityRow | None:
        """Return the largest town of that name within some 50 km of a point."""
        near = (city for city in self.cities_named(key(name)) if _is_near(city, point))
        return next(near, None)

    def city_of(self, point: PostalRow, within_km: float) -> CityRow | None:
        """Return the largest town so near to the middle of a postal code, else the nearest."""
        far = {city: km_between(city, point) for city in self.cities_near(point.latitude, point.longitude)}
        inside = [city for city in far if far[city] <= within_km]
        return max(inside, key=lambda city: city.population, default=None) or min(
            far, key=far.__getitem__, default=None
        )

    def county(self, name: str, country: str, region: str) -> CountyRow | None:
        """Return the county of that name in a region."""
        sql = "SELECT * FROM county WHERE key = ? AND country = ? AND region = ?"
        return next((CountyRow(*row) for row in self._rows(sql, key(name), country, region)), None)

    def starting(self, prefix: str, limit: int) -> list[CityRow]:
        """Return cities whose name, in any spelling, begins so: the largest first."""
        found: dict[int, CityRow] = {}
        for tier in _TIERS:
            rows = self._rows(
                "SELECT city.* FROM city_name JOIN city ON city.id = city_name.city"
                " WHERE tier = ? AND key >= ? AND key < ? ORDER BY population DESC LIMIT ?",
                tier, prefix, prefix + "\U0010ffff", 4 * limit,
            )  # fmt: skip
            found |= {row[0]: CityRow(*row) for row in rows if row[0] not in found}
            if len(found) >= limit:
                return list(found.values())
        rows = self._rows(
            "SELECT city.* FROM other_name JOIN city ON city.id = other_name.city"
            " WHERE key >= ? AND key < ? ORDER BY population DESC LIMIT ?",
            prefix, prefix + "\U0010ffff", limit,
        )  # fmt: skip
        found |= {row[0]: CityRow(*row) for row in rows if row[0] not in found}
        return list(found.values())

    def beginning(self, prefix: str, country: str, region: str) -> list[CityRow]:
        """Return every city of 500 people and more of a region whose own name begins so."""
        rows = self._rows(
            "SELECT city.* FROM city_name JOIN city ON city.id = city_name.city"
            " WHERE tier IN (0, 1, 2, 3) AND key >= ? AND key < ? AND country = ? AND region = ?",
            prefix, prefix + "\U0010ffff", country, region,
        )  # fmt: skip
        return [CityRow(*row) for row in rows]

    def postal_starting(self, prefix: str, limit: int) -> list[PostalRow]:
        """Return postal codes that begin so."""
        rows = self._rows(
            "SELECT * FROM postal WHERE code >= ? AND code < ? ORDER BY code LIMIT ?",
            prefix, prefix + "\U0010ffff", limit,
        )  # fmt: skip
        return [PostalRow(*row) for row in rows]

    def cities_in(self, country: str, region: str | None = None) -> list[CityRow]:
        """Return every city of the country, or of one of its regions."""
        rows = self._rows(
            "SELECT * FROM city WHERE country = ? AND region = coalesce(?, region) AND id > 0", country, region
        )
        return [CityRow(*row) for row in rows]

    def names_of_cities(self, least_tier: int) -> list[tuple[str, int]]:
        """Return the keys and ids of cities of this size and larger, to look for misspelt names."""
        return self._rows("SELECT key, city FROM city_name WHERE tier <= ?", least_tier)

    def city(self, number: int) -> CityRow:
        """Return the city of this id."""
        return CityRow(*self._rows("SELECT * FROM city WHERE id = ?", number)[0])

    def venues_named(self, name: str) -> list[VenueRow]:
        """Return the venues of exactly this name, anywhere."""
        name_key = key(name)
        if name_key not in self._venue_names():
            return []
        return [VenueRow(*row) for row in self._rows("SELECT * FROM venue WHERE key = ?", name_key)]

    def _load_venue_names(self) -> frozenset[str]:
        """Return the keys of all venues: most pieces of text are none, and asking the file for each takes longer."""
        return frozenset(name for (name,) in self._rows("SELECT key FROM venue"))

    def _load_venue_doors(self) -> frozenset[tuple[str, str]]:
        """Return the house number and town of all venues."""
        return frozenset(self._rows("SELECT number, town FROM venue WHERE number IS NOT NULL"))

    def _cities_named(self, name_key: str) -> tuple[CityRow, ...]:
        if " " in name_key and as_one(name_key) != name_key:
            return self._cities_of(name_key) or self._cities_of(as_one(name_key))
        return self._cities_of(name_key)

    def _cities_of(self, name_key: str) -> tuple[CityRow, ...]:
        rows = self._rows(
            "SELECT city.*, 1 FROM city_name JOIN city ON city.id = city_name.city"
            " WHERE key = :name UNION ALL"
            " SELECT city.*, :counts FROM other_name JOIN city ON city.id = other_name.city WHERE key = :name",
            {"name": name_key, "counts": _OTHER_NAME_COUNTS},
        )
        weighed = [(row[6] / row[-1], CityRow(*row[:-1])) for row in rows]
        return tuple(city for _, city in sorted(weighed, key=lambda pair: (-pair[1].meant, -pair[0])))

    def _postal(self, code: str) -> tuple[PostalRow, ...]:
        return tuple(PostalRow(*row) for row in self._rows("SELECT * FROM postal WHERE code = ?", code))

    def _load_around(self, latitude: float, longitude: float) -> list[ByWord]:
        spans = _cells_around(latitude, longitude, _VENUE_REACH)
        rows = ((range(first, last + 1), self._venues(row_of((first + last) // 2))) for first, last in spans)
        return [row[number] for numbers, row in rows for number in numbers if number in row]

    def _load_venues(self, row: int) -> dict[int, ByWord]:
        """Return the venues of a row of cells around the globe, some hundreds, by cell and by each word of theirs."""
        found: dict[int, ByWord] = {}
        sql = "SELECT cell, venue, words, town FROM venue_near WHERE cell BETWEEN ? AND ?"
        for at, number, words, town in self._rows(sql, *cells_of(row)):
            venue = Nearby(at, number, frozenset(words.split()), town)
            by_word = found.setdefault(at, {})
            for word in venue.words:
                by_word.setdefault(word, []).append(venue)
        return found

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        named = values[0] if values and isinstance(values[0], dict) else values
        try:
            with self._lock:
                return self._connection.execute(sql, named).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(f"cannot read the gazetteer at {self._path}: {error}; delete it, and it is built anew")


def km_between(one: CityRow | PostalRow, other: CityRow | PostalRow) -> float:
    """Return the distance between two places."""
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _cells_around(latitude: float, longitude: float, reach: float) -> list[tuple[int, int]]:
    """Return the first and last cell of each row of cells within `reach` degrees of latitude of the point."""
    wide = reach / max(0.1, cos(radians(latitude)))
    rows = range(int((latitude - reach) * CELLS_PER_DEGREE // 1), int((latitude + reach) * CELLS_PER_DEGREE // 1) + 1)
    middles = [(row + 0.5) / CELLS_PER_DEGREE for row in rows]
    return [(cell(middle, longitude - wide), cell(middle, longitude + wide)) for middle in middles]


def _is_near(city: CityRow, point: CityRow | PostalRow) -> bool:
    if abs(city.latitude - point.latitude) > _NAME_REACH:
        return False
    return abs(city.longitude - point.longitude) * cos(radians(city.latitude)) <= _NAME_REACH
