"""Wix Events: the data that a page with the events widget carries for its scripts (`wix-warmup-data`).

Most pages of Wix carry the element and no events.  The cards show a day only; the clock, the place and the prices stand
in the data.  Prices are null where nothing is on sale, which is not free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import clock, jsonld, refusals, state
from scrapers.markup import decoded
from scrapers.values import Node, names, node, number, one_line, text

_ELEMENT = "wix-warmup-data"
_WIDGET = re.compile(
    rb'"140603ad-af8d-84a5-2c80-a0f60cb47351":\s*\{\s*"widget|"scheduling":\s*\{|"dateAndTimeSettings":'
)
_CANCELLED = {"3", "CANCELED", "CANCELLED"}
_DRAFT = {"4", "DRAFT"}
_ONLINE = {"1", "ONLINE"}
_WITHOUT_REGISTRATION = {"4", "NO_REGISTRATION"}


class Wix:
    """The events widget of a site that is built with Wix."""

    key: ClassVar[str] = "wix"
    rank: ClassVar[int] = 220

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of Wix's free hosts; most sites have their own."""
        return (urlsplit(url).hostname or "").lower().endswith(".wixsite.com")

    def recognises(self, page: Page) -> str | None:
        """Return the element with the widget's data."""
        found = _ELEMENT.encode() in page.content and _WIDGET.search(page.content)
        return f"{_ELEMENT} with events" if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the page has one address
        """Ask for the page with the widget."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:  # noqa: ARG002  nothing is expanded
        """Yield one record per event, each once however many widgets show it.

        Raises:
            NotACalendar: the page has no events widget.
        """
        whole_text = decoded(page)
        data = state.element(whole_text, _ELEMENT)
        found = {record.uid or record.url: record for record in _records(data, page.url)}
        if found:
            yield from found.values()
            return
        others = list(jsonld.read(whole_text, page.url, source.timezone))
        if not others and not _has_empty_widget(data):
            raise NotACalendar(refusals.what(page))
        yield from others


def _has_empty_widget(data: Any) -> bool:
    return any(key == "events" and isinstance(one.get("events"), list) for key, one in state.objects(data))


def _records(data: Any, url: str) -> Iterator[RawListing]:
    for _, one in state.objects(data):
        when = _schedule(one)
        title = text(one.get("title"))
        if when and title and str(one.get("status")) not in _DRAFT:
            yield _record(one, title, when, url)


def _schedule(event: Node) -> Node:
    """Return the event's times: of either version of the widget."""
    scheduling = node(event.get("scheduling"))
    return node(scheduling.get("config")) or node(event.get("dateAndTimeSettings"))


def _record(event: Node, title: str, when: Node, url: str) -> RawListing:
    open_end = when.get("endDateHidden") is True or when.get("hideEndDate") is True
    unknown = when.get("scheduleTbd") is True or when.get("dateAndTimeTbd") is True
    note = text(when.get("scheduleTbdMessage")) or text(when.get("dateAndTimeTbdMessage"))
    parts = (event.get("description") or event.get("shortDescription"), event.get("about"))
    return RawListing(
        title=title,
        uid=text(event.get("id")),
        series_uid=text(node(when.get("recurrences")).get("categoryId")),
        url=_url(event, url),
        start=None if unknown else _moment(when.get("startDate")),
        end=None if unknown or open_end else _moment(when.get("endDate")),
        timezone=text(when.get("timeZoneId")),
        schedule_note=note if unknown else None,
        status="cancelled" if str(event.get("status")) in _CANCELLED else "scheduled",
        categories=names(event.get("categories")),
        description="\n".join(part for part in map(text, parts) if part) or None,
        image=_image(event.get("mainImage")),
        **_where(node(event.get("location"))),
        **_price(node(event.get("registration"))),
    )


def _url(event: Node, url: str) -> str | None:
    named = node(event.get("eventPageUrl"))
    if text(named.get("base")):
        return f"{text(named.get('base'))}{text(named.get('path')) or ''}"
    slug = text(event.get("slug"))
    parts = urlsplit(url)
    # Free sites have all their pages below their name: user.wixsite.com/site/event-details/…
    folder = parts.path.split("/")[1] if (parts.hostname or "").endswith(".wixsite.com") else ""
    return urljoin(url, f"/{folder}/event-details/{slug}".replace("//", "/")) if slug else None


def _moment(value: Any) -> datetime | None:
    found = clock.read(value)
    return found if isinstance(found, datetime) else None


def _image(value: Any) -> str | None:
    return text(node(value).get("url")) or (value if isinstance(value, str) and value.startswith("http") else None)


def _where(place: Node) -> dict[str, Any]:
    if str(place.get("type")) in _ONLINE:
        return {"mode": "online"}
    if place.get("tbd") is True or place.get("locationTbd") is True:
        return {}
    full = node(place.get("fullAddress")) or node(place.get("address"))
    pin = node(place.get("coordinates")) or node(full.get("geocode")) or node(full.get("location"))
    venue = text(place.get("name"))
    address = text(place.get("address")) or text(full.get("formattedAddress")) or _address(full)
    return {
        "mode": "in-person" if address or venue else None,
        "venue": venue,
        "address": address,
        "latitude": number(pin.get("lat", pin.get("latitude"))),
        "longitude": number(pin.get("lng", pin.get("longitude"))),
    }


def _address(full: Node) -> str | None:
    street = node(full.get("streetAddress"))
    line = " ".join(part for part in (text(street.get("number")), text(street.get("name"))) if part)
    return one_line(line, text(full.get("addressLine")), text(full.get("city")), text(full.get("postalCode")))


def _price(registration: Node) -> dict[str, Any]:
    tickets = node(registration.get("ticketing")) or node(registration.get("tickets"))
    low, high = (
        node(tickets.get(f"{which}TicketPrice")) or node(tickets.get(f"{which}Price"))
        for which in ("lowest", "highest")
    )
    told = (text(tickets.get("lowestPrice")), text(tickets.get("highestPrice")))
    said: dict[str, Any] = {"currency": text(tickets.get("currency")) or text(low.get("currency"))}
    if low or high:
        said |= {"price_min": _amount(low), "price_max": _amount(high)}
    elif any(told):
        said |= {"price_text": " - ".join(dict.fromkeys(part for part in told if part))}
    if str(registration.get("type") or registration.get("initialType")) in _WITHOUT_REGISTRATION:
        said["registration"] = "none"
    return said


def _amount(price: Node) -> float | None:
    return number(price.get("amount") if price.get("amount") is not None else price.get("value"))
