"""Which platform a page is, and where its feeds are: by its address, answer, links and markup, the surest first."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from finder.listing import Page, Record
from finder.text import squash
from scrapers import other_uses, refusals
from scrapers.links import absolute, base_of, embedded, links
from scrapers.marks import FEED_LINKS, MARKS, Mark, Where
from scrapers.markup import attributes, decoded
from scrapers.registry import scrapers

_ANSWER = 60_000
_MARKUP = 1_500_000
_SPECIFIC = 500
_SURE, _LIKELY = 0.95, 0.6
_EMBEDDED = 0.08
"""How much surer a calendar is that the page shows within itself than one that it links to."""

_ALTERNATE = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_WORDPRESS = re.compile(
    r"\b(?:href|src)=[\"']?((?:https?:)?//[^\"'\s<>?]{3,300}?/|/[^\"'\s<>?/][^\"'\s<>?]{0,100}?/|/)wp-(?:json/?[\"'\s>]|content/plugins/)",
    re.IGNORECASE,
)
_GOOGLE = re.compile(r"^https?://(?:calendar|www)\.google\.com/calendar/", re.IGNORECASE)
_OTHERS = re.compile(r"#(?:holiday|contacts|weeknum)", re.IGNORECASE)
"""Calendars of Google's own, such as public holidays."""

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
    is_page: bool = False


def detect(page: Page) -> Detection:
    """Return the platform of a page, its feeds, how sure that is (0 to 1), and what was seen.

    A page that only leads to a catalogue, a pass desk or a room booking has no platform; the evidence says so.
    """
    return detections(page)[0]


def detections(page: Page) -> list[Detection]:
    """Return what a page can be, the surest first: one for each platform that it shows, or one without any."""
    refused = refusals.block(page)
    if refused:
        return [Detection(evidence=f"this is {refused}")]
    seen = _Signs(page)
    by_platform: dict[str, list[_Sign]] = {}
    for sign in sorted(seen.all(), key=lambda sign: -sign.confidence):
        by_platform.setdefault(sign.platform, []).append(sign)
    return [_detection(signs) for signs in by_platform.values()] or [Detection(evidence=_nothing(seen.links))]


def _detection(signs: list[_Sign]) -> Detection:
    # A page shows the next few dates, the feed that a mark leads to all of them.
    feeds = dict.fromkeys(feed for sign in sorted(signs, key=lambda sign: sign.is_page) for feed in sign.feeds)
    return Detection(
        platform=signs[0].platform,
        feeds=tuple(feeds)[:_MOST_FEEDS],
        confidence=signs[0].confidence,
        evidence="; ".join(dict.fromkeys(sign.evidence for sign in signs[:3])),
    )


def _nothing(found: list[str]) -> str:
    other = other_uses.sentence(found)
    return f"nothing on the page shows a calendar{f': {other}' if other else ''}"


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
                sure = min(mark.confidence + _EMBEDDED, _SURE) if text in self._embedded else mark.confidence
                yield _Sign(mark.platform, sure, _evidence(mark.where, text), self._feeds(mark, text, found))

    def _found(self, mark: Mark) -> Iterator[tuple[str, re.Match[str]]]:
        if mark.where == "link":
            yield from ((link, found) for link in self.links if (found := mark.pattern.search(link)))
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
    def links(self) -> list[str]:
        """The addresses that the page leads to."""
        return links(self._markup, self._page.url)

    @cached_property
    def _embedded(self) -> set[str]:
        return set(embedded(self._markup, self._page.url))

    def _feeds(self, mark: Mark, text: str, found: re.Match[str]) -> tuple[str, ...]:
        if mark.where == "answer":
            return (self._page.url,)
        url = text if mark.where in {"address", "link"} else self._page.url
        names = {k: _name(k, v) for k, v in found.groupdict().items() if v}
        places = {"root": _site(self._page.url), "wordpress": self._wordpress, "site": _site(url)}
        made = (template.format(url=_fetchable(url), **places, **names) for template in mark.feeds)
        return (*_google_calendars(url), *made, *self._linked_feeds)

    @cached_property
    def _wordpress(self) -> str:
        """Where WordPress lies: a site may keep it in a folder."""
        found = _WORDPRESS.search(self._markup)
        named = absolute(self._page.url, found[1].replace("\\/", "/")) if found else None
        return (named or _site(self._page.url)).rstrip("/")

    @cached_property
    def _linked_feeds(self) -> tuple[str, ...]:
        """The feeds that the page itself names: alternates, then links that are feeds on any platform."""
        tags = (attributes(match.group()) for match in _ALTERNATE.finditer(self._markup))
        named = (tag["href"] for tag in tags if tag.get("type", "").lower() in _FEED_TYPES[:1] and "href" in tag)
        links = (
            *(absolute(base_of(self._markup, self._page.url), one) for one in named),
            *(link for link in self.links if FEED_LINKS.search(link)),
        )
        return tuple(_fetchable(link) for link in dict.fromkeys(link for link in links if link))

    def _scrapers(self) -> Iterator[_Sign]:
        for scraper in scrapers():
            seen = scraper.recognises(self._page)
            if seen:
                sure = _SURE if scraper.rank < _SPECIFIC else _LIKELY
                yield _Sign(scraper.key, sure, squash(seen)[:_EVIDENCE], (self._page.url,), is_page=True)

    def _structure(self) -> Iterator[_Sign]:
        for platform, pattern in _STRUCTURED:
            found = pattern.search(self._text)
            if found:
                yield _Sign(platform, _LIKELY - 0.1, squash(found.group())[:_EVIDENCE], (self._page.url,), is_page=True)
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


def _google_calendars(url: str) -> tuple[str, ...]:
    """Return the address that asks for all calendars which one embedding shows, where there are several."""
    if not _GOOGLE.search(url):
        return ()
    query = [*parse_qsl(urlsplit(url).query)]
    shown = (unquote(_name("calendar_id", value)) for name, value in query if name in {"src", "cid"})
    found = list(dict.fromkeys(one for one in shown if not _OTHERS.search(one)))
    return (f"https://calendar.google.com/calendar/embed?{urlencode([('src', one) for one in found])}",) * (
        len(found) > 1
    )


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
