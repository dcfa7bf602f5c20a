"""Finds the town that a text names without its region: "Town Hall, Ellettsville", "Fallbrook Branch", "75011 Paris"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finder.places.gazetteer import CityRow, Gazetteer, km_between
from finder.places.names import KIND_WORDS, key, venue_words
from finder.places.reading import pieces
from finder.places.venues import ends_a_street
from finder.text import fold

_BRANCH_WORDS = re.compile(
    r"\s+(?:branch library|public library|branch|library|town hall|village hall|community cent(?:er|re))$"
)
_CODE_BEFORE = re.compile(
    r"^(?:[A-Z]{1,2}-)?\d{4,5}(?:\s?[A-Z]{2})?\s+(?=[^\W\d])|^(?:\d{3}\s\d{2}|\d{2}-\d{3}|\d{4}-\d{3})\s+(?=[^\W\d])"
)
_CODE_AFTER = re.compile(r"\s+(?:[A-Z]{1,2}\d[A-Z\d]?(?:\s*\d[A-Z]{2})?|\d{4,6}|\d{1,2})$")
_ONLY_A_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?(?:\s*\d[A-Z]{2})?|[A-Z]\d[A-Z](?:\s*\d[A-Z]\d)?|\d{4,6}(?:-\d{4})?")
_KNOWN_WITHOUT_HOME = 3_000
"""People of the smallest town that a text means by its name alone, with nothing to tell where."""

_GREAT_CITY = 400_000
_KNOWN_IN_THE_REGION = 10_000
_KNOWN_BY_MANY_NAMES = 200_000
_COUNTY_KM = 90.0
"""How far from home the branches of a county's library lie."""


class UnstatedTowns:
    """Guesses by what is near home; without a home by the words beside the name, then by population."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def town(self, text: str, home: CityRow | None, country: str | None) -> CityRow | None:
        """Return the town that the text names; None when it names none, or only a kind of venue."""
        parts = [_bare(part) for part in pieces(text) if not _ONLY_A_CODE.fullmatch(part)]
        if not parts:
            return None
        if home is None:
            return self._anywhere(text, parts, country)
        return self._last(parts, home) or self._of_a_branch(parts, home)

    def _anywhere(self, text: str, parts: Sequence[str], country: str | None) -> CityRow | None:
        name = parts[-1]
        if venue_words(name) <= KIND_WORDS:
            return None
        cities = [c for c in self._gazetteer.cities_named(key(name)) if country in (None, c.country)]
        if self._gazetteer.areas.named(name):  # "Berlin" is a city as well, "Indiana" another state's village
            return next((city for city in cities if city.population >= _GREAT_CITY), None)
        words = f" {fold(text)} "
        hinted = [city for city in cities if (region := self._region_of(city)) and f" {fold(region)} " in words]
        if hinted:
            return hinted[0]
        least = _KNOWN_WITHOUT_HOME if len(parts) == 1 and country is None else 0
        return next((city for city in cities if city.population >= least), None)

    def _region_of(self, city: CityRow) -> str | None:
        area = self._gazetteer.areas.region(city.country, city.region)
        return area.name if area else self._gazetteer.areas.countries.get(city.country)

    def _last(self, parts: Sequence[str], home: CityRow) -> CityRow | None:
        """Return the town that ends the text, or is all of it: near home, or a larger one in the region."""
        name = parts[-1]
        if venue_words(name) <= KIND_WORDS:
            return None
        if near := self._near(name, home):
            return near
        reach = _COUNTY_KM if len(parts) == 1 else None
        region = [c for c in self._gazetteer.cities_named(key(name)) if (c.country, c.region) == home[2:4]]
        least = 0 if reach else _KNOWN_IN_THE_REGION
        return next(
            (c for c in region if c.population >= least and (reach is None or km_between(c, home) <= reach)), None
        )

    def _near(self, name: str, home: CityRow) -> CityRow | None:
        """Return the town near home that is called so; old names of small places are as often those of others."""
        town = self._gazetteer.city_near(name, home)
        return town if town and (town.population >= _KNOWN_BY_MANY_NAMES or key(town.name) == key(name)) else None

    def _of_a_branch(self, parts: Sequence[str], home: CityRow) -> CityRow | None:
        for part in parts:
            name = _BRANCH_WORDS.sub("", part.casefold())
            if name != part.casefold() and (town := self._near(name, home)):
                return town
        return None


def _bare(part: str) -> str:
    """Return a piece without the postal code or the number of the district beside its town; a street stays whole."""
    if not any(map(str.isdigit, part)):
        return part
    return part if ends_a_street(part) else _CODE_AFTER.sub("", _CODE_BEFORE.sub("", part))
