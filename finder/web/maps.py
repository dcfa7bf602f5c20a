"""Plain links that open a place in a map that the visitor chooses; nothing is asked of any of them before.

`geo:` is RFC 5870, with the label that Android reads; the others are what each service publishes for links:
https://wiki.openstreetmap.org/wiki/Browsing, https://developer.apple.com/documentation/mapkit/unified-map-urls and
https://developers.google.com/maps/documentation/urls/get-started
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from finder.listing import Group, Record
from finder.web import words
from finder.web.language import _


class Map(Record, frozen=True, kw_only=True):
    """A map by its name, and the address that shows the place there."""

    label: str
    href: str


def maps(group: Group) -> list[Map]:
    """Return links to where the group meets; none where only its town is known: they would lead nowhere."""
    if group.mode == "online":
        return []
    place = group.place if words.is_exact(group.place) else None
    point = f"{place.latitude:.6f},{place.longitude:.6f}" if place else None
    name = ", ".join(part for part in (group.venue, group.address) if part)
    if point is None and not (group.address and any(c.isdigit() for c in group.address)):
        return []
    return maps_of(name, point)


def maps_of(name: str, point: str | None) -> list[Map]:
    """Return links to a place by its name and address, and by its point (`latitude,longitude`) where that is known."""
    words_or_point = name or point or ""
    if point:
        latitude, longitude = point.split(",")
        marker = urlencode({"mlat": latitude, "mlon": longitude})
        street = f"https://www.openstreetmap.org/?{marker}#map=17/{latitude}/{longitude}"
    else:
        street = f"https://www.openstreetmap.org/search?{urlencode({'query': name})}"
    apple = {"q": words_or_point} | ({"ll": point} if point else {})
    google = {"api": "1", "query": words_or_point}
    label = f"{point}({name})" if point and name else words_or_point
    return [
        Map(label=_("My maps app"), href=f"geo:{point or '0,0'}?q={quote(label, safe='')}"),
        Map(label="OpenStreetMap", href=street),
        Map(label="Apple Maps", href=f"https://maps.apple.com/?{urlencode(apple)}"),
        Map(label="Google Maps", href=f"https://www.google.com/maps/search/?{urlencode(google)}"),
    ]
