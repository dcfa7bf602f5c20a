"""Conditional requests (RFC 9110, section 13): who has an answer already is told so in a line."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import PreconditionFailed

from finder.web.compression import is_text

_FINE = 200
_CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})
"""Where a request says what it has already; most say nothing."""


def init_app(app: Flask) -> None:
    """Give each public answer an ETag and honour If-None-Match; after what changes answers, so before it in turn."""

    @app.after_request
    def validate(response: Response) -> Response:
        if request.method in {"GET", "HEAD"} and response.status_code == _FINE and not response.is_streamed:
            # The same text goes out in other bytes to who reads gzip, so its ETag is a weak one (RFC 9110, 8.8.1).
            response.add_etag(weak=is_text(response))
            if not _CONDITIONS.isdisjoint(request.environ):
                response.make_conditional(request)
        if response.status_code == PreconditionFailed.code:
            # Who asks only for what they have already (If-Match) is not sent something else.
            return app.make_response(app.handle_http_exception(PreconditionFailed()))
        return response
