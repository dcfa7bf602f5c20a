"""Govstack (GHD Digital): a city's list of coming events, as its web page prints it.

The list prints month and day without a year; the address of an entry begins with its day and clock
(`/default/detail/2026-06-02-0900-Summer-Splash`), which is what counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urljoin

from bs4 import Tag

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import refusals, values
from scrapers.markup import decoded, tree

_LIST = re.compile(rb"class=[\"'][^\"']{0,200}\bgs-feed-list-(?:events|item)\b")
_DETAIL = re.compile(r"/detail/(\d{4}-\d\d-\d\d)-(\d{4})-")


class Govstack:
    """The events of a city's site on Govstack."""

    key: ClassVar[str] = "govstack"
    rank: ClassVar[int] = 290

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of an entry."""
        return bool(_DETAIL.search(url))

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its list."""
        found = _LIST.search(page.content)
        return found[0].decode("ascii", "replace") if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the page has one address
        """Yield the page itself."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:  # noqa: ARG002  one zone
        """Yield one record per entry of the list.

        Raises:
            NotACalendar: there is no list.
        """
        if not self.recognises(page):
            raise NotACalendar(refusals.what(page))
        entries = tree(decoded(page)).select(".gs-feed-list-item a.gs-feed-list-title, a.gs-feed-list-title")
        records = (record for entry in entries if (record := _record(entry, page)))
        yield from values.within(iter(dict.fromkeys(records)), window)


def _record(entry: Tag, page: Page) -> RawListing | None:
    link, title = str(entry.get("href") or ""), squash(entry.get_text(" "))
    found = _DETAIL.search(link)
    if not title or not found:
        return None
    try:
        start = datetime.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H%M")  # noqa: DTZ007  the venue's clock
    except ValueError:
        return None
    midnight = (start.hour, start.minute) == (0, 0)
    return RawListing(title=title, url=urljoin(page.url, link), start=start.date() if midnight else start)
