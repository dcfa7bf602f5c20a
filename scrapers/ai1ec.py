"""All-in-One Event Calendar for WordPress (Timely): its iCalendar export.

PRODID names kigkonsult's iCalcreator, which others use too; the entries' UIDs tell it (`ai1ec-4269@host`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar
from urllib.parse import urlsplit

import msgspec

from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import courses, ical, values
from scrapers.ical import Event

_UID = re.compile(rb"^UID:ai1ec-\d+", re.MULTILINE)
_FULL = re.compile(r"\bfull;(https?://[^;\s]{1,1000})")
_ANY = re.compile(r"(https?://[^;\s]{1,1000})")
_EXPORT = "plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events&no_html=true"


class Ai1ec:
    """All-in-One Event Calendar."""

    key: ClassVar[str] = "ai1ec"
    rank: ClassVar[int] = 220

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its export."""
        return "ai1ec_exporter_controller" in urlsplit(url).query

    def recognises(self, page: Page) -> str | None:
        """Return the first UID of its own making."""
        found = _UID.search(page.content) if b"BEGIN:VCALENDAR" in page.content[:2_000] else None
        return found[0].decode() if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the export."""
        yield Request(url=source.url if self.claims(source.url) else f"{values.site(source.url)}/?{_EXPORT}")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the entries.

        Raises:
            NotACalendar: the file breaks off or is none.
        """
        return (courses.noted(_pictured(event)) for event in ical.events(page, source, window))


def _pictured(event: Event) -> RawListing:
    """Return the record with its picture in full; the file lists sizes as `full;<address>;<width>;<height>;`."""
    sizes = event.component.text("X-WP-IMAGES-URL") or ""
    found = _FULL.search(sizes) or _ANY.search(sizes)
    return msgspec.structs.replace(event.raw, image=found[1]) if found else event.raw
