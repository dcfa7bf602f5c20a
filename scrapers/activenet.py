"""ActiveNet (ActiveCommunities): a recreation department's activities, and its drop-in calendars.

The list is `POST /<org>/rest/activities/list`, without a token; the page asked for travels in a header named
`page_info`, and so does the answer's.  A row has days only: `time_range` is garbage where an activity meets on several
weekdays, and "View fee details" is a link, no price.  Ages below a birthday are written "11y 11m".

Drop-ins stand in calendars of their own, asked for in three steps: which calendars there are, the centres of each, and
the dates in all of these, a few weeks at a time whatever days are asked for.  Errors come with status 200 and a
`response_code`; a department that has no calendars answers so, or with a page, and keeps its list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Registration, Request, Source, Window
from finder.text import line, squash
from scrapers import printed, values
from scrapers.notes import notes, with_notes
from scrapers.values import Node, names, node, nodes, number, text, yes

_LIST, _CALENDARS, _CENTRES, _DATES = (
    f"/rest/{name}?locale=en-US"
    for name in (
        "activities/list",
        "onlinecalendar/calendars",
        "onlinecalendar/filters",
        "onlinecalendar/multicenter/events",
    )
)
_DROP_INS = "/rest/onlinecalendar/"
_SIZE = 100
_NOTHING_FOUND = "0001"
_OLD_HOST = re.compile(r"(?<=//)(?=(?:ca\.)?apm\.)")
_PRICE = re.compile(r"\d|\bfree\b|no (?:charge|fee|cost)", re.IGNORECASE)
_ENROL = re.compile(r"enrol|register|add to cart|wait ?list", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NO_AGE = 0
_JSON = {"Content-Type": "application/json;charset=utf-8", "X-Requested-With": "XMLHttpRequest"}


class ActiveNet:
    """A department's list of activities."""

    key: ClassVar[str] = "activenet"
    rank: ClassVar[int] = 275

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its hosts."""
        return (urlsplit(url).hostname or "").lower().endswith(".activecommunities.com")

    def recognises(self, page: Page) -> str | None:
        """Return which of its lists the answer is."""
        if not values.is_json(page):
            return None
        lists = ("activity_items", "center_events")
        return next((f'"{name}"' for name in lists if f'"{name}"'.encode() in page.content), None)

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the first page of the list, and for the drop-in calendars."""
        yield _page(source.url, 1, window)
        yield Request(url=_root(source.url) + _CALENDARS)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  one zone
        """Yield one record per activity or drop-in, and what to ask for next.

        Raises:
            NotACalendar: the list breaks off, is no JSON, or an error.
            Changed: it holds neither activities nor drop-ins.
        """
        drop_ins = _DROP_INS in page.url
        if drop_ins and not values.is_json(page):
            return
        answer = node(values.load(page))
        body, headers = node(answer.get("body")), node(answer.get("headers"))
        items, centers = body.get("activity_items"), body.get("center_events")
        yield from values.within((_activity(one) for one in nodes(items or [])), window)
        yield from values.within((_drop_in(event, center) for event, center in _events(centers)), window)
        if drop_ins:
            yield from _next_step(page, body)
        elif isinstance(items, list):
            yield from _next_page(page, headers, items, window)
        elif not isinstance(centers, list) and headers.get("response_code") != _NOTHING_FOUND:
            if said := text(headers.get("response_message")):
                raise NotACalendar(f"an error of ActiveNet: {line(said)}")
            raise Changed(self.key, "the answer holds no activities")


def _root(url: str) -> str:
    """Return the address of the department on the host that answers, also for the older hosts' addresses."""
    organisation = next((part for part in urlsplit(url).path.split("/") if part), "")
    return f"{_OLD_HOST.sub('anc.', values.site(url))}/{organisation}"


def _next_page(page: Page, headers: Node, items: list[Any], window: Window) -> Iterator[Request]:
    paging = node(headers.get("page_info"))
    number_ = values.whole(paging.get("page_number"))
    if items and number_ and number_ < values.whole(paging.get("total_page")):
        yield _page(page.url, number_ + 1, window)


def _next_step(page: Page, body: Node) -> Iterator[Request]:
    """Ask for the centres of each calendar, or for the dates in the centres of one."""
    for calendar in nodes(body.get("calendars") or []):
        if number_ := values.whole(calendar.get("calendar_id")) or values.whole(calendar.get("id")):
            yield _question(with_notes(_root(page.url) + _CENTRES, calendar=str(number_)), calendar_id=number_)
    centres = [number_ for one in nodes(body.get("center") or []) if (number_ := values.whole(one.get("id")))]
    if centres:
        calendar_id = values.whole(notes(page.url).get("calendar"))
        yield _question(_root(page.url) + _DATES, calendar_id=calendar_id, center_ids=centres, display_all=0)


def _question(url: str, **asked: object) -> Request:
    return Request(url=url, method="POST", headers=_JSON, body=json.dumps(asked))


def _page(url: str, number_: int, window: Window) -> Request:
    paging = {"order_by": "", "page_number": number_, "total_records_per_page": _SIZE}
    days = {
        "date_after": window.start.isoformat() if window.start else "",
        "date_before": window.end.isoformat() if window.end else "",
    }
    pattern = {"activity_select_param": 2, "activity_keyword": "", **days}
    return Request(
        url=_root(url) + _LIST,
        method="POST",
        headers={**_JSON, "page_info": json.dumps(paging)},
        body=json.dumps({"activity_search_pattern": pattern, "activity_transfer_pattern": {}}),
    )


def _activity(item: Node) -> RawListing:
    fee, low, high = text(node(item.get("fee")).get("label")), *_ages(item)
    times: dict[str, Any] = _times(item)
    return RawListing(
        title=text(item.get("name")) or "",
        uid=text(item.get("id")),
        url=text(item.get("detail_url")),
        venue=text(node(item.get("location")).get("label")),
        price_text=fee if fee and _PRICE.search(fee) else None,
        registration=_registration(item),
        ages_text=squash(text(item.get("ages")) or "") or None,
        age_min=low,
        age_max=high,
        description=text(item.get("desc")),
        **times,
    )


def _registration(item: Node) -> Registration | None:
    if yes(item.get("allow_drop_in_reg")):
        return "optional"
    return "required" if _ENROL.search(text(node(item.get("action_link")).get("label")) or "") else None


def _ages(item: Node) -> tuple[float | None, float | None]:
    low, high = (number(item.get(f"age_{end}_year")) for end in ("min", "max"))
    months = number(item.get("age_min_month"))
    if low is not None and low == _NO_AGE and months:
        low = round(months / 12, 2)
    return low or None, high or None


def _times(item: Node) -> dict[str, Any]:
    """Return the days, with clocks where the activity meets on one weekday, else with a note of when."""
    first, last = values.moment(item.get("date_range_start")), values.moment(item.get("date_range_end"))
    days, clocks = text(item.get("days_of_week")), text(item.get("time_range")) or ""
    if first is None:
        return {"schedule_note": text(item.get("date_range_description"))}
    start, end = values.day(first), values.day(last or first)
    span = printed.span(f"{start:%B} {start.day}, {start.year}, {clocks}")
    known = isinstance(span.start, datetime) and isinstance(span.end, datetime) and "next day" not in clocks
    if known and isinstance(span.start, datetime) and isinstance(span.end, datetime) and _meets_on(days, start, end):
        until = datetime.combine(end, span.end.time())
        return {"start": span.start, "end": until, "schedule_note": days if end > start else None}
    note = days if "next day" in clocks else ", ".join(part for part in (days, clocks) if part)
    return {"start": start, "end": end, "schedule_note": note or None}


def _meets_on(days: str | None, start: date, end: date) -> bool:
    named = [day for day in _WEEKDAYS if day in (days or "").lower()]
    return start == end or (len(named) == 1 and {start.weekday(), end.weekday()} == {_WEEKDAYS.index(named[0])})


def _events(centers: object) -> Iterator[tuple[Node, str | None]]:
    for center in nodes(centers or []):
        for event in nodes(center.get("events") or []):
            yield event, text(center.get("center_name")) or text(center.get("name"))


def _drop_in(event: Node, center: str | None) -> RawListing:
    price = event.get("price")
    cost = text(node(price).get("estimate_price")) or text(price)
    rooms = names(event.get("facilities") or [], "facility_name") or names(event.get("facilities") or [])
    return RawListing(
        title=text(event.get("title")) or "",
        uid=text(event.get("event_item_id")),
        url=text(event.get("activity_detail_url")),
        start=values.moment(event.get("start_time")),
        end=values.moment(event.get("end_time")),
        all_day=True if yes(event.get("all_day")) else None,
        venue=center or (rooms[0] if rooms else None),
        room=", ".join(rooms) if center and rooms else None,
        price_text=cost if cost and _PRICE.search(cost) else None,
        description=text(event.get("description")),
    )
