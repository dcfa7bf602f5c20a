"""Reads the place text of a listing: address, venue, postal code and town, near its source's home."""

from __future__ import annotations

from finder.geo import distance_km
from finder.listing import Place
from finder.places import venues
from finder.places.answers import NOT_SAID_KM, Answers
from finder.places.codes import CodeReader
from finder.places.gazetteer import CityRow, Gazetteer, PostalRow, VenueRow
from finder.places.towns import Towns
from finder.places.unstated import UnstatedTowns

_REGION_OF_HOME_KM = 40.0


class ListingReader:
    """Places listings: what is stated decides, then what is near home, then home itself."""

    def __init__(self, gazetteer: Gazetteer, towns: Towns, answers: Answers) -> None:
        self._gazetteer = gazetteer
        self._towns = towns
        self._codes = CodeReader(gazetteer)
        self._unstated = UnstatedTowns(gazetteer)
        self._answers = answers

    def place(self, text: str, home: CityRow | None, country: str | None) -> Place | None:
        """Return the most precise place that the words allow; None when they and home say nothing."""
        country = country or (home.country if home else None)
        stated = self._towns.stated(text, country)
        if elsewhere := self._towns.in_a_name(text, stated) if stated else None:
            return self._answers.city(elsewhere)
        town = stated or self._unstated.town(text, home, country)
        postal = self._codes.code(text, town, home, country)
        venue = self._venue(text, postal, town, home)
        if venue:
            return venue
        if postal:
            return self._answers.postal(postal)
        if town:
            return self._answers.city(town)
        return self._home_or_region(text, home, country)

    def _venue(self, text: str, postal: PostalRow | None, town: CityRow | None, home: CityRow | None) -> Place | None:
        anchor = postal or town or home
        if anchor is None:
            return self._only_one_of_that_name(text)
        here = town or home
        if here and (row := venues.at_address(text, self._gazetteer, here)):
            return self._answers.venue(row, "address")
        if here and (row := venues.called(text, self._gazetteer, here)):
            return self._answers.venue(row)
        row = venues.named(text, self._gazetteer, anchor, town)
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
        if county := self._towns.county(text, country):
            return self._answers.county(county)
        area = self._towns.region(text, country)
        return self._answers.region(area) if area else None


def _is_within(row: VenueRow, anchor: PostalRow | CityRow, postal: PostalRow | None, town: CityRow | None) -> bool:
    """Tell whether a venue lies where the text says: in its postal code, in its town, else in the region of home."""
    reach = postal.radius_km if postal else town.reach_km if town else _REGION_OF_HOME_KM
    return distance_km(row.latitude, row.longitude, anchor.latitude, anchor.longitude) <= reach
