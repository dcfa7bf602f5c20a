from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import msgspec
import pytest
from bloomington import KNITTERS
from flask.testing import FlaskClient
from icalendar import Calendar
from lxml import etree

from finder.listing import Dropped, Group, Listing, Page, Source, Window
from finder.normalise import normalise
from finder.store import Store
from finder.web.feeds import FORMATS
from finder.web.feeds.selection import Selection
from scrapers.registry import choose

YEAR = Window(start=date(2026, 11, 1), end=date(2027, 12, 31))
HERE = "http://localhost/feeds/"


def read(content: bytes, content_type: str, name: str) -> list[Listing]:
    """Return what our own reading makes of an answer, as of any calendar."""
    page = Page(url=HERE + name, content=content, content_type=content_type)
    source = Source(id="ours", name="Another finder", url=page.url)
    scraper = choose(page)
    made = [normalise(raw, source, page) for raw in scraper.parse(page, source, YEAR)]  # type: ignore[arg-type]  # no further pages
    return [one for one in made if not isinstance(one, Dropped)]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_what_the_find_page_takes(client: FlaskClient, name: str) -> None:
    found, none = (client.get(f"/feeds/{name}?near=Bloomington&pathway={what}") for what in ("crafts", "writing"))
    assert (found.status_code, none.status_code) == (200, 200)
    assert "Tuesday Evening Knitters" in found.text
    assert "Life Drawing" not in found.text
    assert "Knitters" not in none.text
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    assert found.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in found.headers


@pytest.mark.parametrize("name", FORMATS)
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, name: str) -> None:
    first = client.get(f"/feeds/{name}")
    again = client.get(f"/feeds/{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def dates_of(client: FlaskClient, name: str) -> set[str]:
    content = client.get(f"/feeds/{name}?pathway=crafts").data
    if name == "feed.json":
        return {item["date_modified"] for item in json.loads(content)["items"]}
    tags = {"rss.xml": ("pubDate", "lastBuildDate"), "atom.xml": ("updated",)}[name]
    return {str(one.text) for one in etree.fromstring(content).iter("{*}*") if etree.QName(one).localname in tags}


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_that_a_group_was_seen_again_is_no_news_to_readers_of_a_feed(
    own: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("finder.web.feeds.selection.Selection.changed", _by_number)
    before = dates_of(own, name)
    store.save_groups("elm", [msgspec.structs.replace(KNITTERS, last_confirmed="2026-11-21T09:00:00Z")])
    assert dates_of(own, name) == before
    store.save_groups("elm", [msgspec.structs.replace(KNITTERS, title="Wednesday Knitters")])
    assert dates_of(own, name) != before


def _by_number(selection: Selection, group: Group) -> datetime:
    """Return the change as so many seconds, since two changes of a test are of one second."""
    return datetime.fromtimestamp(selection.changes[group.id or ""] % 1_000_000_000, UTC)


def test_wrong_input_is_told_in_a_sentence_of_plain_text(client: FlaskClient) -> None:
    for address, status in (("rss.xml?near=Nowhere", 404), ("rss.xml?max_price=x", 400), ("groups.pdf", 404)):
        answer = client.get(f"/feeds/{address}")
        assert answer.status_code == status
        assert answer.content_type == "text/plain; charset=utf-8"
        assert len(answer.text.splitlines()) == 1


def test_more_than_a_page_of_groups_all_come_each_once(own: FlaskClient, store: Store) -> None:
    many = [msgspec.structs.replace(KNITTERS, id=f"many-{n}", title=f"Circle {n}") for n in range(230)]
    store.save_groups("elm", many)
    lines = list(csv.DictReader(StringIO(own.get("/feeds/groups.csv?pathway=crafts").data.decode("utf-8-sig"))))
    assert sorted(line["id"] for line in lines) == sorted(f"many-{n}" for n in range(230))


@pytest.mark.parametrize("dates", ["each", "series"])
def test_our_own_reading_finds_all_dates_in_the_calendar(client: FlaskClient, dates: str) -> None:
    answer = client.get(f"/feeds/calendar.ics?pathway=crafts&dates={dates}")
    made = read(answer.data, answer.content_type, "calendar.ics")
    assert [(one.start, one.end) for one in made] == [(one.start, one.end) for one in KNITTERS.occurrences]
    assert [one.status for one in made] == ["scheduled", "scheduled", "cancelled", *["scheduled"] * 7]
    assert {(one.title, one.url, one.timezone) for one in made} == {(KNITTERS.title, KNITTERS.url, KNITTERS.timezone)}
    assert made[0].description == f"{KNITTERS.description}\n\nhttp://localhost/groups/elm-knitters"
    assert (made[0].latitude, made[0].longitude) == (39.1669, -86.5303)


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "groups.jsonld"])
def test_our_own_reading_finds_the_next_date_in_feeds(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/feeds/{name}?pathway=crafts")
    (made,) = read(answer.data, answer.content_type, name)
    assert (made.title, made.url) == (KNITTERS.title, "http://localhost/groups/elm-knitters")
    assert (made.start, made.end) == (KNITTERS.occurrences[0].start, KNITTERS.occurrences[0].end)
    assert "Bring what you are making and sit with us." in (made.description or "")


def test_the_calendar_says_how_often_to_ask_again(client: FlaskClient) -> None:
    calendar = Calendar.from_ical(client.get("/feeds/calendar.ics?near=Bloomington&pathway=crafts").data)
    assert str(calendar["NAME"]) == "Creative groups: near Bloomington, Crafts"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT12H"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"


def test_names_are_the_same_each_time_and_one_for_each_event(client: FlaskClient) -> None:
    for dates in ("each", "series"):
        address = f"/feeds/calendar.ics?dates={dates}"
        events: list[Any] = list(Calendar.from_ical(client.get(address).data).walk("VEVENT"))
        keys = [(str(event["UID"]), str(event.get("RECURRENCE-ID", ""))) for event in events]
        assert len(keys) == len(set(keys))
        assert client.get(address).data == client.get(address).data


def test_a_table_says_what_is_not_stated(client: FlaskClient) -> None:
    content = client.get("/feeds/groups.csv?pathway=crafts").data.decode("utf-8-sig")
    (line,) = csv.DictReader(StringIO(content))
    assert {name: line[name] for name in ("cost", "limited_mobility", "introvert_friendly", "beginners")} == {
        "cost": "free",
        "limited_mobility": "stated",
        "introvert_friendly": "likely",
        "beginners": "not stated",
    }


def test_no_cell_of_a_table_is_a_formula(own: FlaskClient, store: Store) -> None:
    hostile = msgspec.structs.replace(KNITTERS, title='=HYPERLINK("https://x.example")', venue="@SUM(1)", room="-1+2")
    wide = msgspec.structs.replace(KNITTERS, id="wide", title="＝1+2")  # noqa: RUF001  a sign that spreadsheets know
    store.save_groups("elm", [hostile, wide])
    content = own.get("/feeds/groups.csv?pathway=crafts").data.decode("utf-8-sig")
    line, other = sorted(csv.DictReader(StringIO(content)), key=lambda one: one["id"])
    assert other["title"] == "'＝1+2"  # noqa: RUF001  the same
    assert (line["title"], line["venue"], line["room"]) == ('\'=HYPERLINK("https://x.example")', "'@SUM(1)", "'-1+2")
    assert line["longitude"] == "-86.5303"


def test_text_that_xml_cannot_hold_breaks_no_feed(own: FlaskClient, store: Store) -> None:
    odd = msgspec.structs.replace(KNITTERS, title="A\x0bB ]]> & <b>", description="<script>alert(1)</script>\x01\ufffe")
    store.save_groups("elm", [odd])
    for name in ("rss.xml", "atom.xml"):
        root = etree.fromstring(own.get(f"/feeds/{name}?pathway=crafts").data)
        titles = [element.text for element in root.iter("{*}title")]
        assert "AB ]]> & <b>" in titles
    description = etree.fromstring(own.get("/feeds/rss.xml?pathway=crafts").data).findtext(".//item/description")
    assert description
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in description


def test_what_is_known_roughly_is_told_with_how_far_off_it_can_be(client: FlaskClient) -> None:
    (feature,) = json.loads(client.get("/feeds/groups.geojson?pathway=visual-arts").data)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-86.5264, 39.1653]}
    assert (feature["properties"]["precision"], feature["properties"]["radius_km"]) == ("city", 8.0)


def test_a_group_that_meets_only_online_has_no_point(own: FlaskClient, store: Store) -> None:
    online = msgspec.structs.replace(KNITTERS, id="online", mode="online", place=None, venue=None, address=None)
    store.save_groups("elm", [online])
    (feature,) = json.loads(own.get("/feeds/groups.geojson?pathway=crafts").data)["features"]
    assert (feature["geometry"], feature["properties"]["where"]) == (None, "Online")


def test_a_sample_is_called_one_wherever_a_reader_can_see_it(client: FlaskClient) -> None:
    for name in ("rss.xml", "atom.xml", "feed.json", "calendar.ics"):
        text = client.get(f"/feeds/{name}?pathway=music").text.replace("\r\n ", "")
        assert "dates may be carried over" in text, name
    assert "Community Choir" not in client.get("/feeds/groups.jsonld").text
    assert client.get("/feeds/groups.csv?pathway=music").text.rstrip().endswith(",yes")


def test_a_feed_speaks_the_language_it_is_asked_for(client: FlaskClient) -> None:
    assert "martes, 24 de noviembre de 2026" in client.get("/feeds/rss.xml?lang=es").text
    assert "Tuesday, November 24, 2026" in client.get("/feeds/rss.xml?lang=xx").text


def test_a_group_that_knows_nothing_but_its_title_is_in_every_format(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [Group(id="bare", title="Bare", creative=True)])
    for name in FORMATS:
        answer = own.get(f"/feeds/{name}")
        assert answer.status_code == 200, name
        assert "Bare" in answer.text or name in {"calendar.ics", "groups.jsonld", "week.txt"}
