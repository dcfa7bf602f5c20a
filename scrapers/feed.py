"""RSS 2.0, RSS 1.0 and Atom (RFC 4287) as items whose elements are found by their local name.

Publishers put event modules into feeds under many namespaces, so a name counts wherever it comes from; elements that
the formats define themselves are asked for with `own`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from finder.errors import NotACalendar, TooLarge
from finder.listing import Page
from finder.text import squash

_HEAD = 4_000
_MOST_ITEMS = 10_000
_MOST_ENTITIES = 200_000
_MARK = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_CLOSED = re.compile(rb"</(?:rss|feed|rdf:RDF)\s*>\s*(?:<!--[^>]*-->\s*)*$", re.IGNORECASE)
_BARE = re.compile(rb"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)([a-zA-Z]{2,10};)?")
_OWN = {None, "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/", "http://purl.org/atom/ns#"}
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)


class Item(NamedTuple):
    """One item or entry, or any part of one."""

    element: etree._Element

    def parts(self, *names: str, own: bool = False) -> Iterator[Item]:
        """Yield the children of these local names (any case), in order."""
        wanted = {name.lower() for name in names}
        for child in self.element:
            if (
                isinstance(child.tag, str)
                and _local(child.tag).lower() in wanted
                and (not own or _space(child) in _OWN)
            ):
                yield Item(child)

    def texts(self, *names: str, own: bool = False) -> tuple[str, ...]:
        """Return the texts of these children, each once, empty ones left out."""
        found = (part.text for part in self.parts(*names, own=own))
        return tuple(dict.fromkeys(text for text in found if text))

    def first(self, *names: str, own: bool = False) -> str | None:
        """Return the first text of these children."""
        return next((text for part in self.parts(*names, own=own) if (text := part.text)), None)

    @property
    def text(self) -> str:
        """The text within, markup of XHTML content kept."""
        if self.element.get("type") == "xhtml":
            return "".join(etree.tostring(child, encoding="unicode") for child in self.element)
        return "".join(self.element.itertext()).strip()

    def attribute(self, name: str) -> str | None:
        """Return one attribute."""
        found = self.element.get(name)
        return str(found).strip() or None if found else None

    @property
    def link(self) -> str | None:
        """The page that the item is about."""
        for part in self.parts("link", own=True):
            relation = part.attribute("rel") or "alternate"
            if relation == "alternate" and (found := part.attribute("href") or part.text):
                return found
        guid = next(self.parts("guid", own=True), None)
        lasting = guid and guid.attribute("isPermaLink") != "false" and guid.text.startswith("http")
        return guid.text if guid and lasting else None

    @property
    def id(self) -> str | None:
        """What the feed calls the item for ever."""
        return self.first("guid", "id", own=True) or self.attribute(
            "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
        )

    @property
    def body(self) -> str | None:
        """The fullest text of the item: its content, else its description or summary."""
        return (
            self.first("encoded") or self.first("content", own=True) or self.first("description", "summary", own=True)
        )

    @property
    def categories(self) -> tuple[str, ...]:
        """The labels of the item: texts in RSS, terms in Atom."""
        found = (
            p.attribute("label") or p.attribute("term") or squash(p.text) for p in self.parts("category", own=True)
        )
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def image(self) -> str | None:
        """The picture of the item."""
        for part in self.parts("enclosure", "content", "thumbnail"):
            url, kind = part.attribute("url"), part.attribute("type") or part.attribute("medium") or ""
            if url and (kind.startswith("image") or _PICTURE.search(url)):
                return url
        return None


class Feed(NamedTuple):
    """A feed: its channel and its items."""

    channel: Item
    items: list[Item]


def is_feed(page: Page) -> bool:
    """Tell whether the answer is RSS or Atom."""
    head = page.content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] == b"<" and bool(_MARK.search(head)) and b"<html" not in head[:_HEAD].lower()


def read(page: Page) -> Feed:
    """Return the feed.

    Raises:
        NotACalendar: it is broken or breaks off.
        TooLarge: it has more items than any calendar.
    """
    root = _root(page.content.removeprefix(b"\xef\xbb\xbf").strip())
    channel = next((child for child in root if _is(child, "channel")), root)
    items = [Item(one) for holder in (channel, root) for one in holder if _is(one, "item") or _is(one, "entry")]
    if len(items) > _MOST_ITEMS:
        raise TooLarge(f"more than {_MOST_ITEMS:,} items in one feed")
    return Feed(Item(channel), list({id(item.element): item for item in items}.values()))


def _root(content: bytes) -> etree._Element:
    try:
        return etree.fromstring(content, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        # Typed `&nbsp;` and bare ampersands are an accident; a feed without its end is not whole.
        whole = _CLOSED.search(content[-_HEAD:]) if content.count(b"&") < _MOST_ENTITIES else None
        root = etree.fromstring(_BARE.sub(_escaped, content), _parser(recover=True)) if whole else None
        if root is None:
            raise NotACalendar("a feed that is broken or breaks off") from error
        return root


def _escaped(match: re.Match[bytes]) -> bytes:
    named = html.unescape(match[0].decode("ascii"))
    return named.encode("ascii", "xmlcharrefreplace") if match[1] and len(named) == 1 else b"&amp;" + (match[1] or b"")


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, recover=recover
    )


def _is(element: etree._Element, name: str) -> bool:
    return isinstance(element.tag, str) and _local(element.tag) == name


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _space(element: etree._Element) -> str | None:
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else None
