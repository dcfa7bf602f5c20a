"""The headers of every answer: nothing is loaded from elsewhere, and nothing about a visitor leaks."""

from __future__ import annotations

from functools import cache, lru_cache
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g
from flask.globals import request_ctx

from finder.web import caching

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}

_ALWAYS = {
    # The place and the needs of a visitor stand in the address; no other site gets to see it.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_FRAMING = frozenset({"build", "keeping"})
"""Surfaces that show a list as others frame it."""

_OPEN = frozenset({"api", "directories", "embed", "feeds", "oembed", "static"})
"""What pages of others may read: nothing in it is about who asks."""

_FOR_OTHERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, Content-Language",
}

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
"""What a browser is told that asks before it asks (CORS), as it does for `If-None-Match`."""


def init_app(app: Flask, embed_ancestors: str, tiles_url: str = "") -> None:
    """Put the headers on every answer.

    `embed_ancestors` are the sites that may embed, as in CSP frame-ancestors; from `tiles_url` the find page may take
    the pictures of streets that a visitor asked for.
    """
    street_pictures = _origin(tiles_url)
    # The builder shows librarians the frame as it will be.
    ancestors = " ".join(["'self'", *embed_ancestors.replace("'none'", "").split()])
    ancestors = "*" if "*" in embed_ancestors.split() else ancestors

    @cache
    def of(surface: str) -> tuple[tuple[str, str], ...]:
        content = policy(
            ancestors if surface == "embed" else "'none'",
            street_pictures if surface == "pages" else "",
            frames="'self'" if surface in _FRAMING else "",
        )
        opened = _FOR_OTHERS if surface in _OPEN else {}
        closed = {"X-Frame-Options": "DENY"} if surface != "embed" else {}
        return tuple((_ALWAYS | {"Content-Security-Policy": content} | opened | closed).items())

    @app.after_request
    def add(response: Response) -> Response:
        asked = request_ctx.request
        surface = _surface(asked)
        good = response.status_code < 400  # noqa: PLR2004  the first of the errors
        response.headers["Cache-Control"] = (g.get("caching") or caching.told(asked)) if good else caching.NEVER
        if surface != "static":
            vary(response, "Accept-Language")
        # No answer has any of these yet: to look for each would cost ten times as much.
        response.headers.extend(of(surface))
        if g.get("has_buttons"):
            # Without Sec-Fetch-Site only the origin of a form tells our own pages from those of other sites.
            response.headers["Referrer-Policy"] = "same-origin"
        if asked.method == "OPTIONS" and surface in _OPEN:
            response.headers.extend(_PREFLIGHT)
        return response


def vary(response: Response, header: str) -> None:
    """Say that the answer depends on what a request has in this header."""
    known = response.headers.get("Vary")
    response.headers["Vary"] = f"{known}, {header}" if known else header


@lru_cache(maxsize=4)
def policy(ancestors: str, pictures: str = "", frames: str = "") -> str:
    """Return the content security policy.

    `ancestors` are those that may put the page in a frame, `pictures` another place that pictures may come from,
    `frames` what the page itself may frame.
    """
    images = " ".join(filter(None, (_POLICY["img-src"], pictures)))
    framed = {"frame-src": frames} if frames else {}
    parts = {**_POLICY, "img-src": images, **framed, "frame-ancestors": ancestors}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def _origin(address: str) -> str:
    """Return scheme and host of an address; `{s}` in it stands for several hosts."""
    parts = urlsplit(address.replace("{s}.", "*."))
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""


def _surface(asked: Request) -> str:
    endpoint = asked.endpoint or ""
    return endpoint.partition(".")[0] or ("api" if asked.path.startswith("/api/") else "pages")
