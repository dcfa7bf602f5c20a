"""What every API's answer needs: JSON decoded or refused, and its loosely typed fields read as text, numbers, names."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from finder import when
from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Window
from scrapers import refusals

Node = dict[str, Any]

_LONGEST_COUNT = 15
_HEAD = 500
_YES = {"true", "1", "yes"}


def is_json(page: Page) -> bool:
    """Tell whether the answer begins as JSON does."""
    return page.content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def load(page: Page) -> Any:
    """Return the answer decoded.

    Raises:
        NotACalendar: it is no JSON, or breaks off.
    """
    try:
        return json.loads(page.content)
    except (ValueError, RecursionError) as error:
        raise NotACalendar(refusals.what(page)) from error


def text(value: object) -> str | None:
    """Return a text or a number as text, None for anything empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def number(value: object) -> float | None:
    """Return a number, also one that is written as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def whole(value: object) -> int:
    """Return a count, 0 where there is none."""
    said = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < _LONGEST_COUNT else 0


def yes(value: object) -> bool:
    """Tell whether a flag is set, in any of the spellings of APIs: true, 1, "1", "true"."""
    return str(value).lower() in _YES


def node(value: object) -> Node:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def nodes(value: object) -> list[Node]:
    """Return the objects in a list, or the one object itself."""
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, dict)]


def names(value: object, key: str = "name") -> tuple[str, ...]:
    """Return the names in a list of texts or of objects with a name, or the labels of an id → label map."""
    if isinstance(value, dict):
        value = list(value.values())
    found = (text(one.get(key)) if isinstance(one, dict) else text(one) for one in many(value))
    return tuple(dict.fromkeys(name for name in found if name))


def many(value: object) -> list[object]:
    """Return the items of a list, or the one value itself."""
    return value if isinstance(value, list) else [value]


def one_line(*parts: str | None) -> str | None:
    """Return an address on one line, each part once."""
    return ", ".join(dict.fromkeys(part.strip(" ,") for part in parts if part and part.strip(" ,"))) or None


def moment(value: object) -> datetime | date | None:
    """Return a time as APIs print it; its clock is naive unless it gives an offset."""
    said = text(value)
    return when.read(said) if said else None


def from_epoch(value: object) -> datetime | None:
    """Return the moment of Unix seconds, in UTC."""
    seconds = number(value)
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def day(value: datetime | date) -> date:
    """Return the day of a time."""
    return value.date() if isinstance(value, datetime) else value


def within(records: Iterator[RawListing], window: Window) -> Iterator[RawListing]:
    """Yield the records that touch the days asked for, give or take a day since zones are not read yet."""
    for raw in records:
        start = None if isinstance(raw.start, str) or raw.start is None else day(raw.start).isoformat()
        end = None if isinstance(raw.end, str) or raw.end is None else day(raw.end).isoformat()
        if when.within(start, end, _wider(window)):
            yield raw


def stretches(first: date, last: date, days: int) -> Iterator[tuple[date, date]]:
    """Yield the days from first to last in stretches of so many days, each with its own first and last day."""
    while first <= last:
        end = min(last, first + timedelta(days=days - 1))
        yield first, end
        first = end + timedelta(days=1)


def _wider(window: Window) -> Window:
    first, last = window.start, window.end
    return Window(
        start=date.fromordinal(first.toordinal() - 1) if first and first > date.min else first,
        end=date.fromordinal(last.toordinal() + 1) if last and last < date.max else last,
    )


def site(url: str) -> str:
    """Return the scheme and host of an address: `https://town.libnet.info`."""
    parts = urlsplit(url)
    return f"{parts.scheme or 'https'}://{parts.netloc}"


def query(url: str, name: str) -> str | None:
    """Return one parameter of an address."""
    return next((value for key, value in parse_qsl(urlsplit(url).query) if key == name), None)


def with_query(url: str, **changes: object) -> str:
    """Return the address with these parameters set, the others kept; None takes one away."""
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in changes]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    return urlunsplit(parts._replace(query=urlencode(kept + added)))


def next_number(url: str, name: str = "page") -> int:
    """Return the number of the page after this one."""
    return max(1, whole(query(url, name))) + 1


def bounded(label: str | None, pattern: re.Pattern[str]) -> str | None:
    """Return the label where the whole of it has the form of the pattern."""
    return label if label and pattern.fullmatch(label) else None
