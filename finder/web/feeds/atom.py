"""Atom (RFC 4287)."""

from __future__ import annotations

from babel import Locale
from lxml import etree

from finder.web.feeds.entries import Entry, entries
from finder.web.feeds.selection import Selection
from finder.web.feeds.xml import add, written

_ATOM = "http://www.w3.org/2005/Atom"
_EVENT = "http://purl.org/rss/1.0/modules/event/"
_GEORSS = "http://www.georss.org/georss"


def atom(selection: Selection, locale: Locale) -> bytes:
    """Return the feed."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM, "ev": _EVENT, "georss": _GEORSS})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", str(locale).replace("_", "-"))
    _add(root, "id", selection.feed)
    _add(root, "title", selection.title)
    _add(root, "updated", selection.last_changed.isoformat())
    _add(_add(root, "author"), "name", selection.site)
    _add(root, "link", rel="self", type="application/atom+xml", href=selection.feed)
    _add(root, "link", rel="alternate", type="text/html", href=selection.page)
    for entry in entries(selection, locale):
        _entry(root, entry)
    return written(root)


def _entry(root: etree._Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", entry.updated.isoformat())
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.source:
        _add(element, "link", rel="via", href=entry.source)
    if entry.host:
        _add(_add(element, "author"), "name", entry.host)
    for kind in entry.kinds:
        _add(element, "category", term=kind)
    _add(element, "summary", "\n".join(entry.lines))
    for name, value in {"startdate": entry.start, "enddate": entry.end, "location": entry.where}.items():
        if value:
            add(element, f"{{{_EVENT}}}{name}", value)
    if entry.place:
        add(element, f"{{{_GEORSS}}}point", f"{entry.place.latitude} {entry.place.longitude}")


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    return add(parent, f"{{{_ATOM}}}{name}", text, **attributes)
