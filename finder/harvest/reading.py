"""Asks a source for its pages and reads them into listings, not yet placed or tagged."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
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
    """Ask for the first things, then for what they lead to, nothing twice.

    A source that was read from one page, and lately, is asked whether that has changed since.

    Args:
        source: whose pages they are; without a known platform the first page tells it.
        fetcher: asks.
        window: the days asked for.
        known: what the source listed last time.
        asked_with: what an address gave last time to ask with.
        most_pages: where that is fewer than the settings allow.

    Raises:
        SourceError: a page could not be fetched or read; a source is read wholly or not at all.
    """
    round_ = _Round(source, fetcher, window)
    if _lately(known, fetcher.clock()):
        round_.ask_if_changed(asked_with)
    limit = min(most_pages or fetcher.settings.max_pages, fetcher.settings.max_pages)
    while round_.queue and round_.pages < limit and not round_.unchanged:
        round_.step()
    return round_.reading()


def host_of(source: Source, window: Window) -> str:
    """Return the host that a source is first asked at; a shipped file is its own."""
    try:
        scraper = _scraper(source)
        first = next(iter(scraper.requests(source, window)), None) if scraper else None
        return urlsplit((first or source).url).netloc.lower() or source.id
    except Exception:  # noqa: BLE001  what is wrong with a source is said when it is asked
        return source.id


class _Round:
    """One round of asking: what is still to be asked, and what was found."""

    def __init__(self, source: Source, fetcher: Fetcher, window: Window) -> None:
        self._source, self._fetcher, self._window = source, fetcher, window
        self._scraper = _scraper(source)
        first = self._scraper.requests(source, window) if self._scraper else [Request(url=source.url)]
        self.queue = deque(islice(first, fetcher.settings.max_pages))
        if not self.queue:
            raise SourceError(f"{source.url} is no address that a {source.platform} calendar has")
        self._seen = {_key(request) for request in self.queue}
        self._ask_with: dict[str, Validators] = {}
        self._validators: dict[str, Validators] = {}
        self._listings: list[Listing] = []
        self._dropped: Counter[str] = Counter()
        self._items = 0
        self._forbidden = 0
        self.pages = 0
        self.unchanged = False

    def ask_if_changed(self, asked_with: Callable[[str], Validators]) -> None:
        """Ask for the only page with what it gave last time."""
        if len(self.queue) == 1 and self.queue[0].method == "GET":
            self._ask_with = {self.queue[0].url: asked_with(self.queue[0].url)}

    def step(self) -> None:
        """Ask for the next page and read it."""
        request = self.queue.popleft()
        try:
            fetched = self._fetcher.get(request, self._ask_with.get(request.url))
        except Refused:
            if not self.pages:
                raise
            # Further pages that may not be asked for take nothing from those that were read.
            self._forbidden += 1
            return
        self.pages += 1
        if fetched.page is None:
            self.unchanged = True
            return
        # A first page cannot speak for those that follow it: what it gave is forgotten when there is a second one.
        only = self.pages == 1 and request.method == "GET"
        self._validators = {request.url: fetched.validators} if only else dict.fromkeys(self._validators, Validators())
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
            self.queue.append(request)

    def reading(self) -> Reading:
        """Return what was found."""
        return Reading(
            listings=tuple(self._listings),
            dropped=dict(sorted(self._dropped.items())),
            validators=self._validators,
            pages=self.pages,
            left=len(self.queue) + self._forbidden,
            platform=self._scraper.key if self._scraper else None,
            unchanged=self.unchanged,
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


def _key(request: Request) -> tuple[str, str, str | None]:
    return request.method, request.url, request.body
