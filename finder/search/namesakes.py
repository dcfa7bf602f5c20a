"""Which of several places of one name, or one postal code, is meant: the one near which there is something to find."""

from __future__ import annotations

from typing import Protocol

from finder.geo import box_around
from finder.listing import Place
from finder.search.parse import Finds
from finder.store import Store
from finder.text import fold
from finder.tiles import spans

_NEAR_KM = 40.0
_MOST = 20


class Suggests(Finds, Protocol):
    """What of a `Locator` is needed here."""

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return names of places that begin so, the largest first, with region or country."""
        ...


class NearGroups:
    """Finds places as a locator does; of cities of one name, or of one code, the first near which groups are known."""

    def __init__(self, locator: Suggests, store: Store) -> None:
        self._locator = locator
        self._store = store

    def find(self, text: str) -> Place:
        """Return the place that a visitor means.

        Raises:
            PlaceNotFound: no place goes by that name.
        """
        place = self._locator.find(text)
        if not _is_bare(text, place) or self._has_groups(place):
            return place
        names = self._locator.suggest(text.strip(), _MOST)
        others = (self._locator.find(name) for name in names if is_namesake(name, text))
        return next((other for other in others if self._has_groups(other)), place)

    def _has_groups(self, place: Place) -> bool:
        around = spans(box_around(place.latitude, place.longitude, _NEAR_KM))
        return len(self._store.packed(around).groups) > 0


def is_namesake(name: str, text: str) -> bool:
    """Tell whether a suggested name is the text with its region or country: "Bloomington, Illinois", "10115 Berlin"."""
    return fold(name.partition(",")[0]) == fold(text) or (
        text.strip().isdigit() and name.startswith(f"{text.strip()} ")
    )


def _is_bare(text: str, place: Place) -> bool:
    if place.precision == "postal-code":
        return text.strip().isdigit()
    return place.precision == "city" and fold(text) == fold(place.city or "")
