"""RecDesk: the programmes of a town's recreation department (`<town>.recdesk.com/Community/Program`), and its calendar.

The page is a frame; its rows come from POST `/Community/Program/FilterPrograms`.  Each row prints its fields twice, for
wide and for narrow screens, and has no classes of its own, so a field is known by its printed label.  "FULL" and
"Registration ended on 2/3/2026 9:00 AM" speak of registration: neither cancels a programme nor is when it starts.
A question that leaves a field out is answered with the filters of the session, so all are sent; no session is needed.

The calendar (`/Community/Calendar`) answers a span of days with dated entries, in one answer; reservations are private.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urljoin, urlsplit

import msgspec
from bs4 import Tag
from bs4.element import NavigableString

from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import printed, refusals, values
from scrapers.markup import decoded, tree
from scrapers.notes import notes, with_notes
from scrapers.values import Node, node, nodes, text, yes

_ROWS = "/Community/Program/FilterPrograms"
_DETAIL = re.compile(r"/Community/Program/Detail(?:/|\?(?:[^#]*&)?programId=)(\d+)", re.IGNORECASE)
_MARK = re.compile(rb"/Community/Program/(?:Detail|FilterPrograms|ClearFilters)", re.IGNORECASE)
_EMPTY = re.compile(rb"viewing 0 filtered results|no programs (?:were )?found|Displaying 0 ", re.IGNORECASE)
_SHOWN = re.compile(r"Displaying (\d{1,6}) - (\d{1,6}) of (\d{1,6})")
_BADGE = re.compile(r"^(?:registration|wait ?list|full\b|new\b|sold out)", re.IGNORECASE)
_LABELS = {"date", "dates", "day", "days", "time", "times", "age", "ages", "grade", "grades", "opening", "openings"}
_LABELS |= {"remaining", "location", "facility", "fee", "fees", "cost", "price", "gender", "instructor", "action"}
_NOTHING = {"", "-", "\u2013", "\u2014", "not specified", "n/a", "any", "all"}
_AGE = r"(?:(\d{1,3})\s*y)?\s*(?:(\d{1,2})\s*m)?"
_AGES = re.compile(rf"{_AGE}\s*(?:(-)\s*{_AGE}|(\+|(?:and|&)\s*(?:up|older|over)))?", re.IGNORECASE)
_PAGE_SIZE = 100
_CALENDAR, _ENTRIES = "/Community/Calendar", "/Community/Calendar/GetCalendarItems"
_DAYS = 120
_NOWHERE = "none specified"
_AJAX = {"Content-Type": "application/json; charset=utf-8", "X-Requested-With": "XMLHttpRequest"}
_ANY = ("ProgramName", "Code", "ProgramNameXS", "DateRangeSelection", "DateRangeFrom", "DateRangeTo", "Age")
_ALL = {**dict.fromkeys(_ANY, ""), "ProgramType": "0", "Facility": "0", "Days": "0"}
_BESIDE = "beside"


class RecDesk:
    """A town's programmes on RecDesk."""

    key: ClassVar[str] = "recdesk"
    rank: ClassVar[int] = 250

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its hosts."""
        return (urlsplit(url).hostname or "").lower().endswith(".recdesk.com")

    def recognises(self, page: Page) -> str | None:
        """Return the first address of a programme, or the mark of the calendar's answer."""
        if values.is_json(page):
            return '"StartTimeISO8601"' if b'"StartTimeISO8601"' in page.content else None
        found = _MARK.search(page.content)
        return found[0].decode() if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the first rows of all programmes, behind the calendar's entries where that is what is named."""
        if urlsplit(source.url).path.startswith(_CALENDAR) and window.start:
            yield _entries(source.url, window.start, window.end or window.start + timedelta(days=_DAYS))
            rows = _rows(source.url, 1)
            yield msgspec.structs.replace(rows, url=with_notes(rows.url, **{_BESIDE: _CALENDAR}))
        else:
            yield _rows(source.url, 1)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  one zone
        """Yield one record per programme, and the next rows to ask for.

        Raises:
            NotACalendar: it holds no programmes, and does not say so either.
        """
        if urlsplit(page.url).path == _ENTRIES:
            yield from values.within(_dated(page), window)
            return
        soup = tree(decoded(page))
        rows = list(_programmes(soup))
        if not rows and not _EMPTY.search(page.content):
            if urlsplit(page.url).path != _ROWS and _MARK.search(page.content):
                yield _rows(page.url, 1)
                return
            if _BESIDE in notes(page.url):
                return
            raise NotACalendar(refusals.what(page))
        yield from values.within((_record(row, page) for row in rows), window)
        shown = _SHOWN.search(squash(soup.get_text(" ")))
        if shown and (following := _following(*map(int, shown.groups()))):
            yield _rows(page.url, following)


def _following(first: int, last: int, total: int) -> int | None:
    """Return the number of the next page; how many rows one has is the town's choice, whatever is asked for."""
    return last // (last - first + 1) + 1 if 0 < first <= last < total else None


def _entry_times(entry: Node) -> dict[str, Any]:
    start, end = (values.moment(entry.get(f"{which}TimeISO8601")) for which in ("Start", "End"))
    if start is None or not yes(entry.get("AllDay")):
        return {"start": start, "end": end}
    # The end of whole days is the midnight after them.
    over = isinstance(end, datetime) and end.time() == time() and values.day(end) > values.day(start)
    last = values.day(end) - timedelta(days=1 if over else 0) if end else None
    return {"start": values.day(start), "end": last, "all_day": True}


class _Row(NamedTuple):
    title: str
    link: str
    category: str | None
    words: list[str]


def _rows(url: str, number: int) -> Request:
    paging = {"CurrentPageIndex": number, "PageSize": str(_PAGE_SIZE), "LoadMore": False}
    return Request(
        url=urljoin(url, _ROWS),
        method="POST",
        headers=_AJAX,
        body=json.dumps({**_ALL, "ResultsPerPage": str(_PAGE_SIZE), "Pagination": paging}),
    )


def _entries(url: str, first: date, last: date) -> Request:
    days = {name: f"{day.month}/{day.day}/{day.year}" for name, day in (("startDate", first), ("endDate", last))}
    shown = {"SelectedView": "month", "SelectedMonth": str(first.month), "SelectedYear": str(first.year)}
    body = {"facilityId": 0, **days, "getChildren": "false", **shown}
    return Request(url=urljoin(url, _ENTRIES), method="POST", headers=_AJAX, body=json.dumps(body))


def _dated(page: Page) -> Iterator[RawListing]:
    """Yield the public entries of the calendar."""
    if not values.is_json(page):
        raise NotACalendar(refusals.what(page))
    found = node(values.load(page)).get("Events")
    if not isinstance(found, list):
        raise Changed("recdesk", "the calendar's answer holds no events")
    for entry in nodes(found):
        place, link = text(entry.get("FacilityName")), text(entry.get("EventUrl"))
        if yes(entry.get("IsPrivate")):
            continue
        yield RawListing(
            title=text(entry.get("EventName")) or "",
            uid="/".join(part for name in ("EventId", "StartTimeISO8601") if (part := text(entry.get(name)))) or None,
            series_uid=text(entry.get("EventId")),
            url=urljoin(page.url, link if link and link != "#" else _CALENDAR),
            **_entry_times(entry),
            venue=None if not place or place.strip("- ").lower() == _NOWHERE else place,
            description=text(entry.get("Description")),
        )


def _programmes(soup: Tag) -> Iterator[_Row]:
    """Yield the programmes, each with the words printed until the next one begins."""
    row: _Row | None = None
    category: str | None = None
    heading = False
    for piece in soup.descendants:
        if isinstance(piece, Tag) and piece.name == "a" and (_DETAIL.search(str(piece.get("href")))):
            following = _Row(squash(piece.get_text(" ")), str(piece["href"]), category, [])
            if following.title and (row is None or _number(row.link) != _number(following.link)):
                if row:
                    yield row
                row = following
        elif isinstance(piece, NavigableString) and type(piece) is NavigableString and (words := squash(piece)):
            category, heading = (words, False) if heading else (category, words == "Category:")
            if row and not _inside(piece, "script"):
                row.words.append(words)
    if row:
        yield row


def _inside(piece: NavigableString, name: str) -> bool:
    return piece.parent is not None and piece.parent.name == name


def _number(link: str) -> str:
    found = _DETAIL.search(link)
    return found[1] if found else link


def _record(row: _Row, page: Page) -> RawListing:
    fields = _fields(row.words)
    ages = fields.get("age")
    low, high = _ages(ages)
    times: dict[str, Any] = _times(fields)
    return RawListing(
        title=row.title,
        uid=_number(row.link),
        url=urljoin(page.url, row.link),
        venue=fields.get("location") or fields.get("facility"),
        price_text=fields.get("fee") or fields.get("cost") or fields.get("price"),
        ages_text=ages,
        categories=tuple(dict.fromkeys(name for name in (row.category, _kind(row)) if name)),
        age_min=low,
        age_max=high,
        **times,
    )


def _fields(words: Sequence[str]) -> dict[str, str]:
    """Return the first value that is printed behind each label, by the label in the singular."""
    found: dict[str, str] = {}
    for label, value in pairwise(words):
        name = label.rstrip(":").lower()
        if name in _LABELS and value.rstrip(":").lower() not in _LABELS and value.lower() not in _NOTHING:
            found.setdefault(name.removesuffix("s"), value)
    return found


def _kind(row: _Row) -> str | None:
    """Return the words beside the title: the kind of the programme."""
    rest = [word for word in row.words if word != row.title][:1]
    if not rest or rest[0].rstrip(":").lower() in _LABELS or _BADGE.search(rest[0]):
        return None
    return rest[0]


def _times(fields: dict[str, str]) -> dict[str, Any]:
    dates, clocks, days = fields.get("date", ""), fields.get("time", ""), fields.get("day")
    span = printed.span(dates)
    one_day = span.start is not None and (span.end is None or span.end == span.start)
    whole = printed.span(f"{dates} {clocks}") if one_day and clocks and span.end is None else span
    if one_day and isinstance(whole.start, datetime):
        return {"start": whole.start, "end": whole.end}
    note = None if one_day else ", ".join(part for part in (days, clocks) if part) or None
    return {"start": span.start, "end": span.end or span.start, "schedule_note": note}


def _ages(said: str | None) -> tuple[float | None, float | None]:
    """Read `5y - 12y`, `6m - 2y`, `7y - 12y 0m`, `18y +`."""
    match = _AGES.fullmatch(said.strip()) if said else None
    if match is None:
        return None, None
    low, high = _years(match[1], match[2]), _years(match[4], match[5])
    return low, high if match[3] else None


def _years(years: str | None, months: str | None) -> float | None:
    if years is None and months is None:
        return None
    return float(years) if years else round(int(months or 0) / 12, 2)
