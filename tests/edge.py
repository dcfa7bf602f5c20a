"""nginx with the configuration of deploy/ in front of a site, and a way to ask it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any, NamedTuple

from nginx_here import NAME, free_port, running
from werkzeug.serving import make_server


class Answer(NamedTuple):
    """What came through nginx."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def cache(self) -> str | None:
        """What nginx says of where it comes from."""
        return self.headers["X-Cache-Status"]

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Send a request under the name of the site; return what comes."""
    named = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, named)
        return _answer(connection)


def crowd(port: int, path: str, count: int, meanwhile: Callable[[], None]) -> list[Answer]:
    """Send so many requests, do something, then return all that comes."""
    with ExitStack() as stack:
        connections = [
            stack.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=60))) for _ in range(count)
        ]
        for connection in connections:
            connection.request("GET", path, headers={"Host": NAME})
        meanwhile()
        return [_answer(connection) for connection in connections]


def until(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so; tell whether it was within some seconds."""
    for _ in range(400):
        if is_so():
            return True
        time.sleep(0.05)
    return False


def _answer(connection: HTTPConnection) -> Answer:
    answer = connection.getresponse()
    return Answer(answer.status, answer.headers, answer.read())


class Behind:
    """The app behind nginx: counts what reaches it, and can keep waiting, fail or be away."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.seen: list[dict[str, Any]] = []
        self.door = threading.Event()
        self.door.set()
        self.status: str | None = None
        self._app = app
        self._server: Any = None
        self.port = free_port()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.seen.append(environ)
        self.door.wait(60)
        if self.status:
            start_response(self.status, [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
            return [b"broken"]
        return self._app(environ, start_response)

    def start(self) -> None:
        """Listen; again at the same port after `stop`."""
        self._server = make_server("127.0.0.1", self.port, self, threaded=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Be away."""
        self._server.shutdown()
        self._server.server_close()

    def paths(self) -> list[str]:
        """Return what was asked for."""
        return [f"{seen['PATH_INFO']}?{seen['QUERY_STRING']}".rstrip("?") for seen in self.seen]


@contextmanager
def fronted(folder: Path, app: Callable[..., Iterable[bytes]]) -> Iterator[tuple[Behind, int]]:
    """Put nginx in front of an app; yield the app and nginx's port."""
    behind, port = Behind(app), free_port()
    behind.start()
    with running(folder, port, f"127.0.0.1:{behind.port}"):
        yield behind, port
        behind.door.set()
    behind.stop()
