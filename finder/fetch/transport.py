"""One exchange over HTTP: connect to a checked address, send, read no more than allowed."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from finder.fetch.addresses import Resolve, public

BROKEN = (requests.RequestException, HTTPError, TimeoutError)
"""What an exchange can end in when the network or the other side fails."""

_CHUNK = 65_536


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: `content` is decompressed, and one byte longer than the limit when it was cut."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes


class Transport:
    """Holds the open connections.  Proxies, cookies and netrc of the environment are not used."""

    def __init__(self, *, timeout: float, resolve: Resolve, private: bool) -> None:
        self._timeout = timeout
        self._session = _OneExchange()
        self._session.trust_env = False
        self._session.cookies = _NoCookies()
        adapter = _CheckedAdapter(resolve=resolve, private=private)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def exchange(self, request: requests.PreparedRequest, limit: int) -> Answer:
        """Send one request and read the answer; redirects are answers like any other.

        Raises:
            NotPublic: the host lies on an address that no source may have.
            BROKEN: the network or the other side failed.
        """
        with self._session.send(request, stream=True, timeout=self._timeout, allow_redirects=False) as response:
            content = b"" if response.is_redirect else self._read(response, limit)
            return Answer(url=str(request.url), status=response.status_code, headers=response.headers, content=content)

    def _read(self, response: requests.Response, limit: int) -> bytes:
        parts = bytearray()
        while len(parts) <= limit and (part := response.raw.read1(_CHUNK, decode_content=True)):
            parts += part
        return bytes(parts[: limit + 1])

    def close(self) -> None:
        """Close all connections."""
        self._session.close()


def name_unknown(error: BaseException) -> bool:
    """Tell whether a failed exchange failed because the host's name has no address."""
    return isinstance(_root(error), NameResolutionError)


def refused(error: BaseException) -> bool:
    """Tell whether a failed exchange failed because nobody listens there."""
    root = _root(error)
    return isinstance(root, NewConnectionError) and isinstance(root.__cause__, ConnectionRefusedError)


def _root(error: BaseException) -> Any:
    inner = error.args[0] if error.args else None
    return getattr(inner, "reason", None) or inner


class _OneExchange(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002  requests' signature
        """Return none: each hop is checked, and even looking at a wrong address would raise here."""
        return None


class _NoCookies(RequestsCookieJar):
    def set_cookie(self, *_: Any, **__: Any) -> None:
        """Keep none: a source must not be able to follow us from harvest to harvest."""


class _CheckedAdapter(HTTPAdapter):
    """Connects only to addresses that were checked: names are resolved once, so a second answer cannot differ."""

    def __init__(self, *, resolve: Resolve, private: bool) -> None:
        self._pools = _pools(resolve, private=private)
        super().__init__(pool_connections=64, pool_maxsize=4, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002  requests' signature
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools


class _InTime(HTTPResponse):
    """An answer that must be here, from its first header to its last byte, before the connection's timeout is over.

    A socket's own timeout starts anew with each byte: a server that sends one now and then could hold us for ever.
    """

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = BufferedReader(_Until(sock, self.fp.detach()))


class _Until(RawIOBase):
    def __init__(self, sock: socket.socket, stream: RawIOBase) -> None:
        self._sock, self._stream = sock, stream
        self._end = time.monotonic() + (sock.gettimeout() or 0.0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _pools(resolve: Resolve, *, private: bool) -> dict[str, Any]:
    def connected(connection: HTTPConnection) -> socket.socket:
        host, port = connection._dns_host, connection.port  # noqa: SLF001  urllib3 offers no hook for resolving
        try:
            addresses = resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise NameResolutionError(host, connection, socket.gaierror(str(error))) from error
        return _first_that_answers(connection, addresses if private else public(host, addresses))

    class CheckedHTTP(HTTPConnection):
        response_class = _InTime

        def _new_conn(self) -> socket.socket:
            return connected(self)

    class CheckedHTTPS(HTTPSConnection):
        response_class = _InTime

        def _new_conn(self) -> socket.socket:
            return connected(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = CheckedHTTP

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = CheckedHTTPS

    return {"http": PlainPool, "https": SecurePool}


def _first_that_answers(connection: HTTPConnection, addresses: list[str]) -> socket.socket:
    failure: OSError = OSError("it has no address")
    for address in addresses:
        try:
            return create_connection(
                (address, connection.port), connection.timeout, socket_options=connection.socket_options
            )
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise failure
    raise NewConnectionError(connection, str(failure)) from failure
