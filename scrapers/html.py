"""Web pages without any feed: a source names CSS selectors in the catalogue, and no Python is needed.

`selectors` is one line such as `item=.event; title=h3; start=time@datetime; next=a.more@href`: fields and selectors
(CSS, selectors level 4), counted from the item, and behind `@` the attribute that holds the value.  `next` leads to the
following page and `empty` marks a page that says it has nothing; both are looked for in the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar, NamedTuple
from urllib.parse import urljoin

from bs4 import Tag

from finder.errors import Changed, InputError, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import clock, refusals
from scrapers.markup import decoded, outermost, tree

_FIELDS = (
    *("item", "title", "url", "start", "end", "date", "time", "venue", "room", "address", "price", "ages", "organizer"),
    *("category", "description", "image", "status", "next", "empty"),
)
_MOST_ITEMS = 2_000


class Selector(NamedTuple):
    """Where a value stands: a CSS selector (empty for the item itself), and an attribute where it is not the text."""

    css: str
    attribute: str | None


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
        root = tree(decoded(page))
        items = outermost(root, selectors["item"].css, _MOST_ITEMS)
        if not items and not ("empty" in selectors and root.select_one(selectors["empty"].css)):
            raise Changed(self.key, f"nothing on the page fits “{selectors['item'].css}”")
        yield from (record for record in (_record(item, selectors, page.url) for item in items) if record)
        following = _value(root, selectors.get("next"))
        if following:
            yield Request(url=urljoin(page.url, following))


def read_selectors(line: str) -> dict[str, Selector]:
    """Return the selectors of a source by field.

    Raises:
        InputError: a field is unknown, a selector is no CSS, or there is no item, title or start.
    """
    parts = (part.partition("=") for part in line.split(";") if part.strip())
    found = {name.strip(): _selector(name.strip(), said.strip()) for name, _, said in parts}
    if not {"item", "title"} <= found.keys() or not {"start", "date"} & found.keys():
        raise InputError(
            "selectors: item, title and start are needed, as in “item=.event; title=h3; start=time@datetime”"
        )
    return found


def _selector(name: str, said: str) -> Selector:
    if name not in _FIELDS:
        raise InputError(f"selectors: “{name}” is no field; there are {', '.join(_FIELDS)}")
    css, mark, attribute = said.rpartition("@")
    found = Selector(css.strip(), attribute.strip()) if mark else Selector(said, None)
    soup = tree("")
    if not found.css and name in {"item", "next", "empty"}:
        raise InputError(f"selectors: “{name}” needs a selector")
    try:
        soup.select_one(found.css or "*")
    except (soup.css.api.SelectorSyntaxError, NotImplementedError, ValueError) as error:
        raise InputError(f"selectors: “{found.css}” is no CSS selector") from error
    return found


def _record(item: Tag, selectors: Mapping[str, Selector], base: str) -> RawListing | None:
    said = {
        name: _value(item, selector) for name, selector in selectors.items() if name not in {"item", "next", "empty"}
    }
    title = said.get("title")
    if not title:
        return None
    url = said.get("url") or _value(item, Selector("a[href]", "href"))
    return RawListing(
        title=title,
        url=urljoin(base, url) if url else None,
        start=_start(said),
        end=clock.read(said.get("end")),
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


def _start(said: Mapping[str, str | None]) -> datetime | date | str | None:
    if said.get("start"):
        return clock.read(said["start"])
    return clock.read(" ".join(part for part in (said.get("date"), said.get("time")) if part))


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
