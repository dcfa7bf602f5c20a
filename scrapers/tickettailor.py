"""Ticket Tailor: its API (`/v1/events`, developers.tickettailor.com) and the JSON-LD of its event pages.

Flags are the texts "true" and "false".  Prices are in the smallest unit of the currency; a ticket behind an access code
is not for the public.  Events that the organiser hides are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import clock, jsonld, refusals
from scrapers.markup import decoded
from scrapers.values import Node, is_json, load, node, nodes, number, text, yes

_HOST = re.compile(r"(?:^|\.)(?:tickettailor\.com|buytickets\.at)$")
_EVENT = re.compile(rb'"object"\s*:\s*"event"')
# ISO 4217: currencies without a smaller unit.
_WHOLE_UNITS = {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}


class TicketTailor:
    """A box office of Ticket Tailor."""

    key: ClassVar[str] = "tickettailor"
    rank: ClassVar[int] = 230

    def claims(self, url: str) -> bool:
        """Tell whether the address is on one of Ticket Tailor's hosts."""
        return bool(_HOST.search((urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return what shows the API's events, or JSON-LD on its host."""
        if is_json(page):
            known = b"tickettailor" in page.content or self.claims(page.url)
            empty = self.claims(page.url) and b'"links"' in page.content and b'"data"' in page.content
            return '"object": "event"' if known and (empty or _EVENT.search(page.content)) else None
        return jsonld.JsonLd().recognises(page) if self.claims(page.url) else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the address says what is asked
        """Ask for the address of the source."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  nothing is expanded
        """Yield one record per event that is shown, and the next page of the API.

        Raises:
            NotACalendar: the answer lists no events.
        """
        if not is_json(page):
            found = list(jsonld.read(decoded(page), page.url, source.timezone))
            if not found:
                raise NotACalendar(refusals.what(page))
            yield from found
            return
        answer = node(load(page))
        events = answer.get("data") if "data" in answer else [answer]
        listed = [one for one in nodes(events) if one.get("object") == "event"]
        if not listed and (events or "data" not in answer):
            raise NotACalendar(refusals.error_in(answer) or "an answer of Ticket Tailor without events")
        yield from (record for record in map(_record, listed) if record)
        following = text(node(answer.get("links")).get("next"))
        if following:
            yield Request(url=urljoin(page.url, following))


def _record(event: Node) -> RawListing | None:
    title = text(event.get("name"))
    hidden = yes(event.get("hidden")) or yes(event.get("private")) or event.get("status") == "draft"
    if title is None or hidden:
        return None
    place, online = node(event.get("venue")), yes(event.get("online_event"))
    return RawListing(
        title=title,
        uid=text(event.get("id")),
        series_uid=text(event.get("event_series_id")),
        url=text(event.get("url")),
        start=clock.read(node(event.get("start")).get("iso")),
        end=clock.read(node(event.get("end")).get("iso")),
        timezone=text(event.get("timezone")),
        status=text(event.get("status")),
        mode="online" if online else "in-person" if place.get("name") else None,
        venue=None if online else text(place.get("name")),
        address=None if online else text(place.get("postal_code")),
        description=text(event.get("description")),
        image=text(node(event.get("images")).get("header")),
        **_price(event),
    )


def _price(event: Node) -> dict[str, Any]:
    currency = (text(event.get("currency")) or "").upper() or None
    public = (one for one in nodes(event.get("ticket_types")) if not one.get("access_code"))
    amounts = [amount for amount in (number(one.get("price")) for one in public) if amount is not None]
    if not amounts:
        return {}
    unit = 1 if currency in _WHOLE_UNITS else 100
    free = True if max(amounts) == 0 else None
    return {"price_min": min(amounts) / unit, "price_max": max(amounts) / unit, "currency": currency, "is_free": free}
