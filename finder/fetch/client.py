"""The polite client: robots.txt, pauses, tries, redirects and limits around single exchanges."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import islice
from math import inf
from mimetypes import guess_type
from threading import Lock
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import requests

from finder.config import Settings
from finder.errors import Refused, TooLarge, Unreachable
from finder.fetch import asking, robots
from finder.fetch.addresses import NotPublic, Resolve, resolve
from finder.fetch.asking import hostname, netloc, origin, redirected
from finder.fetch.politeness import BUSY, LONGEST_WAIT, TRIES, Host, retry_after
from finder.fetch.robots import Rules
from finder.fetch.transport import BROKEN, Answer, Transport, name_unknown, refused
from finder.listing import Page, Record, Request, Validators
from finder.paths import bundled
from finder.text import as_utf8

MOST_REDIRECTS = 5

_REMEMBERED = 1_000
"""Hosts whose robots.txt is kept at hand; of more than that, those are forgotten that were asked longest ago."""

_FORGOTTEN_AT_ONCE = 50


class Fetched(Record, frozen=True, kw_only=True):
    """What a source answered; without a page it said "not modified".  `validators` are for asking next time."""

    page: Page | None = None
    validators: Validators = Validators()


class Fetcher:
    """Asks sources, one request at a time for each host; it may be used from several threads.

    Use it as a context manager: it keeps connections open.  `patience` is for how many seconds a caller is held where
    a host that is busy asks for a pause; beyond it `Unreachable` says when to come back.  `hold` is for how many it is
    held until its turn at a host comes; beyond it there is `NotYet`, and the caller can ask another one.  `clock`
    gives an aware datetime; it, `sleep` and `resolver` are there so that tests need not wait or own a name server.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        patience: float = LONGEST_WAIT,
        hold: float = inf,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        resolver: Resolve = resolve,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._transport = Transport(
            timeout=settings.request_timeout, resolve=resolver, private=settings.allow_private_hosts
        )
        self._patience = patience
        self._hold = hold
        self._sleep = sleep
        self._hosts: dict[str, Host] = {}
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._transport.close()

    def get(self, request: Request, validators: Validators | None = None) -> Fetched:
        """Ask for one thing.  An answer of any status but a busy or failing server's is a page.

        `webcal:` addresses are asked over HTTPS; `bundled:` ones are files below the shipped `data` folder.

        Raises:
            Unreachable: no usable answer, after a few tries.
            Refused: robots.txt, or an address that no source may have.
            TooLarge: more bytes or redirects than the settings allow.
            NotYet: nothing was asked, the host's turn comes later.
        """
        if request.url.startswith("bundled:"):
            return Fetched(page=self._bundled(request.url))
        prepared = asking.prepared(request, validators or Validators(), self.settings.contact)
        for hop in range(MOST_REDIRECTS + 1):
            # Who is on the way goes to its end: to begin anew would ask the same again.
            answer = self._asked(prepared, inf if hop else self._hold)
            elsewhere = redirected(prepared, answer)
            if elsewhere is None:
                return self._fetched(answer, has_one=bool(validators and (validators.etag or validators.last_modified)))
            prepared = elsewhere
        raise TooLarge(f"{request.url} leads through more than {MOST_REDIRECTS} redirects")

    def _asked(self, prepared: requests.PreparedRequest, hold: float) -> Answer:
        url = str(prepared.url)
        with self._host(url) as host:
            if not self._rules(host, url, hold).allow(url):
                raise Refused(f"the robots.txt of {netloc(url)} forbids asking for {url}")
            answer = self._persistently(host, prepared, self.settings.max_page_bytes, hold)
        if len(answer.content) > self.settings.max_page_bytes:
            raise TooLarge(f"{url} is larger than {self.settings.max_page_bytes:,} bytes")
        return answer

    @contextmanager
    def _host(self, url: str) -> Iterator[Host]:
        name = hostname(url)
        with self._lock:
            host = self._hosts.pop(name, None) or Host(self.settings.request_delay, self.clock, self._sleep)
            self._hosts[name] = host
            host.users += 1
            self._forget()
        try:
            yield host
        finally:
            with self._lock:
                host.users -= 1

    def _forget(self) -> None:
        if len(self._hosts) > _REMEMBERED:
            oldest = list(islice(self._hosts.items(), _FORGOTTEN_AT_ONCE))
            for name in [name for name, host in oldest if host.idle]:
                del self._hosts[name]

    def _rules(self, host: Host, url: str, hold: float) -> Rules:
        policy = host.policy(origin(url))
        with policy.lock:
            if trouble := policy.trouble:
                raise trouble
            if policy.rules is None:
                try:
                    policy.rules = self._read_rules(url, hold)
                except Unreachable as error:
                    policy.leave(error)
                    raise
            return policy.rules

    def _read_rules(self, url: str, hold: float) -> Rules:
        request = Request(url=urljoin(url, "/robots.txt"))
        prepared = asking.prepared(request, Validators(), self.settings.contact)
        for hop in range(MOST_REDIRECTS + 1):
            with self._host(str(prepared.url)) as host:
                answer = self._persistently(host, prepared, robots.LARGEST, inf if hop else hold)
            elsewhere = redirected(prepared, answer)
            if elsewhere is None:
                # RFC 9309, 2.3.1: what is not there allows all; a server's own failure never gets here.
                return Rules(answer.content if answer.status < HTTPStatus.BAD_REQUEST else b"")
            prepared = elsewhere
        return Rules()

    def _persistently(self, host: Host, prepared: requests.PreparedRequest, limit: int, hold: float) -> Answer:
        with host.lock:
            for attempt in range(TRIES):
                host.wait_turn(inf if attempt else hold)
                outcome = self._exchange(prepared, limit)
                host.asked()
                if isinstance(outcome, Answer):
                    return outcome
                host.back_off(attempt, outcome, self._patience)
        raise AssertionError  # back_off raises at the last try

    def _exchange(self, prepared: requests.PreparedRequest, limit: int) -> Answer | Unreachable:
        """Return the answer, or a trouble that may pass."""
        host = netloc(str(prepared.url))
        try:
            answer = self._transport.exchange(prepared, limit)
        except NotPublic as error:
            raise Refused(f"{error}; only public addresses are asked") from error
        except BROKEN as error:
            return self._trouble(error, host)
        if answer.status not in BUSY:
            return answer
        why = f"{host} answered {answer.status} {HTTPStatus(answer.status).phrase}"
        return Unreachable(why, retry_after(answer.headers, self.clock()))

    def _trouble(self, error: Exception, host: str) -> Unreachable:
        if isinstance(error, requests.exceptions.SSLError):
            raise Unreachable(f"there is no secure connection to {host}: {_tls_reason(error)}") from error
        if name_unknown(error):
            raise Unreachable(f"there is no host {host}, or no network") from error
        if refused(error):
            return Unreachable(f"{host} accepts no connections")
        if isinstance(error, TimeoutError | requests.Timeout) or "timed out" in str(error):
            return Unreachable(f"{host} did not answer within {self.settings.request_timeout:g} s")
        return Unreachable(f"the connection to {host} broke off")

    def _fetched(self, answer: Answer, *, has_one: bool) -> Fetched:
        headers = answer.headers
        validators = Validators(etag=headers.get("ETag"), last_modified=headers.get("Last-Modified"))
        if answer.status == HTTPStatus.NOT_MODIFIED and not has_one:
            raise Unreachable(f"{netloc(answer.url)} answered “not modified” to who has nothing yet")
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return Fetched(validators=validators)
        page = Page(
            url=answer.url,
            content=as_utf8(answer.content, headers.get("Content-Type")),
            content_type=headers.get("Content-Type"),
            status=answer.status,
            fetched_at=self.clock(),
        )
        return Fetched(page=page, validators=validators)

    def _bundled(self, url: str) -> Page:
        root = bundled("data").resolve()
        path = (root / url.removeprefix("bundled:").lstrip("/")).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise Refused(f"{url} is no shipped file")
        return Page(url=url, content=path.read_bytes(), content_type=guess_type(path)[0], fetched_at=self.clock())


def _tls_reason(error: BaseException) -> str:
    return "its certificate is not trusted" if "CERTIFICATE_VERIFY_FAILED" in str(error) else "it failed to be set up"
