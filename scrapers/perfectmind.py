"""PerfectMind (Xplor Recreation): drop-ins and courses as JSON (`…/Clients/BookMe4BookingPagesV2/ClassesV2`).

Facts read off a recorded answer: place and time are glued to the name after "|"; the day and the clocks stand in two
fields; prices reach from that of a child to that of a family, so "$0.00 - $2.96" is not free; "CLOSED" and "Full" speak
of booking and cancel nothing.  About 50 rows come at once, the next by `after`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Registration, Request, Source, Window
from finder.text import fold
from scrapers import printed, refusals, values
from scrapers.values import Node, node, nodes, number, text, yes

_CLASSES = "/Clients/BookMe4BookingPagesV2/ClassesV2"
_CLIENT = re.compile(r"^(/\d+)?/(?:Clients|SocialSite|Contacts)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m|-)", re.IGNORECASE)
_LENGTH = re.compile(r"\s+\d+:\d\d$")
_CANADIAN = re.compile(r"[A-Z]\d[A-Z]\s?\d[A-Z]\d", re.IGNORECASE)
_AMERICAN = re.compile(r"\d{5}(?:-\d{4})?")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LAST = ("", "0001-01-01")


class PerfectMind:
    """A city's booking pages on PerfectMind."""

    key: ClassVar[str] = "perfectmind"
    rank: ClassVar[int] = 280

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its hosts."""
        return (urlsplit(url).hostname or "").lower().endswith(".perfectmind.com")

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its JSON."""
        marked = b'"classes"' in page.content and (b'"EventName"' in page.content or b'"nextKey"' in page.content)
        return '"classes" of booking pages' if marked and values.is_json(page) else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the first rows of the calendar that the address names, or for the page itself."""
        widget, calendar = values.query(source.url, "widgetId"), values.query(source.url, "calendarId")
        client = _CLIENT.match(urlsplit(source.url).path)
        if not (widget and calendar):
            yield Request(url=source.url)
            return
        root = f"{values.site(source.url)}{(client[1] if client else None) or ''}{_CLASSES}"
        days = {"from": window.start, "to": window.end} if window.start and window.end else {}
        yield _ask(values.with_query(root, calendarId=calendar, widgetId=widget, page=0, **days))

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  one zone
        """Yield one record per class, and the next rows to ask for.

        Raises:
            NotACalendar: the answer is a page or breaks off.
            Changed: the JSON holds no list of classes.
        """
        if not values.is_json(page):
            raise NotACalendar(refusals.what(page))
        answer = node(values.load(page))
        classes = answer.get("classes")
        if not isinstance(classes, list):
            raise Changed(self.key, "the answer holds no classes")
        yield from values.within((_record(one, page) for one in nodes(classes)), window)
        after = text(answer.get("nextKey")) or ""
        asked = values.query(page.url, "after")
        if classes and not after.startswith(_LAST[1]) and after not in {_LAST[0], asked} and "calendarId=" in page.url:
            yield _ask(values.with_query(page.url, after=after))


def _ask(url: str) -> Request:
    """Return the request for rows: the form once more in the address, where the next request finds it."""
    form = {name: values.query(url, name) or "" for name in ("calendarId", "widgetId", "page", "after")}
    first, last = values.query(url, "from"), values.query(url, "to")
    if first and last:
        form |= {"values[0][value]": first, "values[0][value2]": last, "values[0][valueKind]": "6"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "XMLHttpRequest"}
    return Request(url=url, method="POST", headers=headers, body=urlencode(form))


def _record(one: Node, page: Page) -> RawListing:
    place = node(one.get("Address"))
    code, cost = text(place.get("PostalCode")), text(one.get("PriceRange"))
    clocks, day = text(one.get("EventTimeDescription")) or "", _day(text(one.get("OccurrenceDate")))
    span = printed.span(f"{day:%B} {day.day}, {day.year}, {clocks}") if day else printed.Span(None, None)
    number_ = text(one.get("EventId"))
    amounts = [float(amount.replace(",", "")) for amount in _AMOUNT.findall(cost or "")]
    return RawListing(
        title=_title(one),
        uid="|".join(part for part in (number_, text(one.get("OccurrenceDate")), clocks) if part) or None,
        series_uid=number_,
        url=_address(page, number_, text(one.get("OccurrenceDate"))),
        start=span.start,
        end=span.end,
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
    client = _CLIENT.match(urlsplit(page.url).path)
    if not (widget and number_):
        return None
    root = f"{values.site(page.url)}{(client[1] if client else None) or ''}/Clients/BookMe4LandingPages/Class"
    return values.with_query(root, widgetId=widget, classId=number_, occurrenceDate=day)
