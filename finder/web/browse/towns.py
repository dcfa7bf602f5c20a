"""Towns by their names in addresses, and those of which groups are known."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from finder.errors import PlaceNotFound
from finder.geo import distance_km
from finder.listing import Place
from finder.search import NearGroups
from finder.text import fold, slug
from finder.web.backend import Backend

_APOSTROPHES = str.maketrans("", "", "'’‘ʻ`")  # noqa: RUF001  as names of places are written
_SAME_TOWN_KM = 40.0
_NEARBY_KM = 80.0
_MOST_NEARBY = 8
_MINUTES = 10


class Town(NamedTuple):
    """A town: `name` finds it again ("Bloomington, Indiana"), `slug` is that name in addresses."""

    slug: str
    name: str
    place: Place

    @property
    def short(self) -> str:
        """Its name without region or country."""
        return self.name.partition(",")[0]


def town_of(backend: Backend, slug_text: str) -> Town:
    """Return the town of an address; of towns that share a bare name the one near which groups are known.

    Raises:
        PlaceNotFound: no town goes by that name.
    """
    text = slug_text.replace("-", " ")
    place = NearGroups(backend.locator, backend.store).find(text)
    return _town(backend, place, text)


def town_at(backend: Backend, place: Place | None) -> Town | None:
    """Return the town in which a place lies; None where that cannot be told."""
    if place is None:
        return None
    named = ", ".join(part for part in (place.city, place.region or place.country) if part)
    found = _named(backend, named if place.city else f"{place.latitude:.2f}, {place.longitude:.2f}")
    if found is None:
        return None
    km = distance_km(place.latitude, place.longitude, found.place.latitude, found.place.longitude)
    return found if km <= _SAME_TOWN_KM else None


def known(backend: Backend) -> list[Town]:
    """Return the towns at home in which there are sources that list groups, by name."""
    period = int(backend.now().timestamp()) // (60 * _MINUTES)
    return list(_known(backend, period))


def called(backend: Backend, name: str) -> tuple[Town, ...]:
    """Return the known towns of a name as people type it: "bloomington", "Bloomington, IN", "Bloomington Indiana"."""
    return _by_name(tuple(known(backend))).get(_plain(name), ())


@lru_cache(maxsize=4)
def _by_name(known: tuple[Town, ...]) -> dict[str, tuple[Town, ...]]:
    found: dict[str, tuple[Town, ...]] = {}
    for town in known:
        for name in {_plain(one) for one in (town.short, town.name, f"{town.short} {town.place.region}")}:
            found[name] = (*found.get(name, ()), town)
    return found


def _plain(name: str) -> str:
    return " ".join(fold(name.translate(_APOSTROPHES)).replace(",", " ").split())


def nearby(backend: Backend, town: Town) -> list[tuple[Town, float]]:
    """Return other towns with groups, the nearest first, each with its distance in kilometres."""
    here = town.place
    far = [
        (one, distance_km(here.latitude, here.longitude, one.place.latitude, one.place.longitude))
        for one in known(backend)
    ]
    near = [(one, km) for one, km in far if km <= _NEARBY_KM and one.slug != town.slug]
    return sorted(near, key=lambda pair: pair[1])[:_MOST_NEARBY]


@lru_cache(maxsize=4)
def _known(backend: Backend, _period: int) -> tuple[Town, ...]:
    """Looking through all sources is too much for each page; what is new shows some minutes later."""
    empty = {report.source_id for report in backend.store.reports() if not report.groups}
    homes = {
        source.home for source in backend.store.sources() if source.city and source.home and source.id not in empty
    }
    towns: dict[str, Town] = {}
    for home in homes:
        if town := _named(backend, home):
            towns[town.slug] = town
    return tuple(sorted(towns.values(), key=lambda town: town.slug))


@lru_cache(maxsize=4096)
def _named(backend: Backend, text: str) -> Town | None:
    """Return the town that goes by the name, or None; nobody typed it, so nothing is suggested."""
    try:
        return _town(backend, backend.locator.find(text, suggesting=False), text)
    except PlaceNotFound:
        return None


def _town(backend: Backend, place: Place, text: str) -> Town:
    if not place.city:
        raise PlaceNotFound(text, ())
    if place.precision != "city":
        # A postal code or an address lies in a town.
        named = ", ".join(part for part in (place.city, place.region or place.country) if part)
        place = backend.locator.find(named, suggesting=False)
    return Town(slug=slug(place.matched.translate(_APOSTROPHES)), name=place.matched, place=place)
