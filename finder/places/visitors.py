"""Reads a visitor's place field: a point, a postal code, a city, an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from finder.geo import distance_km
from finder.listing import Place
from finder.places import reading
from finder.places.answers import Answers
from finder.places.codes import likely_meant
from finder.places.gazetteer import CityRow, Gazetteer, PostalRow
from finder.places.reading import Code
from finder.places.towns import Towns

_POINT = re.compile(r"^\s*([-+]?\d{1,2}(?:\.\d+)?)\s*°?\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*°?\s*$")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"\d")
_LOOSE_CODE = re.compile(r"\b\d{4,6}\b")
_SAME_TOWN_KM = 40.0
_GREAT_CITY = 400_000
_TOWN = 20_000


class VisitorReader:
    """Understands what a person types; the larger place is meant when nothing tells."""

    def __init__(self, gazetteer: Gazetteer, towns: Towns, answers: Answers) -> None:
        self._gazetteer = gazetteer
        self._towns = towns
        self._answers = answers

    def place(self, text: str) -> Place | None:
        """Return the place, None when the text is not one of the kinds that are read here."""
        if point := self._point(text):
            return point
        code = self.code(text)
        return self._answers.postal(code) if code else self._city(text)

    def is_area(self, text: str) -> bool:
        """Tell whether the text names a region or country, which is too large to live near: "Indiana"."""
        return bool(self._gazetteer.areas.named(text)) and self._city(text) is None

    def largest_cities(self, text: str, limit: int) -> list[str]:
        """Return the largest cities of the region or country that the text names."""
        area = self._gazetteer.areas.named(text)[0]
        cities = sorted(self._gazetteer.cities_in(area.country, area.geonames), key=lambda city: -city.population)
        return [self._answers.label(city) for city in cities[:limit]]

    def _point(self, text: str) -> Place | None:
        match = _POINT.match(text)
        if not match:
            return None
        latitude, longitude = float(match[1]), float(match[2])
        if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004  degrees
            return None
        return self._answers.point(latitude, longitude)

    def code(self, text: str) -> PostalRow | None:
        """Return the postal code that the text is, alone or beside its town."""
        for code, row in self._codes(text):
            rest = text.upper().replace(code.text.upper(), " ")
            if code.alone or not _LETTERS.search(rest) or (not _DIGIT.search(rest) and self._belongs(row, rest)):
                return row
        return None

    def _codes(self, text: str) -> Iterator[tuple[Code, PostalRow]]:
        for code in (*reading.postal_codes(text), *reading.outcodes(text)):
            for row in sorted(self._gazetteer.postal(code.code), key=likely_meant):
                if code.country in (None, row.country):
                    yield code, row

    def _belongs(self, row: PostalRow, rest: str) -> bool:
        """Tell whether the words beside a code name its town, region or country: "Leeds LS1", "10115, Germany"."""
        if any(area.country == row.country for area in self._gazetteer.areas.named(rest.strip(" ,"))):
            return True
        towns = (self._towns.stated(rest, row.country, loose=True), self._towns.called(rest, row.country))
        return any(
            town and distance_km(row.latitude, row.longitude, town.latitude, town.longitude) < _SAME_TOWN_KM
            for town in towns
        )

    def _city(self, text: str) -> Place | None:
        name = _LOOSE_CODE.sub(" ", text).strip(" ,;.-")
        if any(character.isdigit() for character in name) or not _LETTERS.search(name + "xx" * (not name.isascii())):
            return None
        city = self._towns.called(name) or self._towns.stated_alone(name)
        return self._answers.city(city) if city and not self._is_rather_an_area(name, city) else None

    def _is_rather_an_area(self, name: str, city: CityRow) -> bool:
        """Tell "Indiana" the state, with its town in Pennsylvania, from "New York" and "Victoria"."""
        areas = self._gazetteer.areas.named(name)
        enough = _TOWN if any(area.geonames and area.country != "US" for area in areas) else _GREAT_CITY
        return bool(areas) and city.population < enough
