"""Platforms that answer as they really do, page by page: each gives only what it was asked for, up to its own cap.

A flow is what a source's address leads to: how many things are asked for, and how many listings that must give.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import requests
from website import Asked, Reply, Site

from finder.fetch.transport import Answer, Transport

TODAY = datetime.now(UTC).date()
KEY = "0123456789abcdef0123456789abcdef"
Respond = Callable[[Asked], Reply]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A source, the hosts that answer for it, and what reading it must give."""

    url: str
    respond: Respond
    listings: int
    asked: int
    hosts: tuple[str, ...] = ()


class Web(Site):
    """Many hosts on one loopback server; a host that nobody plays is a 404, and so is every robots.txt."""

    def __init__(self, flows: dict[str, Flow]) -> None:
        self.hosts: dict[str, Respond] = {}
        for flow in flows.values():
            for host in flow.hosts or (urlsplit(flow.url).netloc,):
                self.hosts[host] = flow.respond
        super().__init__()

    def reply(self, asked: Asked) -> Reply:
        respond = self.hosts.get(asked.headers["Host"])
        return respond(asked) if respond and asked.path != "/robots.txt" else Reply(status=404)

    def of(self, flow: Flow) -> list[Asked]:
        """Return what was asked for, for the sake of one flow."""
        hosts = flow.hosts or (urlsplit(flow.url).netloc,)
        return [one for one in self.asked if one.headers["Host"] in hosts and one.path != "/robots.txt"]

    def exchange(self, usual: Callable[..., Answer]) -> Callable[..., Answer]:
        """Return the exchange of a transport that finds every host here, whatever its scheme."""

        def here(transport: Transport, request: requests.PreparedRequest, limit: int) -> Answer:
            parts = urlsplit(str(request.url))
            local = request.copy()
            local.url = urlunsplit(("http", f"127.0.0.1:{self.port}", parts.path, parts.query, ""))
            local.headers["Host"] = parts.netloc
            return replace(usual(transport, local, limit), url=str(request.url))

        return here


def title(number: int) -> str:
    return f"Open clay studio {number}"


def day(number: int) -> date:
    """Return a day of the next three months, never today."""
    return TODAY + timedelta(days=1 + number % 80)


def said(asked: Asked) -> dict[str, str]:
    """Return the query and the form of a question, the first value of each name."""
    found = parse_qs(urlsplit(asked.path).query, keep_blank_values=True)
    if "x-www-form" in asked.headers.get("Content-Type", ""):
        found |= parse_qs(asked.body.decode(), keep_blank_values=True)
    return {name: values[0] for name, values in found.items()}


def path(asked: Asked) -> str:
    return unquote(urlsplit(asked.path).path)


def as_json(answer: object) -> Reply:
    return Reply(body=json.dumps(answer).encode(), headers={"Content-Type": "application/json"})


def as_page(body: str) -> Reply:
    return Reply(
        body=f"<!doctype html><html><body>{body}</body></html>".encode(), headers={"Content-Type": "text/html"}
    )


def as_file(numbers: range, prodid: str, extra: str = "") -> Reply:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:clay-{n}@example.org\r\nDTSTART:{day(n):%Y%m%d}T180000Z\r\nDTEND:{day(n):%Y%m%d}T200000Z\r\n"
        f"SUMMARY:{title(n)}\r\n{extra}END:VEVENT\r\n"
        for n in numbers
    )
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{prodid}\r\n{events}END:VCALENDAR\r\n"
    return Reply(body=body.encode(), headers={"Content-Type": "text/calendar"})


def part(total: int, number: int, size: int) -> range:
    """Return the numbers on a page, the first of which is 1."""
    return range(min(total, (number - 1) * size), min(total, number * size))


def between(first: date, last: date, total: int) -> list[int]:
    return [n for n in range(total) if first <= day(n) <= last]


def libcal(asked: Asked) -> Reply:
    """A calendar's page names the calendar; its list is paged."""
    if path(asked) != "/ajax/calendar/list":
        return as_page(
            '<script src="//static-assets.libcal.com/LibCal_public.min.js"></script><a href="rss.php?cid=77">'
        )
    asks = said(asked)
    rows = [
        {"id": n, "title": title(n), "startdt": f"{day(n)} 18:00:00", "enddt": f"{day(n)} 20:00:00", "calendar_id": 77}
        for n in part(80, int(asks["page"]), int(asks["perpage"]))
    ]
    return as_json({"total_results": 80, "perpage": int(asks["perpage"]), "status": 200, "results": rows})


def bibliocommons(asked: Asked) -> Reply:
    asks = said(asked)
    number, size = int(asks["page"]), int(asks["limit"])
    events = {
        f"e{n}": {
            "id": f"e{n}",
            "definition": {"title": title(n), "start": f"{day(n)}T18:00", "end": f"{day(n)}T20:00", "audienceIds": []},
        }
        for n in part(130, number, size)
    }
    paging = {"count": 130, "pages": -(-130 // size), "page": number, "limit": size}
    return as_json({"events": {"items": list(events), "pagination": paging}, "entities": {"events": events}})


def communico(asked: Asked) -> Reply:
    asks = json.loads(said(asked)["req"])
    first = date.fromisoformat(asks["date"])
    rows: list[dict[str, Any]] = [
        {"id": str(n), "title": title(n), "event_start": f"{day(n)} 18:00:00", "event_end": f"{day(n)} 20:00:00"}
        for n in between(first, first + timedelta(days=asks["days"] - 1), 60)
    ]
    return as_json([row | {"venue_name": None, "ages": ""} for row in rows])


def librarymarket(asked: Asked) -> Reply:
    asks = said(asked)
    days = between(date.fromisoformat(asks["start"]), date.fromisoformat(asks["end"]) - timedelta(days=1), 60)
    rows = [{"id": str(n), "start_date": f"{day(n)} 18:00:00", "end_date": f"{day(n)} 20:00:00"} for n in days]
    return as_json([row | {"type": "lc_event", "title": title(int(row["id"])), "branch": []} for row in rows])


def assabet(asked: Asked) -> Reply:
    year, month = path(asked).split("/")[2].split("-")
    cards = "".join(
        f'<div class="listing-event"><h2><a href="/calendar/clay-{n}/">{title(n)}</a></h2><span class="event-day">'
        f'{day(n):%A, %B} {day(n).day}</span> <span class="event-time">6:00-8:00 PM</span></div>'
        for n in range(60)
        if (f"{day(n):%Y}", f"{day(n):%B}".lower()) == (year, month)
    )
    return as_page(
        f'<meta name="generator" content="Assabet Interactive, LLC"><div class="calendar-month">{cards}</div>'
    )


def whofi(asked: Asked) -> Reply:
    asks = said(asked)
    days = between(date.fromisoformat(asks["start"]), date.fromisoformat(asks["end"]), 40)
    return as_json(
        [
            {
                "id": n,
                "type": "event",
                "clean_title": title(n),
                "start": f"{day(n)}T18:00:00",
                "end": f"{day(n)}T20:00:00",
            }
            for n in days
        ]
    )


def civicrec(asked: Asked) -> Reply:
    """The page has a key; with it there are tabs, groups by pages, and the sessions of each group by pages."""
    number, parts = int(said(asked).get("page", "1")), path(asked).split("/")
    if parts[-1] == "catalog":
        return as_page(f'<div class="rec1-catalog" data-page-data="{{&quot;key&quot;:&quot;{KEY}&quot;}}"></div>')
    if "getTabsFiltersItemsCounts" in parts:
        return as_json({"tabs": [{"id": "1", "label": "Arts"}, {"id": "2", "label": "All Activities"}]})
    if "getItems" in parts:
        groups = [{"id": n, "name": f"Clay {n}", "type": "activity", "itemCount": 3} for n in part(50, number, 30)]
        return as_json({"sections": [{"name": "Arts", "groups": groups}], "hasMoreResults": number == 1})
    group = int(parts[-1])
    sessions = [
        {
            "id": group * 10 + n,
            "text": f"Evening {n}",
            "features": [{"name": "dates", "value": f"{day(group):%m/%d/%y}"}, {"name": "times", "value": "6pm-8pm"}],
        }
        for n in part(3, number, 2)
    ]
    return as_json({"itemCount": 3, "items": sessions})


def activenet(asked: Asked) -> Reply:
    """The list gives twenty rows whatever is asked for; drop-ins take three steps."""
    if path(asked).endswith("/activities/list"):
        number = json.loads(asked.headers["Page_Info"])["page_number"]
        rows = [
            {"id": n, "name": title(n), "date_range_start": f"{day(n)}", "date_range_end": f"{day(n)}"}
            for n in part(55, number, 20)
        ]
        info = {"page_number": number, "total_page": 3, "total_records": 55, "total_records_per_page": 20}
        return as_json({"headers": {"response_code": "0000", "page_info": info}, "body": {"activity_items": rows}})
    if path(asked).endswith("/calendars"):
        return _activenet({"calendars": [{"calendar_id": 3, "name": "Drop-in"}, {"calendar_id": 8, "name": "Arts"}]})
    asks = json.loads(asked.body)
    if path(asked).endswith("/filters"):
        return _activenet({"center": [{"id": 7, "name": "Annex"}, {"id": 9, "name": "Mill"}]})
    events = [
        {
            "event_item_id": 1000 * asks["calendar_id"] + n,
            "title": f"Drop-in {asks['calendar_id']} {n}",
            "start_time": f"{day(n)} 10:00:00",
            "end_time": f"{day(n)} 12:00:00",
        }
        for n in range(10)
    ]
    return _activenet({"center_events": [{"center_id": one, "events": events[:5]} for one in asks["center_ids"][:1]]})


def _activenet(body: dict[str, Any]) -> Reply:
    return as_json({"headers": {"response_code": "0000", "response_message": "Successful"}, "body": body})


def perfectmind(asked: Asked) -> Reply:
    """The widget's calendars first; classes by fortnights, an empty one among them; courses in one answer."""
    asks = said(asked)
    if path(asked) == "/Error":
        return as_page("<h1>Something went wrong</h1>")
    if path(asked).endswith("GetCategoriesDataV2"):
        kinds = (("drop-in", 2), ("course", 3), ("rental", 1))
        calendars = [{"Id": name, "Name": name, "BookingTypeInfo": {"BookingType": kind}} for name, kind in kinds]
        return as_json([{"Name": "Arts", "Calendars": calendars}, {"Name": "Pools", "Calendars": []}])
    if path(asked).endswith("CoursesV2"):
        course = {"EventName": "Weaving", "EventId": "w1", "EventTimeDescription": "06:00 pm - 08:00 pm"}
        days = {"OccurrenceMinStartDate": f"{day(0):%m/%d/%y}", "OccurrenceMaxStartDate": f" - {day(21):%m/%d/%y}"}
        return as_json({"courses": [course | days], "nextKey": "0001-01-01"})
    first = date.fromisoformat(asks["after"]) if asks["after"] else TODAY
    steps = {TODAY + timedelta(days=14 * step): step for step in range(4)}
    rows = [] if steps[first] == 1 else between(first, first + timedelta(days=13), 60)
    following = "0001-01-01" if steps[first] == 3 else f"{first + timedelta(days=14)}"
    classes = [
        {
            "EventName": title(n),
            "EventId": f"c{n}",
            "OccurrenceDate": f"{day(n):%Y%m%d}",
            "EventTimeDescription": "06:00 pm - 08:00 pm",
        }
        for n in rows
    ]
    return as_json({"classes": classes, "nextKey": following})


def recdesk(asked: Asked) -> Reply:
    """Rows by pages of the town's own size, to who names every filter; the calendar in one answer."""
    asks = json.loads(asked.body)
    if path(asked).endswith("GetCalendarItems"):
        first, last = (datetime.strptime(asks[name], "%m/%d/%Y").date() for name in ("startDate", "endDate"))  # noqa: DTZ007  days
        times = [
            {"EventId": n, "EventName": f"Open loom {n}", "StartTimeISO8601": f"{day(n)}T18:00:00", "IsPrivate": n == 3}
            for n in between(first, last, 20)
        ]
        return as_json({"Events": [one | {"FacilityName": "-None Specified-", "EventUrl": "#"} for one in times]})
    number = asks["Pagination"]["CurrentPageIndex"] if asks.keys() >= {"ProgramType", "Facility", "Days", "Age"} else 99
    numbers = part(45, number, 20)
    rows = "".join(
        f'<tr><td><a href="/Community/Program/Detail?programId={n}">{title(n)}</a></td></tr>'
        f"<tr><td><span>Dates</span><small>{day(n).month}/{day(n).day}/{day(n).year}</small></td></tr>"
        for n in numbers
    )
    shown = f"Displaying {numbers.start + 1} - {numbers.stop} of 45" if numbers else "Displaying 0 - 0 of 0"
    return as_page(f"<table>{rows}</table><div>{shown}</div>")


def localist(asked: Asked) -> Reply:
    asks = said(asked)
    number = int(asks.get("page", "1"))
    times = [{"id": n, "start": f"{day(n)}T18:00:00-05:00", "end": f"{day(n)}T20:00:00-05:00"} for n in range(130)]
    rows = [
        {"event": {"id": n, "title": title(n), "event_instances": [{"event_instance": times[n]}]}}
        for n in part(130, number, int(asks["pp"]))
    ]
    return as_json({"events": rows, "page": {"current": number, "size": int(asks["pp"]), "total": 2}})


def trumba(asked: Asked) -> Reply:
    """At most 200 entries, from the day asked for."""
    first = datetime.strptime(said(asked)["startdate"], "%Y%m%d").date()  # noqa: DTZ007  a day
    numbers = sorted(between(first, TODAY + timedelta(days=400), 220), key=day)[:200]
    files = [as_file(range(n, n + 1), "-//Trumba Corporation//Trumba//EN").body for n in numbers]
    entries = b"".join(one[one.index(b"BEGIN:VEVENT") : one.index(b"END:VCALENDAR")] for one in files)
    head = b"BEGIN:VCALENDAR\r\nPRODID:-//Trumba Corporation//Trumba//EN\r\n"
    return Reply(body=head + entries + b"END:VCALENDAR\r\n", headers={"Content-Type": "text/calendar"})


def tribe(asked: Asked) -> Reply:
    """REST by fifty; what lies behind the last page is an error."""
    asks = said(asked)
    number = int(asks.get("page", "1"))
    rows = [
        {"id": n, "title": title(n), "start_date": f"{day(n)} 18:00:00", "end_date": f"{day(n)} 20:00:00", "venue": []}
        for n in part(120, number, int(asks["per_page"]))
    ]
    site = "https://tribe.example.org/wp-json/tribe/events/v1/events"
    following = {"next_rest_url": f"{site}/?page={number + 1}&per_page=50"} if number < 3 else {}
    return as_json({"events": rows, "rest_url": site, "total": 120, "total_pages": 3, **following})


def tribe_file(asked: Asked) -> Reply:
    number = next((int(one) for one in path(asked).split("/") if one.isdigit()), 1)
    return as_file(part(70, number, 30), "-//Barn - ECPv6.8.2//NONSGML v1.0//EN")


def squarespace(asked: Asked) -> Reply:
    """What is to come in one answer; the past by thirty, back to where nobody asks any more."""
    asks = said(asked)
    assert asks["format"] == "json"
    coming = [] if "offset" in asks else [_pin(n, day(n)) for n in range(40)]
    offset = int(asks.get("offset", "0"))
    past = [_pin(1000 + offset + n, TODAY - timedelta(days=300 + offset + n)) for n in range(30)]
    paging = {"nextPage": True, "nextPageUrl": f"/events?offset={offset + 30}"}
    site = {"timeZone": "America/New_York", "baseUrl": "https://makers.squarespace.com"}
    collection = {"typeName": "events", "fullUrl": "/events"}
    return as_json({"website": site, "collection": collection, "upcoming": coming, "past": past, "pagination": paging})


def _pin(number: int, when: date) -> dict[str, Any]:
    start = int(datetime(when.year, when.month, when.day, 23, tzinfo=UTC).timestamp() * 1000)
    return {
        "id": f"s{number}",
        "recordType": 12,
        "title": title(number),
        "startDate": start,
        "fullUrl": f"/events/{number}",
    }


def google(asked: Asked) -> Reply:
    return as_file(range(60), "-//Google Inc//Google Calendar 70.9054//EN") if "/ical/" in path(asked) else as_page("")


def google_api(asked: Asked) -> Reply:
    number = int(said(asked).get("pageToken", "1"))
    items = [
        {
            "id": f"g{n}",
            "summary": title(n),
            "start": {"dateTime": f"{day(n)}T18:00:00-05:00"},
            "end": {"dateTime": f"{day(n)}T20:00:00-05:00"},
        }
        for n in part(60, number, 25)
    ]
    following = {"nextPageToken": str(number + 1)} if number < 3 else {}
    return as_json({"kind": "calendar#events", "summary": "Makers", "items": items, **following})


def eventbrite(asked: Asked) -> Reply:
    """Twelve dates on the organiser's page, all of them by thirty elsewhere."""
    if "/showmore/" in path(asked):
        number = int(said(asked)["page"])
        data = {"events": [_ticketed(n) for n in part(40, number, 30)], "has_next_page": number == 1}
        return as_json({"success": True, "data": data})
    state = {"view_data": {"events": {"future_events": [_ticketed(n) for n in range(12)], "past_events": []}}}
    return as_page(f"<script>window.__SERVER_DATA__ = {json.dumps(state)};</script>eventbrite.com")


def eventbrite_api(asked: Asked) -> Reply:
    number = int(said(asked).get("continuation", "1"))
    more = number < 3
    paging = {"page_number": number, "has_more_items": more, "continuation": str(number + 1) if more else None}
    return as_json({"pagination": paging, "events": [_ticketed(n) for n in part(120, number, 50)]})


def _ticketed(number: int) -> dict[str, Any]:
    start, end = ({"local": f"{day(number)}T{hour}:00:00", "timezone": "America/Chicago"} for hour in (18, 20))
    url = f"https://www.eventbrite.com/e/clay-tickets-{900000 + number}"
    return {"id": str(number), "name": {"text": title(number)}, "url": url, "start": start, "end": end}


def tickettailor(asked: Asked) -> Reply:
    after = int(said(asked).get("starting_after", "0"))
    rows = [
        {"object": "event", "id": str(n + 1), "name": title(n), "start": {"iso": f"{day(n)}T18:00:00+00:00"}}
        for n in range(after, min(130, after + 100))
    ]
    following = f"/v1/events?starting_after={after + 100}" if after + 100 < 130 else None
    return as_json({"data": rows, "links": {"next": following}})


def luma(asked: Asked) -> Reply:
    """The page names the calendar, whose file is elsewhere."""
    if path(asked) == "/ics/get":
        return as_file(range(40), "-//Luma//Makers//EN")
    data = {
        "props": {"pageProps": {"initialData": {"kind": "calendar", "data": {"calendar": {"api_id": "cal-Makers99"}}}}}
    }
    return as_page(f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>')


def meetup(asked: Asked) -> Reply:
    return (
        as_file(range(10), "-//Meetup//Meetup Calendar 1.0//EN")
        if path(asked) == "/makers/events/ical/"
        else as_page("")
    )


def openactive(asked: Asked) -> Reply:
    """A feed ends on a page without items whose next page is itself; a tombstone takes nothing away from others."""
    after = int(said(asked).get("afterId", "0"))
    items = [
        {"state": "updated", "kind": "ScheduledSession", "id": str(n), "modified": n, "data": _session(n)}
        for n in range(after, min(75, after + 30))
    ]
    gone = [{"state": "deleted", "kind": "ScheduledSession", "id": "gone", "modified": after}] if items else []
    following = f"https://rpde.example.org/openactive/sessions?afterId={min(75, after + 30)}"
    return as_json(
        {"next": following, "items": items + gone, "license": "https://creativecommons.org/licenses/by/4.0/"}
    )


def _session(number: int) -> dict[str, Any]:
    times = {"startDate": f"{day(number)}T18:00:00+00:00", "endDate": f"{day(number)}T20:00:00+00:00"}
    about = {"@context": "https://openactive.io/", "@type": "ScheduledSession", "@id": f"https://x.example/{number}"}
    return about | {"name": title(number)} | times


def open_referral(asked: Asked) -> Reply:
    number = int(said(asked).get("page", "1"))
    rows = [
        {"id": str(n), "name": title(n), "status": "active", "schedules": [_weekly(n)]} for n in part(25, number, 10)
    ]
    return as_json({"total_items": 25, "page_number": number, "last_page": number == 3, "contents": rows})


def _weekly(number: int) -> dict[str, Any]:
    days = {"freq": "WEEKLY", "dtstart": f"{day(number)}", "until": f"{day(number)}"}
    return days | {"byday": f"{day(number):%a}"[:2].upper(), "opens_at": "18:00", "closes_at": "20:00"}


def gancio(asked: Asked) -> Reply:
    asks = said(asked)
    starts = {n: int(datetime(day(n).year, day(n).month, day(n).day, 18, tzinfo=UTC).timestamp()) for n in range(130)}
    size, number = int(asks["max"]), int(asks["page"])
    return as_json(
        [
            {"id": n, "title": title(n), "slug": f"clay-{n}", "start_datetime": starts[n], "place": {"name": "Barn"}}
            for n in part(130, number + 1, size)
        ]
    )


def spaceapi(asked: Asked) -> Reply:
    """A space says where its calendar is."""
    if path(asked) == "/calendar.ics":
        return as_file(range(20), "-//space//EN")
    feeds = {"calendar": {"type": "ical", "url": "https://space.example.org/calendar.ics"}}
    where = {"address": "1 Dock St", "lat": 52.5, "lon": 13.4}
    return as_json({"api_compatibility": ["14"], "space": "Dock", "location": where, "feeds": feeds})


def ckan(asked: Asked) -> Reply:
    asks = said(asked)
    first, size = int(asks.get("offset", "0")), min(32_000, int(asks.get("limit", "100")))
    rows = [
        {
            "_id": n,
            "Course_ID": n,
            "Course Title": title(n),
            "First Date": f"{day(n)}",
            "Last Date": f"{day(n)}",
            "Start Hour": 18,
        }
        for n in range(first, min(120, first + size))
    ]
    return as_json({"success": True, "result": {"total": 120, "records": rows}})


def socrata(asked: Asked) -> Reply:
    asks = said(asked)
    first, size = int(asks.get("$offset", "0")), int(asks.get("$limit", "1000"))
    return as_json(
        [
            {
                "id": str(n),
                "program_name": title(n),
                "start_date": f"{day(n)}T18:00:00",
                "end_date": f"{day(n)}T20:00:00",
            }
            for n in range(first, min(120, first + size))
        ]
    )


def file_at(place: str, prodid: str, total: int, extra: str = "") -> Respond:
    """Return a site with one calendar file."""

    def respond(asked: Asked) -> Reply:
        return as_file(range(total), prodid, extra) if path(asked) == place else as_page("")

    return respond


def page_of(body: Callable[[], str]) -> Respond:
    """Return a site with one page."""
    return lambda _: as_page(body())


def described() -> str:
    """Return a page whose dates stand in JSON-LD."""
    events = [
        {"@type": "Event", "name": title(n), "startDate": f"{day(n)}T18:00:00+00:00", "url": f"https://x.example/{n}"}
        for n in range(25)
    ]
    graph = json.dumps({"@context": "https://schema.org", "@graph": events})
    return f'<script type="application/ld+json">{graph}</script>'


def wix() -> str:
    events = [
        {
            "id": f"w{n}",
            "title": title(n),
            "slug": f"clay-{n}",
            "scheduling": {"config": {"startDate": f"{day(n)}T18:00:00.000Z", "timeZoneId": "Europe/London"}},
        }
        for n in range(20)
    ]
    data = {"appsWarmupData": {"140603ad": {"widget": {"events": {"events": events}}}}}
    return f'<script type="application/json" id="wix-warmup-data">{json.dumps(data)}</script>'


def ticketsolve(asked: Asked) -> Reply:  # noqa: ARG001  one file
    events = "".join(
        f'<event id="{n}"><name>{n}</name><date_time_iso>{day(n)}T18:00:00+00:00</date_time_iso></event>'
        for n in range(30)
    )
    show = f'<show id="1"><name>Open clay studio</name><events>{events}</events></show>'
    body = f'<venues><venue id="1"><name>Barn</name><shows>{show}</shows></venue></venues>'
    return Reply(body=f'<?xml version="1.0"?>{body}'.encode(), headers={"Content-Type": "text/xml"})


FLOWS = {
    "libcal": Flow(url="https://town.libcal.com/calendar/main", respond=libcal, listings=80, asked=4),
    "bibliocommons": Flow(
        url="https://town.bibliocommons.com/events/search/index",
        respond=bibliocommons,
        listings=130,
        asked=2,
        hosts=("gateway.bibliocommons.com",),
    ),
    "communico": Flow(url="https://town.libnet.info/events", respond=communico, listings=60, asked=4),
    "librarymarket": Flow(
        url="https://town.librarycalendar.com/events/month", respond=librarymarket, listings=60, asked=5
    ),
    "assabet": Flow(url="https://town.assabetinteractive.com/calendar/", respond=assabet, listings=60, asked=5),
    "whofi": Flow(url="https://town.whofi.com/calendar", respond=whofi, listings=40, asked=1),
    "civicplus": Flow(
        url="https://www.town.gov/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar",
        respond=file_at("/common/modules/iCalendar/iCalendar.aspx", "iCalendar-Ruby", 40),
        listings=40,
        asked=1,
    ),
    "civicrec": Flow(url="https://secure.rec1.com/VT/town-vt/catalog", respond=civicrec, listings=150, asked=104),
    "activenet": Flow(
        url="https://apm.activecommunities.com/town/Activity_Search",
        respond=activenet,
        listings=65,
        asked=8,
        hosts=("anc.apm.activecommunities.com",),
    ),
    "perfectmind": Flow(
        url="https://town.perfectmind.com/23/Clients/BookMe4?widgetId=w", respond=perfectmind, listings=42, asked=6
    ),
    "recdesk": Flow(url="https://town.recdesk.com/Community/Calendar", respond=recdesk, listings=64, asked=4),
    "localist": Flow(url="https://events.college.edu/", respond=localist, listings=130, asked=2),
    "livewhale": Flow(
        url="https://events.campus.edu/",
        respond=file_at("/live/ical/events", "-//LiveWhale//EN", 50, "X-LIVEWHALE-ID:1\r\n"),
        listings=50,
        asked=1,
    ),
    "trumba": Flow(
        url="https://www.trumba.com/calendars/town", respond=trumba, listings=220, asked=2, hosts=("www.trumba.com",)
    ),
    "tockify": Flow(
        url="https://tockify.com/town",
        respond=file_at("/api/feeds/ics/town", "-//tockify.com//EN", 30),
        listings=30,
        asked=1,
    ),
    "teamup": Flow(
        url="https://ics.teamup.com/feed/ks1/2.ics",
        respond=file_at("/feed/ks1/2.ics", "-//Teamup Solutions AG//EN", 30),
        listings=30,
        asked=1,
    ),
    "finalsite": Flow(
        url="https://www.school.org/fs/calendar-manager/events.ics?calendar_ids=25",
        respond=file_at("/fs/calendar-manager/events.ics", "-//Finalsite//EN", 30),
        listings=30,
        asked=1,
    ),
    "tribe": Flow(url="https://tribe.example.org/events/", respond=tribe, listings=120, asked=3),
    "tribe_file": Flow(url="https://barn.example.org/events/?ical=1", respond=tribe_file, listings=70, asked=3),
    "mec": Flow(
        url="https://mec.example.org/?mec-ical-feed=1",
        respond=file_at("/", "-//WordPress - MECv7.17//EN", 30),
        listings=30,
        asked=1,
    ),
    "squarespace": Flow(url="https://makers.squarespace.com/events", respond=squarespace, listings=40, asked=1),
    "wix": Flow(url="https://makers.wixsite.com/home/events", respond=page_of(wix), listings=20, asked=1),
    "google_calendar": Flow(
        url="https://calendar.google.com/calendar/embed?src=makers%40group.calendar.google.com",
        respond=google,
        listings=60,
        asked=1,
    ),
    "google_calendar_api": Flow(
        url="https://www.googleapis.com/calendar/v3/calendars/makers/events?singleEvents=true",
        respond=google_api,
        listings=60,
        asked=3,
    ),
    "eventbrite": Flow(url="https://www.eventbrite.com/o/makers-1234567", respond=eventbrite, listings=40, asked=3),
    "eventbrite_api": Flow(
        url="https://www.eventbriteapi.com/v3/organizers/1/events/", respond=eventbrite_api, listings=120, asked=3
    ),
    "tickettailor": Flow(url="https://api.tickettailor.com/v1/events", respond=tickettailor, listings=130, asked=2),
    "ticketsolve": Flow(url="https://makers.ticketsolve.com/shows.xml", respond=ticketsolve, listings=30, asked=1),
    "outsavvy": Flow(url="https://www.outsavvy.com/organiser/makers", respond=page_of(described), listings=25, asked=1),
    "luma": Flow(url="https://luma.com/makers", respond=luma, listings=40, asked=2, hosts=("luma.com", "api.lu.ma")),
    "meetup": Flow(url="https://www.meetup.com/makers/", respond=meetup, listings=10, asked=1),
    "openactive": Flow(url="https://rpde.example.org/openactive/sessions", respond=openactive, listings=75, asked=4),
    "open_referral": Flow(url="https://hsds.example.org", respond=open_referral, listings=25, asked=3),
    "mobilizon": Flow(
        url="https://mobilizon.example.org/@makers",
        respond=file_at("/@makers/feed/ics", "-//Mobilizon//EN", 30),
        listings=30,
        asked=1,
    ),
    "gancio": Flow(url="https://gancio.example.org/", respond=gancio, listings=130, asked=2),
    "spaceapi": Flow(url="https://space.example.org/spaceapi.json", respond=spaceapi, listings=21, asked=2),
    "programme_table": Flow(
        url="https://open.town.ca/api/3/action/datastore_search?resource_id=c9&limit=50",
        respond=ckan,
        listings=120,
        asked=3,
    ),
    "programme_table_socrata": Flow(
        url="https://data.town.gov/resource/abcd-1234.json?$limit=50", respond=socrata, listings=120, asked=3
    ),
}
"""By the platform that the catalogue names, with a word behind it where one platform has several ways."""
