"""From any page of an organisation to the calendar that can be harvested: its feeds first, then likely links."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from finder.errors import NotACalendar, SourceError
from finder.fetch import Fetcher
from finder.harvest.alike import tagged
from finder.harvest.merging import inside
from finder.harvest.reading import read
from finder.listing import Find, Page, Request, Source, Validators, Window
from finder.places import Locator, place
from finder.text import squash
from scrapers import html, other_uses
from scrapers.detect import Detection, detections
from scrapers.links import absolute, links
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
    r"calend|kalend|(?<![a-z])(?:events?|eventos?|event[io]|agenda|happenings?|termine|programm?e?s?|programas?|programmi"
    r"|what.?s.?on|quoi.?faire|classes|workshops?|meetups?|sessions?|kurse|cours|talleres|ateliers|aktuelles)(?![a-z])"
    r"|activit|actividad|aktivit|évén|evenement|évènement|veranstalt|manifestazion|evenementen|wydarzen|tapahtum",
    re.IGNORECASE,
)
_SUREST = re.compile(
    r"calend|kalend|veranstaltungskalender|agenda|what.?s.?on|(?<![a-z])events(?![a-z])", re.IGNORECASE
)
_UNLIKELY = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|docx?|xlsx?|zip|mp[34])(?:$|[?#])|/(?:feed|wp-json|wp-login|login|cart|donate|tag|author)\b"
    r"|facebook\.com|instagram\.com|twitter\.com|//x\.com|youtube\.com|linkedin\.com|google\.com/maps",
    re.IGNORECASE,
)
_ONE_EVENT = re.compile(
    r"/(?:events?|veranstaltung|termin|evento|evenement|agenda)/[^/?#]*(?:\d{4}|[^/?#]{25,})", re.IGNORECASE
)
_PDF = re.compile(r"\.pdf(?:$|[?#])", re.IGNORECASE)
_USUAL = ("/events/", "/calendar/")
"""Where calendars usually lie, asked for only where a page links to none."""

_SITEMAP = "/sitemap.xml"
_MAPPED = re.compile(r"<loc>\s*([^<\s]{1,500})\s*</loc>", re.IGNORECASE)
_FROM_MAP = 2


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
        if self._given.selectors:
            return self._by_selectors(self._given.selectors)
        named = self._given.platform
        find = self._probe(self._given.url, named, Detection(evidence=f"read as {named}")) if named else None
        if find:
            return find
        first = self._fetcher.get(Request(url=self._given.url)).page
        if first is None:
            raise SourceError(self._verdict())
        self._name = self._name or _site_name(first)
        find = self._on(first) or self._beyond(first)
        if find:
            return find
        raise SourceError(self._verdict())

    def _by_selectors(self, selectors: str) -> Find:
        """Read the page as the source says; a selector that nothing fits is a slip that only its writer can mend."""
        url = self._given.url
        page = self._fetcher.get(Request(url=url)).page
        missing = html.unmatched(page, selectors) if page else {}
        if missing:
            raise SourceError(f"{url}: nothing fits {', '.join(f'{name} “{css}”' for name, css in missing.items())}")
        self._name = self._name or (_site_name(page) if page else "")
        find = self._probe(url, html.Html.key, Detection(evidence="read by selectors"))
        if find is None:
            raise SourceError(self._verdict())
        if all(listing.start is None for listing in find.listings):
            raise SourceError(f"{url}: what stands at start is no date that can be read")
        return find

    def _beyond(self, first: Page) -> Find | None:
        """Look at the pages that the first one leads to, else at those where calendars usually lie."""
        linked = _likely_links(first)
        looked = {first.url, self._given.url}
        queue = deque(linked or self._usual(first))
        asked = 1
        while queue and asked < MOST_PAGES:
            url = queue.popleft()
            if url in looked:
                continue
            looked.add(url)
            asked += 1
            page = self._page(url)
            find = self._on(page) if page else None
            if find:
                return find
            if page and linked:
                # An overview leads on to the calendar itself.
                queue.extend(link for link in _likely_links(page) if _SUREST.search(link))
        return None

    def _usual(self, first: Page) -> Iterator[str]:
        """Yield the likely pages that the site's map names, then the usual ones."""
        site = "{0.scheme}://{0.netloc}".format(urlsplit(first.url))
        map_ = self._page(f"{site}{_SITEMAP}")
        if map_:
            yield from _best(_MAPPED.findall(decoded(map_)[:_READ]), first.url)[:_FROM_MAP]
        yield from (site + path for path in _USUAL)

    def _page(self, url: str) -> Page | None:
        try:
            page = self._fetcher.get(Request(url=url)).page
        except SourceError:
            return None
        return page if page and page.status < HTTPStatus.BAD_REQUEST else None

    def _on(self, page: Page) -> Find | None:
        for seen in detections(page):
            for url, platform in _candidates(page, seen):
                if url not in self._probed and len(self._probed) < MOST_PROBES:
                    self._probed.add(url)
                    find = self._probe(url, platform, seen)
                    if find:
                        return find
            if not seen.platform:
                self._said += _no_calendar(page, seen)
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


def _likely_links(page: Page) -> list[str]:
    anchors = tree(decoded(page)[:_READ]).find_all("a", href=True)
    return _best(
        (f"{anchor['href']}\n{anchor.get_text(' ')} {anchor.get('title') or ''}" for anchor in anchors), page.url
    )


def _best(links: Iterable[str], base: str) -> list[str]:
    """Return the addresses that may be calendars, the likeliest first, from `address` or `address, words` lines."""
    found: dict[str, tuple[bool, bool, int]] = {}
    for link in links:
        href, _, words = link.partition("\n")
        url = (absolute(base, href) or "").partition("#")[0]
        if url and url != base and _is_likely(f"{urlsplit(url).path} {urlsplit(url).query} {words}", url):
            found.setdefault(url, _doubt(url, words))
    return sorted(found, key=lambda url: found[url])


def _is_likely(said: str, url: str) -> bool:
    return bool(_LIKELY.search(unquote(said)) and not _UNLIKELY.search(url))


def _doubt(url: str, words: str) -> tuple[bool, bool, int]:
    """Return by what links are sorted: a page of one event last, words that say calendar first, short paths first."""
    path = urlsplit(url).path
    return bool(_ONE_EVENT.search(path)), not _SUREST.search(f"{words} {path}"), path.rstrip("/").count("/")


def _no_calendar(page: Page, seen: Detection) -> list[str]:
    """Return in words why a page without a calendar is none: what it is instead, or what else it leads to."""
    if seen.evidence and seen.evidence.startswith("this is "):
        return [f"{page.url}: {seen.evidence}"]
    text = decoded(page)[:_READ]
    other = other_uses.sentence([page.url, *links(text, page.url)])
    papers = [url for url in links(text, page.url) if _PDF.search(url) and _LIKELY.search(url)]
    return [*([other] if other else []), *([f"{papers[0]} is a PDF file, which is not read"] if papers else [])]


def _site_name(page: Page) -> str:
    named = squash(meta(decoded(page)[:_READ], "og:site_name") or "")
    return named or urlsplit(page.url).netloc.removeprefix("www.")


def _nothing(_: str) -> Validators:
    return Validators()
