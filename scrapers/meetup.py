"""Meetup: the iCalendar file of a group, its pages' state, GraphQL answers, the older REST API and older pages.

The iCalendar file is the route that Meetup publishes for subscribers; it names no place.  A page's state is a
normalised cache in which other groups' events lie too, and series templates beside their dates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import msgspec
from bs4 import BeautifulSoup, Tag

from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold, squash
from scrapers import clock, ical, jsonld, refusals
from scrapers.markup import decoded, scripts, tree
from scrapers.meetup_event import Node, followed, records

_PRODID = b"PRODID:-//Meetup//"
_HOST = re.compile(r"(?:^|\.)meetup\.com$")
_NOT_GROUPS = {"find", "topics", "pro", "cities", "events", "apps", "lp", "blog", "help", "login", "register"}
_JSON_MARKS = (b'"dateTime"', b'"utc_offset"', b'"groupByUrlname"', b'"groupSearch"', b'"proNetwork"')


class Meetup:
    """Groups on meetup.com."""

    key: ClassVar[str] = "meetup"
    rank: ClassVar[int] = 110

    def claims(self, url: str) -> bool:
        """Tell whether the address is on Meetup's host."""
        return bool(_HOST.search((urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return which of Meetup's answers it is."""
        if _PRODID in page.content[:2000]:
            return "PRODID -//Meetup//"
        if b"__APOLLO_STATE__" in page.content and b"meetup.com/" in page.content:
            return "__APOLLO_STATE__ with meetup.com"
        if not self.claims(page.url):
            return None
        if page.content.lstrip()[:1] in (b"{", b"["):
            return next((f"{mark.decode()} of api.meetup.com" for mark in _JSON_MARKS if mark in page.content), None)
        return jsonld.JsonLd().recognises(page) or ("itemprop=startDate" if b'"startDate"' in page.content else None)

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the group's iCalendar file."""
        slug = _slug(source.url)
        yield Request(url=f"https://www.meetup.com/{slug}/events/ical/" if slug else source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield one record per date.

        Raises:
            NotACalendar: there is no such group, or the answer lists groups and not events.
            Changed: the page's state has a shape that is not known.
        """
        if page.content.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
            return _from_calendar(page, source, window)
        if page.content.lstrip()[:1] in (b"{", b"["):
            return _from_json(page)
        return _from_page(page, source)


def _slug(url: str) -> str | None:
    """Return the name by which a group's addresses call it."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    return parts[0] if parts and parts[0].lower() not in _NOT_GROUPS else None


def _from_calendar(page: Page, source: Source, window: Window) -> Iterator[RawListing]:
    for event in ical.events(page, source, window):
        group = event.calendar.text("X-WR-CALNAME") or event.calendar.text("NAME")
        head, _, rest = (event.raw.description or "").partition("\n")
        description = rest if group and fold(head) == fold(group) else event.raw.description
        yield msgspec.structs.replace(
            event.raw, organizer=group, description=description or None, description_format="markdown"
        )


def _from_json(page: Page) -> Iterator[RawListing]:
    try:
        data = json.loads(page.content)
    except (ValueError, RecursionError) as error:
        raise NotACalendar(refusals.what(page)) from error
    lists = list(_lists(data))
    if not lists:
        raise NotACalendar(_not_events(data) or refusals.what(page))
    yield from records([node for one in lists for node in one], {}.get)


def _lists(data: Any) -> Iterator[list[Node]]:
    """Yield the lists of events in an answer: REST arrays and `results`, GraphQL connections; an empty one counts."""
    if isinstance(data, list):
        found = [one for one in data if isinstance(one, dict) and "time" in one and "name" in one]
        if found or not data:
            yield found
    elif isinstance(data, dict) and isinstance(data.get("results"), list) and "errors" not in data:
        yield from _lists(data["results"])
    else:
        yield from _connections(data)


def _connections(data: Any) -> Iterator[list[Node]]:
    for key, holder in _objects(data):
        edges = holder.get("edges")
        if isinstance(edges, list) and "event" in key.lower():
            context = {k: v for k, v in holder.items() if k == "group"}
            yield [context | node for node in _edge_nodes(edges) if "dateTime" in node]


def _objects(data: Any) -> Iterator[tuple[str, Node]]:
    """Yield every object with the property that holds it; a group's events learn their group on the way."""
    stack: list[tuple[str, Any]] = [("", data)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, dict):
            yield key, value
            group = {k: value[k] for k in ("id", "name", "urlname", "timezone") if isinstance(value.get(k), str)}
            for name, one in reversed(list(value.items())):
                stack.append((name, {"group": group, **one} if isinstance(one, dict) and "edges" in one else one))
        elif isinstance(value, list):
            stack.extend((key, one) for one in reversed(value))


def _edge_nodes(edges: list[Any]) -> Iterator[Node]:
    for edge in edges:
        node = edge.get("node") if isinstance(edge, dict) else None
        if isinstance(node, dict):
            yield node


def _not_events(data: Any) -> str | None:
    said = refusals.error_in(data)
    inner = data.get("data") if isinstance(data, dict) else None
    if said or not isinstance(inner, dict):
        return said
    if any(value is None for value in inner.values()):
        return "an answer of Meetup that there is no such group"
    return "an answer of Meetup about groups or topics, without events"


def _from_page(page: Page, source: Source) -> Iterator[RawListing]:
    text = decoded(page)
    state = _state(text)
    if state is not None:
        yield from _from_state(state, page)
        return
    found = list(jsonld.read(text, page.url, source.timezone)) or list(_from_old_page(text, page.url))
    if not found:
        raise NotACalendar(refusals.what(page))
    yield from found


def _state(text: str) -> Node | None:
    """Return the Apollo cache of a page, or None."""
    for script in scripts(text):
        if script.attributes.get("id") == "__NEXT_DATA__":
            try:
                data = json.loads(script.text)
            except (ValueError, RecursionError):
                return None
            state = next((o["__APOLLO_STATE__"] for _, o in _objects(data) if "__APOLLO_STATE__" in o), None)
            return state if isinstance(state, dict) else None
    return None


def _from_state(state: Node, page: Page) -> Iterator[RawListing]:
    slug = _slug(page.url)
    events = [node for key, node in state.items() if key.startswith("Event:") and isinstance(node, dict)]
    if not events and not any(key.startswith("Group:") for key in state):
        raise Changed("meetup", "the page's state holds neither groups nor events")
    own = [node for node in events if slug is None or _belongs(node, slug, state)]
    yield from records(own, lambda reference: state.get(str(reference)))


def _belongs(event: Node, slug: str, state: Node) -> bool:
    group = followed(event.get("group"), state.get)
    name = group.get("urlname") or _slug(str(event.get("eventUrl") or "")) or slug
    return fold(str(name)) == fold(slug)


def _from_old_page(text: str, url: str) -> Iterator[RawListing]:
    """Read an event page of before 2019: microdata without an Event around it, the end only as a clock."""
    if "startDate" not in text:
        return
    soup = tree(text)
    begun = soup.find("time", itemprop="startDate", datetime=True)
    title = soup.find(itemprop="name")
    if begun is None or title is None:
        return
    place = soup.select_one("[itemprop=location]") or soup.new_tag("div")
    for link in place.select(".event-map-link"):
        link.decompose()
    about = soup.select_one("[itemprop=description]")
    yield RawListing(
        title=squash(title.get_text()),
        url=url,
        start=clock.read(begun["datetime"]),
        end=_linked_end(soup),
        venue=_said(place, "name"),
        address=_said(place, "address"),
        latitude=_degrees(_said(place, "latitude")),
        longitude=_degrees(_said(place, "longitude")),
        mode="in-person" if _said(place, "name") else None,
        description=about.decode_contents() if about else None,
    )


def _said(place: Tag, name: str) -> str | None:
    found = place.select_one(f"[itemprop={name}]")
    return (squash(found.get_text(" ")) or None) if found else None


def _degrees(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _linked_end(soup: BeautifulSoup) -> datetime | None:
    """Return the end from the link to a Google calendar: `dates=20170731T173000Z/20170731T190000Z`."""
    link = soup.select_one('a[href*="google.com/calendar/event"]')
    dates = parse_qs(urlsplit(str(link["href"])).query).get("dates", [""])[0] if link else ""
    try:
        return datetime.strptime(dates.partition("/")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
