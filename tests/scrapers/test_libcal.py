from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from finder.errors import Changed, NotACalendar
from finder.listing import Dropped, Listing, Page, RawListing, Request, Source, Window
from finder.normalise import normalise
from scrapers.libcal import LibCal

HOST = "https://millpond.libcal.com"
LIST = f"{HOST}/ajax/calendar/list?c=41&date=2026-11-01&perpage=35&page=1&audience=&cats=&camps=&inc=0"
SOURCE = Source(id="millpond", name="Millpond Library", url=LIST, timezone="America/New_York")


def result(**changes: Any) -> dict[str, Any]:
    return {
        "id": 7001,
        "title": "Watercolour Wednesdays",
        "description": "<p>Bring a <b>brush</b>.</p>",
        "shortdesc": "Bring a brush.",
        "start": "18:00",
        "end": "19:30",
        "startdt": "2026-11-04 18:00:00",
        "enddt": "2026-11-04 19:30:00",
        "all_day": False,
        "date": "Wednesday, November 4, 2026",
        "url": "https://millpond.libcal.com/event/7001",
        "location": "Tower Room",
        "campus": "Main Library",
        "calendar": "Millpond Events",
        "calendar_id": 41,
        "audiences": [{"id": 1, "name": "Adults (18+)"}],
        "categories_arr": [{"cat_id": 3, "name": "Arts &amp; Crafts", "color": "#fff"}],
        "featured_image": "/images/brush.jpg",
        "online_event": False,
        "registration_enabled": True,
        "registration_cost": "",
        "org": "Jo Example",
        **changes,
    }


def answer(*results: dict[str, Any], total: int | None = None, perpage: int = 35) -> bytes:
    return json.dumps(
        {
            "total_results": len(results) if total is None else total,
            "perpage": perpage,
            "status": 200,
            "results": results,
        }
    ).encode()


def parsed(content: bytes, url: str = LIST, window: Window | None = None) -> list[RawListing | Request]:
    return list(LibCal().parse(Page(url=url, content=content), SOURCE, window or Window()))


def listings(content: bytes, url: str = LIST) -> list[Listing]:
    page = Page(url=url, content=content)
    made = [normalise(raw, SOURCE, page) for raw in parsed(content, url) if isinstance(raw, RawListing)]
    return [listing for listing in made if not isinstance(listing, Dropped)]


def requested(content: bytes, url: str = LIST, window: Window | None = None) -> list[dict[str, str]]:
    asked = [one for one in parsed(content, url, window) if isinstance(one, Request)]
    return [{k: v[0] for k, v in parse_qs(urlsplit(one.url).query).items()} for one in asked]


def test_an_entry_of_the_list_is_told_by_the_librarys_clock_with_branch_room_and_sign_up() -> None:
    (made,) = listings(answer(result()))
    assert (made.uid, made.start, made.end) == (
        "LibCal-41-7001",
        "2026-11-04T18:00:00-05:00",
        "2026-11-04T19:30:00-05:00",
    )
    assert (made.venue, made.room, made.registration) == ("Main Library", "Tower Room", "required")
    assert (made.description, made.categories) == ("Bring a brush.", ("Arts & Crafts",))
    assert made.ages is not None
    assert made.ages.min == 18
    assert made.image == "https://millpond.libcal.com/images/brush.jpg"


def test_the_member_of_staff_who_typed_an_entry_is_not_its_organiser() -> None:
    assert listings(answer(result()))[0].organizer is None


def test_an_online_event_has_no_branch_and_one_with_seats_is_hybrid() -> None:
    online, both = listings(
        answer(result(online_event=True), result(online_event=True, in_person_registration=True, id=7002))
    )
    assert (online.mode, online.venue, both.mode, both.venue) == ("online", None, "hybrid", "Main Library")


def test_a_whole_day_is_a_date() -> None:
    (made,) = listings(
        answer(result(all_day=True, startdt="2026-11-04 00:00:00", enddt="2026-11-04 23:59:00", start="", end=""))
    )
    assert (made.start, made.end, made.all_day) == ("2026-11-04", "2026-11-04", True)


@pytest.mark.parametrize(
    ("total", "page", "following"),
    [(80, 1, ["2"]), (80, 2, ["3"]), (80, 3, []), (35, 1, [])],
)
def test_the_list_is_paged_until_its_total_is_reached(total: int, page: int, following: list[str]) -> None:
    url = LIST.replace("page=1&", f"page={page}&")
    content = answer(*(result(id=n) for n in range(35)), total=total)
    assert [query["page"] for query in requested(content, url)] == following


def test_paging_stops_behind_the_last_day_wanted_and_at_an_empty_page() -> None:
    many = answer(result(), total=500)
    assert requested(many, window=Window(end=date(2026, 11, 1))) == []
    assert requested(answer(total=500)) == []


def test_an_empty_list_is_a_calendar_without_events() -> None:
    assert parsed(answer()) == []


@pytest.mark.parametrize("content", [b"{", b'{"error": "no"}', b'{"results": 5}'])
def test_an_answer_without_a_list_is_no_calendar(content: bytes) -> None:
    with pytest.raises(NotACalendar):
        parsed(content)


def test_an_entry_without_any_start_means_that_the_list_has_changed() -> None:
    with pytest.raises(Changed, match="without a start"):
        parsed(answer({"id": 1, "title": "X"}))


RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:libcal="https://www.springshare.com/libcal/"><channel><title>Millpond</title>
<item><title>Zine Night</title><link>https://millpond.libcal.com/event/9</link><libcal:eventid>9</libcal:eventid>
<libcal:date>2026-11-05</libcal:date><libcal:start>18:00:00</libcal:start><libcal:end>20:00:00</libcal:end>
<libcal:campus>North Branch</libcal:campus><libcal:location>North Branch - Workshop</libcal:location>
<libcal:audience>Teens Ages 13-18</libcal:audience><category>Zines &#x26; Comics</category>
<libcal:description>&#x3C;p&#x3E;Fold &#x26;amp; staple.&#x3C;/p&#x3E;</libcal:description></item>
<item><title>Closed for inventory</title><link>https://millpond.libcal.com/event/10</link>
<libcal:eventid>10</libcal:eventid><libcal:date>2026-11-06</libcal:date></item>
</channel></rss>"""


def test_the_rss_gives_clock_branch_room_and_a_description_that_was_encoded_twice() -> None:
    zine, closed = listings(RSS, f"{HOST}/rss.php?m=month&cid=41")
    assert (zine.start, zine.venue, zine.room) == ("2026-11-05T18:00:00-05:00", "North Branch", "Workshop")
    assert (zine.description, zine.categories) == ("Fold & staple.", ("Zines & Comics",))
    assert zine.ages is not None
    assert (zine.ages.min, zine.ages.max) == (13, 18)
    assert (closed.start, closed.all_day) == ("2026-11-06", True)


def test_rss_that_breaks_off_is_no_calendar() -> None:
    with pytest.raises(NotACalendar, match="breaks off"):
        parsed(RSS[:400])


def ics(*locations: str, name: str = "Millpond Public Library", count: int = 1) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Springshare//LibCal//EN", f"X-WR-CALNAME:{name}"]
    for number, location in enumerate(locations * count):
        lines += ["BEGIN:VEVENT", "DTSTART:20261104T230000Z", "DTEND:20261105T000000Z", "SUMMARY:Knit Night"]
        lines += [f"LOCATION:{location}", 'ORGANIZER;CN="Library Office":mailto:x@example.org']
        lines += [f"UID:LibCal-41-{number}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(
    ("location", "venue", "room", "mode"),
    [
        ("Millpond - Tower Room\\, Millpond Public Library", "Millpond Public Library", "Tower Room", None),
        ("Millpond - Tower Room", "Millpond Public Library", "Tower Room", None),
        ("East Branch - Lab\\, East Branch", "East Branch", "Lab", None),
        ("Main - Lab\\, Main - Lounge\\, Millpond Public Library", "Millpond Public Library", "Lab, Lounge", None),
        (
            "Studio (2nd floor\\, left)\\, Millpond Public Library",
            "Millpond Public Library",
            "Studio (2nd floor, left)",
            None,
        ),
        ("Millpond Public Library", "Millpond Public Library", None, None),
        ("Millpond - Offsite\\, Millpond Public Library", None, None, None),
        ("Millpond - Grange School\\, Millpond Public Library", "Grange School", None, None),
        ("Millpond - Zoom", None, None, "online"),
        ("", None, None, None),
    ],
)
def test_the_location_of_the_calendar_file_is_branch_room_and_library(
    location: str, venue: str | None, room: str | None, mode: str | None
) -> None:
    (made,) = listings(ics(location), f"{HOST}/ical_subscribe.php?src=p&cid=41")
    assert (made.venue, made.room, made.mode, made.organizer) == (venue, room, mode, None)


def test_where_the_calendar_file_ends_at_its_cap_the_list_goes_on() -> None:
    url = f"{HOST}/ical_subscribe.php?src=p&cid=41"
    assert requested(ics("Lab", count=500), url)[0] | {"perpage": "35"} == {
        "c": "41",
        "date": "2026-11-04",
        "perpage": "35",
        "page": "1",
        "inc": "0",
    }
    assert requested(ics("Lab", count=499), url) == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/passes", "museum pass"),
        ("/spaces", "room booking"),
        ("/appointments", "appointment"),
        ("/", "without LibCal's"),
    ],
)
def test_other_pages_of_libcal_are_no_calendar(path: str, says: str) -> None:
    page = b'<html><head><script src="/js/LibCal_public.min.js"></script></head><body>Passes</body></html>'
    with pytest.raises(NotACalendar, match=says):
        parsed(page, HOST + path)


def test_a_calendar_page_leads_to_its_list() -> None:
    page = b'<html><head><script src="/js/LibCal_public.min.js"></script></head><body id="calendar_41"></body></html>'
    assert [query["c"] for query in requested(page, f"{HOST}/calendar/events")] == ["41"]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (f"{HOST}/rss.php?cid=41", f"{HOST}/rss.php?cid=41"),
        (f"{HOST}/calendar?cid=41&t=d", f"{HOST}/ajax/calendar/list?c=41&date=0000-00-00&perpage=35&page=1"),
        (f"{HOST}/calendar/events", f"{HOST}/calendar/events"),
    ],
)
def test_the_feed_that_a_source_names_is_asked_for(url: str, asked: str) -> None:
    (request,) = LibCal().requests(Source(id="x", name="x", url=url), Window())
    assert request.url.startswith(asked)
