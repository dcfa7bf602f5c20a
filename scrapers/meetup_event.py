"""One event as Meetup's page state, its GraphQL and its older REST API write it → RawListing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from finder.listing import RawListing
from finder.text import fold, squash
from scrapers import clock

Node = dict[str, Any]

_STATUS = {"CANCELLED": "cancelled", "CANCELED": "cancelled", "POSTPONED": "postponed"}
_MODES = {"PHYSICAL": "in-person", "ONLINE": "online", "HYBRID": "hybrid"}
_PSEUDO_VENUE = "online event"
_BACK_REFERENCE = re.compile(r"\$[0-9a-f]{1,4}")
_STATES = {"us", "ca", "au"}


def followed(value: Any, look_up: Callable[[Any], Any]) -> Node:
    """Return the object that a property holds or refers to (`{"__ref": "Venue:1"}`); an empty one for none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and "__ref" in value:
        value = look_up(value["__ref"])
    return value if isinstance(value, dict) else {}


def records(nodes: list[Node], look_up: Callable[[Any], Any]) -> Iterator[RawListing]:
    """Yield one record per date; a series template is passed over where its date is there too, as are drafts.

    Args:
        nodes: the events.
        look_up: gives the object that a reference names.
    """
    dated = {(str(n.get("title")), str(n.get("dateTime"))) for n in nodes if str(n.get("id")).isdigit()}
    seen = set()
    for node in nodes:
        template = not str(node.get("id")).isdigit() and (str(node.get("title")), str(node.get("dateTime"))) in dated
        record = None if template or node.get("status") == "DRAFT" else _record(node, look_up)
        if record and (record.uid is None or record.uid not in seen):
            seen.add(record.uid)
            yield record


def _record(node: Node, look_up: Callable[[Any], Any]) -> RawListing | None:
    title = _text(node.get("title")) or _text(node.get("name"))
    if title is None:
        return None
    group = followed(node.get("group"), look_up)
    return RawListing(
        title=title,
        uid=f"event_{node['id']}@meetup.com" if node.get("id") else None,
        url=_text(node.get("eventUrl")) or _text(node.get("link")) or _text(node.get("event_url")),
        timezone=_text(group.get("timezone")),
        status=_STATUS.get(str(node.get("status")).upper()),
        organizer=_text(group.get("name")),
        description=_description(node.get("description")),
        description_format="html" if "time" in node else "markdown",
        image=_image(node, look_up),
        **_span(node),
        **_where(node, followed(node.get("venue") or node.get("venues"), look_up)),
        **_fee(followed(node.get("feeSettings") or node.get("fee"), look_up)),
    )


def _text(value: Any) -> str | None:
    return (squash(value) or None) if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _description(value: Any) -> str | None:
    """Return the text; a page's state may hold only where it lies (`$44`)."""
    text = value.strip() if isinstance(value, str) else ""
    return None if _BACK_REFERENCE.fullmatch(text) else text or None


def _image(node: Node, look_up: Callable[[Any], Any]) -> str | None:
    photo = followed(node.get("featuredEventPhoto") or node.get("displayPhoto"), look_up)
    found = _text(photo.get("highResUrl")) or _text(photo.get("source"))
    return found if found and found.startswith("http") else None


def _span(node: Node) -> dict[str, Any]:
    if "dateTime" not in node:
        return _epoch_span(node)
    start, end = clock.read(node.get("dateTime")), clock.read(node.get("endTime"))
    length = clock.duration(node.get("duration"))
    if end is None and length and isinstance(start, datetime):
        end = start + length
    return {"start": start, "end": end}


def _epoch_span(node: Node) -> dict[str, Any]:
    """Read REST's milliseconds since 1970, its offset and length in milliseconds too."""
    begun, offset, length = (_number(node.get(key)) for key in ("time", "utc_offset", "duration"))
    if begun is None:
        return {}
    try:
        zone = timezone(timedelta(milliseconds=offset)) if offset is not None else UTC
        start = datetime.fromtimestamp(begun / 1000, zone)
        return {"start": start, "end": start + timedelta(milliseconds=length) if length else None}
    except (ValueError, OverflowError, OSError):
        return {}


def _where(node: Node, venue: Node) -> dict[str, Any]:
    name = (_text(venue.get("name")) or "").rstrip(", ")
    pseudo = fold(name) == _PSEUDO_VENUE
    online = pseudo or node.get("isOnline") is True or node.get("is_online_event") is True
    mode = _MODES.get(str(node.get("eventType")).upper()) or ("online" if online else "in-person" if venue else None)
    if mode == "online" or pseudo or not venue:
        return {"mode": mode}
    address = _address(venue)
    latitude, longitude = _number(venue.get("lat")), _number(venue.get("lon") or venue.get("lng"))
    pinned = bool(latitude and longitude)
    return {
        "mode": mode,
        "venue": name or None,
        "address": address,
        "latitude": latitude if pinned else None,
        "longitude": longitude if pinned else None,
    }


def _address(venue: Node) -> str | None:
    """Return the address on one line; outside a few countries Meetup's states are codes that nobody reads."""
    street = _text(venue.get("address")) or _text(venue.get("address_1")) or ""
    state = _text(venue.get("state")) if str(venue.get("country")).lower() in _STATES else None
    code = _text(venue.get("postalCode")) or _text(venue.get("zip"))
    code = None if code and code.startswith("meetup") else code
    parts = (part.strip(" ,") for part in (*street.split(","), _text(venue.get("city")) or "", state or "", code or ""))
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _fee(fee: Node) -> dict[str, Any]:
    """Return the fee; none stated does not prove that there is none."""
    amount = _number(fee.get("amount"))
    if not amount:
        return {}
    return {"price_min": amount, "price_max": amount, "currency": _text(fee.get("currency"))}
