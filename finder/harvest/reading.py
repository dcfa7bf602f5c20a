"""Asks a source for its pages and reads them into listings, not yet placed or tagged."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import islice
from urllib.parse import urlsplit

from msgspec import field

from finder.errors import NotACalendar, Refused, SourceError
from finder.fetch import Fetcher
from finder.listing import Dropped, Listing, Page, Record, Request, Source, Validators, Window
from finder.normalise import normalise
from finder.when import instant
from scrapers import refusals
from scrapers.base import Scraper
from scrapers.registry import choose, scrapers

FRESH = timedelta(days=7)
"""For how long "not modified" is taken for an answer: repeated dates must be written out anew as time goes by."""

_ANY_SITE = "html"
"""What the catalogue calls a source of which only the site is known."""


class Reading(Record, frozen=True, kw_only=True):
    """What a source answered; `left` counts the pages that were not asked for, by the limit or by a robots.txt.

    `platform` is the scraper that read it.
    """

    listings: tuple[Listing, ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)
    validators: dict[str, Validators] = field(default_factory=dict)
    pages: int = 0
    left: int = 0
    platform: str | None = None
    unchanged: bool = False


def read(
    source: Source,
    fetcher: Fetcher,
    window: Window,
    known: Iterable[Listing],
    asked_with: Callable[[str], Validators],
    most_pages: int | None = None,
) -> Reading:
    """Return what a `Round` with these arguments finds."""
    return Round(source, fetcher, window, known, asked_with, most_pages).run()


def host_of(source: Source, window: Window) -> str:
    """Return the host that a source is first asked at; a shipped file is its own."""
    try:
        scraper = _scraper(source)
        first = next(iter(scraper.requests(source, window)), None) if scraper else None
        return urlsplit((first or source).url).netloc.lower() or source.id
    except Exception:  # noqa: BLE001  what is wrong with a source is said when it is asked
        return source.id


class Round:
    """Asks a source for the first things, then for what they lead to, nothing twice.

    A source that was read from one page, and lately, is asked whether that has changed since.

    Args:
        source: whose pages they are; without a known platform the first page tells it.
        fetcher: asks.
        window: the days asked for.
        known: what the source listed last time.
        asked_with: what an address gave last time to ask with.
        most_pages: where that is fewer than the settings allow.
        computing: held while a page is read, not while one is waited for.

    Raises:
        SourceError: nobody reads this platform, or the address is none that it has.
    """

    def __init__(
        self,
        source: Source,
        fetcher: Fetcher,
        window: Window,
        known: Iterable[Listing],
        asked_with: Callable[[str], Validators],
        most_pages: int | None = None,
        computing: AbstractContextManager[object] | None = None,
    ) -> None:
        self._computing = computing or nullcontext()
        self._source, self._fetcher, self._window = source, fetcher, window
        self._limit = min(most_pages or fetcher.settings.max_pages, fetcher.settings.max_pages)
        self._scraper = _scraper(source)
        first = self._scraper.requests(source, window) if self._scraper else [Request(url=source.url)]
        self._queue = deque(islice(first, fetcher.settings.max_pages))
        if not self._queue:
            raise SourceError(f"{source.url} is no address that a {source.platform} calendar has")
        self._seen = {_key(request) for request in self._queue}
        self._ask_with: dict[str, Validators] = {}
        self._validators: dict[str, Validators] = {}
        self._listings: list[Listing] = []
        self._dropped: Counter[str] = Counter()
        self._items = 0
        self._forbidden = 0
        self._pages = 0
        self._unchanged = False
        if _lately(known, fetcher.clock()) and len(self._queue) == 1 and self._queue[0].method == "GET":
            self._ask_with = {self._queue[0].url: asked_with(self._queue[0].url)}

    def run(self) -> Reading:
        """Ask for all that is left to ask for; return what was found.

        Raises:
            SourceError: a page could not be fetched or read; a source is read wholly or not at all.
            NotYet: the turn of its host comes later; called again, it goes on where it was.
        """
        while self._queue and self._pages < self._limit and not self._unchanged:
            self._step()
        return self._reading()

    def _step(self) -> None:
        request = self._queue[0]
        try:
            fetched = self._fetcher.get(request, self._ask_with.get(request.url))
        except Refused:
            if not self._pages:
                raise
            # Further pages that may not be asked for take nothing from those that were read.
            self._forbidden += 1
            self._queue.popleft()
            return
        self._queue.popleft()
        self._pages += 1
        if fetched.page is None:
            self._unchanged = True
            return
        # A first page cannot speak for those that follow it: what it gave is forgotten when there is a second one.
        only = self._pages == 1 and request.method == "GET"
        self._validators = {request.url: fetched.validators} if only else dict.fromkeys(self._validators, Validators())
        with self._computing:
            self._read(fetched.page)

    def _read(self, page: Page) -> None:
        self._scraper = self._scraper or choose(page)
        for item in self._scraper.parse(page, self._source, self._window):
            self._items += 1
            if isinstance(item, Request):
                self._follow(item)
                continue
            result = normalise(item, self._source, page)
            if isinstance(result, Dropped):
                self._dropped[result.reason] += 1
            else:
                self._listings.append(result)
        if not self._items and page.status >= HTTPStatus.BAD_REQUEST:
            raise NotACalendar(refusals.what(page))

    def _follow(self, request: Request) -> None:
        if _key(request) not in self._seen:
            self._seen.add(_key(request))
            self._queue.append(request)

    def _reading(self) -> Reading:
        return Reading(
            listings=tuple(self._listings),
            dropped=dict(sorted(self._dropped.items())),
            validators=self._validators,
            pages=self._pages,
            left=len(self._queue) + self._forbidden,
            platform=self._scraper.key if self._scraper else None,
            unchanged=self._unchanged,
        )


def _scraper(source: Source) -> Scraper | None:
    """Return the scraper of the source's platform, else one that knows its address; None when its page must tell.

    Raises:
        SourceError: nobody reads this platform yet.
    """
    by_key = {scraper.key: scraper for scraper in scrapers()}
    if source.platform in by_key and (source.platform != _ANY_SITE or source.selectors):
        return by_key[source.platform]
    for scraper in scrapers():
        if scraper.claims(source.url):
            return scraper
    if source.platform in {None, _ANY_SITE}:
        return None
    raise SourceError(f"no scraper reads {source.platform} yet")


def _lately(known: Iterable[Listing], now: datetime) -> bool:
    fetched = [listing.source.fetched_at for listing in known if listing.source and listing.source.fetched_at]
    return bool(fetched) and instant(max(fetched)) > now - FRESH


def _key(request: Request) -> tuple[str, str, str | None, tuple[tuple[str, str], ...]]:
    # Headers count too: there are platforms that name the page in one.
    return request.method, request.url, request.body, tuple(sorted(request.headers.items()))
