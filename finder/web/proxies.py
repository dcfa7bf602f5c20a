"""Web servers in front of ours: who asks, and under which address, is believed of those that the settings trust.

What everybody else writes into `X-Forwarded-…` changes nothing. Werkzeug's ProxyFix counts hops and believes any peer,
so that whoever reaches the server past the proxy could say that they are anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response

from finder.config import Settings, networks

Address = IPv4Address | IPv6Address

_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)
"""Labels no longer than names may have (RFC 1035, 2.3.4)."""

_PORT = re.compile(r":[0-9]+$")


_NO_HOST = Response(
    "The Host header is no name of a site.\n", 400, {"Cache-Control": "no-store"}, mimetype="text/plain"
)


class Fronted:
    """A WSGI app that learns from trusted proxies who asks, and is told the address of the site by its settings."""

    def __init__(self, app: Any, settings: Settings) -> None:
        self._app = app
        self._proxies = networks(settings.trusted_proxies)
        self._site = urlsplit(settings.site_url) if settings.site_url else None
        self._is_trusted = lru_cache(maxsize=256)(self._is_proxy)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Put in order what the request says of where it comes from, and answer it."""
        if self._proxies and self._is_trusted(environ.get("REMOTE_ADDR", "")):
            environ |= self._told(environ)
        if self._site:
            environ |= {"wsgi.url_scheme": self._site.scheme, "HTTP_HOST": self._site.netloc}
        if not _HOST.fullmatch(environ.get("HTTP_HOST", "none")):
            # Links begin with it, on the page that would tell what is wrong too.
            return _NO_HOST(environ, start_response)
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer

    def _told(self, environ: dict[str, Any]) -> dict[str, str]:
        scheme, host = (_last(environ.get(f"HTTP_X_FORWARDED_{name}", "")) for name in ("PROTO", "HOST"))
        client = self._client(environ.get("HTTP_X_FORWARDED_FOR", ""))
        return {
            **({"REMOTE_ADDR": client} if client else {}),
            **({"wsgi.url_scheme": scheme.lower()} if scheme.lower() in {"http", "https"} else {}),
            **({"HTTP_HOST": host} if _HOST.fullmatch(host) else {}),
        }

    def _client(self, passed_on_for: str) -> str | None:
        """Return the nearest address that is no proxy: each adds at the end, so that end alone can be trusted."""
        client = None
        for client in _readable(reversed(passed_on_for.split(","))):
            if not self._is_trusted(client):
                break
        return client

    def _is_proxy(self, text: str) -> bool:
        found = address(text)
        return found is not None and any(found in network for network in self._proxies)


def init_app(app: Flask, settings: Settings) -> None:
    """Put the layer around the app, so that all of it sees the visitor and not the proxy."""
    app.wsgi_app = Fronted(app.wsgi_app, settings)  # type: ignore[method-assign]  # as Flask's own documentation has it


def address(text: str) -> Address | None:
    """Return an address; one of IPv4 in the clothes of IPv6 as what it is (RFC 4291, 2.5.5.2)."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _readable(parts: Iterable[str]) -> Iterator[str]:
    """Yield the addresses up to the first that is none: what stands before it may be anybody's."""
    for part in parts:
        found = address(part.strip()) or address(_PORT.sub("", part.strip()).strip("[]"))
        if found is None:
            return
        yield str(found)


def _last(value: str) -> str:
    return value.rpartition(",")[2].strip()
