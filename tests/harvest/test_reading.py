"""What happens to a source when one of its further pages may not be asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from website import Reply, Site

from finder.config import Settings
from finder.errors import Refused
from finder.fetch import Fetcher
from finder.harvest.reading import Reading, read
from finder.listing import Source, Validators, Window

WINDOW = Window(start=date(2026, 11, 1), end=date(2026, 12, 31))


def calendar() -> bytes:
    days = (date(2026, 11, 2) + timedelta(days=number) for number in range(30))
    events = (
        f"BEGIN:VEVENT\r\nUID:{day}\r\nDTSTART:{day:%Y%m%d}T183000\r\nSUMMARY:Clay\r\nEND:VEVENT\r\n" for day in days
    )
    return f"BEGIN:VCALENDAR\r\nPRODID:-//Barn - ECPv6.8.2//EN\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def reading(site: Site, rules: bytes) -> Reading:
    site.replies["/robots.txt"] = Reply(body=rules)
    site.replies["/events/?ical=1"] = Reply(body=calendar())
    source = Source(
        id="barn", name="Barn", url=f"{site.url}/events/?ical=1", platform="tribe", timezone="America/Chicago"
    )
    with Fetcher(Settings(allow_private_hosts=True, request_delay=0.0)) as fetcher:
        return read(source, fetcher, WINDOW, [], lambda _: Validators())


def test_a_further_page_that_robots_txt_forbids_takes_nothing_from_the_first(site: Site) -> None:
    found = reading(site, b"User-agent: *\nDisallow: /events/list/")
    assert (len(found.listings), found.pages, found.left) == (30, 1, 1)


def test_a_first_page_that_robots_txt_forbids_is_refused(site: Site) -> None:
    with pytest.raises(Refused):
        reading(site, b"User-agent: *\nDisallow: /events/")
