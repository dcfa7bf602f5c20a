"""Finds the town that a text names: "…, Ellettsville, IN 47429", "bloomington indiana", "Leeds, UK"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from finder.geo import distance_km
from finder.places.gazetteer import CityRow, CountyRow, Gazetteer
from finder.places.names import key
from finder.places.reading import pieces
from finder.places.regions import Area

_LONGEST_AREA = 4
_LONGEST_NAME = 5
_CODE = re.compile(
    r"\s*(?:\b\d{4,7}(?:-\d{4})?|\b[A-Z]{1,2}\d[A-Z\d]?(?:\s*\d[A-Z]{2})?|\b[A-Z]\d[A-Z]\s*\d[A-Z]\d)\s*$",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"\d{1,2}")
"""The number of a part of a city: "Dublin 8"."""

_GREAT_CITY = 1_000_000
"""People of a city that is meant by any of its names: "New York" is New York City."""

_TOWN_AND_CODE = re.compile(r"([^\W\d][^,;|()\d@-]+), ([A-Z]{2})")
_SHORT_CODE = 3
_COUNTY_KM = 110.0
"""How far from its county's middle a town may lie: the Highlands are the widest."""
_LONGEST_PIECES = 4
_COUNTY_WORDS = frozenset({"county", "parish", "borough", "municipality"})
_NOT_TOWNS = frozenset({
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "northeast", "northwest",
    "southeast", "southwest", "central", "middle", "upper", "lower", "old", "new", "greater", "of", "the", "in",
    "university", "state", "college",
})  # fmt: skip
"""Words that go before a region's name without making a town of it."""


class Named(NamedTuple):
    """A piece of text that may name a town, and the regions or countries written after it."""

    words: tuple[str, ...]
    areas: tuple[Area, ...]


class Towns:
    """Resolves names of towns; region and country decide, then what is near, then population."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def stated(self, text: str, country: str | None = None, *, loose: bool = False) -> CityRow | None:
        """Return the town that stands in the text with its region or country; None when none is written so.

        With `loose`, a region's short form counts in lower case too ("bloomington in").
        """
        if plain := _TOWN_AND_CODE.fullmatch(text):  # as the catalogue writes homes, and so the commonest of all
            areas = self._gazetteer.areas.named(plain[2])
            if areas and (city := self._best(Named(tuple(plain[1].split()), areas), country)):
                return city
        for named in chain(self._read(text, country, loose=loose), self._region_first(text)):
            if named.areas and (city := self._best(named, country)):
                return city
        return None

    def stated_alone(self, text: str) -> CityRow | None:
        """Return the town that the whole text names with its region or country, nothing before it."""
        for named in self._read(text, None, loose=True):
            if named.areas and len(pieces(text)) <= _LONGEST_PIECES:
                return self._whole(named)
        return None

    def in_a_name(self, text: str, stated: CityRow) -> CityRow | None:
        """Return a town that a venue's name holds with another region than the address, which is then only for post.

        "Soda Springs Idaho Historical Museum, PO Box 1, Scottsdale, AZ" lies in Soda Springs.
        """
        for piece in pieces(text):
            words = [] if piece[0].isdigit() else piece.split()  # "215 W Illinois" is a street
            for end in range(1, len(words)):
                if len(words[end]) <= _SHORT_CODE or not self._gazetteer.areas.begins(words[end]):
                    continue
                if words[end - 1].casefold() in _NOT_TOWNS:
                    continue
                for length in (2, 1):
                    area = [a for a in self._gazetteer.areas.named(" ".join(words[end : end + length])) if a.geonames]
                    name = tuple(words[max(0, end - _LONGEST_NAME) : end])
                    if area:
                        city = self._best(Named(name, tuple(area)), None)
                        if city and (city.country, city.region) != (stated.country, stated.region):
                            return city
        return None

    def region(self, text: str, country: str | None = None) -> Area | None:
        """Return the region that the text names after a town that is unknown."""
        for named in self._read(text, country, loose=False):
            if found := [area for area in named.areas if area.geonames and country in (None, area.country)]:
                return found[0]
        return None

    def county(self, text: str, country: str | None = None) -> CountyRow | None:
        """Return the county that the text names with its region: "Monroe County, IN"."""
        for named in self._read(text, country, loose=False):
            if len(named.words) > 1 and named.words[-1].casefold() in _COUNTY_WORDS:
                for area in named.areas:
                    for start in range(max(0, len(named.words) - _LONGEST_NAME), len(named.words) - 1):
                        found = self._gazetteer.county(" ".join(named.words[start:]), area.country, area.geonames or "")
                        if found:
                            return found
        return None

    def is_area(self, text: str) -> bool:
        """Tell whether the text is the name of a region or country."""
        return bool(self._gazetteer.areas.named(text))

    def called(self, text: str, country: str | None = None) -> CityRow | None:
        """Return the largest town of exactly this name."""
        cities = self._gazetteer.cities_named(key(text))
        return next((city for city in cities if country in (None, city.country)), None)

    def _best(self, named: Named, country: str | None) -> CityRow | None:
        areas = tuple(area for area in named.areas if not area.middle or country in (None, area.country))
        words = named.words[:-1] if len(named.words) > 1 and _DISTRICT.fullmatch(named.words[-1]) else named.words
        for start in range(max(0, len(words) - _LONGEST_NAME), len(words)):
            name = key(" ".join(words[start:]))
            fits = _lying_in(areas, self._gazetteer.cities_named(name))
            if fits:
                fits = [city for city in fits if city.country == country] or fits
                own = [city for city in fits if key(city.name) == name]
                return (own or fits)[0] if fits[0].population < _GREAT_CITY else fits[0]
        return self._shortened(" ".join(named.words), areas)

    def _whole(self, named: Named) -> CityRow | None:
        cities = self._gazetteer.cities_named(key(" ".join(named.words)))
        return next(iter(_lying_in(named.areas, cities)), None)

    def _shortened(self, name: str, areas: tuple[Area, ...]) -> CityRow | None:
        """Return the one town of the region whose words begin as these do: "Oak Terrace" → "Oakbrook Terrace"."""
        words = key(name).split()
        if len(words) < 2:  # noqa: PLR2004  one word is no evidence
            return None
        fits = [
            city
            for area in areas
            if area.geonames and not area.middle
            for city in self._gazetteer.beginning(words[0], area.country, area.geonames)
            if _abbreviates(words, key(city.name).split())
        ]
        return fits[0] if len(fits) == 1 else None

    def _region_first(self, text: str) -> Iterator[Named]:
        """Yield what follows a region that begins the text: "MI, Pigeon, 72 Nitz Street"."""
        first, *rest = pieces(text) or [""]
        areas = tuple(area for area in self._gazetteer.areas.named(first) if area.geonames and not area.middle)
        if areas and rest:
            yield Named(tuple(_without_code(rest[0]).split()), areas)

    def _read(self, text: str, country: str | None, *, loose: bool) -> Iterator[Named]:
        """Yield what may be a town from the end of the text backwards, with the areas that follow it.

        A region's name alone means a town only in the country: "Wellington" is none of New Zealand's in Florida.
        """
        areas: tuple[Area, ...] = ()
        same_names: list[Named] = []
        for piece in reversed(pieces(text)):
            words = _without_code(piece).split()
            rest, found = self._split(words, areas, after_comma=bool(areas) or loose)
            areas = _narrowed(found, areas)
            if rest:
                yield Named(tuple(rest), areas)
            elif any(area.geonames and not area.middle and country in (None, area.country) for area in found):
                same_names.append(Named(tuple(words), areas))
        # Last, so that "Gary, Indiana" is Gary: a town that its region is called after, "New York, USA".
        yield from same_names

    def _split(
        self, words: list[str], later: tuple[Area, ...], *, after_comma: bool
    ) -> tuple[list[str], tuple[Area, ...]]:
        """Take the regions and countries off the end: ["Petaluma", "CA", "US"] → ["Petaluma"], California.

        What stands before a region is a town, be it called like one: "New York, NY".
        """
        areas: tuple[Area, ...] = ()
        changed = True
        while changed and words:
            changed = False
            if not self._gazetteer.areas.ends(words[-1]):
                break
            for length in range(min(_LONGEST_AREA, len(words)), 0, -1):
                written = " ".join(words[-length:])
                tail = written.strip(".")
                found = self._gazetteer.areas.named(tail)
                whole = length == len(words)
                if any(area.geonames and not area.middle for area in (*areas, *later)):
                    lands = {area.country for area in (*areas, *later)}
                    found = tuple(area for area in found if area.middle and area.country in lands)
                if whole and areas:
                    continue
                if found and (whole or after_comma or self._looks_like_area(written)):
                    areas, words, changed = _narrowed(found, areas), words[:-length], True
                    break
        return words, areas

    def _looks_like_area(self, written: str) -> bool:
        """Tell "IN", "Indiana" and "Mass." from the words "in", "me" and "mass"."""
        letters = written.replace(".", "").replace(" ", "")
        if letters.isupper() and len(letters) <= _SHORT_CODE:
            return True
        if self._gazetteer.areas.is_short(written):
            return written.endswith(".")
        return len(letters) > _SHORT_CODE and written[:1].isupper()


def _without_code(piece: str) -> str:
    return _CODE.sub("", piece) if any(map(str.isdigit, piece)) else piece


def _narrowed(found: tuple[Area, ...], later: tuple[Area, ...]) -> tuple[Area, ...]:
    """Keep the regions that lie in a country written after them."""
    if not found or not later:
        return found or later
    countries = {area.country for area in later}
    return tuple(area for area in found if area.country in countries) or later


def _lying_in(areas: Iterable[Area], cities: Sequence[CityRow]) -> list[CityRow]:
    """Return the cities that lie in one of the regions or countries, in their order; for a county the nearest first."""
    wanted = {(area.country, area.geonames) for area in areas if not area.middle}
    inside = [city for city in cities if (city.country, city.region) in wanted or (city.country, None) in wanted]
    return inside or [city for area in areas if area.middle for city in _near_the_middle(area, cities)]


def _near_the_middle(county: Area, cities: Iterable[CityRow]) -> list[CityRow]:
    far = {
        city: distance_km(*county.middle, city.latitude, city.longitude)
        for city in cities
        if county.middle and (city.country, city.region) == (county.country, county.geonames)
    }
    return sorted((city for city in far if far[city] < _COUNTY_KM), key=far.__getitem__)


def _abbreviates(words: list[str], name: list[str]) -> bool:
    return len(words) == len(name) and all(long.startswith(short) for short, long in zip(words, name, strict=True))
