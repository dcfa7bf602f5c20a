"""GeoJSON (RFC 7946) for maps: one feature a group; one whose place is not known has no geometry."""

from __future__ import annotations

from typing import Any

import msgspec
from babel import Locale

from finder.listing import Group
from finder.search.query import Hit
from finder.web import words
from finder.web.cards import host, web_link
from finder.web.claims import names
from finder.web.feeds.selection import Selection
from finder.web.rhythm import cadence


def geojson(selection: Selection, locale: Locale) -> bytes:
    """Return the features."""
    features = [_feature(hit, selection, locale) for hit in selection.hits]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})


def _feature(hit: Hit, selection: Selection, locale: Locale) -> dict[str, Any]:
    group, place = hit.group, hit.group.place
    properties = {
        "title": group.title,
        "url": selection.page_of(group),
        "source_url": web_link(group.url),
        "host": host(group),
        "where": words.where(group),
        "address": group.address,
        "precision": place.precision if place else None,
        "radius_km": place.radius_km if place else None,
        "mode": group.mode,
        "next": hit.next,
        "next_end": hit.next_end,
        "cadence": cadence(group, locale),
        "pathways": names(group, "pathway"),
        "activities": names(group, "activity"),
        "price": words.price(group.price, locale),
        "last_confirmed": group.last_confirmed,
    }
    return {
        "type": "Feature",
        "id": group.id,
        "geometry": _point(group),
        "properties": {name: value for name, value in properties.items() if value},
    }


def _point(group: Group) -> dict[str, Any] | None:
    place = group.place
    if place is None or group.mode == "online":
        return None
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}
