"""Finds the postal code that a listing's text means: digits are years, rooms and houses too."""

from __future__ import annotations

import re

from finder.places import reading
from finder.places.gazetteer import CityRow, Gazetteer, PostalRow, km_between
from finder.places.reading import Code, pieces

_SAME_TOWN_KM = 40.0
_REGION_OF_A_CODE_KM = 60.0
_TWO_LETTERS = re.compile(r"[A-Z]{2}")
_LAST_WORD = re.compile(r"(\w+)\W*$")
_YEARS = range(1980, 2051)

_BEHIND_THE_TOWN = frozenset({"US", "AU", "NZ", "ZA"})
"""Countries that write digits after the town; elsewhere they stand before it, as a house's number does here."""

_COUNTRIES_OF_DIGITS = ("US", "AU", "NZ", "DE", "FR", "IT", "ES", "NL", "SE", "PL", "CZ")
"""Where digits are from that are a code in several countries, the likeliest first."""


def likely_meant(row: PostalRow) -> int:
    """Return where a code comes in the order of those of the same digits."""
    known = row.country in _COUNTRIES_OF_DIGITS
    return _COUNTRIES_OF_DIGITS.index(row.country) if known else len(_COUNTRIES_OF_DIGITS)


class CodeReader:
    """Looks postal codes up and holds them against the town, the source's home and the country."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def code(self, text: str, town: CityRow | None, home: CityRow | None, country: str | None) -> PostalRow | None:
        """Return the postal code in the text that lies where its town, its source's home and its country allow."""
        return self._whole(text, town, home, town.country if town else country) or self._half(text, town or home)

    def _whole(self, text: str, town: CityRow | None, home: CityRow | None, country: str | None) -> PostalRow | None:
        for code in reading.postal_codes(text):
            if code.leads and country in _BEHIND_THE_TOWN:
                continue
            for row in self._gazetteer.postal(code.code):
                if code.country not in (None, row.country) or (town and row.region not in (None, town.region)):
                    continue
                if self._agrees(row, code, town or home, country, text):
                    return row
        return None

    def _agrees(self, row: PostalRow, code: Code, near: CityRow | None, country: str | None, text: str) -> bool:
        """Tell whether the code can belong to the text; elsewhere than in America digits must lie near."""
        if not row.code.isdigit():
            return country in (None, row.country)
        if code.leads and row.country in _BEHIND_THE_TOWN:
            return False
        if row.country == "US":
            return country in (None, row.country)
        if country != row.country or (int(row.code) in _YEARS and not self._follows_a_region(code, text)):
            return False
        return near is None or km_between(row, near) <= _REGION_OF_A_CODE_KM

    def _follows_a_region(self, code: Code, text: str) -> bool:
        """Tell "Sydney NSW 2000" from "Summer 2026"."""
        before = _LAST_WORD.search(text[: text.rfind(code.text)])
        return before is not None and bool(self._gazetteer.areas.named(before[1]))

    def _half(self, text: str, here: CityRow | None) -> PostalRow | None:
        """Return the first half of a code near the town, "London SE15", or alone after a name: "Town Hall, HX7"."""
        for code in reading.outcodes(text):
            for row in self._gazetteer.postal(code.code):
                near = km_between(row, here) < _SAME_TOWN_KM if here else code.alone or _is_after_all(code, text)
                if code.country == row.country and near:
                    return row
        return None


def _is_after_all(code: Code, text: str) -> bool:
    """Tell whether a half code of two letters ends a text: one letter and a number are as often a room."""
    return pieces(text)[-1:] == (code.code,) and _TWO_LETTERS.match(code.code) is not None
