"""One quick answer at a time in each process; what takes long goes beside.

Threads of one Python share its interpreter lock, and every look into SQLite lets it go: four threads at work take it
from one another hundreds of times a second, and each answer comes later than it would alone.  So whoever asks waits for
a turn, some thousandths of a second.  What may take long steps aside at once: nobody waits for paper, or for the
calendar of a city.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from threading import Lock
from typing import Any

from flask import Flask, request

_PATIENCE = 1.0
"""Seconds that nobody waits longer for the one before."""

_STEP_ASIDE = "finder.step_aside"
"""Where in the environment of a request stands what ends its turn."""

_QUICK = {
    "about": True,
    "api": True,
    # Whoever watches the server is answered whatever goes on.
    "api.health": False,
    "api.sources": False,
    "browse": True,
    "build": True,
    "embed": True,
    "invitations": True,
    "map": True,
    "oembed": True,
    "own.show": True,
    "pages": True,
    "shortlist.show": True,
    "static": True,
}
"""By the surface, or by one endpoint of it: what takes some hundredths of a second at most, waiting for nobody."""


class Line:
    """Gives the turn to one thread after the other, in no order."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._first = Lock()

    def turn(self) -> Lock:
        """Wait for the turn; return what ends it by its release.

        Whoever keeps the others waiting for too long is left to himself, and those behind form a new line.
        """
        while True:
            waited_for = self._first
            if not waited_for.acquire(timeout=self._patience):
                if waited_for is self._first:
                    self._first = Lock()
            elif waited_for is self._first:
                return waited_for
            else:
                waited_for.release()


class InTurn:
    """A WSGI app whose answers are made one at a time, but for those that step aside."""

    def __init__(self, app: Any, line: Line) -> None:
        self._app = app
        self._line = line

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer in turn; what is sent piece by piece is made and sent after it."""
        with ExitStack() as ends:
            ends.callback(self._line.turn().release)
            environ[_STEP_ASIDE] = ends.close
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer


def init_app(app: Flask, patience: float = _PATIENCE) -> None:
    """Let requests of this app take turns; comes before whatever else looks at a request."""
    app.wsgi_app = InTurn(app.wsgi_app, Line(patience))  # type: ignore[method-assign]  # as in `proxies`

    @app.before_request
    def step_aside() -> None:
        if not is_quick(request.endpoint):
            request.environ[_STEP_ASIDE]()


def is_quick(endpoint: str | None) -> bool:
    """Tell whether an endpoint answers quickly; one that is not named here may not, and there is none for an error."""
    if endpoint is None or endpoint in _QUICK:
        return endpoint is None or _QUICK[endpoint]
    return _QUICK.get(endpoint.partition(".")[0], False)
