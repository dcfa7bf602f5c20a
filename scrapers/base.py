"""The protocol that every platform's scraper follows.

A scraper reads text as the page says it; understanding is `finder.normalise`'s work.  It does no I/O, reads no clock
and knows no settings.  An unexpected shape raises `Changed`; an answer that holds no calendar raises `NotACalendar`;
an empty result is right only where the page is a calendar without events.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol

from finder.listing import Page, RawListing, Request, Source, Window


class Scraper(Protocol):
    """Knows one platform: its addresses, its requests and its answers."""

    key: ClassVar[str]
    """The name by which the catalogue calls the platform, such as "libcal"."""

    rank: ClassVar[int]
    """Order of asking in detection: cheap and certain platforms first, general formats last."""

    def claims(self, url: str) -> bool:
        """Tell from the address alone whether it belongs to this platform."""
        ...

    def recognises(self, page: Page) -> str | None:
        """Return what in the answer shows this platform's data (`PRODID -//Springshare//LibCal`), or None."""
        ...

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Yield the first things to ask the source for."""
        ...

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield records, or a next page to ask for.

        Raises:
            NotACalendar: the answer is a login page, a block page, an error or truncated.
            Changed: it is a calendar, but in a shape that this scraper does not know.
        """
        ...
