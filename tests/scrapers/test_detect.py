from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Page
from scrapers.detect import detect
from scrapers.marks import MARKS

HOME = "https://www.oakleylibrary.example/visit/"


def page(body: str, url: str = HOME) -> Page:
    html = f"<!doctype html><html><head><title>Oakley</title></head><body>{body}</body></html>"
    return Page(url=url, content=html.encode())


LINKED = [
    (
        '<a href="https://oakley.libcal.com/calendar/events?cid=77&amp;t=d&amp;d=0000-00-00">Events</a>',
        "libcal",
        "https://oakley.libcal.com/ical_subscribe.php?src=p&cid=77",
    ),
    (
        '<a href="https://oakley.libnet.info/events?r=days&n=30">All</a>',
        "communico",
        "https://oakley.libnet.info/events",
    ),
    (
        '<a href="https://oakley.bibliocommons.com/v2/events?audiences=1">What is on</a>',
        "bibliocommons",
        "https://gateway.bibliocommons.com/v2/libraries/oakley/events",
    ),
    (
        '<a href="https://oakley.librarycalendar.com/events/month">Calendar</a>',
        "librarymarket",
        "https://oakley.librarycalendar.com/events/feed/ical",
    ),
    (
        '<iframe src="https://calendar.google.com/calendar/embed?src=oakleymakers%40gmail.com&amp;ctz=America%2FNew_York">',
        "google_calendar",
        "https://calendar.google.com/calendar/ical/oakleymakers%40gmail.com/public/basic.ics",
    ),
    (
        '<iframe src="https://calendar.google.com/calendar/embed?src=b2FrbGV5QGdtYWlsLmNvbQ&amp;mode=AGENDA">',
        "google_calendar",
        "https://calendar.google.com/calendar/ical/oakley%40gmail.com/public/basic.ics",
    ),
    (
        '<a href="https://www.meetup.com/oakley-weavers/">Join us</a>',
        "meetup",
        "https://www.meetup.com/oakley-weavers/events/ical/",
    ),
    (
        '<div data-tockify-component="mini" data-tockify-calendar="oakley.arts"></div>',
        "tockify",
        "https://tockify.com/api/feeds/ics/oakley.arts",
    ),
    (
        '<script>$Trumba.addSpud({ webName: "oakley-lib", spudType: "main" });</script>',
        "trumba",
        "https://www.trumba.com/calendars/oakley-lib.ics",
    ),
    (
        '<link rel="stylesheet" href="/wp-content/plugins/the-events-calendar/src/views-full.css">',
        "tribe",
        "https://www.oakleylibrary.example/wp-json/tribe/events/v1/events",
    ),
    (
        '<link href="/wp-content/plugins/modern-events-calendar-lite/assets/css/frontend.min.css">',
        "mec",
        "https://www.oakleylibrary.example/?mec-ical-feed=1",
    ),
    (
        '<a id="calendarEvent5012" href="/Calendar.aspx?EID=5012">Quilting</a>',
        "civicplus",
        "https://www.oakleylibrary.example/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar",
    ),
    (
        "<!-- This is Squarespace. --><div class='eventlist-event'></div>",
        "squarespace",
        "https://www.oakleylibrary.example/visit/?format=json",
    ),
    (
        '<link rel="alternate" type="text/calendar" href="/all.ics">',
        "ical",
        "https://www.oakleylibrary.example/all.ics",
    ),
    (
        '<a href="webcal://www.oakleylibrary.example/c.ics">Subscribe</a>',
        "ical",
        "https://www.oakleylibrary.example/c.ics",
    ),
]


@pytest.mark.parametrize(("body", "platform", "feed"), LINKED)
def test_a_page_that_shows_its_calendar_gives_platform_and_feed(body: str, platform: str, feed: str) -> None:
    found = detect(page(body))
    assert (found.platform, found.feeds[0]) == (platform, feed)


ANSWERS = [
    ("BEGIN:VCALENDAR\r\nPRODID:-//Springshare//LibCal//EN\r\n", "libcal"),
    ("BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\n", "google_calendar"),
    ("BEGIN:VCALENDAR\r\nPRODID:-//Barn - ECPv6.17.1//NONSGML v1.0//EN\r\n", "tribe"),
    (
        "BEGIN:VCALENDAR\r\nPRODID:icalendar-ruby\r\nBEGIN:VEVENT\r\nUID:tag:localist.com,2008:EventInstance_1\r\n",
        "localist",
    ),
    ("BEGIN:VCALENDAR\r\nPRODID:-//Somebody//EN\r\n", "ical"),
    (
        '{"events":[],"rest_url":"https:\\/\\/barn.example\\/wp-json\\/tribe\\/events\\/v1\\/events\\/","total":0}',
        "tribe",
    ),
    ('[{"id": "1", "title": "Quilts", "type": "lc_event"}]', "librarymarket"),
    ('<html><script type="application/ld+json">{"@type": "Event", "name": "Bee"}</script></html>', "jsonld"),
    ('<html><div itemscope itemtype="https://schema.org/MusicEvent"></div></html>', "microdata"),
]


@pytest.mark.parametrize(("content", "platform"), ANSWERS)
def test_a_feed_is_known_by_what_it_says_of_itself(content: str, platform: str) -> None:
    found = detect(Page(url="https://barn.example/x", content=content.encode()))
    assert (found.platform, found.feeds) == (platform, ("https://barn.example/x",))


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<p>Open on Mondays.</p>", None),
        ('<a href="https://www.meetup.com/find/?location=us">Meetups</a>', None),
        ('<meta name="generator" content="Drupal 10 (https://www.drupal.org)">', None),
        ('<a href="https://oakley.bibliocommons.com/search?q=quilts">Catalogue</a>', "a library catalogue"),
        ('<a href="https://oakley.bibliocommons.com/">Catalogue</a>', "a library catalogue"),
        ('<a href="https://oakley.ent.sirsi.net/client/en_US/default">Find</a>', "a library catalogue"),
        ('<a href="https://oakley.polarislibrary.com/polaris/default.aspx">Find</a>', "a library catalogue"),
        ('<a href="https://biblio.oakley.example/cgi-bin/koha/opac-main.pl">Catalogue</a>', "a library catalogue"),
        ('<a href="https://oakley.na2.iiivega.com/">Find</a>', "a library catalogue"),
        ('<a href="https://oakley.overdrive.com/">E-books</a>', "an e-book shelf"),
        ('<a href="https://oakley.libcal.com/passes">Museum passes</a>', "a pass desk"),
        ('<a href="https://oakley.whofi.com/passes">Museum passes</a>', "a pass desk"),
        ('<a href="https://www.eventkeeper.com/mars/tkflex.cfm?curOrg=OAK">Passes</a>', "a pass desk"),
        (
            '<a href="https://oakley.libcal.com/spaces?lid=3">A</a> <a href="https://oakley.libcal.com/reserve/b">B</a>',
            "a room booking",
        ),
        ('<a href="https://oakley.libnet.info/reserve">Rooms</a>', "a room booking"),
        ('<a href="https://anc.apm.activecommunities.com/oakley/reservation/landing">Halls</a>', "a room booking"),
        ('<a href="https://oakley.perfectmind.com/Clients/BookMe4FacilityList/List">Halls</a>', "a room booking"),
        ('<a href="https://oakley.recdesk.com/Community/Facility">Halls</a>', "a room booking"),
        ('<script src="https://api3.libcal.com/api_hours_today.php?iid=1"></script>', "opening hours"),
        ('<div class="s-lc-whw"></div><a href="https://oakley.libcal.com/hours">Hours</a>', "opening hours"),
        (
            '<a href="https://oakley.libcal.com/passes">P</a><a href="https://oakley.overdrive.com/x">E</a>',
            "a pass desk and an e-book shelf",
        ),
        (
            '<a href="https://www.facebook.com/oakleyarts/events">Events</a>',
            "events on Facebook, which it shows only to who is logged in",
        ),
    ],
)
def test_what_only_looks_like_a_calendar_is_called_by_its_name(body: str, what: str | None) -> None:
    found = detect(page(body))
    said = f": it only leads to {what}" if what else ""
    evidence = f"nothing on the page shows a calendar{said}"
    assert (found.platform, found.feeds, found.evidence) == (None, (), evidence)


def test_a_pass_desk_that_has_its_calendar_beside_it_is_a_guess() -> None:
    found = detect(page('<a href="https://oakley.assabetinteractive.com/museum-passes/">Passes</a>'))
    assert (found.platform, found.feeds) == ("assabet", ("https://oakley.assabetinteractive.com/calendar/",))
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    "content", [b"<html><title>Just a moment...</title></html>", b"403 Forbidden", b'{"error": "No such list"}']
)
def test_a_refusal_is_no_platform_whatever_its_address_is(content: bytes) -> None:
    found = detect(Page(url="https://oakley.libcal.com/ical_subscribe.php?src=p&cid=77", content=content))
    assert (found.platform, found.feeds) == (None, ())
    assert found.evidence
    assert found.evidence.startswith("this is ")


def test_the_calendar_that_is_there_counts_more_than_one_that_is_linked() -> None:
    body = '<div class="tribe-events-calendar-list"></div><a href="https://www.meetup.com/oakley-weavers/">Meetup</a>'
    assert detect(page(body)).platform == "tribe"


def test_each_mark_has_a_confidence_between_none_and_all() -> None:
    assert all(0 < mark.confidence < 1 for mark in MARKS)


@given(st.binary(max_size=300), st.text(max_size=20) | st.just("https://barn.example/"))
def test_any_bytes_at_any_address_give_an_answer(content: bytes, url: str) -> None:
    for head in (b"", b"<html><a href='"):
        assert 0 <= detect(Page(url=url, content=head + content)).confidence < 1
