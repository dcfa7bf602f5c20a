"""From any page of an organisation to the calendar that can be harvested: its feeds first, then likely links."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from finder.errors import NotACalendar, SourceError
from finder.fetch import Fetcher
from finder.harvest.alike import tagged
from finder.harvest.merging import inside
from finder.harvest.reading import read
from finder.listing import Listing, Page, Record, Request, Source, Validators, Window
from finder.places import Locator, place
from finder.text import squash
from scrapers.detect import Detection, detect
from scrapers.markup import decoded, meta, tree
from scrapers.registry import scrapers

MOST_PAGES = 5
"""Pages of an organisation that are looked at: the one given, and likely calendar pages that it links to."""

MOST_PROBES = 8
"""Feeds that are tried, of all pages together."""

_PROBE_PAGES = 2
_READ = 500_000
"""Characters of a page that are searched for links."""

_LIKELY = re.compile(
    r"calend|events?\b|what.?s.?on\b|happening|programmes?\b|programs?\b|classes\b|workshops?\b|agenda|activit|eventos"
    r"|actividades|évén|veranstalt|termine",
    re.IGNORECASE,
)
_UNLIKELY = re.compile(r"^(?:mailto|tel|javascript|data):|\.(?:pdf|jpe?g|png|docx?|zip)(?:$|\?)", re.IGNORECASE)
_NO_CALENDARS = (
    (
        "a room booking",
        re.compile(r"libcal\.com/(?:spaces|reserve|booking|r/|allspaces)|room.?book|book.?a.?room", re.IGNORECASE),
    ),
    ("a pass desk", re.compile(r"libcal\.com/passes|museum.?pass|/passes\b", re.IGNORECASE)),
    (
        "a library catalogue",
        re.compile(
            r"bibliocommons\.com/(?:v2/)?search|/opac\b|catalog(?:ue)?\.|/catalog(?:ue)?\b|/polaris/", re.IGNORECASE
        ),
    ),
)


class Find(Record, frozen=True, kw_only=True):
    """A calendar that could be read: the source as it would be kept, what was seen, and what it lists."""

    source: Source
    evidence: str
    listings: tuple[Listing, ...]


def discover(given: Source, fetcher: Fetcher, locator: Locator, window: Window) -> Find:
    """Return the first calendar that a page of an organisation is, or leads to, and that can be read.

    Args:
        given: the page, with what is known of the organisation; without a name the site's own is taken.
        fetcher: asks.
        locator: places what is listed.
        window: the days asked for.

    Raises:
        SourceError: the page could not be fetched, or leads to no calendar that can be read; it says what was found.
    """
    search = _Search(given, fetcher, window)
    find = search.run()
    wanted = (place(listing, find.source, locator) for listing in find.listings if inside(listing, window))
    return replace(find, listings=tuple(tagged(wanted)))


class _Search:
    def __init__(self, given: Source, fetcher: Fetcher, window: Window) -> None:
        self._given, self._fetcher, self._window = given, fetcher, window
        self._name = given.name
        self._probed: set[str] = set()
        self._said: list[str] = []

    def run(self) -> Find:
        """Look at the page, then at those that it leads to."""
        named = self._given.platform
        find = self._probe(self._given.url, named, Detection(evidence=f"read as {named}")) if named else None
        if find:
            return find
        pages = deque([self._given.url])
        first, looked = True, 0
        while pages and looked < MOST_PAGES:
            looked += 1
            page = self._page(pages.popleft(), needed=first)
            if page is None:
                continue
            if first:
                self._name = self._name or _site_name(page)
                pages.extend(_likely_links(page))
                first = False
            find = self._on(page)
            if find:
                return find
        raise SourceError(self._verdict())

    def _page(self, url: str, *, needed: bool) -> Page | None:
        try:
            return self._fetcher.get(Request(url=url)).page
        except SourceError:
            if needed:
                raise
            return None

    def _on(self, page: Page) -> Find | None:
        seen = detect(page)
        for url, platform in _candidates(page, seen):
            if url not in self._probed and len(self._probed) < MOST_PROBES:
                self._probed.add(url)
                find = self._probe(url, platform, seen)
                if find:
                    return find
        self._said += _no_calendar(page) if not seen.platform else []
        return None

    def _probe(self, url: str, platform: str | None, seen: Detection) -> Find | None:
        source = replace(self._given, url=url, platform=platform, name=self._name)
        try:
            reading = read(source, self._fetcher, self._window, (), _nothing, most_pages=_PROBE_PAGES)
        except NotACalendar as error:
            if seen.platform:
                self._said.append(f"{url} looks like {seen.platform}, but is {error.what}")
            return None
        except SourceError as error:
            self._said.append(str(error))
            return None
        if not reading.listings:
            self._said.append(f"{url} is a calendar without dates to come")
            return None
        source = replace(source, platform=reading.platform)
        return Find(source=source, evidence=seen.evidence or "", listings=reading.listings)

    def _verdict(self) -> str:
        found = "; ".join(dict.fromkeys(self._said)) or "nothing on it shows a calendar, nor do the pages it links to"
        return f"no calendar was found at {self._given.url}: {found}"


def _candidates(page: Page, seen: Detection) -> Iterator[tuple[str, str | None]]:
    """Yield what may be a calendar, each with the platform to read it by: the feeds, then the page itself."""
    readable = {scraper.key for scraper in scrapers()}
    platform = seen.platform if seen.platform in readable else None
    yield from ((feed, platform) for feed in seen.feeds)
    if seen.platform:
        yield page.url, platform


def _likely_links(page: Page) -> Iterator[str]:
    found: dict[str, None] = {}
    for anchor in tree(decoded(page)[:_READ]).find_all("a", href=True):
        link = str(anchor["href"]).strip()
        if _LIKELY.search(f"{link} {anchor.get_text(' ')}") and not _UNLIKELY.search(link):
            found[_absolute(page.url, link)] = None
    yield from (link for link in found if link and link != page.url)


def _absolute(base: str, link: str) -> str:
    try:
        url = urljoin(base, link).partition("#")[0]
        return url if urlsplit(url).scheme in {"http", "https", "webcal"} else ""
    except ValueError:
        return ""


def _no_calendar(page: Page) -> list[str]:
    """Return in words which other things the page leads to, which marks of a platform could be taken for a calendar."""
    text = f"{page.url} {decoded(page)[:_READ]}"
    found = [what for what, pattern in _NO_CALENDARS if pattern.search(text)]
    return [f"it only leads to {' and '.join(found)}"] if found else []


def _site_name(page: Page) -> str:
    named = squash(meta(decoded(page)[:_READ], "og:site_name") or "")
    return named or urlsplit(page.url).netloc.removeprefix("www.")


def _nothing(_: str) -> Validators:
    return Validators()
