"""How much one address may ask for in a minute, so that nobody keeps the server busy for all others.

What is counted is a keyed hash of the address. The key is drawn anew each minute and dropped together with the counts:
nothing tells afterwards who asked. The clock only goes forward, so that setting the machine's clock locks nobody out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from hashlib import blake2b
from ipaddress import IPv6Address
from secrets import token_bytes
from threading import Lock
from time import monotonic

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from finder.config import Settings, networks
from finder.web.proxies import Address, address

_MINUTE = 60

_COSTS = {
    "static": 0,
    "ground.tile": 0,
    "embed.component": 0,
    "api.health": 0,
    "developers.show": 5,
    "feeds.feed": 5,
    "directories.hsds_services": 10,
    "directories.session_series": 20,
    "flyer.show": 20,
    "shortlist.on_paper": 20,
    "own.flyer": 20,
}
"""What an answer costs, by its endpoint, in units of about five milliseconds of processor time; 1 for any other."""


class Meter:
    """Counts what each address has asked for in this minute; safe in several threads."""

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = Lock()
        self._until = clock()
        self._key, self._taken = b"", Counter[bytes]()

    def take(self, who: bytes, cost: int) -> int:
        """Count what is asked for; return how many seconds to wait when it is too much, else 0."""
        with self._lock:
            now = self._clock()
            if now >= self._until:
                self._until = now + _MINUTE
                self._key, self._taken = token_bytes(16), Counter()
            name = blake2b(who, key=self._key, digest_size=16).digest()
            if self._taken[name] + cost > self._most:
                return int(self._until - now) + 1
            self._taken[name] += cost
            return 0


def init_app(app: Flask, settings: Settings, meter: Meter | None = None) -> None:
    """Refuse what goes beyond the setting `rate_limit`, with the seconds to wait (RFC 6585, section 4).

    Requests from this machine itself, and from proxies that do not say for whom, are not counted: who asks is unknown.
    """
    if not settings.rate_limit:
        return
    counting = meter or Meter(settings.rate_limit)
    proxies = networks(settings.trusted_proxies)

    @app.before_request
    def check() -> None:
        cost = _COSTS.get(request.endpoint or "", 1)
        asking = address(request.remote_addr or "")
        if not cost or asking is None or asking.is_loopback or any(asking in network for network in proxies):
            return
        if wait := counting.take(household(asking), cost):
            raise TooManyRequests(retry_after=wait)


def household(asking: Address) -> bytes:
    """Return the part of an address that one household or library has: of IPv6 the first half (RFC 6177)."""
    return asking.packed[:8] if isinstance(asking, IPv6Address) else asking.packed
