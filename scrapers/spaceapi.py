"""SpaceAPI (spaceapi.io/docs): what a hackerspace or makerspace says of itself, and where its calendar is.

The space is a group without dates of its own; its `events` are who came and went, and nobody's business here.  Its
calendar is another answer, asked for next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import feed, ical, refusals, rss, values
from scrapers.values import node, text

_MARK = re.compile(rb'"api(?:_compatibility)?"\s*:\s*["\[]')


class SpaceApi:
    """Endpoints listed in the SpaceAPI directory."""

    key: ClassVar[str] = "spaceapi"
    rank: ClassVar[int] = 340

    def claims(self, url: str) -> bool:
        """Tell whether the address names the format."""
        return "spaceapi" in urlsplit(url).path.lower() or "spaceapi" in (urlsplit(url).hostname or "")

    def recognises(self, page: Page) -> str | None:
        """Return the version that the answer states."""
        if not values.is_json(page) or b'"space"' not in page.content:
            return None
        found = _MARK.search(page.content)
        return found[0].decode() if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  a space has no dates
        """Ask for the endpoint."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield the space and ask for its calendar; or the entries of that calendar.

        Raises:
            NotACalendar: the answer describes no space.
        """
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return (event.raw for event in ical.events(page, source, window))
        return rss.Rss().parse(page, source, window) if feed.is_feed(page) else _space(page)


def _space(page: Page) -> Iterator[RawListing | Request]:
    answer = node(values.load(page))
    name, where = text(answer.get("space")), node(answer.get("location"))
    if name is None:
        raise NotACalendar(refusals.what(page))
    site = text(answer.get("url"))
    yield RawListing(
        title=name,
        uid=f"spaceapi:{name}",
        url=site,
        timezone=text(where.get("timezone")),
        venue=name,
        address=text(where.get("address")),
        latitude=values.number(where.get("lat")),
        longitude=values.number(where.get("lon")),
        organizer=name,
        description=text(answer.get("message")),
        image=text(answer.get("logo")),
    )
    calendar = text(node(node(answer.get("feeds")).get("calendar")).get("url"))
    if calendar:
        yield Request(url=re.sub(r"^webcal:", "https:", urljoin(site or page.url, calendar)))
