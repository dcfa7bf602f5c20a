"""What a host's robots.txt allows (RFC 9309), and how long it asks us to wait between requests."""

from __future__ import annotations

from protego import Protego

LARGEST = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least 500 KiB."""

TOKEN = "CreativeCommunityFinder"  # noqa: S105  a product token (RFC 9110), no secret
"""The name by which a robots.txt addresses us."""


class Rules:
    """The rules of one host; without text all is allowed."""

    def __init__(self, content: bytes = b"") -> None:
        self._rules = Protego.parse(content.decode("utf-8-sig", errors="replace"))

    def allow(self, url: str) -> bool:
        """Tell whether we may ask for an address."""
        return self._rules.can_fetch(url, TOKEN)

    @property
    def delay(self) -> float:
        """Seconds between two requests, from `Crawl-delay` or `Request-rate`; 0 when it asks for none."""
        rate = self._rules.request_rate(TOKEN)
        return max(self._rules.crawl_delay(TOKEN) or 0.0, rate.seconds / rate.requests if rate else 0.0)
