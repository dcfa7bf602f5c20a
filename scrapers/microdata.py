"""schema.org microdata in web pages (HTML Living Standard, 5.2; schema.org/Event).

Traps seen on real pages: a place's name and street in one `name`, parted by `<br>`; a `content` clock in UTC without an
offset beside the venue's clock in print; the only `url` of an event leading to a video channel; 23:50 for "no end".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bs4 import Tag

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from finder.when import iana_zone
from scrapers import clock, printed, refusals, schema_org, values
from scrapers.clock import PrintedClock
from scrapers.markup import decoded, holds, tree
from scrapers.schema_org import Node

_EVENT = re.compile(rb"itemtype\s*=\s*[\"']?https?://schema\.org/(\w*Event|Festival|Hackathon)\b", re.IGNORECASE)
_CLOCK = re.compile(rb"itemprop=[\"']startDate[\"'][^<>]{0,200}T\d\d:", re.IGNORECASE)
_JSON_CLOCK = re.compile(rb"\"startDate\"\s*:\s*\"[^\"]{6,12}T\d\d:\d\d")
_MOST_ITEMS = 5_000
_DEEPEST = 16
"""Items within items: an event's place has an address, and that is all."""

_ADDRESSES = {"a": "href", "area": "href", "link": "href", "img": "src", "iframe": "src", "source": "src"}
_VALUES = {"data": "value", "meter": "value", "object": "data"}
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_NO_END = "T23:50"


class Item(NamedTuple):
    """One event of a page: the element that holds it, and its properties as JSON-LD would have them."""

    element: Tag
    node: Node


class Microdata:
    """Reads the events of any page that marks them up as microdata."""

    key: ClassVar[str] = "microdata"
    rank: ClassVar[int] = 790

    def claims(self, url: str) -> bool:  # noqa: ARG002  any site may carry it
        """Say no: an address does not show it."""
        return False

    def recognises(self, page: Page) -> str | None:
        """Return the type of the first event that the page marks up, unless its JSON-LD says as much or more."""
        if not holds(page, b"itemtype", b"itemType"):
            return None
        if b"ld+json" in page.content and not (_CLOCK.search(page.content) and not _JSON_CLOCK.search(page.content)):
            return None
        found = _EVENT.search(page.content)
        return f"microdata with {found[1].decode()}" if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the page has one address
        """Yield the page itself."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:
        """Yield one record per event, each once however often the page repeats it.

        Raises:
            NotACalendar: no event is in the page's microdata.
        """
        text = decoded(page)
        found = list(items(tree(text)))
        if not found:
            raise NotACalendar(refusals.what(page))
        zone = iana_zone(source.timezone)
        correct = PrintedClock(text, zone).corrected
        nodes = [_as_printed(one, zone) for one in found]
        if len(nodes) == 1:
            nodes = [_without_foreign_address(nodes[0], page.url)]
        records = (schema_org.listing(node, page.url, correct) for node in unique(nodes, page.url))
        yield from values.within((record for record in records if record), window)


def items(soup: Tag) -> Iterator[Item]:
    """Yield the events of a page; an event within an event belongs to the outer one."""
    for element in soup.find_all(itemscope=True, itemtype=True, limit=_MOST_ITEMS):
        node = {"@type": str(element["itemtype"])}
        if schema_org.is_event(node) and not _is_part(element):
            yield Item(element, node | _properties(element))


def unique(nodes: Iterable[Node], base: str) -> Iterator[Node]:
    """Yield each event once."""
    seen = set()
    for node in nodes:
        key = schema_org.identity(node, base)
        if key not in seen:
            seen.add(key)
            yield node


def _is_part(element: Tag) -> bool:
    holder = element.find_parent(itemscope=True)
    return bool(element.get("itemprop") and holder and schema_org.is_event({"@type": str(holder.get("itemtype"))}))


def _properties(item: Tag, depth: int = 0) -> Node:
    found: dict[str, Any] = {}
    stack = [child for child in item.children if isinstance(child, Tag)][::-1]
    while stack:
        element = stack.pop()
        for name in str(element.get("itemprop") or "").split():
            found.setdefault(name, []).append(_value(element, name, depth))
        if not element.has_attr("itemscope"):
            stack.extend([child for child in element.children if isinstance(child, Tag)][::-1])
    flat = {name: several[0] if len(several) == 1 else several for name, several in found.items()}
    return flat if "Place" not in str(item.get("itemtype")) else _place(item, flat)


def _value(element: Tag, name: str, depth: int) -> Any:
    if element.has_attr("itemscope"):
        inner = _properties(element, depth + 1) if depth < _DEEPEST else {}
        return {"@type": str(element.get("itemtype") or "Thing"), **inner}
    if element.has_attr("content"):
        return str(element["content"])
    attribute = _ADDRESSES.get(element.name) if name != "name" else None
    attribute = attribute or _VALUES.get(element.name) or ("datetime" if element.has_attr("datetime") else None)
    if attribute and element.get(attribute):
        return str(element[attribute]).strip()
    return element.decode_contents() if name == "description" else squash(element.get_text(" "))


def _place(item: Tag, found: Node) -> Node:
    """Return a place whose name is its first line, and whose other lines are the address where it has no other."""
    named = item.find(itemprop="name")
    if not isinstance(named, Tag) or named.has_attr("content"):
        return found
    pieces = (squash(tree(piece).get_text(" ")) for piece in _BREAK.split(named.decode_contents()))
    first, *others = [piece for piece in pieces if piece] or [""]
    rest = ", ".join(others)
    return found | {"name": first} | ({"address": rest} if rest and not found.get("address") else {})


def _as_printed(item: Item, zone: ZoneInfo | None) -> Node:
    """Return the event with the span that its start prints: a clock in UTC gives way to it, a missing end is there."""
    node = item.node
    start = clock.read(node.get("startDate"))
    shown = item.element.find(itemprop="startDate")
    span = printed.span(squash(shown.get_text(" "))) if isinstance(shown, Tag) else printed.Span(None, None)
    if isinstance(start, datetime) and isinstance(span.start, datetime) and zone and start.tzinfo is None:
        if start.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) == span.start:
            node = node | {"startDate": span.start.isoformat(), "endDate": _iso(span.end)}
        elif start == span.start and not node.get("endDate"):
            node = node | {"endDate": _iso(span.end)}
    if _NO_END in str(node.get("endDate")):
        node = {key: value for key, value in node.items() if key != "endDate"}
    return node


def _iso(value: object) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else None


def _without_foreign_address(node: Node, base: str) -> Node:
    """Return the only event of a page without an address that leads to another site."""
    own = schema_org.address(node.get("url"), base)
    foreign = own is not None and urlsplit(own).hostname != urlsplit(base).hostname
    return {key: value for key, value in node.items() if key != "url" or not foreign}
