from __future__ import annotations

import re
from pathlib import Path

import pytest
from bloomington import NOW, Places, website
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.config import Settings
from finder.taxonomy import access_facts, facets
from finder.web import create_app

PAGES = ("/about", "/about/tags", "/librarians", "/accessibility", "/privacy")


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize("address", [*PAGES, "/directories"])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_each_page_of_words_has_a_heading_and_a_sentence_for_search_engines(
    client: FlaskClient, address: str, language: str
) -> None:
    page = BeautifulSoup(client.get(address, headers={"Accept-Language": language}).text, "html.parser")
    assert len(page.select("h1")) == len(page.select("meta[name=description]")) == 1
    assert page.select("html")[0]["lang"] == language


def test_every_page_leads_to_all_of_them(client: FlaskClient) -> None:
    for start in ("/", "/find?near=Bloomington", "/groups/elm-knitters", "/groups/nobody"):
        page = BeautifulSoup(client.get(start).text, "html.parser")
        assert {*PAGES, "/near", "/sources"} <= {str(a["href"]) for a in page.select("footer a")}


@pytest.mark.parametrize("address", ["/about", "/librarians"])
def test_who_keeps_a_directory_is_led_to_what_programs_read(client: FlaskClient, address: str) -> None:
    assert "/directories" in {str(a["href"]) for a in soup(client, address).select("main a")}
    shown = soup(client, "/directories").select_one("pre")
    assert shown
    assert "SessionSeries" in client.get(shown.get_text()).text


def test_the_terms_for_directories_are_those_of_the_settings(tmp_path: Path) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    app = website(tmp_path, data_license=licence)
    assert licence in {str(a["href"]) for a in soup(app.test_client(), "/directories").select("#terms ~ p a")}
    assert f'"license":"{licence}"' in app.test_client().get("/feeds/openactive/session-series").text


def test_every_tag_and_every_fact_is_told_in_plain_words(client: FlaskClient) -> None:
    told = {dt.get_text(): dd.get_text() for dt, dd in _terms(soup(client, "/about/tags"))}
    labels = {info.label for facet in facets().values() for info in facet.tags.values()}
    labels |= {info.label for info in access_facts().values()}
    assert labels - told.keys() == set()
    assert [label for label, text in told.items() if not text.strip()] == []


def _terms(page: BeautifulSoup) -> list[tuple[BeautifulSoup, BeautifulSoup]]:
    return [(row.select("dt")[0], row.select("dd")[0]) for row in page.select(".means > div")]  # type: ignore[misc]  # tags


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_example_shows_all_four_kinds_with_words_that_stand_in_it(client: FlaskClient, language: str) -> None:
    page = BeautifulSoup(client.get("/about/tags", headers={"Accept-Language": language}).text, "html.parser")
    kinds = [str(li["class"]) for li in page.select("#sure ~ .claims li")]
    assert kinds == [str(["claim", f"claim-{kind}"]) for kind in ("stated", "likely", "no", "silent")]
    listing = page.select("blockquote")[0].get_text()
    assert [mark.get_text() in listing for mark in page.select("#sure ~ .claims mark")] == [True] * 3


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("us@finder.example", "mailto:us@finder.example"),
        ("https://finder.example/write", "https://finder.example/write"),
        ("", None),
        ("javascript:alert(1)", None),
    ],
)
def test_who_runs_the_site_can_be_reached_where_they_say_how(tmp_path: Path, contact: str, href: str | None) -> None:
    app = create_app(Settings(data_dir=tmp_path, contact=contact), locator=Places(), clock=lambda: NOW)
    found = [a["href"] for a in soup(app.test_client(), "/privacy").select("main a")]
    assert found == ([href] if href else [])


STATIC = Path(__file__).resolve().parents[2] / "finder" / "web" / "static"


def test_what_privacy_promises_is_what_the_program_does(client: FlaskClient) -> None:
    for address in (*PAGES, "/", "/find?near=Bloomington&situation=limited-mobility"):
        assert "Set-Cookie" not in client.get(address).headers
    code = "".join(file.read_text(encoding="utf-8") for file in STATIC.glob("*.js"))
    assert re.findall(r"document\.cookie|sessionStorage|indexedDB|sendBeacon|https?://", code) == []
    # Kept in the browser, and told: the shortlist, and the last answer of a list on another site.
    assert {file.name for file in STATIC.glob("*.js") if "localStorage" in file.read_text(encoding="utf-8")} <= {
        "creative-finder.js",
        "shortlist.js",
    }
    # The location is asked for in one place, in answer to a press, and rounded there.
    assert code.count("geolocation.getCurrentPosition") == code.count("coords.latitude.toFixed(2)") == 1


def test_a_page_that_is_not_there_helps_to_find_another(client: FlaskClient) -> None:
    answer = client.get("/groups/nobody")
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 404
    assert [field["name"] for field in page.select("main form input")] == ["near", "q"]
    assert [(a.get_text(), a["href"]) for a in page.select("main .go a")] == [
        ("Bloomington, Indiana", "/near/bloomington-indiana"),
        ("All towns", "/near"),
    ]


def test_a_venue_at_which_nobody_meets_any_more_leads_to_what_is_around(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/venues/oak-street-library-dnfqyf").text, "html.parser")
    assert [a["href"] for a in page.select(".trouble a")] == ["/find?lat=39.17&lon=-86.53"]


def test_a_page_that_is_not_there_is_said_so_even_where_the_store_cannot_be_read(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.store_path.write_bytes(b"this is no database" * 100)
    answer = website(tmp_path).test_client().get("/nothing")
    assert (answer.status_code, "That page is not here" in answer.text) == (404, True)
