"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), with dates and place under `_event`."""

from __future__ import annotations

from typing import Any

import msgspec
from babel import Locale

from finder.web.feeds.entries import Entry, entries
from finder.web.feeds.selection import Selection


def json_feed(selection: Selection, locale: Locale) -> bytes:
    """Return the feed."""
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": selection.title,
            "home_page_url": selection.page,
            "feed_url": selection.feed,
            "language": str(locale).replace("_", "-"),
            "authors": [{"name": selection.site}],
            "items": [_item(entry) for entry in entries(selection, locale)],
        }
    )


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.source,
        "title": entry.title,
        "content_text": "\n".join(entry.lines),
        "image": entry.image,
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.host}] if entry.host else None,
        "tags": list(entry.kinds) or None,
        "_event": _event(entry),
    }
    return {name: value for name, value in item.items() if value is not None}


def _event(entry: Entry) -> dict[str, Any] | None:
    found: dict[str, Any] = {"start": entry.start, "end": entry.end, "location": entry.where}
    if entry.place:
        found |= {"latitude": entry.place.latitude, "longitude": entry.place.longitude}
    return {name: value for name, value in found.items() if value is not None} or None
