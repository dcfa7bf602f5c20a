"""Finds the town that a text names: "…, Ellettsville, IN 47429", "bloomington indiana", "Leeds, UK"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from finder.places.gazetteer import CityRow, Gazetteer
from finder.places.names import key
from finder.places.reading import pieces
from finder.places.regions import Area

_LONGEST_AREA = 4
_LONGEST_NAME = 5
_CODE = re.compile(
    r"\s*(?:\b\d{4,7}(?:-\d{4})?|\b[A-Z]{1,2}\d[A-Z\d]?(?:\s*\d[A-Z]{2})?|\b[A-Z]\d[A-Z]\s*\d[A-Z]\d)\s*$",
    re.IGNORECASE,
)
_SHORT_CODE = 3


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
        for named in self._read(text, loose=loose):
            if named.areas and (city := self._best(named, country)):
                return city
        return None

    def area(self, text: str) -> tuple[Area, ...]:
        """Return the regions or countries that the text as a whole names."""
        return self._gazetteer.areas.named(text)

    def called(self, text: str, country: str | None = None) -> CityRow | None:
        """Return the largest town of exactly this name."""
        cities = self._gazetteer.cities_named(key(text))
        return next((city for city in cities if country in (None, city.country)), None)

    def _best(self, named: Named, country: str | None) -> CityRow | None:
        for start in range(max(0, len(named.words) - _LONGEST_NAME), len(named.words)):
            name = key(" ".join(named.words[start:]))
            fits = [city for city in self._gazetteer.cities_named(name) if _lies_in(city, named.areas)]
            if fits:
                return next((city for city in fits if city.country == country), fits[0])
        return None

    def _read(self, text: str, *, loose: bool) -> Iterator[Named]:
        """Yield what may be a town from the end of the text backwards, with the areas that follow it."""
        areas: tuple[Area, ...] = ()
        for piece in reversed(pieces(text)):
            words = _CODE.sub("", piece).split()
            rest, found = self._split(words, after_comma=bool(areas) or loose)
            areas = _narrowed(found, areas)
            if rest:
                yield Named(tuple(rest), areas)

    def _split(self, words: list[str], *, after_comma: bool) -> tuple[list[str], tuple[Area, ...]]:
        """Take the regions and countries off the end: ["Petaluma", "CA", "US"] → ["Petaluma"], California."""
        areas: tuple[Area, ...] = ()
        changed = True
        while changed and words:
            changed = False
            for length in range(min(_LONGEST_AREA, len(words)), 0, -1):
                tail = " ".join(words[-length:]).strip(".")
                found = self._gazetteer.areas.named(tail)
                whole = length == len(words)
                if found and (whole or after_comma or _looks_like_area(tail)):
                    areas, words, changed = _narrowed(found, areas), words[:-length], True
                    break
        return words, areas


def _looks_like_area(tail: str) -> bool:
    """Tell "IN" and "Indiana" from the words "in" and "me"."""
    return tail.replace(".", "").isupper() if len(tail.replace(".", "")) <= _SHORT_CODE else tail[:1].isupper()


def _narrowed(found: tuple[Area, ...], later: tuple[Area, ...]) -> tuple[Area, ...]:
    """Keep the regions that lie in a country written after them."""
    if not found or not later:
        return found or later
    countries = {area.country for area in later}
    return tuple(area for area in found if area.country in countries) or later


def _lies_in(city: CityRow, areas: Sequence[Area]) -> bool:
    return any(area.country == city.country and area.geonames in (None, city.region) for area in areas)
