"""Ticketsolve: `shows.xml` of a box office: venues, their shows, and a show's dates.

A date has its own address and identity; title, text and category are the show's.  `zone="IST"` beside a time is the
server's; the offset is right.  The layout of a house ("Z-arts (15)") holds a number of seats and is no room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from lxml import etree

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold
from scrapers import clock, jsonld, refusals
from scrapers.markup import decoded
from scrapers.values import site, text

_ROOT = re.compile(
    rb"^\s*+(?:<\?xml[^>]{0,200}\?>\s*+)?(?:<!DOCTYPE[^>\[]{0,200}(?:\[[^\]]{0,2000}\])?\s*+>\s*+)?<(?:venues|shows)\b"
)
_SEATS = re.compile(r"\s*\(\d+\)\s*$")
_SIZES = ("large", "medium", "thumb")


class Ticketsolve:
    """A box office on `*.ticketsolve.com`."""

    key: ClassVar[str] = "ticketsolve"
    rank: ClassVar[int] = 240

    def claims(self, url: str) -> bool:
        """Tell whether the address is on Ticketsolve's host."""
        return (urlsplit(url).hostname or "").lower().endswith(".ticketsolve.com")

    def recognises(self, page: Page) -> str | None:
        """Return the element with which the file begins."""
        head = page.content[:4000].removeprefix(b"\xef\xbb\xbf")
        shows = _ROOT.search(head) and (b"<show" in page.content or self.claims(page.url))
        return "<venues> with <show>" if shows else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the file of all shows."""
        asked = ".xml" in urlsplit(source.url).path
        yield Request(url=source.url if asked else f"{site(source.url)}/shows.xml")

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:  # noqa: ARG002  nothing is expanded
        """Yield one record per date of a show.

        Raises:
            NotACalendar: it is another file, or breaks off.
        """
        if not _ROOT.search(page.content[:4000].removeprefix(b"\xef\xbb\xbf")):
            found = list(jsonld.read(decoded(page), page.url, source.timezone))
            if not found:
                raise NotACalendar(refusals.what(page))
            yield from found
            return
        for show in _root(page).iter("show"):
            yield from _dates(show)


def _root(page: Page) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(page.content.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise NotACalendar("an XML file that is broken or breaks off") from error


def _dates(show: etree._Element) -> Iterator[RawListing]:
    title = _said(show, "name")
    category, picture = _said(show, "event_category"), _image(show)
    venue = next((_said(above, "name") for above in show.iterancestors("venue")), None)
    for event in show.iterfind("events/event"):
        if title:
            yield RawListing(
                title=title,
                uid=event.get("id"),
                series_uid=show.get("id"),
                url=_said(event, "url") or _said(show, "url"),
                start=clock.read(_said(event, "date_time_iso")),
                status=_said(event, "status"),
                venue=venue or _layout(event),
                room=_room(event, venue),
                categories=(category,) if category else (),
                description=_said(show, "description"),
                image=picture,
            )


def _said(element: etree._Element, name: str) -> str | None:
    return text(element.findtext(name))


def _layout(event: etree._Element) -> str | None:
    return _SEATS.sub("", _said(event, "venue_layout") or "") or None


def _room(event: etree._Element, venue: str | None) -> str | None:
    """Return the layout where it names a part of the house."""
    layout = _layout(event)
    return (
        layout
        if layout
        and venue
        and re.search(r"\b(?:room|studio|theatre|gallery|hall|space)\b", fold(layout))
        and fold(layout) not in fold(venue)
        else None
    )


def _image(show: etree._Element) -> str | None:
    found = {url.get("size"): text(url.text) for url in show.iterfind("images/image/url")}
    return next((found[size] for size in _SIZES if found.get(size)), None)
