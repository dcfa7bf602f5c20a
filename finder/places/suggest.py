"""Names of places for the place field: those that begin so, and those that are spelt nearly so."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from finder.places.codes import likely_meant
from finder.places.gazetteer import CityRow, Gazetteer, PostalRow
from finder.places.names import key, plain_key
from finder.text import fold

_TOWNS = 2
_NEARLY = 78.0
_CANDIDATES = 40
_MANY = 200
"""How many places of one name are looked through when a region is given too."""


def starting(gazetteer: Gazetteer, prefix: str, limit: int) -> list[str]:
    """Return places whose name begins with the text before a comma, and whose region with the text after it."""
    name, _, region = prefix.partition(",")
    if any(character.isdigit() for character in name):
        code = name.strip().upper()
        rows = sorted(gazetteer.postal_starting(code, _MANY), key=lambda row: (row.code != code, likely_meant(row)))
        return [_code_label(gazetteer, row) for row in rows[:limit]]
    if not (begins := _begins(name)):
        return []
    wanted = fold(region)
    cities = gazetteer.starting(begins, _MANY if wanted else limit)
    return list(dict.fromkeys(_label(gazetteer, city) for city in cities if _is_in(gazetteer, city, wanted)))[:limit]


def nearly(gazetteer: Gazetteer, text: str, limit: int = 3) -> list[str]:
    """Return places of 5,000 people and more whose names come near the text: "Blomington" → "Bloomington, Indiana".

    Those of the region after a comma come first.
    """
    before, _, after = text.partition(",")
    name, region = key(before), fold(after)
    names = gazetteer.names_of_cities(_TOWNS) if name else []
    keys = [known for known, _ in names]
    found = process.extract(name, keys, scorer=fuzz.ratio, limit=_CANDIDATES, score_cutoff=_NEARLY)
    likeness = {names[index][1]: score for _, score, index in reversed(found)}
    cities = sorted(
        map(gazetteer.city, likeness),
        key=lambda city: (not _is_in(gazetteer, city, region), -likeness[city.id], -city.population),
    )
    return list(dict.fromkeys(_label(gazetteer, city) for city in cities))[:limit]


def _begins(text: str) -> str:
    """Return the key of what is typed so far; its last word may be half a word, so "s" is not yet "south"."""
    *before, last = text.split() or [""]
    typed_on = text[-1:].isspace() or last.endswith(".")
    return f"{key(' '.join(before))} {key(last) if typed_on else plain_key(last)}".strip()


def _is_in(gazetteer: Gazetteer, city: CityRow, wanted: str) -> bool:
    region = gazetteer.areas.region(city.country, city.region)
    country = gazetteer.areas.countries.get(city.country, "")
    names = (region.name, region.code or "", country, city.country) if region else (country, city.country)
    return any(fold(name).startswith(wanted) for name in names)


def _label(gazetteer: Gazetteer, city: CityRow) -> str:
    return gazetteer.areas.label(city.name, city.country, city.region)


def _code_label(gazetteer: Gazetteer, row: PostalRow) -> str:
    town = None if row.city else gazetteer.city_of(row, row.radius_km)
    if town:
        return f"{row.code} {_label(gazetteer, town)}"
    return f"{row.code} {gazetteer.areas.label(row.city, row.country, row.region or '')}" if row.city else row.code
