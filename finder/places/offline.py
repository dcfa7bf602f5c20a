"""The locator that needs no internet: it answers from the gazetteer alone."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.errors import PlaceNotFound
from finder.geo import Box
from finder.listing import Place
from finder.places.answers import Answers
from finder.places.gazetteer import CityRow, Gazetteer
from finder.places.listings import ListingReader
from finder.places.reading import pieces
from finder.places.rooms import Room, rooms
from finder.places.suggest import nearly, starting
from finder.places.towns import Towns
from finder.places.visitors import VisitorReader

_LONGEST_TEXT = 600
_SUGGESTIONS = 3
_DISTRICT = re.compile(r"\s+(?:city|shire|regional|municipal|borough|district)?(?: council)?(?=,|$)", re.IGNORECASE)
"""What goes behind a town's name when its council, not the town, is the organisation: "Cairns Regional"."""


class OfflineLocator:
    """Finds places in the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._towns = Towns(gazetteer)
        answers = Answers(gazetteer)
        self._listings = ListingReader(gazetteer, self._towns, answers)
        self._visitors = VisitorReader(gazetteer, self._towns, answers)
        self._home = lru_cache(maxsize=1024)(self._find_home)
        self._locate = lru_cache(maxsize=8192)(self._locate_anew)

    def close(self) -> None:
        """Let go of the gazetteer."""
        self._gazetteer.close()

    def locate(self, text: str, *, near: str | None = None, country: str | None = None) -> Place | None:
        """Return where a listing's place text means, read near its source's home; None when nothing is known."""
        return self._locate(_readable(text), _readable(near) if near else None, country.upper() if country else None)

    def find(self, text: str, *, suggesting: bool = True) -> Place:
        """Return the place that a visitor means; see `Locator.find`.

        Raises:
            PlaceNotFound: no place goes by that name.
        """
        text = _readable(text).strip()
        if place := self._visitors.place(text):
            return place
        if self._visitors.is_area(text):
            raise PlaceNotFound(text, tuple(self._visitors.largest_cities(text, _SUGGESTIONS)), is_area=True)
        place = self._listings.place(text, None, None) if text else None
        if place is None or place.precision == "region":
            raise PlaceNotFound(text, tuple(nearly(self._gazetteer, text, _SUGGESTIONS)) if suggesting else ())
        return place

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return names of places that begin so, the largest first, with region or country."""
        return starting(self._gazetteer, _readable(prefix), limit)

    def rooms(self, latitude: float, longitude: float, limit: int = 8) -> list[Room]:
        """Return the nearest libraries, centres and halls, where a new group could ask for a room."""
        return rooms(self._gazetteer, latitude, longitude, limit)

    def towns(self, box: Box, limit: int) -> list[CityRow]:
        """Return the largest towns of a rectangle, for the names on a map."""
        return self._gazetteer.largest_in(box, limit)

    def _locate_anew(self, text: str, near: str | None, country: str | None) -> Place | None:
        home = self._home(near, country) if near else None
        if near and home is None:  # a region or a county: as if the text had named it
            return self._listings.place(f"{text}, {near}".strip(" ,"), None, country)
        return self._listings.place(text, home, country)

    def _find_home(self, near: str, country: str | None) -> CityRow | None:
        if self._visitors.is_area(near):
            return None
        for text in (near, _DISTRICT.sub("", near)):
            if town := self._towns.stated(text, country, loose=True) or self._towns.called(text, country):
                return town
        # "Graz, Styria": a region that is not known, in a country that is.
        first = next(iter(pieces(near)), "")
        if country and (town := self._towns.called(first, country)):
            return town
        code = self._visitors.code(near)
        return self._gazetteer.city_of(code, code.radius_km) if code else None


def _readable(text: str) -> str:
    """Return the text shortened, and without the half characters that a terminal makes of bytes it cannot read."""
    return text[:_LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
