from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bloomington import BLOOMINGTON, ILLINOIS, filled, website
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from msgspec.structs import replace

from finder.listing import HarvestReport, Place, Source
from finder.web import backend


def source(source_id: str, name: str, url: str, place: Place | None = None, **about: str) -> Source:
    made = Source(id=source_id, name=name, url=url, **about)  # type: ignore[arg-type]  # told apart by name
    return replace(made, latitude=place.latitude, longitude=place.longitude) if place else made


INDIANA = {"city": "Bloomington", "region": "IN", "country": "US"}
NORMAL = {"city": "Normal", "region": "IL", "country": "US"}
SOURCES = (
    source("a", "Alder Guild", "https://alder.example/", BLOOMINGTON, kind="arts_org", platform="tribe", **INDIANA),
    source("b", "Birch Library", "https://birch.example/", ILLINOIS, kind="library", platform="libcal", **NORMAL),
    source("c", "Cedar <b>Club</b>", "javascript:alert(1)", platform="html"),
)
REPORTS = (
    HarvestReport(source_id="a", started_at="2026-11-20T10:00:00+00:00", last_good="2026-11-20T10:00:00+00:00",
                  listings=1200, groups=7, coming=900),
    HarvestReport(source_id="b", started_at="2026-11-20T10:00:00+00:00", error="the site asks for a login",
                  fault="blocked", last_good="2026-10-02T10:00:00+00:00"),
)  # fmt: skip


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    monkeypatch.setattr(backend, "_shipped", tuple)
    store = filled(tmp_path)
    for known in store.sources():
        store.remove_source(known.id)
    store.save_sources(SOURCES)
    for report in REPORTS:
        store.save_report(report)
    yield website(tmp_path, store).test_client()
    store.close()


def rows(client: FlaskClient, **asked: str) -> list[str]:
    page = BeautifulSoup(client.get("/sources", query_string=asked).text, "html.parser")
    return [" ".join(row.get_text(" ").split()) for row in page.select(".source")]


def test_each_source_is_told_with_its_state_those_that_need_somebody_first(client: FlaskClient) -> None:
    birch, alder, cedar = rows(client)
    assert birch.startswith("Birch Library blocked the site asks for a login")
    assert birch.endswith("library · LibCal · Normal, IL, US Last read on October 2, 2026 · 0 dates, 0 groups")
    assert alder.startswith("Alder Guild working it lists 900 dates to come arts organisation · The Events Calendar")
    assert alder.endswith("Bloomington, IN, US Last read on November 20, 2026 · 1,200 dates, 7 groups")
    assert cedar == "Cedar <b>Club</b> not read yet web page"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"near": "Bloomington"}, ["Alder"]),
        ({"near": "Bloomington", "within": "1000"}, ["Birch", "Alder"]),
        ({"q": "birch.EXAMPLE"}, ["Birch"]),
        ({"q": "club"}, ["Cedar"]),
        ({"state": "unread"}, ["Cedar"]),
        ({"state": "blocked", "q": "alder"}, []),
        ({"page": "99"}, ["Birch", "Alder", "Cedar"]),
        ({"page": "nonsense"}, ["Birch", "Alder", "Cedar"]),
    ],
)
def test_they_are_found_by_place_words_and_state(client: FlaskClient, asked: dict[str, str], names: list[str]) -> None:
    assert [row.split()[0] for row in rows(client, **asked)] == names


def test_only_web_addresses_are_links(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/sources").text, "html.parser")
    assert [a["href"] for a in page.select(".source a")] == ["https://birch.example/", "https://alder.example/"]


def test_each_state_that_occurs_is_a_link_with_its_count(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/sources?q=example").text, "html.parser")
    links = [(" ".join(a.get_text(" ").split()), a["href"]) for a in page.select("nav.sorts a")]
    assert links == [
        ("all 2", "/sources?q=example#list"),
        ("working 1", "/sources?q=example&state=working#list"),
        ("blocked 1", "/sources?q=example&state=blocked#list"),
    ]


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"near": "Nowhere"}, 404), ({"near": "Bloomington", "within": "far"}, 400), ({"q": "\x00"}, 400)],
)
def test_what_cannot_be_is_said_in_a_sentence(client: FlaskClient, asked: dict[str, str], status: int) -> None:
    answer = client.get("/sources", query_string=asked)
    assert (answer.status_code, answer.text.count("<h1>")) == (status, 1)


def test_every_page_leads_there(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/").text, "html.parser")
    assert "/sources" in [a["href"] for a in page.select("footer a")]
