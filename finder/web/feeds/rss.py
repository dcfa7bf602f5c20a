"""RSS 2.0 (https://www.rssboard.org/rss-specification) with the event module, so that a date is more than prose."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape

from babel import Locale
from lxml import etree

from finder.web.feeds.entries import Entry, entries
from finder.web.feeds.selection import Selection
from finder.web.feeds.xml import add, written

_ATOM = "http://www.w3.org/2005/Atom"
_EVENT = "http://purl.org/rss/1.0/modules/event/"
_GEORSS = "http://www.georss.org/georss"


def rss(selection: Selection, locale: Locale) -> bytes:
    """Return the feed."""
    root = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": _ATOM, "ev": _EVENT, "georss": _GEORSS})
    channel = add(root, "channel")
    add(channel, "title", selection.title)
    add(channel, "link", selection.page)
    add(channel, "description", f"{selection.title} · {selection.site}")
    add(channel, "language", str(locale).replace("_", "-"))
    add(channel, "lastBuildDate", format_datetime(selection.last_changed))
    add(channel, "ttl", "720")
    add(channel, f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=selection.feed)
    for entry in entries(selection, locale):
        _item(channel, entry)
    return written(root)


def _item(channel: etree._Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", format_datetime(entry.updated))
    add(item, "description", _markup(entry))
    for kind in entry.kinds:
        add(item, "category", kind)
    facts = {"startdate": entry.start, "enddate": entry.end, "location": entry.where, "organizer": entry.host}
    for name, value in facts.items():
        if value:
            add(item, f"{{{_EVENT}}}{name}", value)
    if entry.place:
        add(item, f"{{{_GEORSS}}}point", f"{entry.place.latitude} {entry.place.longitude}")


def _markup(entry: Entry) -> str:
    """Return the lines as HTML, which readers take a description for: what hosts wrote is escaped twice."""
    return "".join(f"<p>{escape(line).replace(chr(10), '<br>')}</p>" for line in entry.lines)
