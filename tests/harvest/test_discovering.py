"""From an organisation's page to its calendar: `finder sources add` against a real site."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from town import Done, finder, page, prepare
from website import Reply, Site

from finder.listing import Source
from finder.store import open_store

HTML = {"Content-Type": "text/html"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare(tmp_path, [])
    return tmp_path


def calendar() -> Reply:
    return Reply(body=page("guild.ics", datetime.now(UTC).date()), headers={"Content-Type": "text/calendar"})


def web_page(*links: tuple[str, str], head: str = "") -> Reply:
    anchors = "".join(f'<p><a href="{href}">{words}</a></p>' for href, words in links)
    return Reply(body=f"<html><head>{head}</head><body>{anchors}</body></html>".encode(), headers=HTML)


def saved(folder: Path) -> list[Source]:
    with closing(open_store(folder / "finder.sqlite", read_only=True)) as store:
        return store.sources()


def add(folder: Path, url: str, *more: str) -> Done:
    return finder(folder, "sources", "add", url, "--city", "Bloomington", "--region", "IN", "--country", "US", *more)


def test_a_home_page_leads_over_its_calendar_page_to_the_feed(site: Site, folder: Path) -> None:
    name = '<meta property="og:site_name" content="Limestone Spinners">'
    site.replies["/"] = web_page(("/about", "About"), ("/visit", "What's on"), head=name)
    site.replies["/visit"] = web_page(("/calendar.ics", "Subscribe"))
    site.replies["/calendar.ics"] = calendar()
    done = add(folder, f"{site.url}/", "--yes")
    given = json.loads(done.out)
    assert (done.code, given["url"], given["platform"]) == (0, f"{site.url}/calendar.ics", "ical")
    assert (given["id"], given["name"]) == ("us-in-bloomington-limestone-spinners", "Limestone Spinners")
    assert [source.id for source in saved(folder)] == [given["id"]]
    assert "/about" not in site.paths()


def test_five_listings_are_shown_with_their_tags_before_anything_is_kept(site: Site, folder: Path) -> None:
    site.replies["/calendar.ics"] = calendar()
    done = add(folder, f"{site.url}/calendar.ics")
    rows = [line for line in done.err.splitlines() if "Spin-in" in line]
    assert (done.code, done.out, saved(folder)) == (0, "", [])
    assert len(rows) == 5
    assert all("Hill Country Barn" in row and "crafts" in row for row in rows)
    assert "Nothing was kept: --yes keeps it." in done.err


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("https://town.libcal.com/passes", "a pass desk"),
        ("https://town.libcal.com/spaces?lid=1", "a room booking"),
        ("https://town.bibliocommons.com/v2/search?query=x", "a library catalogue"),
    ],
)
def test_what_is_no_calendar_is_called_by_its_name(site: Site, folder: Path, link: str, what: str) -> None:
    site.replies["/"] = web_page((link, "Reserve"))
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, saved(folder)) == (1, [])
    assert done.err == f"finder: no calendar was found at {site.url}/: it only leads to {what}\n"


def test_a_calendar_without_coming_dates_is_not_taken(site: Site, folder: Path) -> None:
    empty = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//a//EN\r\nEND:VCALENDAR\r\n"
    site.replies["/a.ics"] = Reply(body=empty, headers={"Content-Type": "text/calendar"})
    done = add(folder, f"{site.url}/a.ics", "--yes")
    assert (done.code, saved(folder)) == (1, [])
    assert f"{site.url}/a.ics is a calendar without dates to come" in done.err


def test_only_a_few_pages_of_a_site_are_looked_at(site: Site, folder: Path) -> None:
    site.replies["/"] = web_page(*((f"/events/{number}", "Events") for number in range(50)))
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, len(site.paths())) == (1, 5)


def test_a_page_that_cannot_be_reached_adds_nothing(site: Site, folder: Path) -> None:
    site.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /")
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, saved(folder), site.paths()) == (1, [], [])
    assert "forbids asking" in done.err


def test_a_calendar_is_added_once(site: Site, folder: Path) -> None:
    site.replies["/calendar.ics"] = calendar()
    add(folder, f"{site.url}/calendar.ics", "--yes")
    done = add(folder, f"{site.url}/calendar.ics", "--yes")
    assert (done.code, done.err) == (1, f"finder: {site.url}/calendar.ics is in the catalogue already\n")
