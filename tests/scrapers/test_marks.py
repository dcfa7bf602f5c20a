"""The marks of each platform, in its real markup, and the same markup as minifiers, loaders and scripts write it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from finder.listing import Page
from scrapers.detect import Detection, detect

SITE = "https://www.thornbury-arts.example"
HOME = f"{SITE}/visit/"

# What a page links to or embeds: the address, the platform, the first feed.
ADDRESSES = [
    ("https://thornbury.libcal.com/calendar/main?cid=4410&t=g", "libcal", "/ical_subscribe.php?src=p&cid=4410"),
    (
        "https://thornbury.libcal.com/api_events.php?iid=90&m=upc&cid=4410",
        "libcal",
        "/ical_subscribe.php?src=p&cid=4410",
    ),
    ("https://events.thornbury.example/rss.php?iid=90&cid=4410", "libcal", "/ical_subscribe.php?src=p&cid=4410"),
    ("https://thornbury.libcal.com/calendar/makers", "libcal", "/calendar/makers"),
    ("https://thornbury.libcal.com/event/12345", "libcal", "/event/12345"),
    ("https://thornbury.libnet.info/events?r=days&n=30", "communico", "https://thornbury.libnet.info/events"),
    ("https://attend.thornbury.example/events?r=days&n=7", "communico", "https://attend.thornbury.example/events"),
    ("https://thornbury.bibliocommons.com/events/search/index", "bibliocommons", "/v2/libraries/thornbury/events"),
    ("https://thornbury.librarycalendar.com/events/upcoming", "librarymarket", "/events/feed/ical"),
    ("https://thornbury.librarymarket.com/events/month", "librarymarket", "/events/feed/ical"),
    (
        "https://thornbury.assabetinteractive.com/calendar/",
        "assabet",
        "https://thornbury.assabetinteractive.com/calendar/",
    ),
    ("https://thornbury.whofi.com/calendar/full", "whofi", "/calendar/fetch_calendar_events"),
    ("https://thornbury.evanced.info/signup/calendar", "evanced", "/signup/calendar"),
    ("https://www.eventkeeper.com/mars/xpages/T/THORN/ekp.cfm", "eventkeeper", "/ekp.cfm"),
    ("https://www.libraryinsight.com/calendar.asp?jx=thp", "library_insight", "/calendar.asp?jx=thp"),
    ("https://thornbury.events.mylibrary.digital/", "rss", "/rss"),
    ("https://www.thornbury.example/Calendar.aspx?EID=77", "civicplus", "iCalendar.aspx?catID=14&feed=calendar"),
    ("https://www.thornbury.example/calendar.aspx", "civicplus", "iCalendar.aspx?catID=14&feed=calendar"),
    ("https://anc.apm.activecommunities.com/thornbury/activity/search", "activenet", "/activity/search"),
    ("https://thornbury.perfectmind.com/23/Clients/BookMe4?widgetId=a&calendarId=b", "perfectmind", "calendarId=b"),
    ("https://thornbury.recdesk.com/Community/Program?category=2", "recdesk", "/Community/Program"),
    ("https://secure.rec1.com/IN/thornbury/catalog", "civicrec", "/IN/thornbury/catalog"),
    ("https://www.trumba.com/calendars/thornbury.rss", "trumba", "https://www.trumba.com/calendars/thornbury.ics"),
    ("https://calendar.thornbury.example/api/2/events?days=30", "localist", "/api/2/events?days=30"),
    ("https://events.thornbury.example/live/ical/events/group/Arts", "livewhale", "/live/ical/events/group/Arts"),
    ("https://thornbury.campuslabs.com/engage/events", "campuslabs", "/engage/events.ics"),
    ("https://thornbury.example/wp-json/tribe/events/v1/", "tribe", "/wp-json/tribe/events/v1/events"),
    ("https://thornbury.example/?mec-ical-feed=1", "mec", "/?mec-ical-feed=1"),
    ("https://thornbury.example/?feed=eo-events", "event_organiser", "/?feed=eo-events"),
    (
        "https://calendar.google.com/calendar/u/0/embed?src=thorn%40gmail.com&ctz=Europe%2FParis",
        "google_calendar",
        "/calendar/ical/thorn%40gmail.com/public/basic.ics",
    ),
    (
        "https://calendar.google.com/calendar/u/0?cid=dGhvcm5AZ21haWwuY29t",
        "google_calendar",
        "/calendar/ical/thorn%40gmail.com/public/basic.ics",
    ),
    (
        "https://calendar.google.com/calendar/embed?src=en.uk%23holiday%40group.v.calendar.google.com&src=thorn%40gmail.com",
        "google_calendar",
        "/calendar/ical/thorn%40gmail.com/public/basic.ics",
    ),
    (
        "https://calendar.google.com/calendar/embed?src=thorn%40gmail.com&src=makers%40gmail.com",
        "google_calendar",
        "https://calendar.google.com/calendar/embed?src=thorn%40gmail.com&src=makers%40gmail.com",
    ),
    ("https://outlook.office365.com/owa/calendar/a@b.example/c9/calendar.html", "outlook", "/c9/calendar.ics"),
    ("https://teamup.com/ksthornbury12345?view=a", "teamup", "https://ics.teamup.com/feed/ksthornbury12345/0.ics"),
    ("https://tockify.com/thornbury.arts/monthly", "tockify", "https://tockify.com/api/feeds/ics/thornbury.arts"),
    ("https://www.eventbrite.co.uk/o/thornbury-arts-8812", "eventbrite", "/o/thornbury-arts-8812"),
    ("https://thornburyarts.eventbrite.com/", "eventbrite", "https://thornburyarts.eventbrite.com/"),
    ("https://lu.ma/embed/calendar/cal-9xYz/events", "luma", "https://api.lu.ma/ics/get?entity=calendar&id=cal-9xYz"),
    ("https://lu.ma/thornbury", "luma", "https://lu.ma/thornbury"),
    (
        "https://www.meetup.com/de-DE/thornbury-stricken/",
        "meetup",
        "https://www.meetup.com/thornbury-stricken/events/ical/",
    ),
    ("https://meetup.com/thornbury-knits/events/", "meetup", "https://www.meetup.com/thornbury-knits/events/ical/"),
    ("https://www.outsavvy.com/organiser/thornbury", "outsavvy", "/organiser/thornbury"),
    ("https://thornbury.ticketsolve.com/shows", "ticketsolve", "https://thornbury.ticketsolve.com/shows.xml"),
    ("https://www.tickettailor.com/events/thornbury", "tickettailor", "/events/thornbury"),
    ("https://buytickets.at/thornbury", "tickettailor", "https://buytickets.at/thornbury"),
    ("https://www.ticketsource.co.uk/thornbury", "ticketsource", "/thornbury"),
    ("https://pretix.eu/thornbury/", "pretix", "https://pretix.eu/thornbury/"),
    ("https://events.timely.fun/ab12/month", "timely", "/ab12/month"),
    ("https://thornbury.wildapricot.org/events", "wild_apricot", "/events"),
]


def anchor(url: str) -> str:
    return f'<a class="nav-link" href="{html.escape(url)}" target="_blank">See it</a>'


def unquoted(url: str) -> str:
    return f"<A HREF={url.replace('&', '&amp;')} >See it</A>"


def frame(url: str) -> str:
    return f"<iframe loading='lazy' data-lazy-src='{url.replace('&', '&#038;')}' width='100%'></iframe>"


def scripted(url: str) -> str:
    written = url.replace("/", "\\/").replace("&", "\\u0026")
    return f'<script>window.conf={{"embed":"{written}","n":1}};</script>'


def noted(url: str) -> str:
    return f"<!-- wp:html --><div data-url='{url}'></div>"


DRESSINGS = [anchor, unquoted, frame, scripted, noted]


def seen(body: str, url: str = HOME) -> Detection:
    text = f"<!doctype html><html lang=fr><head><title>T</title></head><body>{body}</body></html>"
    return detect(Page(url=url, content=text.encode()))


@pytest.mark.parametrize("dressed", DRESSINGS)
@pytest.mark.parametrize(("address", "platform", "feed"), ADDRESSES)
def test_an_address_is_known_however_a_page_holds_it(
    address: str, platform: str, feed: str, dressed: Callable[[str], str]
) -> None:
    found = seen(dressed(address))
    assert (found.platform, found.feeds[0].endswith(feed)) == (platform, True), found


@pytest.mark.parametrize(("address", "platform", "feed"), ADDRESSES)
def test_who_stands_at_an_address_is_told_the_same(address: str, platform: str, feed: str) -> None:
    for url in (address, address.replace("https:", "http:")):
        found = seen("<p>Loading …</p>", url)
        assert (found.platform, found.feeds[0].replace("http:", "https:").endswith(feed)) == (platform, True), found


# What stands in a page itself.
MARKUP = [
    ('<body id="calendar_4410">', "libcal", f"{SITE}/ical_subscribe.php?src=p&cid=4410"),
    ('<div class="amev-event-list"><div class="amev-event"></div></div>', "communico", f"{SITE}/events"),
    (
        '<article class="event-card lc-event-card"><h3 class="lc-event__title"></h3>',
        "librarymarket",
        f"{SITE}/events/feed/ical",
    ),
    ('<meta name="generator" content="Assabet Interactive, LLC">', "assabet", f"{SITE}/calendar/"),
    (
        '<link href="https://www.thornbury-arts.example/shop/wp-content/plugins/the-events-calendar/a.css?ver=6">',
        "tribe",
        f"{SITE}/shop/wp-json/tribe/events/v1/events",
    ),
    (
        "<link rel=https://api.w.org/ href=/wp-json/><div class='tribe-common tribe-events tribe-events-view'></div>",
        "tribe",
        f"{SITE}/wp-json/tribe/events/v1/events",
    ),
    ('<div class="mec-wrap mec-skin-list-container"></div>', "mec", f"{SITE}/?mec-ical-feed=1"),
    (
        '<script src="/wp-content/plugins/events-manager/includes/js/em.js"></script>',
        "events_manager",
        f"{SITE}/events.ics",
    ),
    ('<table class="my-calendar-table"><tr></tr></table>', "my_calendar", f"{SITE}/feed/my-calendar-ics/"),
    ('<link href="/wp-content/plugins/event-organiser/css/a.css">', "event_organiser", f"{SITE}/?feed=eo-events"),
    ('<div class="ai1ec-calendar ai1ec-agenda-view"></div>', "ai1ec", None),
    ('<article class="eventlist-event eventlist-event--upcoming"></article>', "squarespace", f"{HOME}?format=json"),
    (
        '<script>$Trumba.addSpud({"webName":"thorn-arts","spudType":"main"})</script>',
        "trumba",
        "https://www.trumba.com/calendars/thorn-arts.ics",
    ),
    (
        "<div data-tockify-component=calendar data-tockify-calendar=thorn></div>",
        "tockify",
        "https://tockify.com/api/feeds/ics/thorn",
    ),
    (
        '<div class="em-card_image"><img src="https://localist-images.azureedge.net/a.jpg"></div>',
        "localist",
        f"{SITE}/api/2/events?days=120&pp=100",
    ),
    ("<a id=calendarEvent77 href=/Calendar.aspx?EID=77>Open studio</a>", "civicplus", None),
    ('<ul class="gs-feed-list"><li class="gs-feed-list-item"></li></ul>', "govstack", None),
    (
        '<pretix-widget event="https://tickets.thornbury.example/arts/"></pretix-widget>',
        "pretix",
        "https://tickets.thornbury.example/arts/events/ical/",
    ),
    (
        '<link rel="space-api" href="https://thornbury.example/spaceapi.json">',
        "spaceapi",
        "https://thornbury.example/spaceapi.json",
    ),
    ('<div id="x">Write to abc123@group.calendar.google.com</div>', "google_calendar", None),
]


@pytest.mark.parametrize(("body", "platform", "feed"), MARKUP)
def test_a_page_is_known_by_its_markup(body: str, platform: str, feed: str | None) -> None:
    for text in (body, re.sub(r">\s+<", "><", body), f"<nav><a href='/a'>A</a></nav>{body}"):
        found = seen(text)
        assert (found.platform, feed is None or found.feeds[0] == feed) == (platform, True), found


NOTHING = [
    '<link href="/wp-content/plugins/event-tickets/a.css">',
    '<a href="https://www.eventbrite.com/help">Help</a>',
    '<a href="https://lu.ma/signin">Sign in</a>',
    '<a href="https://tockify.com/pricing">Made with Tockify</a>',
    '<a href="https://www.meetup.com/de-DE/find/">Meetup</a>',
    '<a href="https://calendar.google.com/calendar/render?action=TEMPLATE&text=Open+studio">Add</a>',
    '<iframe src="https://calendar.google.com/calendar/embed?src=en.uk%23holiday%40group.v.calendar.google.com"></iframe>',
    '<script src="https://static-assets-us.libcal.com/js/hours.min.js"></script>',
    '<a href="mailto:events@thornbury.example">Events</a><a href="javascript:void(0)">Calendar</a>',
    '<a href="https://outlook.office365.com/owa/calendar/desk@thornbury.example/bookings/">Book</a>',
    '<a href="/learn?region=us&cid=4">Learn</a>',
    '<img src="https://thornbury.libcal.com/calendar/cover.png">',
]


@pytest.mark.parametrize("body", NOTHING)
def test_what_belongs_to_a_platform_but_is_no_calendar_is_none(body: str) -> None:
    found = seen(body)
    assert (found.platform, found.feeds) == (None, ()), found


def test_what_a_page_shows_within_itself_comes_before_what_it_links_to() -> None:
    link = '<a href="https://www.meetup.com/thornbury-knits/">Meetup</a>'
    shown = '<iframe src="https://teamup.com/ksthornbury12345"></iframe>'
    assert [seen(link + shown).platform, seen(shown + link).platform] == ["teamup", "teamup"]


def test_feeds_are_absolute_and_none_is_named_twice() -> None:
    body = (
        '<base href="https://thornbury.example/en/"><link rel="alternate" type="text/calendar" href="all.ics">'
        '<a href="//thornbury.example/en/all.ics">Subscribe</a><a href="webcal://thornbury.example/en/all.ics">Add</a>'
    )
    assert seen(body).feeds == ("https://thornbury.example/en/all.ics",)
