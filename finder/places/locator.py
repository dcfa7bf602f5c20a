"""What every locator can do."""

from __future__ import annotations

from typing import Protocol

from finder.geo import Box
from finder.listing import Place
from finder.places.gazetteer import CityRow
from finder.places.rooms import Room


class Locator(Protocol):
    """Turns words into points on the map."""

    def locate(self, text: str, *, near: str | None = None, country: str | None = None) -> Place | None:
        """Return where a listing's place text means, read near its source's home; None when nothing is known."""
        ...

    def find(self, text: str, *, suggesting: bool = True) -> Place:
        """Return the place that a visitor means by city, postal code or address.

        Raises:
            PlaceNotFound: no place goes by that name; with `suggesting` the error carries names that come near, which
                takes a hundred times as long to find out.
        """
        ...

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return names of places that begin so, the largest first, with region or country."""
        ...

    def rooms(self, latitude: float, longitude: float, limit: int = 8) -> list[Room]:
        """Return the nearest libraries, centres and halls, where a new group could ask for a room."""
        ...

    def towns(self, box: Box, limit: int) -> list[CityRow]:
        """Return the largest towns of a rectangle, for the names on a map."""
        ...
