"""How much one address may ask for in a minute, so that nobody keeps the server busy for all others.

What is counted is processor time: the name of a place takes a thousandth of a second, the calendar of a whole city one,
and what is added later counts for what it takes. It is counted under a keyed hash of the address. The key is drawn anew
each minute and dropped together with the counts: nothing tells afterwards who asked. The clock only goes forward, so
that setting the machine's clock locks nobody out.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from ipaddress import IPv6Address
from secrets import token_bytes
from threading import Lock
from time import monotonic, thread_time

from flask import Flask, g, request
from werkzeug.exceptions import TooManyRequests

from finder.config import Settings, networks
from finder.web.proxies import Address, address

_MINUTE = 60

_FILES = frozenset({"static", "embed.component", "embed.styles", "api.health"})
"""Answered all the same: without them a page that says to wait could not be read, nor a server be watched."""


class Meter:
    """Counts what each address takes in this minute; safe in several threads."""

    def __init__(self, most: float, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = Lock()
        self._until = clock()
        self._key = b""
        self._taken: dict[bytes, float] = {}

    def wait(self, who: bytes) -> int:
        """Return how many seconds somebody who took too much has to wait; 0 for anybody else."""
        with self._lock:
            now = self._now()
            return int(self._until - now) + 1 if self._taken.get(self._name(who), 0) >= self._most else 0

    def charge(self, who: bytes, seconds: float) -> None:
        """Count what an answer took."""
        with self._lock:
            self._now()
            name = self._name(who)
            self._taken[name] = self._taken.get(name, 0) + seconds

    def _now(self) -> float:
        now = self._clock()
        if now >= self._until:
            self._until = now + _MINUTE
            self._key, self._taken = token_bytes(16), {}
        return now

    def _name(self, who: bytes) -> bytes:
        return blake2b(who, key=self._key, digest_size=16).digest()


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse what goes beyond the setting `rate_limit`, with the seconds to wait (RFC 6585, section 4).

    Requests from this machine itself, and from proxies that do not say for whom, are not counted: who asks is unknown.
    """
    if not settings.rate_limit:
        return
    meter = Meter(settings.rate_limit)
    proxies = networks(settings.trusted_proxies)

    @app.before_request
    def check() -> None:
        asking = address(request.remote_addr or "")
        if asking is None or asking.is_loopback or any(asking in network for network in proxies):
            return
        g.asked_by, g.begun = household(asking), thread_time()
        if request.endpoint not in _FILES and (wait := meter.wait(g.asked_by)):
            raise TooManyRequests(retry_after=wait)

    @app.teardown_request
    def charge(_error: BaseException | None) -> None:
        if "asked_by" in g:
            meter.charge(g.asked_by, thread_time() - g.begun)


def add(seconds: float) -> None:
    """Count more than this answer takes: what it keeps is dearer than the time that it needs."""
    if "begun" in g:
        g.begun -= seconds


def household(asking: Address) -> bytes:
    """Return the part of an address that one household or library has: of IPv6 the first half (RFC 6177)."""
    return asking.packed[:8] if isinstance(asking, IPv6Address) else asking.packed
