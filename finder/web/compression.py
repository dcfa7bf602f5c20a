"""Answers made small on the way: text goes out in gzip to whoever can read that (RFC 9110, 8.4.1.3)."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from finder.web.headers import vary

_TEXT = ("text/", "application/json", "application/geo+json", "application/feed+json", "image/svg+xml")
_SMALLEST = 1000
"""Bytes below which one network packet carries the answer either way."""
_EFFORT = 3
"""A page of results is 11 kB then: 4 takes two thirds longer for eight parts in a hundred."""


def init_app(app: Flask) -> None:
    """Compress what is text; pages hold nothing secret beside what a visitor sent, so that lengths tell nothing."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.status_code != 200 or not is_text(response):  # noqa: PLR2004  whole answers only
            return response
        vary(response, "Accept-Encoding")
        if response.is_streamed and not response.direct_passthrough:
            return response
        if request.method == "HEAD" or not _is_wanted() or "Content-Encoding" in response.headers:
            return response
        response.direct_passthrough = False
        content = response.get_data()
        if len(content) >= _SMALLEST:
            response.set_data(gzip.compress(content, _EFFORT, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response


def is_text(response: Response) -> bool:
    """Tell whether the answer is of a kind that goes out smaller to whoever can read that."""
    return response.headers.get("Content-Type", "").startswith(_TEXT)


def _is_wanted() -> bool:
    named = request.environ.get("HTTP_ACCEPT_ENCODING", "").lower()
    # Caches ask for nothing else. To weigh what is named takes a while: that is done where it may be gzip.
    return named == "gzip" or (("gzip" in named or "*" in named) and request.accept_encodings["gzip"] > 0)
