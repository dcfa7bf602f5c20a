"""PerfectMind (Xplor Recreation): drop-ins and courses as JSON (`…/Clients/BookMe4BookingPagesV2/ClassesV2`).

Facts read off a recorded answer: place and time are glued to the name after "|"; the day and the clocks stand in two
fields; prices reach from that of a child to that of a family, so "$0.00 - $2.96" is not free; "CLOSED" and "Full" speak
of booking and cancel nothing.  About 50 rows come at once, the next by `after`, which is a day; the year 1 ends them.

Neither cookie nor token is needed, though the site's own script sends both.  An address that names no calendar leads
to all calendars of its widget; those that book courses answer at `CoursesV2`, with first and last day as `09/08/26` and
the weekdays in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Registration, Request, Source, Window
from finder.text import fold
from scrapers import printed, refusals, values
from scrapers.values import Node, node, nodes, number, text, yes

_CALENDARS = "/Clients/BookMe4V2/GetCategoriesDataV2"
_CLASSES, _COURSES = (f"/Clients/BookMe4BookingPagesV2/{name}V2" for name in ("Classes", "Courses"))
_BOOKS_CLASSES, _BOOKS_COURSES = 2, 3
_COURSE_PAGE = re.compile(r"/\w*Courses", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d\d|\d{4})\b")
_CENTURY = 2000
_CLIENT = re.compile(r"^(/\d+)?/(?:Clients|SocialSite|Contacts)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m|-)", re.IGNORECASE)
_LENGTH = re.compile(r"\s+\d+:\d\d$")
_CANADIAN = re.compile(r"[A-Z]\d[A-Z]\s?\d[A-Z]\d", re.IGNORECASE)
_AMERICAN = re.compile(r"\d{5}(?:-\d{4})?")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LENGTH_OF_DAY = len("2026-12-31")


class PerfectMind:
    """A city's booking pages on PerfectMind."""

    key: ClassVar[str] = "perfectmind"
    rank: ClassVar[int] = 280

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its hosts."""
        return (urlsplit(url).hostname or "").lower().endswith(".perfectmind.com")

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its JSON."""
        if not values.is_json(page):
            return None
        lists = [name for name in ("classes", "courses") if f'"{name}"'.encode() in page.content]
        if lists and (b'"EventName"' in page.content or b'"nextKey"' in page.content):
            return f'"{lists[0]}" of booking pages'
        calendars = b'"Calendars"' in page.content and b'"BookingTypeInfo"' in page.content
        return '"Calendars" to book' if calendars else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the first rows of the calendar that the address names, or for the calendars of its widget."""
        widget, calendar = values.query(source.url, "widgetId"), values.query(source.url, "calendarId")
        if calendar:
            rows = _COURSES if _COURSE_PAGE.search(urlsplit(source.url).path) else _CLASSES
            yield _rows(_root(source.url) + rows, calendar, widget, window)
        else:
            yield _ask(values.with_query(_root(source.url) + _CALENDARS, widgetId=widget, embed="False"))

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  one zone
        """Yield one record per class or course, and the next rows to ask for; or the calendars to ask for.

        Raises:
            NotACalendar: the answer is a page or breaks off.
            Changed: the JSON holds no list of classes.
        """
        if not values.is_json(page):
            raise NotACalendar(refusals.what(page))
        answer = values.load(page)
        if isinstance(answer, list) and _CALENDARS in page.url:
            yield from _calendars(page, nodes(answer), window)
            return
        lists = (node(answer).get(name) for name in ("classes", "courses"))
        rows = next((one for one in lists if isinstance(one, list)), None)
        if rows is None:
            raise Changed(self.key, "the answer holds no classes")
        yield from values.within((_record(one, page) for one in nodes(rows)), window)
        yield from _further(page, text(node(answer).get("nextKey")) or "", window)


def _root(url: str) -> str:
    client = _CLIENT.match(urlsplit(url).path)
    return f"{values.site(url)}{(client[1] if client else None) or ''}"


def _calendars(page: Page, categories: list[Node], window: Window) -> Iterator[Request]:
    widget = values.query(page.url, "widgetId")
    for calendar in (one for category in categories for one in nodes(category.get("Calendars") or [])):
        name, books = text(calendar.get("Id")), node(calendar.get("BookingTypeInfo")).get("BookingType")
        if name and books in {_BOOKS_CLASSES, _BOOKS_COURSES, None}:
            rows = _COURSES if books == _BOOKS_COURSES else _CLASSES
            yield _rows(_root(page.url) + rows, name, widget, window)


def _rows(url: str, calendar: str, widget: str | None, window: Window) -> Request:
    days = {"from": window.start, "to": window.end} if window.start and window.end else {}
    return _ask(values.with_query(url, calendarId=calendar, widgetId=widget, page=0, **days))


def _further(page: Page, after: str, window: Window) -> Iterator[Request]:
    """Ask for the rows from the next day on, also where the days before had none."""
    following, asked = _day(after[:_LENGTH_OF_DAY]), values.query(page.url, "after") or ""
    over = following is None or following.year == 1 or bool(window.end and following > window.end)
    if not over and after > asked and "calendarId=" in page.url:
        yield _ask(values.with_query(page.url, after=after))


def _ask(url: str) -> Request:
    """Return the request for rows: the form once more in the address, where the next request finds it."""
    form = {name: said for name in ("calendarId", "widgetId", "page", "after") if (said := values.query(url, name))}
    first, last = values.query(url, "from"), values.query(url, "to")
    if first and last:
        midnight = "T00:00:00.000Z"
        form |= {"values[0][Name]": "Date Range", "values[0][Value]": first + midnight}
        form |= {"values[0][Value2]": last + midnight, "values[0][ValueKind]": "6"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "XMLHttpRequest"}
    return Request(url=url, method="POST", headers=headers, body=urlencode({"after": "", **form}))


def _record(one: Node, page: Page) -> RawListing:
    place = node(one.get("Address"))
    code, cost = text(place.get("PostalCode")), text(one.get("PriceRange"))
    clocks, number_ = text(one.get("EventTimeDescription")) or "", text(one.get("EventId"))
    amounts = [float(amount.replace(",", "")) for amount in _AMOUNT.findall(cost or "")]
    return RawListing(
        title=_title(one),
        uid="|".join(part for part in (number_, text(one.get("OccurrenceDate")), clocks) if part) or None,
        series_uid=number_,
        url=_address(page, number_, text(one.get("OccurrenceDate"))),
        **_times(one, clocks),
        status="cancelled" if "cancel" in fold(text(one.get("BookButtonText")) or "") else None,
        venue=text(one.get("Location")),
        room=_LENGTH.sub("", text(one.get("Facility")) or "") or None,
        address=values.one_line(text(place.get("Street")), text(place.get("City")), code),
        latitude=number(place.get("Latitude")),
        longitude=number(place.get("Longitude")),
        price_text=cost,
        price_max=max(amounts) if amounts else None,
        currency=_currency(code) if amounts else None,
        is_free=True if fold(cost or "") in {"no fee", "free"} else None,
        registration=_registration(one),
        ages_text=None if yes(one.get("NoAgeRestriction")) else text(one.get("AgeRestrictions")),
        age_min=number(one.get("MinAge")),
        age_max=number(one.get("MaxAge")),
        description=text(one.get("Details")) or text(one.get("EventDescription")),
    )


def _times(one: Node, clocks: str) -> dict[str, Any]:
    """Return the hours of a class on its day; of a course those of the first day, the last day, and the weekdays."""
    day, last = _day(text(one.get("OccurrenceDate"))), None
    if day is None:
        day, last = (_printed(text(one.get(f"Occurrence{end}StartDate"))) for end in ("Min", "Max"))
    if day is None:
        return {}
    span = printed.span(f"{day:%B} {day.day}, {day.year}, {clocks}")
    if last is None or last <= day:
        return {"start": span.start, "end": span.end}
    until = datetime.combine(last, span.end.time()) if isinstance(span.end, datetime) else last
    return {"start": span.start, "end": until, "schedule_note": text(one.get("OccurrenceDescription"))}


def _printed(said: str | None) -> date | None:
    """Read a day as `09/08/26`, also behind a dash."""
    found = _DAY.search(said or "")
    if found is None:
        return None
    return _day(f"{int(found[3][-2:]) + _CENTURY:04}{int(found[1]):02}{int(found[2]):02}")


def _title(one: Node) -> str:
    """Return the name without the place and time that some cities glue to it."""
    name, mark, rest = (text(one.get("EventName")) or "").partition(" | ")
    glued = mark and (_CLOCK.search(rest) or fold(rest) in fold(text(one.get("Location")) or ""))
    return name if glued else f"{name}{mark}{rest}"


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return None


def _currency(code: str | None) -> str | None:
    """Return the currency of the country that the form of the postal code tells."""
    if code and _CANADIAN.fullmatch(code):
        return "CAD"
    return "USD" if code and _AMERICAN.fullmatch(code) else None


def _registration(one: Node) -> Registration | None:
    words = fold(text(one.get("BookButtonText")) or "")
    return "required" if words.startswith(("register", "full", "wait")) else None


def _address(page: Page, number_: str | None, day: str | None) -> str | None:
    widget = values.query(page.url, "widgetId")
    if not (widget and number_):
        return None
    root = f"{_root(page.url)}/Clients/BookMe4LandingPages"
    if _COURSES in page.url:
        return values.with_query(f"{root}/CoursesLandingPage", widgetId=widget, courseId=number_)
    return values.with_query(f"{root}/Class", widgetId=widget, classId=number_, occurrenceDate=day)
