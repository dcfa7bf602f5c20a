"""Web pages without any feed: a source names CSS selectors in the catalogue, and no Python is needed.

What can be named, and how, is in `scrapers.selectors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urljoin

from bs4 import Tag

from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import clock, printed, refusals
from scrapers.markup import decoded, outermost, tree
from scrapers.other_tongues import english
from scrapers.selectors import OF_PAGE, Selector, read_selectors, written

_MOST_ITEMS = 2_000
_LANGUAGE = re.compile(r"<html\b[^<>]{0,400}?\blang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_LONGEST = 200
_MONTH_FIRST = {"US", "PH"}


class Html:
    """Any page whose source names selectors."""

    key: ClassVar[str] = "html"
    rank: ClassVar[int] = 990

    def claims(self, url: str) -> bool:  # noqa: ARG002  any site may be one
        """Say no: an address does not show it."""
        return False

    def recognises(self, page: Page) -> str | None:  # noqa: ARG002  only a source can name selectors
        """Say no: without selectors a page shows nothing to read."""
        return None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the page has one address
        """Ask for the page."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  nothing is expanded
        """Yield one record per item, and the next page.

        Raises:
            NotACalendar: the source names no selectors, or the answer is an error or a block page.
            Changed: nothing on the page fits the selector of the items.
            InputError: the selectors cannot be read.
        """
        refused = refusals.block(page)
        if refused or not source.selectors:
            raise NotACalendar(refused or "a web page whose source names no selectors")
        selectors = read_selectors(source.selectors)
        text = decoded(page)
        root = tree(text)
        items = outermost(root, selectors["item"].css, _MOST_ITEMS)
        if not items and not ("empty" in selectors and root.select_one(selectors["empty"].css)):
            raise Changed(self.key, f"nothing on the page fits “{selectors['item'].css}”")
        when = _Times(text, page, source)
        yield from (record for record in (_record(item, selectors, page.url, when) for item in items) if record)
        following = _value(root, selectors.get("next"))
        if following:
            yield Request(url=urljoin(page.url, following))


def unmatched(page: Page, line: str) -> dict[str, str]:
    """Return the selectors that nothing on a page fits, by field; what marks a following or an empty page left out.

    Raises:
        InputError: the selectors cannot be read.
    """
    selectors = read_selectors(line)
    items = outermost(tree(decoded(page)), selectors["item"].css, _MOST_ITEMS)
    within = [name for name in selectors if name not in OF_PAGE] if items else ["item"]
    said = written(selectors)
    return {name: said[name] for name in within if not any(_value(item, selectors[name]) for item in items)}


class _Times:
    """Reads times as a page prints them: in its language, in the order of its country, near the day of asking."""

    def __init__(self, text: str, page: Page, source: Source) -> None:
        named = _LANGUAGE.search(text[:20_000])
        language = named[1].lower() if named else "en"
        abroad = source.country not in _MONTH_FIRST if source.country else language not in {"en", "en-us"}
        self._day_first = abroad
        self._near = page.fetched_at.date() if page.fetched_at else None

    def span(self, said: Mapping[str, str | None]) -> tuple[datetime | date | str | None, datetime | date | str | None]:
        """Return start and end; an end of its own counts before one that stands with the start."""
        start = said.get("start") or " ".join(part for part in (said.get("date"), said.get("time")) if part)
        first, last = self._read(start)
        end, _ = self._read(said.get("end"))
        if isinstance(end, str) and isinstance(first, date):
            # A clock alone is one of the same day.
            end, _ = self._read(f"{first:%Y-%m-%d} {end}")
        return first, end or last

    def _read(self, text: str | None) -> tuple[datetime | date | str | None, datetime | date | None]:
        exact = clock.read(text)
        if not isinstance(exact, str):
            return exact, None
        words = printed.span(english(exact[:_LONGEST], day_first=self._day_first), self._near)
        return (words.start, words.end) if words.start else (exact, None)


def _record(item: Tag, selectors: Mapping[str, Selector], base: str, when: _Times) -> RawListing | None:
    said = {name: _value(item, selector) for name, selector in selectors.items() if name not in OF_PAGE}
    title = said.get("title")
    if not title:
        return None
    url = said.get("url") or _value(item, Selector("a[href]", "href"))
    start, end = when.span(said)
    return RawListing(
        title=title,
        url=urljoin(base, url) if url else None,
        start=start,
        end=end,
        status=said.get("status"),
        venue=said.get("venue"),
        room=said.get("room"),
        address=said.get("address"),
        price_text=said.get("price"),
        ages_text=said.get("ages"),
        organizer=said.get("organizer"),
        categories=_all(item, selectors.get("category")),
        description=_markup(item, selectors.get("description")),
        image=urljoin(base, said["image"]) if said.get("image") else None,
    )


def _found(item: Tag, selector: Selector) -> Tag | None:
    return item.select_one(selector.css) if selector.css else item


def _value(item: Tag, selector: Selector | None) -> str | None:
    element = _found(item, selector) if selector else None
    if element is None or selector is None:
        return None
    value = element.get(selector.attribute) if selector.attribute else element.get_text(" ")
    return squash(value) or None if isinstance(value, str) else None


def _all(item: Tag, selector: Selector | None) -> tuple[str, ...]:
    elements = item.select(selector.css) if selector and selector.css else []
    values = (_value(element, Selector("", selector.attribute if selector else None)) for element in elements)
    return tuple(dict.fromkeys(value for value in values if value))


def _markup(item: Tag, selector: Selector | None) -> str | None:
    element = _found(item, selector) if selector else None
    return element.decode_contents().strip() or None if element is not None else None
