"""Which platform a page is, and where its feeds are: by its address, answer, links and markup, the surest first."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from finder.listing import Page, Record
from finder.text import squash
from scrapers import refusals
from scrapers.marks import FEED_LINKS, MARKS, Mark, Where
from scrapers.markup import attributes, decoded
from scrapers.registry import scrapers

_ANSWER = 60_000
_MARKUP = 1_500_000
_MOST_LINKS = 20_000
_SPECIFIC = 500
_SURE, _LIKELY = 0.95, 0.6
_LINK = re.compile(
    r"\b(?:href|src|action|data-src|data-url)\s*=\s*(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})')", re.IGNORECASE
)
_ALTERNATE = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_FEED_TYPES = ("text/calendar", "application/rss+xml", "application/atom+xml")
_MOST_FEEDS = 12
_EVIDENCE = 160
_STRUCTURED = (
    ("microdata", re.compile(r"itemtype=[\"']https?://schema\.org/\w*Event\b", re.IGNORECASE)),
    ("microformats", re.compile(r"class=[\"'][^\"']{0,200}\b(?:h-event|vevent)\b", re.IGNORECASE)),
    ("rss", re.compile(r"xmlns:ev=[\"']http://purl\.org/rss/", re.IGNORECASE)),
)


class Detection(Record, frozen=True, kw_only=True):
    """What a page is: `platform` is None when it shows no calendar; `feeds` are absolute, best first."""

    platform: str | None = None
    feeds: tuple[str, ...] = ()
    confidence: float = 0.0
    evidence: str | None = None


class _Sign(NamedTuple):
    platform: str
    confidence: float
    evidence: str
    feeds: tuple[str, ...] = ()


def detect(page: Page) -> Detection:
    """Return the platform of a page, its feeds, how sure that is (0 to 1), and what was seen.

    A page that only leads to a catalogue, a pass desk or a room booking has no platform.
    """
    refused = refusals.block(page)
    if refused:
        return Detection(evidence=f"this is {refused}")
    signs = sorted(_Signs(page).all(), key=lambda sign: -sign.confidence)
    if not signs:
        return Detection(evidence="nothing on the page shows a calendar")
    best = signs[0]
    agreeing = [sign for sign in signs if sign.platform == best.platform]
    feeds = dict.fromkeys(feed for sign in agreeing for feed in sign.feeds)
    return Detection(
        platform=best.platform,
        feeds=tuple(feeds)[:_MOST_FEEDS],
        confidence=best.confidence,
        evidence="; ".join(dict.fromkeys(sign.evidence for sign in agreeing[:3])),
    )


class _Signs:
    """Reads one page and yields what it shows."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._text = decoded(page)[:_MARKUP]
        self._is_page = "<" in self._text[:1000] and not re.match(r"\s*(?:<\?xml|<rss|<feed)", self._text)

    def all(self) -> Iterator[_Sign]:
        yield from self._marks()
        yield from self._scrapers()
        yield from self._structure()

    def _marks(self) -> Iterator[_Sign]:
        for mark in MARKS:
            for text, found in self._found(mark):
                yield _Sign(mark.platform, mark.confidence, _evidence(mark.where, text), self._feeds(mark, text, found))

    def _found(self, mark: Mark) -> Iterator[tuple[str, re.Match[str]]]:
        if mark.where == "link":
            yield from ((link, found) for link in self._links if (found := mark.pattern.search(link)))
            return
        text = {"address": self._page.url, "answer": self._answer, "markup": self._markup}[mark.where]
        found = mark.pattern.search(text)
        if found:
            yield (text if mark.where == "address" else squash(found.group())), found

    @cached_property
    def _answer(self) -> str:
        return "" if self._is_page else self._text[:_ANSWER].replace("\r\n", "\n")

    @cached_property
    def _markup(self) -> str:
        return self._text if self._is_page else ""

    @cached_property
    def _links(self) -> list[str]:
        found = dict.fromkeys(match[1] or match[2] for match in _LINK.finditer(self._markup))
        return [link for link in (self._absolute(one) for one in list(found)[:_MOST_LINKS]) if link]

    def _absolute(self, link: str) -> str | None:
        try:
            return urljoin(self._page.url, link.strip().replace("&amp;", "&").replace("&#038;", "&"))
        except ValueError:
            return None

    def _feeds(self, mark: Mark, text: str, found: re.Match[str]) -> tuple[str, ...]:
        if mark.where == "answer":
            return (self._page.url,)
        url = text if mark.where in {"address", "link"} else self._page.url
        names = {k: _name(k, v) for k, v in found.groupdict().items() if v}
        made = (t.format(root=_site(self._page.url), site=_site(url), url=_fetchable(url), **names) for t in mark.feeds)
        return (*made, *self._linked_feeds)

    @cached_property
    def _linked_feeds(self) -> tuple[str, ...]:
        """The feeds that the page itself names: alternates, then links that are feeds on any platform."""
        tags = (attributes(match.group()) for match in _ALTERNATE.finditer(self._markup))
        named = (tag["href"] for tag in tags if tag.get("type", "").lower() in _FEED_TYPES[:1] and "href" in tag)
        links = (*(self._absolute(one) for one in named), *(link for link in self._links if FEED_LINKS.search(link)))
        return tuple(_fetchable(link) for link in dict.fromkeys(link for link in links if link))

    def _scrapers(self) -> Iterator[_Sign]:
        for scraper in scrapers():
            seen = scraper.recognises(self._page)
            if seen:
                sure = _SURE if scraper.rank < _SPECIFIC else _LIKELY
                yield _Sign(scraper.key, sure, squash(seen)[:_EVIDENCE], (self._page.url,))

    def _structure(self) -> Iterator[_Sign]:
        for platform, pattern in _STRUCTURED:
            found = pattern.search(self._text)
            if found:
                yield _Sign(platform, _LIKELY - 0.1, squash(found.group())[:_EVIDENCE], (self._page.url,))
        if self._linked_feeds:
            yield _Sign("ical", _LIKELY - 0.1, _evidence("link", self._linked_feeds[0]), self._linked_feeds)


def _evidence(where: Where, text: str) -> str:
    said = {"address": "address", "answer": "answer", "link": "link to", "markup": "markup"}[where]
    return f"{said} {text[:_EVIDENCE]}"


def _site(url: str) -> str:
    parts = urlsplit(_fetchable(url))
    return f"{parts.scheme}://{parts.netloc}"


def _fetchable(url: str) -> str:
    return re.sub(r"^webcal://", "https://", url, flags=re.IGNORECASE)


def _name(kind: str, text: str) -> str:
    """Return a name as a feed's address has it; Google's embeds write a calendar's id plain, quoted or in base64."""
    if kind != "calendar_id":
        return text
    plain = unquote(text)
    return quote(plain if "@" in plain else _from_base64(plain) or plain, safe="")


def _from_base64(text: str) -> str | None:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
