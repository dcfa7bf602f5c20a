"""schema.org JSON-LD in web pages (json-ld.org; schema.org/Event), in every shape that sites publish it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, ClassVar

import msgspec

from finder.errors import NotACalendar, TooLarge
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold
from finder.when import iana_zone
from scrapers import refusals, schema_org
from scrapers.clock import PrintedClock
from scrapers.markup import decoded, meta, scripts
from scrapers.schema_org import Node

_EVENT_TYPE = re.compile(
    rb'"@type"\s*:\s*(?:\[[^][]{0,300}?)?"(?:[^"]{0,40}[/#:])?(\w{0,40}(?:Event|EventSeries|Festival|Hackathon|CourseInstance))"'
)
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$|;\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_GLUED = re.compile(r"(.{1,400})\s[\u2014\u2013|-]\s(.{1,200})")
_MOST_EVENTS = 10_000
_MOST_NODES = 500_000
_INHERITED = ("name", "description", "location", "organizer", "offers", "image", "eventAttendanceMode", "keywords")


class JsonLd:
    """Reads the events of any page that carries them as JSON-LD."""

    key: ClassVar[str] = "jsonld"
    rank: ClassVar[int] = 800

    def claims(self, url: str) -> bool:  # noqa: ARG002  any site may carry it
        """Say no: an address does not show it."""
        return False

    def recognises(self, page: Page) -> str | None:
        """Return the first event type that stands in the page's JSON-LD."""
        if b"ld+json" not in page.content and not _is_json(page):
            return None
        match = _EVENT_TYPE.search(page.content)
        return f"JSON-LD with {match.group(1).decode()}" if match else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the page has one address
        """Yield the page itself."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:  # noqa: ARG002  nothing is expanded
        """Yield one record per event, each once however often the page repeats it.

        Raises:
            NotACalendar: no event is in the page's JSON-LD.
            TooLarge: it holds more events than any organiser has.
        """
        text = decoded(page)
        found = list(islice(read(text, page.url, source.timezone, whole=_is_json(page)), _MOST_EVENTS + 1))
        if not found:
            raise NotACalendar(refusals.what(page))
        if len(found) > _MOST_EVENTS:
            raise TooLarge(f"the page holds more than {_MOST_EVENTS:,} events")
        yield from found


def read(text: str, base: str, timezone: str | None, *, whole: bool = False) -> Iterator[RawListing]:
    """Yield the events in a page's JSON-LD.

    Args:
        text: the page, or with `whole` the JSON itself.
        base: its address.
        timezone: the source's zone, by which wrong offsets are seen.
        whole: the text is JSON, not a page.
    """
    blocks = [block for block in ([_loaded(text)] if whole else _blocks(text)) if block is not None]
    known = _by_id(blocks)
    printed = PrintedClock("" if whole else text, iana_zone(timezone))
    sites = [] if whole else _site_names(text, blocks)
    seen = set()
    for event in (event for block in blocks for event in _events(block)):
        key = schema_org.identity(event, base)
        if key not in seen and (record := schema_org.listing(_resolved(event, known), base, printed.corrected)):
            seen.add(key)
            yield _without_site(record, sites)


def _is_json(page: Page) -> bool:
    return page.content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and b'"@context"' in page.content


def _blocks(text: str) -> Iterator[Any]:
    for script in scripts(text):
        if "ld+json" in script.attributes.get("type", "").lower():
            yield _loaded(script.text)


def _loaded(text: str) -> Any:
    """Return one block's data, or None: a broken block says nothing about its neighbours."""
    bare = _WRAPPING.sub("", text.strip())
    for attempt in (bare, _TRAILING_COMMA.sub(r"\1", bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(root: Any) -> Iterator[Node]:
    """Yield every object in document order, without recursion: the page decides how deep it is."""
    stack, budget = [root], _MOST_NODES
    while stack and budget:
        budget -= 1
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            stack.extend(reversed(value))


def _by_id(blocks: list[Any]) -> dict[str, Node]:
    """Return the described nodes by @id; a node with nothing but its @id is a reference."""
    described = (node for block in blocks for node in _walk(block) if len(node) > 1)
    return {node["@id"]: node for node in described if isinstance(node.get("@id"), str)}


def _events(root: Any) -> Iterator[Node]:
    """Yield the events, what they inherit from the object that holds them filled in; not those inside an event."""
    stack: list[tuple[Any, Node]] = [(root, {})]
    budget = _MOST_NODES
    while stack and budget:
        budget -= 1
        value, inherited = stack.pop()
        if isinstance(value, list):
            stack.extend((one, inherited) for one in reversed(value))
        elif isinstance(value, dict) and schema_org.is_event(value):
            event = {**inherited, **value}
            parts = [part for part in schema_org.nodes(value.get("subEvent")) if part.get("startDate")]
            stack.extend((part, _passed_on(event)) for part in reversed(parts))
            if not parts:
                yield event
        elif isinstance(value, dict):
            stack.extend((one, _held(value, key)) for key, one in reversed(list(value.items())))


def _passed_on(event: Node) -> Node:
    return {key: event[key] for key in _INHERITED if key in event}


def _held(holder: Node, key: str) -> Node:
    """Return what an event inherits under this property: a venue's page lists its events under `event`."""
    if key in {"event", "events"} and ("address" in holder or "geo" in holder):
        return {"location": {k: v for k, v in holder.items() if k not in {"event", "events"}}}
    return _passed_on(holder) if key == "hasCourseInstance" else {}


def _resolved(event: Node, known: dict[str, Node]) -> Node:
    return {key: _followed(value, known) for key, value in event.items()}


def _followed(value: Any, known: dict[str, Node]) -> Any:
    if isinstance(value, list):
        return [_followed(one, known) for one in value]
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _site_names(text: str, blocks: list[Any]) -> list[str]:
    """Return what the site calls itself, which site builders glue behind every name."""
    sites = (node for block in blocks for node in _walk(block) if schema_org.kinds(node) & {"WebSite", "Organization"})
    names = (meta(text, "og:site_name"), *(schema_org.words(node.get("name")) for node in sites))
    return [name for name in dict.fromkeys(names) if name]


def _without_site(record: RawListing, sites: list[str]) -> RawListing:
    glued = _GLUED.fullmatch(record.title)
    if glued and fold(glued[2]) in {fold(site) for site in sites}:
        return msgspec.structs.replace(record, title=glued[1])
    return record
