"""Tables of programmes: CSV files of recreation centres, and open-data portals (CKAN `datastore_search`, Socrata).

Nobody agrees on the names of columns, so each is known by any of several; a table without a name and a day is none.
Toronto's open data writes hours and minutes into columns of their own (`Start Hour`, `Start Minute`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, ClassVar

from finder.errors import Changed, NotACalendar, TooLarge
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import printed, refusals, values
from scrapers.markup import decoded
from scrapers.values import node, nodes, text

_COLUMNS = {
    "title": ("activity name", "activity", "program name", "programme name", "course title", "event name", "class name",
              "event title", "program", "programme", "class", "event", "title", "name"),
    "day": ("date", "start date", "event date", "first date", "startdate", "start date time", "start"),
    "last": ("end date", "last date", "enddate", "end date time", "end"),
    "start": ("start time", "starttime", "begin time", "from time", "time"),
    "end": ("end time", "endtime", "finish time", "to time"),
    "venue": ("location", "location name", "venue", "facility", "facility name", "center", "centre", "site", "place"),
    "room": ("room", "space", "room name"),
    "address": ("address", "street address", "location address"),
    "category": ("category", "type", "program type", "section", "event type", "categories"),
    "price": ("price", "cost", "fee", "fees"),
    "ages": ("ages", "age group", "age range", "age"),
    "url": ("url", "link", "website", "registration link", "activity url"),
    "uid": ("id", "uid", "event id", "course id", "activity id", "barcode", "unique id"),
    "description": ("description", "details", "notes"),
    "weekday": ("weekday", "day of week", "day of the week", "days"),
}  # fmt: skip
_PORTALS = re.compile(r"(?P<ckan>/api/3/action/datastore_search\?)|(?P<socrata>/resource/\w{4}-\w{4}\.(?:json|csv))")
_LIMITS = {"ckan": "limit", "socrata": "$limit"}
_ROWS = 5_000
_HEAD = 2_000
_MOST_ROWS = 50_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}")
_LONGEST_CELL = 100_000

Row = dict[str, str]


class ProgrammeTable:
    """A table with one programme per row."""

    key: ClassVar[str] = "programme_table"
    rank: ClassVar[int] = 850

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of an open-data portal's tables."""
        return _portal(url) is not None

    def recognises(self, page: Page) -> str | None:
        """Return the columns by which a table is one of programmes."""
        head = decoded(Page(url=page.url, content=page.content[: _HEAD * 4], content_type=page.content_type))[:_HEAD]
        if values.is_json(page):
            is_table = b'"records"' in page.content[: _HEAD * 20] or head.lstrip().startswith("[")
            keys = [_plain(key) for key in re.findall(r"\"([\w &/.-]{1,60})\"\s*:", head)] if is_table else []
        else:
            first = head.lstrip("\ufeff \r\n").split("\n")[0]
            keys = [] if "<" in first or "BEGIN:" in first else [_plain(cell) for cell in _cells(first)]
        named, days = (_column(keys, name) for name in ("title", "day"))
        times = _column(keys, "start") or _column(keys, "last") or _column(keys, "weekday") or "start hour" in keys
        return f"columns “{named}” and “{days}”" if named and days and times and named != days else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the table is whole
        """Ask for the first rows of the table."""
        limit = _LIMITS.get(_portal(source.url) or "")
        asked = limit is None or values.query(source.url, limit)
        yield Request(url=source.url if asked else values.with_query(source.url, **{str(limit): _ROWS}))

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  zones come later
        """Yield one record per row, and where an open-data portal gave as many as were asked for, the next rows.

        Raises:
            NotACalendar: it is a page, or JSON that breaks off.
            Changed: it has no column that names a programme, or none with its day.
            TooLarge: it has more rows than any centre has programmes.
        """
        if decoded(page)[:_HEAD].lstrip()[:1] in {"", "<"}:
            raise NotACalendar(refusals.what(page))
        rows = list(
            islice(_json_rows(values.load(page)) if values.is_json(page) else _csv_rows(decoded(page)), _MOST_ROWS + 1)
        )
        yield from values.within(_records(rows), window)
        yield from _following(page.url, len(rows))


def _portal(url: str) -> str | None:
    found = _PORTALS.search(url)
    return found.lastgroup if found else None


def _following(url: str, rows: int) -> Iterator[Request]:
    """Ask for the next rows of a portal: CKAN counts in `limit` and `offset`, Socrata in `$limit` and `$offset`."""
    limit = _LIMITS.get(_portal(url) or "")
    asked = values.whole(values.query(url, limit)) if limit else 0
    if limit and asked and rows >= asked:
        offset = limit.replace("limit", "offset")
        yield Request(url=values.with_query(url, **{offset: values.whole(values.query(url, offset)) + rows}))


def _records(rows: Iterable[Row]) -> Iterator[RawListing]:
    for count, row in enumerate(rows):
        if count >= _MOST_ROWS:
            raise TooLarge(f"the table has more than {_MOST_ROWS:,} rows")
        if count == 0 and not (_column(row, "title") and _column(row, "day")):
            raise Changed("programme_table", "the table has no column for the name or the day")
        if record := _record(row):
            yield record


def _plain(name: str) -> str:
    return squash(re.sub(r"[_\W]+", " ", name)).lower()


def _column(names: Iterable[str], kind: str) -> str | None:
    known = set(names)
    return next((name for name in _COLUMNS[kind] if name in known), None)


def _cells(first: str) -> list[str]:
    mark = max(",;\t", key=first.count)
    return [cell.strip('" \r') for cell in first.split(mark)] if first.count(mark) else []


def _csv_rows(content: str) -> Iterator[Row]:
    content = content.lstrip("\ufeff \r\n").replace("\0", "")
    mark = max(",;\t", key=content.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(content), delimiter=mark)
    try:
        names = [_plain(cell) for cell in next(reader, [])]
        for cells in reader:
            yield {name: cell.strip()[:_LONGEST_CELL] for name, cell in zip(names, cells, strict=False)}
    except csv.Error as error:
        raise Changed("programme_table", "a row that is no CSV") from error


def _json_rows(answer: Any) -> Iterator[Row]:
    found = node(node(answer).get("result")).get("records") or node(answer).get("records") or answer
    for one in nodes(found):
        yield {_plain(key): text(value) or "" for key, value in one.items()}


def _record(row: Row) -> RawListing | None:
    title, day = _of(row, "title"), _of(row, "day")
    if not title or not day:
        return None
    start, end = _times(row, day)
    first = values.day(start) if start else None
    last = values.day(end) if end else None
    days = _of(row, "weekday")
    category = _of(row, "category")
    return RawListing(
        title=title,
        uid=_of(row, "uid"),
        url=_of(row, "url"),
        start=start or day,
        end=end,
        venue=_of(row, "venue"),
        room=_of(row, "room"),
        address=_of(row, "address"),
        price_text=_of(row, "price"),
        ages_text=_of(row, "ages"),
        categories=(category,) if category else (),
        description=_of(row, "description"),
        schedule_note=days if first and last and last > first else None,
    )


def _of(row: Row, kind: str) -> str | None:
    name = next((name for name in _COLUMNS[kind] if row.get(name)), None)
    return row[name] if name else None


def _times(row: Row, day: str) -> tuple[datetime | date | None, datetime | date | None]:
    """Return start and end: on the day, or from the first day's clock to the last day's."""
    start, end = values.moment(day), values.moment(_of(row, "last"))
    if start is None:
        return None, None
    clocks = _clocks(row)
    if not clocks or (isinstance(start, datetime) and start.hour):
        return start, end
    first, last = values.day(start), values.day(end or start)
    span = printed.span(f"{first:%B} {first.day}, {first.year}, {clocks}")
    if not isinstance(span.start, datetime):
        return start, end
    until = datetime.combine(last, span.end.time()) if isinstance(span.end, datetime) else None
    return span.start, until


def _clocks(row: Row) -> str:
    if row.get("start hour"):
        return f"{_of_clock(row, 'start')} - {_of_clock(row, 'end')}"
    start, end = _of(row, "start") or "", _of(row, "end") or ""
    return f"{start} - {end}" if start and end else start


def _of_clock(row: Row, which: str) -> str:
    hour, minute = row.get(f"{which} hour", ""), row.get(f"{which} minute") or row.get(f"{which} min") or "0"
    return f"{values.whole(hour):02d}:{values.whole(minute):02d}"
