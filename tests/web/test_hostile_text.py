"""Whatever a listing says in any of its fields, it is shown as text: on every page, feed and embed."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from bloomington import INDIANA, LIBRARY, filled, tuesdays, website
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hostile_texts import HOSTILE_TEXTS
from icalendar import Calendar
from lxml import etree

from finder.listing import Ages, AlsoListed, Fact, Group, Place, Price, Source, SourceRef, Tag
from finder.text import printable

HARMLESS = "Clay and company"
LISTS = (
    "/find?near=Bloomington&per_page=100",
    "/find?near=Bloomington&pathway=crafts&per_page=100",
    "/embed?per_page=100",
    "/near",
    "/near/bloomington-indiana",
    "/near/bloomington-indiana/crafts",
    "/sources?near=Bloomington",
)
TYPED = (
    "/find?near={}",
    "/find?near=Bloomington&q={}",
    "/sources?near={}",
    "/start-your-own?kind=open-mic&near=Bloomington&room={}",
    "/near/{}",
    "/invitations?who={}",
    "/groups/{}",
)
SCHEMES = {"", "http", "https", "mailto", "geo"}


def group(text: str, number: int) -> Group:
    """Return a group that says the text in every field that holds words."""
    tags = (
        Tag(facet="pathway", tag="crafts", level="stated", evidence=text, field="title"),
        Tag(facet="situation", tag="low-budget", level="stated", evidence=text, field="description"),
        Tag(facet="situation", tag="introvert-friendly", level="likely", evidence=text, field="venue"),
    )
    facts = (
        Fact(topic="venue-access", name="step-free-entrance", value="yes", evidence=text, field="description"),
        Fact(topic="first-visit", name="what-to-bring", evidence=text, field="description"),
    )
    place = dict.fromkeys(("matched", "city", "region", "provider"), text)
    return Group(
        id=f"hostile-{number}",
        title=text,
        url=text,
        cadence="FREQ=WEEKLY;BYDAY=TU",
        cadence_text=text,
        occurrences=tuesdays(3),
        evidence=text,
        description=f"{text}\n\n{text}",
        organizer=text,
        venue=text,
        room=text,
        address=text,
        timezone=INDIANA,
        mode="in-person",
        place=Place(latitude=LIBRARY.latitude, longitude=LIBRARY.longitude, precision="venue", radius_km=0.1, **place),
        price=Price(status="paid", min=5, currency="USD", text=text),
        ages=Ages(text=text),
        categories=(text,),
        image=text,
        schedule_note=text,
        creative=True,
        participation="join",
        tags=tags,
        facts=facts,
        source=SourceRef(id="hostile", name=text, url=text, platform="ical"),
        also_listed_at=(AlsoListed(name=text, url=text, reason=text),),
        last_confirmed="2026-11-20T10:00:00Z",
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site of which every group but the first means harm."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    store = filled(folder)
    store.save_sources(
        [Source(id="hostile", name=HOSTILE_TEXTS[0], url=HOSTILE_TEXTS[0], city="Bloomington", region="IN")]
    )
    store.save_groups("hostile", [group(text, number) for number, text in enumerate((HARMLESS, *HOSTILE_TEXTS))])
    yield website(folder, store).test_client()
    store.close()


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.text, "lxml")


def shape(found: BeautifulSoup) -> set[tuple[str, str]]:
    """Return each element with each of its attributes: all that text could add to."""
    return {(tag.name, name) for tag in found.select("*") for name in (*tag.attrs, "")}


def leads(found: BeautifulSoup) -> set[str]:
    """Return the schemes of all addresses that a browser would follow or load."""
    names = ("href", "src", "action", "formaction", "data", "poster", "srcset", "srcdoc")
    values = (str(tag[name]).strip() for tag in found.select("*") for name in names if tag.has_attr(name))
    return {urlsplit(value).scheme.lower() for value in values}


def test_the_corpus_is_large() -> None:
    assert len(HOSTILE_TEXTS) >= 200


def test_a_groups_page_is_built_the_same_whatever_the_group_says(hostile: FlaskClient) -> None:
    # Some are enough of a language to say so.
    built = shape(page(hostile, "/groups/hostile-0")) | {(name, "lang") for name in ("h1", "p", "q")}
    for number in range(1, len(HOSTILE_TEXTS) + 1):
        found = page(hostile, f"/groups/hostile-{number}")
        assert shape(found) <= built, HOSTILE_TEXTS[number - 1]
        assert leads(found) <= SCHEMES, HOSTILE_TEXTS[number - 1]
        # What search engines read stays data: it ends where we end it.
        for script in found.select("script:not([src])"):
            assert script["type"] == "application/ld+json"
            assert json.loads(script.get_text())


@pytest.mark.parametrize("address", LISTS)
def test_lists_are_built_the_same_whatever_their_groups_say(hostile: FlaskClient, tmp_path: Path, address: str) -> None:
    store = filled(tmp_path)
    store.save_sources([Source(id="hostile", name=HARMLESS, url="https://x.example", city="Bloomington", region="IN")])
    store.save_groups("hostile", [group(HARMLESS, number) for number in range(len(HOSTILE_TEXTS) + 1)])
    usual = page(website(tmp_path, store).test_client(), address)
    store.close()
    found = page(hostile, address)
    assert shape(found) <= shape(usual)
    assert leads(found) <= SCHEMES


def test_a_shortlist_of_them_is_built_the_same(hostile: FlaskClient) -> None:
    usual = shape(page(hostile, "/shortlist?ids=hostile-0&note=hello"))
    for number, text in list(enumerate(HOSTILE_TEXTS, start=1))[::3]:
        found = page(hostile, f"/shortlist?ids=hostile-{number}&note={quote(text[:500])}")
        assert shape(found) <= usual, text
        assert leads(found) <= SCHEMES, text


def test_venues_and_hosts_are_built_the_same_whatever_they_are_called(hostile: FlaskClient) -> None:
    def around(number: int) -> dict[str, str]:
        links = [str(a["href"]) for a in page(hostile, f"/groups/hostile-{number}").select("a[href]")]
        return {kind: link for kind in ("venues", "hosts") for link in links if link.startswith(f"/{kind}/")}

    usual = {kind: shape(page(hostile, link)) for kind, link in around(0).items()}
    met = 0
    for number in range(1, len(HOSTILE_TEXTS) + 1, 12):
        for kind, link in around(number).items():
            found = page(hostile, link)
            assert shape(found) <= usual[kind], link
            assert leads(found) <= SCHEMES, link
            met += 1
    assert met > len(HOSTILE_TEXTS) // 12


def test_what_a_visitor_types_is_shown_as_text(hostile: FlaskClient) -> None:
    for address in TYPED:
        usual = Counter(
            tag.name for tag in BeautifulSoup(hostile.get(address.format("qqq")).text, "lxml").find_all("script")
        )
        for text in HOSTILE_TEXTS[::9]:
            answer = hostile.get(address.format(quote(text[:150], safe="")), follow_redirects=True)
            found = BeautifulSoup(answer.text, "lxml")
            assert answer.status_code < 500, (address, text)
            assert Counter(tag.name for tag in found.find_all("script")) == usual, (address, text)
            assert not [name for tag in found.select("*") for name in tag.attrs if name.startswith("on")]
            assert leads(found) <= SCHEMES, (address, text)


def test_feeds_hold_it_as_text(hostile: FlaskClient) -> None:
    titles = {printable(text) for text in (HARMLESS, *HOSTILE_TEXTS)}
    for name, path in (("rss.xml", ".//item/title"), ("atom.xml", ".//{*}entry/{*}title")):
        root = etree.fromstring(hostile.get(f"/feeds/{name}?pathway=crafts").data)
        assert {printable(element.text or "") for element in root.iterfind(path)} >= titles
    items = json.loads(hostile.get("/feeds/feed.json?pathway=crafts").data)["items"]
    assert {printable(item["title"]) for item in items} >= titles


def test_what_directories_read_holds_it_as_text_and_leads_only_to_the_web(hostile: FlaskClient) -> None:
    titles = {printable(text) for text in (HARMLESS, *HOSTILE_TEXTS)}
    series = [item["data"] for item in _told(hostile, "/feeds/openactive/session-series")["items"]]
    assert {printable(one["name"]) for one in series} >= titles
    services: list[dict[str, Any]] = []
    for number in range(1, 9):
        services += _told(hostile, f"/feeds/hsds/services?full=true&per_page=100&page={number}")["contents"]
    assert {printable(one["name"]) for one in services} >= titles
    links = [str(one[name]) for one in _objects([*series, *services]) for name in ("url", "@id") if name in one]
    assert {link.partition(":")[0] for link in links} == {"http", "https"}


def _told(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    found: dict[str, Any] = json.loads(answer.data)
    return found


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects within a value."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(one)


def test_markup_in_a_feed_is_our_own(hostile: FlaskClient) -> None:
    root = etree.fromstring(hostile.get("/feeds/rss.xml?pathway=crafts").data)
    for description in root.iterfind(".//item/description"):
        found = BeautifulSoup(description.text or "", "lxml")
        assert {tag.name for tag in found.select("*")} <= {"html", "body", "p", "br"}
        assert not [tag for tag in found.select("*") if tag.attrs]


def test_a_calendar_has_no_lines_that_a_listing_wrote(hostile: FlaskClient) -> None:
    content = hostile.get("/feeds/calendar.ics?pathway=crafts&dates=series").data
    calendar = Calendar.from_ical(content)
    events: list[Any] = list(calendar.walk("VEVENT"))
    assert {str(event["UID"]).split("@")[0] for event in events if "hostile" in event["UID"]} == {
        f"hostile-{number}" for number in range(len(HOSTILE_TEXTS) + 1)
    }
    assert b"\r\nX-Injected" not in content
    assert not [event for event in events if str(event["SUMMARY"]) == "other"]
    assert {str(event.get("URL", "")).partition(":")[0] for event in events} <= {"http", "https"}


def test_a_table_keeps_one_line_a_group_and_no_formula(hostile: FlaskClient) -> None:
    content = hostile.get("/feeds/groups.csv?pathway=crafts").data.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(content, newline="")))
    assert len(lines) == len(HOSTILE_TEXTS) + 2
    cells = [cell for line in lines for name, cell in line.items() if name not in {"latitude", "longitude"}]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemaps/towns-1.xml", "/sitemaps/groups-1.xml"])
def test_the_map_of_the_site_is_well_formed(hostile: FlaskClient, address: str) -> None:
    root = etree.fromstring(hostile.get(address).data)
    assert all((element.text or "").startswith("http://localhost/") for element in root.iter("{*}loc"))
