"""DICE: the JSON-LD of a venue's page, a Place that holds its events."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlsplit

from finder.listing import Page
from scrapers import jsonld


class Dice(jsonld.JsonLd):
    """Venues and promoters on dice.fm."""

    key: ClassVar[str] = "dice"
    rank: ClassVar[int] = 160

    def claims(self, url: str) -> bool:
        """Tell whether the address is on DICE's host."""
        return bool(re.search(r"(?:^|\.)dice\.fm$", (urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return the event type of JSON-LD on DICE's host."""
        return super().recognises(page) if self.claims(page.url) else None
