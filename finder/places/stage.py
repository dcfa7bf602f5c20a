"""The stage that gives a listing its place: published coordinates, else its words, else its source's home."""

from __future__ import annotations

import msgspec

from finder.geo import distance_km
from finder.listing import Listing, Place, Source
from finder.places.clocks import zone_at
from finder.places.locator import Locator
from finder.places.strategies import strategy_of

_PUBLISHED_RADIUS_KM = 0.5
_PIN_KM = 1.0
_HOUSE_RADIUS_KM = 1.0
_MIDDLE_KM = 0.5
"""How near to the middle of its town a source's point tells no more than the town."""

_DEFAULT_PINS = (
    (0.0, 0.0),
    (37.0902, -95.7129),  # the United States, as Google's geocoder answers
    (39.8283, -98.5795),  # its geographic centre
    (39.7837, -100.4459),  # the same, as Nominatim answers
    (56.1304, -106.3468),  # Canada
    (55.3781, -3.436),  # the United Kingdom
    (54.7024, -3.2766),  # the same, as Nominatim answers
    (-25.2744, 133.7751),  # Australia
    (-40.9006, 174.886),  # New Zealand
    (51.1657, 10.4515),  # Germany
)
"""Points that platforms publish for "somewhere in this country" or for nothing at all."""


def place(listing: Listing, source: Source, locator: Locator) -> Listing:
    """Return the listing with its place, and with a time zone where it had none; an online one keeps no place.

    An in-person listing whose words name no place gets its source's house or home, with a radius that says so; it is
    never made an online one.
    """
    if listing.mode == "online":
        return msgspec.structs.replace(listing, place=None)
    found = _published(listing) or _in_words(listing, source, locator)
    zone = listing.timezone or (found.timezone if found else None) or source.timezone
    return msgspec.structs.replace(listing, place=found, timezone=zone)


def is_default_pin(latitude: float, longitude: float) -> bool:
    """Tell whether a point is what a platform publishes when it knows none."""
    return any(distance_km(latitude, longitude, *pin) < _PIN_KM for pin in _DEFAULT_PINS)


def _published(listing: Listing) -> Place | None:
    latitude, longitude = listing.latitude, listing.longitude
    if latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004  degrees
        return None
    if is_default_pin(latitude, longitude):
        return None
    return Place(
        latitude=latitude,
        longitude=longitude,
        precision="venue",
        radius_km=_PUBLISHED_RADIUS_KM,
        matched=listing.venue or listing.address or listing.location or "published coordinates",
        provider=listing.source.name if listing.source and listing.source.name else "the organiser",
        timezone=zone_at(latitude, longitude),
    )


def _in_words(listing: Listing, source: Source, locator: Locator) -> Place | None:
    said = dict.fromkeys(part for part in (listing.venue, listing.address, listing.location) if part)
    found = locator.locate(", ".join(said), near=source.home, country=source.country)
    if found and found == locator.locate("", near=source.home, country=source.country):
        return _in_its_house(found, source, locator) or _at_source(found, source)
    return found


def _in_its_house(home: Place, source: Source, locator: Locator) -> Place | None:
    """Return the known building that is called like the source; one of several buildings may be another one."""
    strategy = strategy_of(source)
    if strategy == "house" and (own := _own_point(home, source)):
        return own
    house = locator.locate(source.name, near=source.home, country=source.country) if strategy != "words" else None
    if house is None or house.precision != "venue" or _apart_km(home, house) > home.radius_km:
        return None
    if strategy == "house":
        return house
    return msgspec.structs.replace(home, latitude=house.latitude, longitude=house.longitude, matched=house.matched)


def _own_point(home: Place, source: Source) -> Place | None:
    """Return the house where the catalogue has its point, and not only the middle of its town."""
    if source.latitude is None or source.longitude is None:
        return None
    off_km = distance_km(home.latitude, home.longitude, source.latitude, source.longitude)
    if not _MIDDLE_KM < off_km <= home.radius_km:
        return None
    return msgspec.structs.replace(
        home,
        latitude=source.latitude,
        longitude=source.longitude,
        precision="venue",
        radius_km=_HOUSE_RADIUS_KM,
        matched=source.name,
    )


def _apart_km(one: Place, other: Place) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _at_source(home: Place, source: Source) -> Place:
    """Return the home with the source's own point, which lies nearer to its listings than the middle of the city."""
    if source.latitude is None or source.longitude is None:
        return home
    if distance_km(home.latitude, home.longitude, source.latitude, source.longitude) > home.radius_km:
        return home
    return msgspec.structs.replace(home, latitude=source.latitude, longitude=source.longitude)
