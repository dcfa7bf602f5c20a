"""Mobilizon: a group's or an instance's iCalendar file, GraphQL answers, federated events, and JSON-LD in pages.

An instance's file holds 500 entries at most.  A place's point is written "longitude;latitude".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import activity, ical, jsonld, refusals, values
from scrapers.markup import decoded
from scrapers.values import Node, node, text

_CALENDAR = re.compile(rb"PRODID:[^\r\n]{0,60}mobilizon", re.IGNORECASE)
_PAGE = re.compile(rb"<meta[^>]{0,80}content=[\"']mobilizon|joinmobilizon\.org", re.IGNORECASE)
_MARKS = (b"joinmobilizon.org/ns", b'"searchEvents"', b'"organizedEvents"', b'"beginsOn"')
_GROUP = re.compile(r"^/@[\w.@-]+")
_FEED = re.compile(r"/feed/(?:instance/)?(?:ics|atom)|/export/ics")
_DEEPEST = 8


class Mobilizon:
    """Instances of Mobilizon."""

    key: ClassVar[str] = "mobilizon"
    rank: ClassVar[int] = 330

    def claims(self, url: str) -> bool:
        """Tell whether the address names it; its paths are everybody's."""
        return "mobilizon" in (urlsplit(url).hostname or "")

    def recognises(self, page: Page) -> str | None:
        """Return the mark of one of its answers."""
        if found := _CALENDAR.search(page.content[:2_000]):
            return found[0].decode("utf-8", "replace")
        if values.is_json(page):
            ours = next((mark.decode() for mark in _MARKS if mark in page.content), None)
            federated = (
                b'"Event"' in page.content and b"activitystreams" in page.content and b'"startTime"' in page.content
            )
            return ours or ("an ActivityStreams event" if federated else None)
        head = page.content[:20_000]
        found = _PAGE.search(head) if b"mobilizon" in head.lower() else None
        found = found if found and jsonld.JsonLd().recognises(page) else None
        return found[0].decode("utf-8", "replace") if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the group's file, or the instance's."""
        group = _GROUP.match(urlsplit(source.url).path)
        if _FEED.search(source.url):
            yield Request(url=source.url)
        else:
            yield Request(url=f"{values.site(source.url)}{f'{group[0]}/feed/ics' if group else '/feed/instance/ics'}")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the events.

        Raises:
            NotACalendar: the answer is about members, actors or nothing.
        """
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return (event.raw for event in ical.events(page, source, window))
        return _answer(page) if values.is_json(page) else _page(page, source)


def _page(page: Page, source: Source) -> Iterator[RawListing]:
    found = list(jsonld.read(decoded(page), page.url, source.timezone))
    if not found:
        raise NotACalendar(refusals.what(page))
    yield from found


def _answer(page: Page) -> Iterator[RawListing]:
    answer = values.load(page)
    found = [activity.record(event) for event in activity.events(answer)]
    lists = list(_lists(answer))
    found += [_event(event) for one in lists for event in values.nodes(one) if "beginsOn" in event]
    if not found and not any(one == [] for one in lists):
        raise NotACalendar(refusals.error_in(answer) or "an answer of Mobilizon without events")
    yield from found


def _lists(answer: Any, depth: int = _DEEPEST) -> Iterator[list[Any]]:
    """Yield the lists of events in a GraphQL answer, `elements` of any query, and single ones."""
    for one in values.nodes(answer) if depth else ():
        if "beginsOn" in one:
            yield [one]
        elif isinstance(one.get("elements"), list):
            yield one["elements"]
        else:
            for value in one.values():
                yield from _lists(value, depth - 1)


def _event(event: Node) -> RawListing:
    options, number = node(event.get("options")), text(event.get("uuid")) or text(event.get("id"))
    offer = next(iter(values.nodes(options.get("offers"))), {})
    category = (text(event.get("category")) or "").replace("_", " ").capitalize()
    return RawListing(
        title=text(event.get("title")) or "",
        uid=number,
        url=text(event.get("url")),
        start=values.moment(event.get("beginsOn")),
        end=values.moment(event.get("endsOn")),
        timezone=text(options.get("timezone")),
        status=text(event.get("status")),
        **_where(node(event.get("physicalAddress")), online=options.get("isOnline") is True),
        price_min=values.number(offer.get("price")),
        price_max=values.number(offer.get("price")),
        currency=text(offer.get("priceCurrency")),
        organizer=text(node(event.get("attributedTo")).get("name")),
        categories=(*((category,) if category else ()), *values.names(event.get("tags"), "title")),
        description=text(event.get("description")),
        image=text(node(event.get("picture")).get("url")),
    )


def _where(address: Node, *, online: bool) -> dict[str, Any]:
    if online and not address:
        return {"mode": "online"}
    street, town = text(address.get("street")), text(address.get("locality"))
    code_and_town = " ".join(part for part in (text(address.get("postalCode")), town) if part)
    longitude, _, latitude = (text(address.get("geom")) or "").partition(";")
    where = values.one_line(street, code_and_town, text(address.get("region")), text(address.get("country")))
    return {
        "mode": "hybrid" if online else None,
        "venue": text(address.get("description")),
        "address": where,
        "latitude": values.number(latitude),
        "longitude": values.number(longitude),
    }
