"""An address on one line as the parts that directories keep apart, where it can be told which part is which."""

from __future__ import annotations

import re

from finder.listing import Group, Record
from finder.web import words

_STATE_AND_CODE = re.compile(r"(?P<region>[A-Z]{2,3})(?: (?P<code>\d[\d -]{3,9}|[A-Z]\d[A-Z] ?\d[A-Z]\d))?")
_CODE = re.compile(r"\d{4,6}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_CODE_LAST = frozenset({"US", "CA", "GB", "IE", "AU", "NZ"})
"""Where the postal code follows the town: elsewhere who reads the parts puts it before."""


class Parts(Record, frozen=True, kw_only=True):
    """An address; put together again, street, city, region and code are what the host wrote."""

    street: str | None = None
    city: str | None = None
    region: str | None = None
    code: str | None = None
    country: str | None = None


def parts(group: Group) -> Parts | None:
    """Return the address of a group that meets somewhere; whole as its street where nothing more can be told apart.

    Where none is stated and no more than its town is known, that is the town.
    """
    place = group.place if group.mode != "online" else None
    country = place.country if place else None
    if group.mode == "online" or (group.address is None and place is None):
        return None
    if group.address is None:
        return Parts(city=place.city, region=place.region, country=country) if place and place.city else None
    city = place.city if place else None
    return _split(group.address, city, country) or Parts(street=group.address, country=country)


def point(group: Group) -> tuple[float, float] | None:
    """Return latitude and longitude where they are those of the place itself, not of the middle of a town."""
    place = group.place
    if place is None or group.mode == "online" or not words.is_exact(place):
        return None
    return place.latitude, place.longitude


def _split(address: str, city: str | None, country: str | None) -> Parts | None:
    pieces = address.split(", ")
    if not city or city not in pieces or len(set(pieces)) < len(pieces):
        return None
    at = pieces.index(city)
    street, rest = ", ".join(pieces[:at]) or None, pieces[at + 1 :]
    if not rest:
        return Parts(street=street, city=city, country=country)
    if len(rest) > 1 or country not in _CODE_LAST:
        return None
    if found := _STATE_AND_CODE.fullmatch(rest[0]):
        return Parts(street=street, city=city, region=found["region"], code=found["code"], country=country)
    return Parts(street=street, city=city, code=rest[0], country=country) if _CODE.fullmatch(rest[0]) else None
