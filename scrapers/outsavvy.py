"""OutSavvy: the JSON-LD of organisers' and event pages.

Each date is an object of its own and all share one address, so they differ by their start.  Times have a field too many
(`19:00:00:00+00:00`), texts are escaped twice; `schema_org` and `clock` read both.  An organiser's page also advertises
other organisers' events, outside its list; newer ones have cards in place of JSON-LD, with a day and no clock, so the
pages of the events are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec

from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import jsonld
from scrapers.markup import decoded, tree

_EVENT = re.compile(r"/event/(\d+)/")
_ORGANISER = re.compile(r"<title>\s*OutSavvy - ([^<]{1,200}?) tickets and events", re.IGNORECASE)
_LIST = b'id="live_events"'
_MOST_PAGES = 60


class OutSavvy:
    """Organisers and events on outsavvy.com."""

    key: ClassVar[str] = "outsavvy"
    rank: ClassVar[int] = 150

    def claims(self, url: str) -> bool:
        """Tell whether the address is on OutSavvy's host."""
        return bool(re.search(r"(?:^|\.)outsavvy\.com$", (urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return the event type of JSON-LD on OutSavvy's host."""
        if not self.claims(page.url):
            return None
        return jsonld.JsonLd().recognises(page) or ("#live_events" if _LIST in page.content else None)

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the page has one address
        """Ask for the page."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
        """Yield one record per date, or for an organiser's cards the pages to ask for.

        Raises:
            NotACalendar: the page names no event and is no organiser's.
        """
        if _LIST in page.content and jsonld.JsonLd().recognises(page) is None:
            yield from _cards(page)
            return
        organiser = _organiser(page)
        for raw in jsonld.JsonLd().parse(page, source, window):
            number = _EVENT.search(raw.url or "")
            yield msgspec.structs.replace(
                raw,
                uid=f"{number[1]}#{raw.start}" if number and not raw.uid else raw.uid,
                series_uid=number[1] if number else None,
                organizer=raw.organizer or organiser,
                address=_street(raw),
            )


def _cards(page: Page) -> Iterator[Request]:
    links = tree(decoded(page)).select('#live_events a[href*="/event/"]', limit=_MOST_PAGES)
    yield from (Request(url=urljoin(page.url, str(link["href"]))) for link in links)


def _street(raw: RawListing) -> str | None:
    """Return the address without the venue's name, which is repeated in front of it."""
    return raw.address.removeprefix(f"{raw.venue}, ") if raw.address else None


def _organiser(page: Page) -> str | None:
    if "/organiser/" not in urlsplit(page.url).path:
        return None
    found = _ORGANISER.search(decoded(page)[:20_000])
    return squash(found[1]) if found else None
