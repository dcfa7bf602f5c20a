"""The locator that needs no internet: it answers from the gazetteer alone."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.errors import PlaceNotFound
from finder.listing import Place, Precision
from finder.places import reading, venues
from finder.places.gazetteer import CityRow, Gazetteer, PostalRow, VenueRow, nearest
from finder.places.names import key
from finder.places.reading import pieces
from finder.places.spacing import city_radius_km
from finder.places.suggest import nearly, starting
from finder.places.towns import Towns

_POINT = re.compile(r"^\s*([-+]?\d{1,2}(?:\.\d+)?)\s*°?[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*°?\s*$")
_LONGEST_TEXT = 600
_VENUE_RADIUS_KM = 1.0
_ADDRESS_RADIUS_KM = 0.5
_NOT_SAID_KM = 5.0
"""A listing that names no town can lie outside its organiser's own."""
_TOWN_KINDS = re.compile(
    r"\s+(?:branch|library|public library|branch library|town hall|village hall|community cent(?:er|re))$"
)


class OfflineLocator:
    """Finds places in the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._towns = Towns(gazetteer)
        self._home = lru_cache(maxsize=1024)(self._find_home)
        self._locate = lru_cache(maxsize=8192)(self._locate_anew)

    def close(self) -> None:
        """Let go of the gazetteer."""
        self._gazetteer.close()

    def locate(self, text: str, *, near: str | None = None, country: str | None = None) -> Place | None:
        """Return where a listing's place text means, read near its source's home; None when nothing is known."""
        return self._locate(text[:_LONGEST_TEXT], near, country.upper() if country else None)

    def find(self, text: str) -> Place:
        """Return the place that a visitor means.

        Raises:
            PlaceNotFound: no place goes by that name; the error carries suggestions.
        """
        text = text[:_LONGEST_TEXT].strip()
        place = self._point(text) or self._code(text) or self._city(text) or self._address(text)
        if place is None:
            raise PlaceNotFound(text, tuple(nearly(self._gazetteer, text)))
        return place

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return names of places that begin so, the largest first, with region or country."""
        return starting(self._gazetteer, prefix[:_LONGEST_TEXT], limit)

    def _locate_anew(self, text: str, near: str | None, country: str | None) -> Place | None:
        home = self._home(near, country) if near else None
        country = country or (home.country if home else None)
        town = self._towns.stated(text, country) or self._unstated_town(text, home, country)
        postal = self._postal(text, town, country)
        anchor = postal or town or home
        venue = self._venue(text, anchor, town or home) if anchor else self._only_venue(text)
        if venue:
            return venue
        if postal:
            return self._from_postal(postal)
        if town:
            return self._from_city(town, city_radius_km(town.population))
        return self._from_city(home, city_radius_km(home.population) + _NOT_SAID_KM) if home else None

    def _find_home(self, near: str, country: str | None) -> CityRow | None:
        return self._towns.stated(near, country, loose=True) or self._towns.called(near, country)

    def _unstated_town(self, text: str, home: CityRow | None, country: str | None) -> CityRow | None:
        """Return a town that the text names without its region: near home, or the largest when there is no home."""
        parts = pieces(text)
        if not parts:
            return None
        if home is None:
            return self._towns.called(parts[-1], country) if len(parts) > 1 or country else None
        towns = self._gazetteer.around(home.latitude, home.longitude).towns
        last = towns.get(key(parts[-1]))
        if last and last.id != home.id and (len(parts) > 1):
            return last
        for part in parts:
            name = _TOWN_KINDS.sub("", part.casefold())
            if name != part.casefold() and (town := towns.get(key(name))) and town.id != home.id:
                return town
        return home if last else None

    def _postal(self, text: str, town: CityRow | None, country: str | None) -> PostalRow | None:
        for code in reading.postal_codes(text):
            for row in self._gazetteer.postal(code.code):
                if code.country in (None, row.country) and _agrees(row, town, country):
                    return row
        return None

    def _venue(self, text: str, anchor: PostalRow | CityRow, town: CityRow | None) -> Place | None:
        around = self._gazetteer.around(anchor.latitude, anchor.longitude)
        if not around.venues:
            return None
        if row := venues.at_address(text, around):
            return self._from_venue(row, "address", _ADDRESS_RADIUS_KM)
        row = venues.named(text, around) or (venues.main_library(text, around, town) if town else None)
        return self._from_venue(row, "venue", _VENUE_RADIUS_KM) if row else None

    def _only_venue(self, text: str) -> Place | None:
        rows = self._gazetteer.venues_named(text)
        return self._from_venue(rows[0], "venue", _VENUE_RADIUS_KM) if len(rows) == 1 else None

    def _point(self, text: str) -> Place | None:
        match = _POINT.match(text)
        if not match:
            return None
        latitude, longitude = float(match[1]), float(match[2])
        if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004  degrees
            return None
        city = self._nearest_city(latitude, longitude)
        return Place(
            latitude=latitude,
            longitude=longitude,
            precision="address",
            radius_km=1.0,
            matched=f"near {self._label(city)}" if city else f"{latitude:.2f}, {longitude:.2f}",
            provider="coordinates",
            city=city.name if city else None,
            region=self._region(city) if city else None,
            country=city.country if city else None,
            timezone=city.timezone if city else None,
        )

    def _code(self, text: str) -> Place | None:
        town = self._towns.stated(text, loose=True)
        postal = self._postal(text, town, None)
        if postal is None:
            postal = next(
                (
                    row
                    for code in reading.outcodes(text)
                    for row in self._gazetteer.postal(code.code)
                    if row.country == "GB"
                ),
                None,
            )
        if postal and not re.search(r"[^\W\d_]{2,}", text.replace(postal.code, "")):
            return self._from_postal(postal)
        return None

    def _city(self, text: str) -> Place | None:
        parts = pieces(text)
        if len(parts) == 1 and (city := self._towns.called(text)):
            return self._from_city(city, city_radius_km(city.population))
        city = self._towns.stated(text, loose=True)
        if city and len(parts) <= 3 and not any(c.isdigit() for c in text):  # noqa: PLR2004  city, region, country
            return self._from_city(city, city_radius_km(city.population))
        return None

    def _address(self, text: str) -> Place | None:
        return self.locate(text)

    def _from_city(self, city: CityRow, radius_km: float) -> Place:
        return Place(
            latitude=city.latitude,
            longitude=city.longitude,
            precision="city",
            radius_km=round(radius_km, 1),
            matched=self._label(city),
            provider="GeoNames" if city.id > 0 else "ZIP codes",
            city=city.name,
            region=self._region(city),
            country=city.country,
            timezone=city.timezone,
        )

    def _from_postal(self, row: PostalRow) -> Place:
        city = None if row.city else self._nearest_city(row.latitude, row.longitude)
        name = row.city or (city.name if city else None)
        region = row.region or (self._region(city) if city else None)
        label = (
            self._gazetteer.areas.label(name, row.country, row.region or (city.region if city else "")) if name else ""
        )
        return Place(
            latitude=row.latitude,
            longitude=row.longitude,
            precision="postal-code",
            radius_km=row.radius_km,
            matched=f"{row.code} {label}".strip(),
            provider="ZIP codes" if row.country == "US" else "postcode districts",
            city=name,
            region=region,
            country=row.country,
            timezone=row.timezone,
        )

    def _from_venue(self, row: VenueRow, precision: Precision, radius_km: float) -> Place:
        city = self._nearest_city(row.latitude, row.longitude)
        town = row.city or (city.name if city else None)
        return Place(
            latitude=row.latitude,
            longitude=row.longitude,
            precision=precision,
            radius_km=radius_km,
            matched=f"{row.name}, {town}" if town else row.name,
            provider=row.origin,
            city=town,
            region=row.region,
            country=row.country,
            timezone=city.timezone if city else None,
        )

    def _nearest_city(self, latitude: float, longitude: float) -> CityRow | None:
        towns = [city for city in self._gazetteer.around(latitude, longitude).towns.values() if city.id > 0]
        return nearest(towns, latitude, longitude) if towns else None

    def _region(self, city: CityRow) -> str | None:
        area = self._gazetteer.areas.region(city.country, city.region)
        return area.code if area else None

    def _label(self, city: CityRow) -> str:
        return self._gazetteer.areas.label(city.name, city.country, city.region)


def _agrees(row: PostalRow, town: CityRow | None, country: str | None) -> bool:
    """Tell whether the code can belong to the text: its state and country are those that the text names."""
    if town:
        return row.country == town.country and row.region in (None, town.region)
    return country in (None, row.country)
