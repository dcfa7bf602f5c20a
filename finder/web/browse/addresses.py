"""The addresses of pages to look around in: made of names, and the same for as long as the names are."""

from __future__ import annotations

from flask import url_for

from finder.geo import geohash
from finder.listing import Group
from finder.text import slug
from finder.web.cards import host

CELL = 6
"""Letters of the cell in a venue's address: so that a point that is mended keeps it, and its name tells the rest."""


def venue_slug(group: Group) -> str | None:
    """Return the last part of the address of the page on where a group meets; None where that is not known."""
    name = slug(group.venue) if group.venue else ""
    if not name or group.place is None or group.mode == "online":
        return None
    return f"{name}-{geohash(group.place.latitude, group.place.longitude, CELL)}"


def venue(group: Group) -> str | None:
    """Return the address of the page on where a group meets."""
    name = venue_slug(group)
    return url_for("browse.venue", name=name) if name else None


def host_page(group: Group) -> str | None:
    """Return the address of the page on who runs a group: by the source that lists it, and by name."""
    source, name = group.source.id if group.source else None, slug(host(group) or "")
    if not source or not name or "/" in source:
        return None
    return url_for("browse.host", source_id=source, name=name)
