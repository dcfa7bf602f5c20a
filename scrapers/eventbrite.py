"""Eventbrite: the state of organisers' and search pages, JSON-LD of event pages, and answers of its API, version 3.

An organiser's page shows twelve coming and twelve past events, and `/org/<id>/showmore/` the rest by thirty; a search
is paged and ends at page 49.  A script follows
the state on the same line, so the object is decoded to its own end.  An event page also carries what Eventbrite
advertises beside it: there only JSON-LD is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, ClassVar
from urllib.parse import urlsplit

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import eventbrite_event, jsonld, refusals, state
from scrapers.markup import decoded
from scrapers.values import Node, is_json, load, next_number, node, nodes, site, text, whole, with_query

_HOST = re.compile(r"(?:^|\.)(?:eventbrite\.(?:com?(?:\.\w\w)?|\w\w)|eventbriteapi\.com)$")
_API = "eventbriteapi.com"
_EXPAND = "venue,organizer,category,subcategory,format,ticket_availability"
_LISTS = {"future_events", "past_events", "upcomingEvents", "pastEvents", "results", "events"}
_ADVERTISED = frozenset({"promoted", "promoted_results", "relatedEvents", "related_events", "recommendations"})
_LAST_PAGE = 49
_ORGANISER = re.compile(r"^/o/(?:[^/]*-)?(\d{6,})/?$")
_MORE = "/showmore/"
_SHOWN, _BY = 12, 30
_SOURCES = ("__SERVER_DATA__", "__NEXT_DATA__")


class Eventbrite:
    """Organisers and searches on eventbrite.com and its country domains."""

    key: ClassVar[str] = "eventbrite"
    rank: ClassVar[int] = 120

    def claims(self, url: str) -> bool:
        """Tell whether the address is on one of Eventbrite's hosts."""
        return bool(_HOST.search((urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return which of Eventbrite's answers it is."""
        if is_json(page):
            api = b"www.eventbriteapi.com/v3/" in page.content and b'"start"' in page.content
            if _MORE in page.url and self.claims(page.url):
                return _MORE
            empty = b'"pagination"' in page.content and b'"events"' in page.content and self.claims(page.url)
            return "events of eventbriteapi.com" if api or empty else None
        if b"eventbrite." not in page.content:
            return None
        found = next((name for name in _SOURCES if name.encode() in page.content), None)
        if found and (self.claims(page.url) or b"evbuc.com" in page.content or b"organizer-profile" in page.content):
            return f"{found} of Eventbrite"
        return jsonld.JsonLd().recognises(page) if self.claims(page.url) else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  no list is asked for by date
        """Ask for the page, or of the API with what events refer to."""
        yield Request(url=with_query(source.url, expand=_EXPAND) if _API in source.url else source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  nothing is expanded
        """Yield one record per event that is open to the public, and the next page of a search or of the API.

        Raises:
            NotACalendar: it is an error, a block page or an answer about something else than events.
        """
        if is_json(page):
            yield from _from_api(page)
        elif _MORE in page.url:
            # What the page itself showed is read already.
            return
        else:
            yield from _from_page(page, source)


def _from_api(page: Page) -> Iterator[RawListing | Request]:
    answer = node(load(page))
    if _MORE in page.url:
        yield from _more(node(answer.get("data")), page)
        return
    events = answer.get("events")
    if not isinstance(events, list):
        events = [answer] if "start" in answer else None
    if events is None:
        raise NotACalendar(refusals.error_in(answer) or "an answer of Eventbrite without events")
    yield from eventbrite_event.records(nodes(events))
    paging = node(answer.get("pagination"))
    if paging.get("has_more_items") is True and events:
        continuation = text(paging.get("continuation"))
        change = {"continuation": continuation} if continuation else {"page": whole(paging.get("page_number")) + 1}
        yield Request(url=with_query(page.url, **change))


def _more(data: Node, page: Page) -> Iterator[RawListing | Request]:
    events = nodes(data.get("events") or [])
    yield from eventbrite_event.records(events)
    if events and data.get("has_next_page") is True:
        yield Request(url=with_query(page.url, page=next_number(page.url)))


def _from_page(page: Page, source: Source) -> Iterator[RawListing | Request]:
    whole_text = decoded(page)
    single = "/e/" in urlsplit(page.url).path
    data = (
        None if single else state.assigned(whole_text, "__SERVER_DATA__") or state.element(whole_text, "__NEXT_DATA__")
    )
    lists = list(_lists(data))
    organizer = _organizer(data)
    found = list(eventbrite_event.records(chain.from_iterable(lists), organizer))
    found = found or list(jsonld.read(whole_text, page.url, source.timezone))
    if not found and not lists:
        raise NotACalendar(refusals.what(page))
    yield from found
    yield from _next_of_search(page, data)
    yield from _rest_of_organiser(page, lists)


def _rest_of_organiser(page: Page, lists: list[list[Node]]) -> Iterator[Request]:
    """Ask for all that is coming where the page of an organiser shows as many as it ever does."""
    organiser = _ORGANISER.search(urlsplit(page.url).path)
    if organiser and any(len(one) >= _SHOWN for one in lists):
        yield Request(url=f"{site(page.url)}/org/{organiser[1]}{_MORE}?page_size={_BY}&type=future&page=1")


def _lists(data: Any) -> Iterator[list[Node]]:
    """Yield the lists of events in a page's state; an empty one shows that it is a calendar."""
    for _, holder in state.objects(data, without=_ADVERTISED):
        for name in _LISTS & holder.keys():
            one = holder[name]
            if isinstance(one, list) and all(isinstance(event, dict) and _is_event(event) for event in one):
                yield one


def _is_event(event: Node) -> bool:
    return "name" in event and ("start_date" in event or isinstance(event.get("start"), dict))


def _organizer(data: Any) -> str | None:
    """Return whose page it is, as newer pages say it beside the list."""
    properties = node(node(node(data).get("props")).get("pageProps"))
    return text(node(properties.get("organizer")).get("name"))


def _next_of_search(page: Page, data: Any) -> Iterator[Request]:
    events = node(node(node(data).get("search_data")).get("events"))
    paging = node(events.get("pagination"))
    current = whole(paging.get("page_number")) or next_number(page.url) - 1
    if events.get("results") and current < min(whole(paging.get("page_count")), _LAST_PAGE):
        yield Request(url=with_query(page.url, page=current + 1))
