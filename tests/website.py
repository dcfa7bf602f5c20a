"""A real web server on loopback that answers what a test tells it to."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a site answers: it waits `delay` seconds first, and `drip` seconds before each byte of the body."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a site was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: tests break off connections on purpose."""


class Site:
    """A web server on loopback.  `replies` goes by path, with or without its query; a list is used up to its last.

    A reply with an ETag or Last-Modified answers "not modified" to who has it.  What is not there is a 404.
    """

    def __init__(self) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.asked: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def paths(self) -> list[str]:
        """Return what was asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def reply(self, asked: Asked) -> Reply:
        path = asked.path
        found = self.replies.get(path) or self.replies.get(path.partition("?")[0]) or Reply(status=404)
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.title(): value for name, value in self.headers.items()}
                asked = Asked(method=self.command, path=self.path, headers=headers, body=body)
                site.asked.append(asked)
                try:
                    self._answer(site.reply(asked), headers)
                except ConnectionError:
                    self.close_connection = True

            do_POST = do_GET  # noqa: N815  the base class calls it so

            def _answer(self, reply: Reply, asked: dict[str, str]) -> None:
                time.sleep(reply.delay)
                known = (("Etag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
                titled = {name.title(): value for name, value in reply.headers.items()}
                same = any(titled.get(name) and titled[name] == asked.get(condition) for name, condition in known)
                body = b"" if same else reply.body
                self.send_response(304 if same else reply.status)
                for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                for part in [body] if not reply.drip else [bytes([byte]) for byte in body]:
                    time.sleep(reply.drip)
                    self.wfile.write(part)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler
