"""Answers made small on the way: text goes out in gzip to whoever can read that (RFC 9110, 8.4.1.3)."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from finder.web.headers import vary

_TEXT = ("text/", "application/json", "application/geo+json", "application/feed+json", "image/svg+xml")
_SMALLEST = 1000
"""Bytes below which one network packet carries the answer either way."""
_EFFORT = 4
"""A page of results is 10 kB then: 5 takes a third longer for four parts in a hundred."""


def init_app(app: Flask) -> None:
    """Compress what is text; pages hold nothing secret beside what a visitor sent, so that lengths tell nothing."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.status_code != 200 or not (response.mimetype or "").startswith(_TEXT):  # noqa: PLR2004  whole answers only
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
            _weaken_etag(response)
        return response


def _is_wanted() -> bool:
    named = request.environ.get("HTTP_ACCEPT_ENCODING", "").lower()
    # To weigh what is named takes a while: that is done where it may be gzip.
    return ("gzip" in named or "*" in named) and request.accept_encodings["gzip"] > 0


def _weaken_etag(response: Response) -> None:
    """Say that the bytes differ from those sent to others although the content is the same."""
    etag, _weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
