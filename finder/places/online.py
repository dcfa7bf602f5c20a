"""Asks online geocoders for listings that the gazetteer places only roughly.  Never for a visitor's place field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Photon

from finder import __version__
from finder.config import Settings
from finder.geo import distance_km
from finder.listing import Place, Precision
from finder.places.answer_cache import AnswerCache
from finder.places.locator import Locator

TERMS = "© OpenStreetMap contributors, ODbL 1.0"
_ROUGH: frozenset[Precision | None] = frozenset({None, "postal-code", "neighbourhood", "city", "region"})
_LEAST_RADIUS_KM = 0.2
_HOUSE_RANK, _STREET_RANK, _CITY_RANK = 30, 17, 13
_PHOTON_KINDS: dict[str, Precision] = {
    "house": "address", "street": "neighbourhood", "locality": "neighbourhood", "district": "neighbourhood",
    "city": "city",
}  # fmt: skip


class Geocoder(NamedTuple):
    """One online service: `ask` returns geopy's location or None, `read` makes a place of its `raw` answer."""

    name: str
    ask: Callable[..., Any]
    read: Callable[[Mapping[str, Any]], tuple[Precision, float]]


def geocoders(settings: Settings) -> tuple[Geocoder, ...]:
    """Return Nominatim, then Photon: at most one request a second each, as their usage policies ask."""
    delay = max(1.0, settings.request_delay)
    agent = f"creative-community-finder/{__version__} {settings.contact}".strip()
    nominatim = Nominatim(user_agent=agent, timeout=settings.request_timeout)
    photon = Photon(user_agent=agent, timeout=settings.request_timeout)
    return (
        Geocoder("Nominatim", polite(nominatim.geocode, delay), read_nominatim),
        Geocoder("Photon", polite(photon.geocode, delay), read_photon),
    )


def polite(ask: Callable[..., Any], delay: float) -> RateLimiter:
    """Return `ask` with at least `delay` seconds between two calls; an error is raised after a second try."""
    return RateLimiter(
        ask, min_delay_seconds=delay, max_retries=1, error_wait_seconds=2 * delay, swallow_exceptions=False
    )


class OnlineLocator:
    """The gazetteer's answers, sharpened online where they are rough; falls back to them when nobody answers."""

    def __init__(
        self,
        offline: Locator,
        services: Sequence[Geocoder],
        cache: AnswerCache,
        note: Callable[[str], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._offline = offline
        self._services = list(services)
        self._cache = cache
        self._note = note
        self._clock = clock
        self.find = offline.find
        self.suggest = offline.suggest
        self.rooms = offline.rooms
        self.towns = offline.towns

    def locate(self, text: str, *, near: str | None = None, country: str | None = None) -> Place | None:
        """Return the offline answer, or a sharper one from online that lies inside it."""
        rough = self._offline.locate(text, near=near, country=country)
        if not text.strip() or (rough and rough.precision not in _ROUGH):
            return rough
        asked = ", ".join(part for part in (" ".join(text.split()), near, country) if part)
        was_asked, sharper = self._cache.get(asked)
        if not was_asked:
            sharper = self._ask(asked)
        return _joined(rough, sharper) if sharper and _confirms(rough, sharper) else rough

    def _ask(self, asked: str) -> Place | None:
        for service, place in self._answers(asked):
            self._cache.put(asked, place, service.name, TERMS, self._clock())
            if place:
                return place
        return None

    def _answers(self, asked: str) -> Iterator[tuple[Geocoder, Place | None]]:
        for service in list(self._services):
            try:
                yield service, _place(service, service.ask(asked))
            except (GeopyError, LookupError, TypeError, ValueError) as error:  # geopy lets odd answers through
                self._services.remove(service)
                self._note(f"{service.name} gives no answer ({error}): from here on without it")


def read_nominatim(raw: Mapping[str, Any]) -> tuple[Precision, float]:
    """Return precision and radius of an answer; ranks are those of Nominatim's documentation, "Place ranking"."""
    south, north, west, east = (float(edge) for edge in raw["boundingbox"])
    rank = int(raw.get("place_rank", 0))
    if rank >= _HOUSE_RANK:
        precision: Precision = "address" if raw.get("class") in ("place", "building") else "venue"
    elif rank >= _STREET_RANK:
        precision = "neighbourhood"
    else:
        precision = "city" if rank >= _CITY_RANK else "region"
    return precision, distance_km(south, west, north, east) / 2


def read_photon(raw: Mapping[str, Any]) -> tuple[Precision, float]:
    """Return precision and radius of an answer; `extent` is west, north, east, south."""
    properties = raw["properties"]
    precision = _PHOTON_KINDS.get(properties.get("type", ""), "region")
    if precision == "address" and properties.get("name"):
        precision = "venue"
    west, north, east, south = properties.get("extent") or (0.0, 0.0, 0.0, 0.0)
    return precision, distance_km(south, west, north, east) / 2


def _place(service: Geocoder, found: Any) -> Place | None:
    if found is None:
        return None
    precision, radius = service.read(found.raw)
    return Place(
        latitude=found.latitude,
        longitude=found.longitude,
        precision=precision,
        radius_km=round(max(radius, _LEAST_RADIUS_KM), 1),
        matched=found.address,
        provider=f"{service.name} {TERMS}",
    )


def _joined(rough: Place | None, sharper: Place) -> Place:
    if rough is None:
        return sharper
    where = {name: getattr(rough, name) for name in ("city", "region", "country", "timezone")}
    return msgspec.structs.replace(sharper, **where)


def _confirms(rough: Place | None, sharper: Place) -> bool:
    """Tell whether an online answer is no worse than the offline one and lies inside it: its guesses can be far off."""
    if rough is None:
        return True
    off = distance_km(rough.latitude, rough.longitude, sharper.latitude, sharper.longitude)
    return off <= rough.radius_km and sharper.radius_km < rough.radius_km
