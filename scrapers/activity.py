"""ActivityStreams events (w3.org/TR/activitystreams-vocabulary, FEP-8a8e), as Mobilizon and Gancio federate them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from finder.listing import RawListing
from scrapers import schema_org, values
from scrapers.values import Node, node, text

_DEEPEST = 5
_PICTURES = {"Document", "Image"}


def events(answer: object, depth: int = _DEEPEST) -> Iterator[Node]:
    """Yield the events in an answer: itself, the object of an activity, or the items of a collection."""
    if not depth:
        return
    for one in values.nodes(answer):
        if "Event" in _kinds(one) and text(one.get("name")) and "startTime" in one:
            yield one
        else:
            for key in ("object", "orderedItems", "items", "first"):
                yield from events(one.get(key), depth - 1)


def _kinds(one: Node) -> list[str]:
    found = one.get("type")
    return [str(kind) for kind in (found if isinstance(found, list) else [found])]


def record(event: Node) -> RawListing:
    """Return the record of one event."""
    places = values.nodes(event.get("location"))
    status = text(event.get("ical:status")) or text(event.get("status"))
    return RawListing(
        title=text(event.get("name")) or "",
        uid=text(event.get("id")),
        url=_link(event.get("url")) or text(event.get("id")),
        start=values.moment(event.get("startTime")),
        end=values.moment(event.get("endTime")),
        timezone=text(event.get("timezone")),
        status=status,
        **_where(places, online=event.get("isOnline") is True),
        categories=_labels(event),
        description=text(event.get("content")) or text(event.get("summary")),
        image=_image(event),
    )


def _link(value: object) -> str | None:
    """Return the web page among the addresses of an object."""
    found = value if isinstance(value, list) else [value]
    pages = [one for one in found if not isinstance(one, dict) or one.get("mediaType", "text/html") == "text/html"]
    return next((url for one in pages if (url := text(one.get("href") if isinstance(one, dict) else one))), None)


def _where(places: list[Node], *, online: bool) -> dict[str, Any]:
    virtual = [one for one in places if "VirtualLocation" in {*_kinds(one), *_kinds(node(one.get("address")))}]
    place = next((one for one in places if one not in virtual), {})
    address = place.get("address")
    named = text(place.get("name"))
    if not named and (virtual or online):
        return {"mode": "online"}
    parts = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
    said = [text(node(address).get(key)) for key in parts]
    code_and_town = " ".join(part for part in said[1:3] if part)
    return {
        "mode": "hybrid" if virtual or online else None,
        "venue": named,
        "address": values.one_line(said[0], code_and_town, *said[3:]) if isinstance(address, dict) else text(address),
        "latitude": values.number(place.get("latitude")),
        "longitude": values.number(place.get("longitude")),
    }


def _labels(event: Node) -> tuple[str, ...]:
    tags = (one for one in values.nodes(event.get("tag")) if "Hashtag" in _kinds(one))
    return tuple(dict.fromkeys(name for one in tags if (name := (text(one.get("name")) or "").lstrip("#"))))


def _image(event: Node) -> str | None:
    for one in (*values.nodes(event.get("image")), *values.nodes(event.get("attachment"))):
        if _PICTURES & set(_kinds(one)) and (url := schema_org.address(one.get("url"), "https://example.invalid/")):
            return url
    return None
