"""Bandsintown: the JSON-LD of its pages: local starts without a zone, ends that are only days."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlsplit

from finder.listing import Page
from scrapers import jsonld


class Bandsintown(jsonld.JsonLd):
    """Cities, venues and artists on bandsintown.com."""

    key: ClassVar[str] = "bandsintown"
    rank: ClassVar[int] = 170

    def claims(self, url: str) -> bool:
        """Tell whether the address is on Bandsintown's host."""
        return bool(re.search(r"(?:^|\.)bandsintown\.com$", (urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return the event type of JSON-LD on Bandsintown's host."""
        return super().recognises(page) if self.claims(page.url) else None
