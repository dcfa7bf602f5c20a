"""Turns rows of the gazetteer into places, with how far off each can be and who says so."""

from __future__ import annotations

from functools import lru_cache

from finder.geo import distance_km
from finder.listing import Place, Precision
from finder.places.gazetteer import CityRow, CountyRow, Gazetteer, PostalRow, VenueRow
from finder.places.regions import Area

NOT_SAID_KM = 8.0
"""How much farther off a listing can be that names no town: it may lie in the one next to its organiser's."""

_VENUE_RADIUS_KM = 1.0
_ADDRESS_RADIUS_KM = 0.5
_TYPED_RADIUS_KM = 1.0
"""A visitor's own point is rounded to about a kilometre."""

_CITY_BESIDE_KM = 3.0
"""How far outside a postal code the middle of its city may lie."""

_PROVIDERS = {"US": "ZIP codes", "GB": "postcode districts", "CA": "forward sortation areas"}


class Answers:
    """Makes places out of rows."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        # Reading the towns of a whole country takes milliseconds.
        self.region = lru_cache(maxsize=1024)(self._region)

    def city(self, row: CityRow, more_km: float = 0.0) -> Place:
        """Return the city, reaching as far as its size tells and `more_km`."""
        return Place(
            latitude=row.latitude,
            longitude=row.longitude,
            precision="city",
            radius_km=round(row.reach_km + more_km, 1),
            matched=self.label(row),
            provider="GeoNames" if row.id > 0 else "ZIP codes",
            city=row.name,
            region=self._region_code(row),
            country=row.country,
            timezone=row.timezone,
        )

    def postal(self, row: PostalRow) -> Place:
        """Return the middle of a postal code."""
        city = None if row.city else self._gazetteer.city_of(row, row.radius_km + _CITY_BESIDE_KM)
        named = city.name if city else row.city
        label = self._gazetteer.areas.label(row.city, row.country, row.region or "") if row.city else ""
        return Place(
            latitude=row.latitude,
            longitude=row.longitude,
            precision="postal-code",
            radius_km=row.radius_km,
            matched=f"{row.code} {self.label(city) if city else label}".strip(),
            provider=_PROVIDERS.get(row.country, "GeoNames"),
            city=named,
            region=self._area_code(row.country, row.region) or (self._region_code(city) if city else None),
            country=row.country,
            timezone=row.timezone or (city.timezone if city else None),
        )

    def venue(self, row: VenueRow, precision: Precision = "venue") -> Place:
        """Return a venue, matched by its name or by its address."""
        known = row.city and row.timezone
        city = None if known else self.nearest_city(row.latitude, row.longitude)
        town = row.city or (city.name if city else None)
        return Place(
            latitude=row.latitude,
            longitude=row.longitude,
            precision=precision,
            radius_km=_ADDRESS_RADIUS_KM if precision == "address" else _VENUE_RADIUS_KM,
            matched=f"{row.name}, {town}" if town else row.name,
            provider=row.origin,
            city=town,
            region=row.region,
            country=row.country,
            timezone=row.timezone or (city.timezone if city else None),
        )

    def _region(self, area: Area) -> Place | None:
        """Return the middle of a region, reaching as far as its farthest town."""
        cities = self._gazetteer.cities_in(area.country, area.geonames)
        if not cities:
            return None
        latitude = sum(city.latitude for city in cities) / len(cities)
        longitude = sum(city.longitude for city in cities) / len(cities)
        return Place(
            latitude=round(latitude, 3),
            longitude=round(longitude, 3),
            precision="region",
            radius_km=round(max(distance_km(latitude, longitude, c.latitude, c.longitude) for c in cities)),
            matched=area.name,
            provider="GeoNames",
            region=area.code,
            country=area.country,
        )

    def county(self, row: CountyRow) -> Place:
        """Return the middle of a county, reaching as far as its farthest post office."""
        return Place(
            latitude=round(row.latitude, 3),
            longitude=round(row.longitude, 3),
            precision="region",
            radius_km=row.radius_km,
            matched=self._gazetteer.areas.label(row.name, row.country, row.region),
            provider=_PROVIDERS[row.country],
            region=row.region,
            country=row.country,
            timezone=row.timezone,
        )

    def point(self, latitude: float, longitude: float) -> Place:
        """Return a point that a visitor gave as numbers."""
        city = self.nearest_city(latitude, longitude)
        return Place(
            latitude=latitude,
            longitude=longitude,
            precision="address",
            radius_km=_TYPED_RADIUS_KM,
            matched=f"near {self.label(city)}" if city else f"{latitude:.2f}, {longitude:.2f}",
            provider="coordinates",
            city=city.name if city else None,
            region=self._region_code(city) if city else None,
            country=city.country if city else None,
            timezone=city.timezone if city else None,
        )

    def nearest_city(self, latitude: float, longitude: float) -> CityRow | None:
        """Return the nearest town within some 25 km."""
        towns = self._gazetteer.cities_near(latitude, longitude)
        return min(
            towns, key=lambda city: distance_km(latitude, longitude, city.latitude, city.longitude), default=None
        )

    def label(self, city: CityRow) -> str:
        """Return how people tell this city from others: "Bloomington, Indiana"."""
        return self._gazetteer.areas.label(city.name, city.country, city.region)

    def _region_code(self, city: CityRow) -> str | None:
        return self._area_code(city.country, city.region)

    def _area_code(self, country: str, region: str | None) -> str | None:
        area = self._gazetteer.areas.region(country, region or "")
        return area.code if area else None
