"""Rooms that a new group could meet in: the libraries, centres and halls around a point."""

from __future__ import annotations

from finder.geo import distance_km
from finder.listing import Record
from finder.places.gazetteer import Gazetteer, VenueRow

_KINDS = ("library", "community_center", "parks_and_rec", "religious_or_community_org", "makerspace")


class Room(Record, frozen=True, kw_only=True):
    """A house that lends rooms to groups, as its kind does; whether this one does is not known."""

    name: str
    kind: str
    where: str | None
    distance_km: float


def rooms(gazetteer: Gazetteer, latitude: float, longitude: float, limit: int) -> list[Room]:
    """Return the nearest within some 40 km, each name once."""
    found = (_room(row, latitude, longitude) for row in gazetteer.venues_around(latitude, longitude, _KINDS))
    nearest = sorted(found, key=lambda room: (room.distance_km, room.name))
    return list({room.name: room for room in reversed(nearest)}.values())[::-1][:limit]


def _room(row: VenueRow, latitude: float, longitude: float) -> Room:
    where = ", ".join(part for part in (row.address, row.city) if part) or None
    far = distance_km(latitude, longitude, row.latitude, row.longitude)
    return Room(name=row.name, kind=row.kind, where=where, distance_km=round(far, 2))
