"""Whether a listing's clock is that of the place where it happens."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from finder.listing import Listing
from finder.when import moment

_WIDE = "region"
"""A precision at which a place may lie in several time zones."""


def other_clock(listing: Listing) -> tuple[str, str] | None:
    """Return the time zone that a listing is given in and that of its place, where clocks differ as it begins."""
    place = listing.place
    if place is None or place.precision == _WIDE or not listing.start or not listing.timezone:
        return None
    there = place.timezone or zone_at(place.latitude, place.longitude)
    if there is None or there == listing.timezone:
        return None
    try:
        start = moment(listing.start)
        if not isinstance(start, datetime):
            return None
        given, own = (start.replace(tzinfo=ZoneInfo(name)).utcoffset() for name in (listing.timezone, there))
    except (ValueError, LookupError, OSError):
        return None
    return (listing.timezone, there) if given != own else None


def zone_at(latitude: float, longitude: float) -> str | None:
    """Return the IANA name of the time zone of a point."""
    from tzfpy import get_tz  # noqa: PLC0415  0.2 s and 33 MB, needed only for points without a town

    return get_tz(longitude, latitude) or None
