"""BiblioCommons (BiblioEvents): the gateway's JSON, and the RSS with its `bc:` module.

The gateway lists ids in `events.items` (some twice) and describes what they refer to in `entities`.  A library may use
BiblioCommons for its catalogue only; the gateway then answers that the Events feature is not available.
The gateway shows nothing of the past and turns quick callers away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import feed, refusals, values
from scrapers.feed import Item
from scrapers.values import Node, node, text

_GATEWAY = "https://gateway.bibliocommons.com/v2/libraries"
_HOST = re.compile(r"(?:^|\.)bibliocommons\.com$")
_SLUG = re.compile(r"/libraries/([\w-]+)")
_LIMIT = 100
_MOST_PAGES = 60
_VIRTUAL = "BC_VIRTUAL"
_NAMESPACE = b"bibliocommons.com/rss/1.0/modules/event"
_REQUIRED = ("isRegistrationRequired", "registrationRequired", "required")
_ENTITIES = (b'"eventAudiences"', b'"branchLocationId"')


class BiblioCommons:
    """Event calendars of libraries on bibliocommons.com."""

    key: ClassVar[str] = "bibliocommons"
    rank: ClassVar[int] = 120

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its calendar, not of a catalogue."""
        parts = urlsplit(url)
        return bool(_HOST.search((parts.hostname or "").lower())) and "/events" in parts.path

    def recognises(self, page: Page) -> str | None:
        """Return the mark of the gateway's answer or of its RSS."""
        if feed.is_feed(page):
            return "xmlns:bc" if _NAMESPACE in page.content[:4_000] else None
        if not values.is_json(page) or b'"entities"' not in page.content:
            return None
        return next((f'"entities" with {mark.decode()}' for mark in _ENTITIES if mark in page.content), None)

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  it shows what is to come
        """Ask the gateway for the library's events; an address of the gateway or of a feed as it stands."""
        parts = urlsplit(source.url)
        slug = (parts.hostname or "").partition(".")[0]
        if "/rss" in parts.path or slug == "gateway":
            yield Request(url=source.url)
        else:
            yield Request(url=f"{_GATEWAY}/{slug}/events?limit={_LIMIT}&page=1")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:  # noqa: ARG002  it gives every date
        """Yield the events, then the next page.

        Raises:
            NotACalendar: the library has no event calendar here.
            Changed: an answer of the gateway without its list of ids.
        """
        return _from_feed(page) if feed.is_feed(page) else _from_gateway(page)


def _from_gateway(page: Page) -> Iterator[RawListing | Request]:
    answer = values.load(page)
    if "entities" not in node(answer):
        raise NotACalendar(refusals.what(page))
    found, entities = node(answer.get("events")), node(answer["entities"])
    ids = found.get("items")
    if not isinstance(ids, list):
        raise Changed("bibliocommons", "the gateway's answer has no list of event ids")
    events = node(entities.get("events"))
    for one in dict.fromkeys(str(one) for one in ids):
        if isinstance(events.get(one), dict):
            yield _event(events[one], entities, page)
    yield from _following(page, node(found.get("pagination")), len(ids))


def _following(page: Page, pagination: Node, length: int) -> Iterator[Request]:
    number, pages = values.whole(pagination.get("page")), values.whole(pagination.get("pages"))
    if length and 0 < number < min(pages, _MOST_PAGES):
        yield Request(url=values.with_query(page.url, page=number + 1))


def _event(event: Node, entities: Node, page: Page) -> RawListing:
    said = node(event.get("definition"))
    branch = _named(entities, "locations", said.get("branchLocationId"))
    place = _named(entities, "places", said.get("nonBranchLocationId"))
    online = said.get("branchLocationId") == _VIRTUAL or values.yes(said.get("isVirtual"))
    image = node(node(entities.get("images")).get(str(said.get("featuredImageId"))))
    return RawListing(
        title=text(said.get("title")) or "",
        uid=text(event.get("id")),
        series_uid=text(event.get("seriesId")) if event.get("isRecurring") is True else None,
        url=_address(event, said, page),
        **_span(event, said),
        status="cancelled" if said.get("isCancelled") is True else None,
        mode="online" if online else None,
        venue=None if online else text(branch.get("name")) or text(place.get("name")),
        room=None if online else text(said.get("locationDetails")),
        address=None if online else _postal(place.get("address") or branch.get("address")),
        registration="required" if _registers(said) else None,
        ages_text=_only(_labels(entities, "eventAudiences", said.get("audienceIds"))),
        categories=(
            *_labels(entities, "eventTypes", said.get("typeIds")),
            *_labels(entities, "eventAudiences", said.get("audienceIds")),
            *_labels(entities, "eventPrograms", [said.get("programId")]),
        ),
        description=text(said.get("description")),
        image=text(image.get("url")),
    )


def _span(event: Node, said: Node) -> dict[str, Any]:
    """Return the instants of the index; a definition that names days only is for whole days."""
    start, end = values.moment(said.get("start")), values.moment(said.get("end"))
    if start is not None and not isinstance(start, datetime):
        return {"start": start, "end": end, "all_day": True}
    return {
        "start": values.moment(event.get("indexStart")) or start,
        "end": values.moment(event.get("indexEnd")) or end,
    }


def _address(event: Node, said: Node, page: Page) -> str | None:
    number, slug = text(event.get("id")), _SLUG.search(page.url)
    own = text(said.get("url")) or text(event.get("url"))
    return own or (f"https://{slug[1]}.bibliocommons.com/events/{number}" if number and slug else None)


def _named(entities: Node, kind: str, number: object) -> Node:
    return node(node(entities.get(kind)).get(str(number)))


def _labels(entities: Node, kind: str, numbers: object) -> tuple[str, ...]:
    found = (text(_named(entities, kind, one).get("name")) for one in numbers) if isinstance(numbers, list) else ()
    return tuple(dict.fromkeys(name for name in found if name))


def _only(labels: tuple[str, ...]) -> str | None:
    """Return the audience where there is one: two together say nothing that a range could hold."""
    return labels[0] if len(labels) == 1 else None


def _registers(said: Node) -> bool:
    information = node(said.get("registrationInfo"))
    return any(values.yes(information.get(key)) for key in _REQUIRED)


def _postal(value: object) -> str | None:
    said = node(value)
    if not said:
        return text(value)
    street = " ".join(part for key in ("number", "street") if (part := text(said.get(key))))
    code = " ".join(part for key in ("state", "zip") if (part := text(said.get(key)) or ""))
    return values.one_line(street, text(said.get("city")), code)


def _from_feed(page: Page) -> Iterator[RawListing | Request]:
    found = feed.read(page)
    for item in found.items:
        yield _item(item)
    if len(found.items) >= _RSS_PAGE and values.next_number(page.url) <= _MOST_PAGES:
        yield Request(url=values.with_query(page.url, page=values.next_number(page.url)))


_RSS_PAGE = 25


def _item(item: Item) -> RawListing:
    place = next((part for part in item.parts("location") if len(part.element)), None)
    online = item.first("is_virtual") == "true" or bool(place and place.first("id") == _VIRTUAL)
    here = None if online else place
    street = " ".join(part for name in ("number", "street") if here and (part := here.first(name)))
    audiences = [part.text for part in item.parts("category") if part.attribute("domain") == "Audience"]
    return RawListing(
        title=item.first("title", own=True) or "",
        uid=(item.id or item.link or "").rstrip("/").rpartition("/")[2] or None,
        url=item.link,
        start=values.moment(item.first("start_date", "start_date_local")),
        end=values.moment(item.first("end_date", "end_date_local")),
        status="cancelled" if item.first("is_cancelled") == "true" else None,
        mode="online" if online else None,
        venue=here.first("name") if here else None,
        room=here.first("location_details") if here else None,
        address=values.one_line(street, here.first("city"), " ".join(here.texts("state", "zip")))
        if street and here
        else None,
        latitude=values.number(here.first("latitude")) if here else None,
        longitude=values.number(here.first("longitude")) if here else None,
        registration="required" if item.first("is_registration_required") == "true" else None,
        ages_text=_only(tuple(audiences)),
        categories=item.categories,
        description=item.body,
        image=item.image,
    )
