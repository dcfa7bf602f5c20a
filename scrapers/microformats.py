"""h-event and hCalendar in web pages (microformats.org/wiki/h-event, /hcalendar, /value-class-pattern).

Times are put together from their `value` parts (`<time class="value">19:00</time>` beside a day); an end without a day
is on the day of the start.  Only classes count: the old `vevent` page may be nested in a template's own `vevent`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import ClassVar, NamedTuple
from urllib.parse import urljoin

from bs4 import Tag

from finder import when
from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import clock, refusals, values
from scrapers.markup import decoded, holds, tree

_MARK = re.compile(rb"class\s*=\s*[\"'][^\"'<>]{0,300}?(?<![\w-])(h-event|vevent)(?![\w-])", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?::\d\d)?\s*(?:(?P<half>[ap])\.?m\.?)?\s*(?P<offset>Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_MOST = 5_000
_DEEPEST = 4
"""Events around an event: templates have one."""
_NOON = 12
_ADDRESSES = {"a": "href", "area": "href", "link": "href", "img": "src", "object": "data", "source": "src"}


class _Names(NamedTuple):
    """How one of the two vocabularies calls the properties."""

    name: str
    start: str
    end: str
    url: str
    place: str
    place_name: tuple[str, ...]
    address: tuple[str, ...]
    description: tuple[str, ...]
    categories: str
    uid: str


_NEW = _Names(
    "p-name",
    "dt-start",
    "dt-end",
    "u-url",
    "p-location",
    ("p-name", "p-org"),
    ("p-street-address", "p-extended-address", "p-locality", "p-region", "p-postal-code"),
    ("e-content", "e-description", "p-description", "p-summary"),
    "p-category",
    "u-uid",
)
_OLD = _Names(
    "summary",
    "dtstart",
    "dtend",
    "url",
    "location",
    ("fn", "org"),
    ("street-address", "extended-address", "locality", "region", "postal-code"),
    ("description",),
    "category",
    "uid",
)


class Microformats:
    """Reads the events of any page that marks them up by classes."""

    key: ClassVar[str] = "microformats"
    rank: ClassVar[int] = 830

    def claims(self, url: str) -> bool:  # noqa: ARG002  any site may carry it
        """Say no: an address does not show it."""
        return False

    def recognises(self, page: Page) -> str | None:
        """Return the class of the first event."""
        found = _MARK.search(page.content) if holds(page, b"h-event", b"vevent") else None
        return f"class {found[1].decode()}" if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the page has one address
        """Yield the page itself."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:  # noqa: ARG002  zones come later
        """Yield one record per event, each once however often the page repeats it.

        Raises:
            NotACalendar: no event with a name is on the page.
        """
        soup = tree(decoded(page))
        found = dict.fromkeys(record for event in _events(soup) if (record := _record(event, page)))
        if not found:
            raise NotACalendar(refusals.what(page))
        yield from values.within(iter(found), window)


def _events(soup: Tag) -> Iterator[tuple[Tag, _Names]]:
    found = soup.select(".h-event, .vevent", limit=_MOST)
    known = {id(element) for element in found}
    for element in found:
        if sum(id(parent) in known for parent in element.parents) > _DEEPEST:
            continue
        names = _NEW if _has(element, "h-event") else _OLD
        nested = next((one for one in _tags(element) if id(one) in known), None)
        if nested is None or (_part(element, names.start) and not _part(nested, names.start)):
            yield element, names


def _record(event: tuple[Tag, _Names], page: Page) -> RawListing | None:
    element, names = event
    whole = element.name == "a" or _part(element, names.start) is None
    named = _named(element, names)
    title = _text(named) if named else squash(element.get_text(" ")) if whole else None
    if not title:
        return None
    linked = element if element.name == "a" else _part(element, names.url)
    start = _moment(_part(element, names.start), None)
    place = _part(element, names.place)
    kinds = (_text(one) for one in _parts(element, names.categories))
    identity = _part(element, names.uid)
    return RawListing(
        title=title,
        uid=_text(identity) if identity else None,
        url=urljoin(page.url, _address(linked)) if linked is not None and _address(linked) else None,
        start=start,
        end=_end(_part(element, names.end), start),
        venue=_place_name(place, names),
        address=_one_line(place, names),
        categories=tuple(dict.fromkeys(kind for kind in kinds if kind)),
        description=next((part.decode_contents() for one in names.description if (part := _part(element, one))), None),
    )


def _has(element: Tag, name: str) -> bool:
    return name in (element.get("class") or [])


def _tags(element: Tag) -> Iterator[Tag]:
    return (one for one in element.descendants if isinstance(one, Tag))


def _parts(element: Tag, name: str) -> Iterator[Tag]:
    return (one for one in _tags(element) if _has(one, name))


def _part(element: Tag, name: str) -> Tag | None:
    return next(_parts(element, name), None)


def _named(element: Tag, names: _Names) -> Tag | None:
    """Return the event's own name, and not that of its place or of a guest."""
    for found in _parts(element, names.name):
        inner = found.find_parent(class_=re.compile(r"^(?:h-card|h-adr|vcard|adr)$"))
        if inner is None or element not in inner.parents:
            return found
    return None


def _text(element: Tag) -> str:
    if element.name == "abbr" and element.get("title"):
        return squash(str(element["title"]))
    return squash(str(element.get("value") or "") if element.name == "data" else element.get_text(" "))


def _address(element: Tag) -> str:
    return str(element.get(_ADDRESSES.get(element.name, ""), "")).strip()


def _moment(element: Tag | None, start: datetime | date | str | None) -> datetime | date | str | None:
    """Return the time of an element; where it has a clock only, on the day of the start."""
    if element is None:
        return None
    parts = [_said(part) for part in element.select(".value, .value-title")] or [_said(element)]
    whole = next((found for part in parts if (found := _whole(part)) and isinstance(found, datetime)), None)
    day = next((found for part in parts if (found := _whole(part))), None)
    if whole or (day and len(parts) == 1):
        return whole or day
    near: date | None = day or (start if isinstance(start, date) else None)
    clocks = next((said for part in parts if not _DAY.match(part) and (said := _TIME.fullmatch(part.strip()))), None)
    return _on(near, clocks) if near and clocks else day or squash(element.get_text(" ")) or None


def _said(element: Tag) -> str:
    """Return what an element says to machines, else to people."""
    for attribute in ("datetime", "title", "content", "value"):
        if element.get(attribute):
            return str(element[attribute]).strip()
    return squash(element.get_text(" "))


def _whole(text: str) -> datetime | date | None:
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, day, hour, minute, offset = compact.groups()
        text = f"{year}-{month}-{day}" + (f"T{hour}:{minute}{offset or ''}" if hour else "")
    found = clock.read(text)
    return when.read(text) if isinstance(found, str) else found


def _on(day: date, match: re.Match[str]) -> datetime | date:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % _NOON + (_NOON if match["half"].lower() == "p" else 0)
    found = clock.read(f"{day:%Y-%m-%d}T{hour:02d}:{match['minute'] or '00'}{match['offset'] or ''}")
    return found if isinstance(found, datetime) else day


def _end(element: Tag | None, start: datetime | date | str | None) -> datetime | date | str | None:
    """Return the end; of whole days an `abbr` hides the day after the last, as iCalendar has it."""
    end = _moment(element, start)
    hidden = element is not None and element.name == "abbr"
    if hidden and isinstance(end, date) and not isinstance(end, datetime) and end > date.min:
        return date.fromordinal(end.toordinal() - 1)
    return end


def _place_name(place: Tag | None, names: _Names) -> str | None:
    if place is None:
        return None
    named = next((found for one in names.place_name if (found := _part(place, one))), None)
    return _text(named) if named else None if _one_line(place, names) else _text(place) or None


def _one_line(place: Tag | None, names: _Names) -> str | None:
    if place is None:
        return None
    return values.one_line(*(_text(part) for one in names.address if (part := _part(place, one))))
