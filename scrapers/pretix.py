"""pretix: the iCalendar files of organisers and events, its API (docs.pretix.eu), and the JSON-LD of its pages.

The file of a series answers 404; the organiser's file has all its dates.  Neither file names an address or the
organiser but in the text.  Names in the API are by language; a series there is told by its dates (`subevents`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import clock, ical, jsonld, printed, refusals
from scrapers.markup import decoded
from scrapers.values import Node, is_json, load, node, nodes, number, site, text

_HOST = re.compile(r"(?:^|\.)pretix\.(?:eu|com)$")
_TOLD = re.compile(r"^(Tickets|Organizer): *(.+)\n?", re.MULTILINE)
_API = re.compile(rb'"has_subevents"\s*:|"item_price_overrides"\s*:')
_LIST = re.compile(rb'"list_type"\s*:\s*"list"')
_PATH = re.compile(r"/api/v1/organizers/[\w.-]+/(?:events|subevents)\b")
_WIDGETS = (b"pretixpresale", b"pretix-widget")


class Pretix:
    """A shop of pretix, on pretix.eu or on an organisation's own server."""

    key: ClassVar[str] = "pretix"
    rank: ClassVar[int] = 250

    def claims(self, url: str) -> bool:
        """Tell whether the address is on pretix's own host."""
        return bool(_HOST.search((urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return which of pretix's answers it is."""
        if b"PRODID:-//pretix//" in page.content[:2000]:
            return "PRODID -//pretix//"
        if is_json(page):
            if _LIST.search(page.content) and b'"date_range"' in page.content:
                return '"list_type" and "date_range" of pretix\'s widget'
            found = b'"date_admission"' in page.content and _API.search(page.content)
            bare = _PATH.search(page.url) and (b'"results"' in page.content or b'"date_from"' in page.content)
            return "an answer of pretix's API" if found or bare else None
        seen = any(mark in page.content for mark in _WIDGETS) and jsonld.JsonLd().recognises(page)
        return f"{seen} beside pretixpresale" if seen else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the organiser's file, or for what the address names."""
        parts = [part for part in urlsplit(source.url).path.split("/") if part]
        shop = self.claims(source.url) and len(parts) == 1
        yield Request(url=f"{site(source.url)}/{parts[0]}/events/ical/" if shop else source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
        """Yield one record per date that is public, and the next page of the API.

        Raises:
            NotACalendar: the answer names no event.
        """
        if page.content.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
            yield from (_told(event.raw) for event in ical.events(page, source, window))
        elif is_json(page):
            yield from _from_api(page)
        else:
            found = list(jsonld.read(decoded(page), page.url, source.timezone))
            if not found:
                raise NotACalendar(refusals.what(page))
            yield from found


def _told(raw: RawListing) -> RawListing:
    """Return the record with the address and the organiser that its text names."""
    said = dict(_TOLD.findall(raw.description or ""))
    return msgspec.structs.replace(
        raw,
        url=said.get("Tickets", raw.url),
        organizer=said.get("Organizer", raw.organizer),
        description=_TOLD.sub("", raw.description or "").strip() or None,
    )


def _from_api(page: Page) -> Iterator[RawListing | Request]:
    answer = node(load(page))
    if isinstance(answer.get("events"), list):
        yield from map(_shown, nodes(answer["events"]))
        return
    results = answer.get("results")
    events = nodes(results) if isinstance(results, list) else [answer] if "date_from" in answer else None
    if events is None:
        raise NotACalendar(refusals.error_in(answer) or "an answer of pretix without events")
    yield from (record for record in map(_record, events) if record)
    following = text(answer.get("next"))
    if following:
        yield Request(url=urljoin(page.url, following))


def _shown(event: Node) -> RawListing:
    """Return what the widget shows of a date: its times are printed only, and a date of a series has a number."""
    times = printed.span(text(event.get("date_range")) or "")
    number_, url = text(event.get("subevent")), text(event.get("event_url"))
    return RawListing(
        title=_in_words(event.get("name")) or "",
        uid=f"{url}{number_}" if url and number_ else url,
        series_uid=url if number_ else None,
        url=f"{url.rstrip('/')}/{number_}/" if url and number_ else url,
        start=times.start,
        end=times.end,
        venue=_in_words(event.get("location")),
    )


def _record(event: Node) -> RawListing | None:
    title = _in_words(event.get("name"))
    shown = event.get("is_public") is not False and event.get("live", event.get("active")) is not False
    if title is None or not shown or event.get("has_subevents") is True or event.get("testmode") is True:
        return None
    series = text(event.get("event"))
    number_or_slug = text(event.get("id")) or text(event.get("slug"))
    return RawListing(
        title=title,
        uid=f"{series}-{number_or_slug}" if series else number_or_slug,
        series_uid=series,
        url=text(event.get("public_url")),
        start=clock.read(event.get("date_from")),
        end=clock.read(event.get("date_to")),
        timezone=text(event.get("timezone")),
        venue=_in_words(event.get("location")),
        latitude=number(event.get("geo_lat")),
        longitude=number(event.get("geo_lon")),
        description=_in_words(event.get("frontpage_text")),
        description_format="markdown",
    )


def _in_words(value: Any) -> str | None:
    """Return a text of the API: as it is, in English where there is, or in the first language that it has."""
    if isinstance(value, dict):
        return text(value.get("en")) or next((said for said in map(text, value.values()) if said), None)
    return text(value)
