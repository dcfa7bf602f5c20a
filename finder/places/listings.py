"""Reads the place text of a listing: address, venue, postal code and town, near its source's home."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finder.geo import distance_km
from finder.listing import Place
from finder.places import reading, venues
from finder.places.answers import NOT_SAID_KM, Answers
from finder.places.gazetteer import CityRow, Gazetteer, PostalRow, VenueRow
from finder.places.reading import pieces
from finder.places.spacing import city_radius_km
from finder.places.towns import Towns

_REGION_OF_HOME_KM = 40.0
_TOWN_KINDS = re.compile(
    r"\s+(?:branch library|public library|branch|library|town hall|village hall|community cent(?:er|re))$"
)


class ListingReader:
    """Places listings: what is stated decides, then what is near home, then home itself."""

    def __init__(self, gazetteer: Gazetteer, towns: Towns, answers: Answers) -> None:
        self._gazetteer = gazetteer
        self._towns = towns
        self._answers = answers

    def place(self, text: str, home: CityRow | None, country: str | None) -> Place | None:
        """Return the most precise place that the words allow; None when they and home say nothing."""
        country = country or (home.country if home else None)
        stated = self._towns.stated(text, country)
        if elsewhere := self._towns.in_a_name(text, stated) if stated else None:
            return self._answers.city(elsewhere)
        town = stated or self._unstated_town(text, home, country)
        postal = self.postal(text, town, country)
        venue = self._venue(text, postal, town, home)
        if venue:
            return venue
        if postal:
            return self._answers.postal(postal)
        if town:
            return self._answers.city(town)
        return self._home_or_region(text, home, country)

    def postal(self, text: str, town: CityRow | None, country: str | None) -> PostalRow | None:
        """Return the postal code in the text that lies in the town's region, or in the country."""
        for code in reading.postal_codes(text):
            for row in self._gazetteer.postal(code.code):
                if code.country in (None, row.country) and _agrees(row, town, country):
                    return row
        return None

    def _unstated_town(self, text: str, home: CityRow | None, country: str | None) -> CityRow | None:
        """Return a town that the text names without its region: near home, or the largest when there is no home."""
        parts = pieces(text)
        if not parts:
            return None
        if home is None:
            return (
                self._towns.called(parts[-1], country)
                if len(parts) > 1 and not self._towns.is_area(parts[-1])
                else None
            )
        last = self._gazetteer.city_near(parts[-1], home) if len(parts) > 1 else None
        return last or self._town_of_a_branch(parts, home)

    def _town_of_a_branch(self, parts: Sequence[str], home: CityRow) -> CityRow | None:
        for part in parts:
            name = _TOWN_KINDS.sub("", part.casefold())
            if name != part.casefold() and (town := self._gazetteer.city_near(name, home)):
                return town
        return None

    def _venue(self, text: str, postal: PostalRow | None, town: CityRow | None, home: CityRow | None) -> Place | None:
        anchor = postal or town or home
        if anchor is None:
            return self._only_one_of_that_name(text)
        here = town or home
        if here and (row := venues.at_address(text, self._gazetteer, here)):
            return self._answers.venue(row, "address")
        row = venues.named(text, self._gazetteer, anchor)
        if row and not _is_within(row, anchor, postal, town):
            row = None
        if row is None and here and not postal:
            row = venues.main_library(text, self._gazetteer, here)
        return self._answers.venue(row) if row else None

    def _only_one_of_that_name(self, text: str) -> Place | None:
        rows = self._gazetteer.venues_named(text)
        return self._answers.venue(rows[0]) if len(rows) == 1 else None

    def _home_or_region(self, text: str, home: CityRow | None, country: str | None) -> Place | None:
        if home:
            return self._answers.city(home, NOT_SAID_KM)
        area = self._towns.region(text, country)
        return self._answers.region(area) if area else None


def _is_within(row: VenueRow, anchor: PostalRow | CityRow, postal: PostalRow | None, town: CityRow | None) -> bool:
    """Tell whether a venue lies where the text says: in its postal code, in its town, else in the region of home."""
    reach = postal.radius_km if postal else city_radius_km(town.population) if town else _REGION_OF_HOME_KM
    return distance_km(row.latitude, row.longitude, anchor.latitude, anchor.longitude) <= reach


def _agrees(row: PostalRow, town: CityRow | None, country: str | None) -> bool:
    """Tell whether the code can belong to the text: its state and country are those that the text names."""
    if town:
        return row.country == town.country and row.region in (None, town.region)
    return country in (None, row.country)
