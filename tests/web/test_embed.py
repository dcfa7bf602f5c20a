from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.config import Settings
from finder.places import Locator
from finder.store import Store
from finder.web import create_app


def test_an_embed_shows_the_same_cards_without_form(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/embed?near=Bloomington&pathway=crafts").text, "html.parser")
    assert [h1.get_text() for h1 in page.select("h1")] == ["1 group within 15 miles of Bloomington, Indiana"]
    assert [a["href"] for a in page.select("article h2 a")] == ["http://localhost/groups/elm-knitters"]
    assert not page.select("form, input")
    # The one script tells the page around it how high the list is.
    assert [str(script["src"]).partition("?")[0] for script in page.select("script")] == ["/static/frame.js"]


def test_its_links_open_outside_of_the_frame(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/embed?near=Bloomington").text, "html.parser")
    assert {a["target"] for a in page.select("h2 a, .from a")} == {"_blank"}


def test_it_may_be_framed_by_those_whom_the_settings_name_and_pages_by_nobody(
    tmp_path: Path, store: Store, places: Locator
) -> None:
    settings = Settings(data_dir=tmp_path, embed_ancestors="https://library.example")
    client = create_app(settings, store=store, locator=places).test_client()
    embed, page = client.get("/embed").headers, client.get("/").headers
    assert "frame-ancestors 'self' https://library.example" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_it_may_be_framed_by_anybody_unless_the_settings_say_otherwise(client: FlaskClient) -> None:
    assert Settings().embed_ancestors == "*"
    assert client.get("/embed").headers["Content-Security-Policy"].endswith("frame-ancestors *")


def test_an_empty_list_and_a_wrong_place_are_told_inside_the_frame(client: FlaskClient) -> None:
    assert "nothing on this list" in client.get("/embed?near=Bloomington&pathway=writing").text
    wrong = client.get("/embed?near=Nowhere")
    assert wrong.status_code == 404
    assert "We know no place called" in wrong.text
    assert "frame-ancestors *" in wrong.headers["Content-Security-Policy"]


def test_a_sample_is_called_a_sample_in_the_frame_too(client: FlaskClient) -> None:
    assert "Dates may be carried over" in client.get("/embed?near=Bloomington").text
    assert "says" not in msgspec.json.decode(client.get("/embed/cards.json?near=Bloomington").data)


@pytest.mark.parametrize("path", ["/embed", "/embed/fragment", "/embed/cards.json"])
def test_a_list_has_one_address_so_that_caches_hold_it_once(client: FlaskClient, path: str) -> None:
    other = client.get(f"{path}?pathway=crafts&lon=-86.526399&lat=39.165325&utm_source=x&pathway=crafts&lang=es")
    assert other.status_code == 301
    assert other.headers["Location"] == f"{path}?lang=es&lat=39.17&lon=-86.53&pathway=crafts"
    settled = client.get(other.headers["Location"])
    assert settled.status_code == 200
    assert "s-maxage" in settled.headers["Cache-Control"]
    assert "stale-while-revalidate" in settled.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    ["/embed?near=Bloomington", "/api/v1/groups?near=Bloomington", "/find?near=Bloomington", "/groups/elm-knitters"],
)
def test_who_has_the_answer_already_is_told_so_in_a_line(client: FlaskClient, address: str) -> None:
    for encoding in ("identity", "gzip"):
        first = client.get(address, headers={"Accept-Encoding": encoding})
        again = client.get(address, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_a_piece_to_include_has_no_style_and_whole_addresses(client: FlaskClient) -> None:
    answer = client.get("/embed/fragment?near=Bloomington&pathway=crafts")
    piece = BeautifulSoup(answer.text, "html.parser")
    assert not piece.select("html, head, style, script, link, [class]:not(section), [style], [id]")
    assert {str(link["href"]).startswith("http://localhost/") for link in piece.select("a")} == {True}
    assert [h3.get_text() for h3 in piece.select("h3")] == ["Tuesday Evening Knitters"]
    assert "nothing on this list" in client.get("/embed/fragment?near=Bloomington&pathway=writing").text


def test_the_component_gets_every_word_ready(client: FlaskClient) -> None:
    answer = client.get("/embed/cards.json?near=Bloomington&pathway=crafts")
    told = msgspec.json.decode(answer.data)
    assert told["cards"] == [
        {
            "id": "elm-knitters",
            "url": "http://localhost/groups/elm-knitters",
            "title": "Tuesday Evening Knitters",
            "when": {
                "iso": "2026-11-24T18:00:00-05:00",
                "words": "Tuesday, November 24, 2026, 6:00\u202fPM to 8:00\u202fPM",
            },
            "cadence": "Every Tuesday, 6\u20138 pm",
            "where": "Elm Street Library, Room 1B",
            "distance": "0.2 miles",
            "price": "Free",
            "ages": "16 and older",
            "claims": ["Works with limited mobility"],
        }
    ]
    assert told["page"] == "http://localhost/find?near=Bloomington&pathway=crafts"
    assert (told["heading"], told["says"]) == ("1 group within 15 miles of Bloomington, Indiana", "The host says")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_list_that_shows_a_part_says_how_many_there_are_and_leads_to_all(client: FlaskClient) -> None:
    told = msgspec.json.decode(client.get("/embed/cards.json?near=Bloomington&per_page=1").data)
    assert (told["all"], told["page"]) == (
        "See all 3 groups at Creative Community Finder",
        "http://localhost/find?near=Bloomington",
    )
    for surface in ("/embed", "/embed/fragment"):
        page = BeautifulSoup(client.get(f"{surface}?near=Bloomington&per_page=1").text, "html.parser")
        [link] = [one for one in page.select("a") if one.get_text() == told["all"]]
        assert link["href"] == told["page"]
    whole = msgspec.json.decode(client.get("/embed/cards.json?near=Bloomington").data)
    assert whole["all"] == "Search with your own choices at Creative Community Finder"


def test_where_a_list_was_removed_the_way_on_leads_to_a_page_that_is_there(client: FlaskClient) -> None:
    for surface in ("/embed", "/embed/fragment"):
        page = BeautifulSoup(client.get(f"{surface}?near=Bloomington&selection=nothing").text, "html.parser")
        [link] = page.select("a")
        assert link["href"] == "http://localhost/find?near=Bloomington"


def test_the_component_is_told_in_a_sentence_what_is_wrong(client: FlaskClient) -> None:
    answer = client.get("/embed/cards.json?near=Nowhere")
    assert answer.status_code == 404
    assert "We know no place" in msgspec.json.decode(answer.data)["error"]


def test_the_script_of_the_component_is_small_and_at_one_address(client: FlaskClient) -> None:
    answer = client.get("/embed/creative-finder.js")
    assert answer.mimetype == "text/javascript"
    assert len(gzip.compress(answer.data)) <= 8_000
    assert client.get("/embed/creative-finder.js", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_one_group_can_be_framed_by_itself(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/embed/groups/elm-knitters").text, "html.parser")
    assert [h2.get_text() for h2 in page.select("article h2")] == ["Tuesday Evening Knitters"]


def test_a_frame_of_a_group_that_has_ended_says_so_and_leads_on(client: FlaskClient) -> None:
    answer = client.get("/embed/groups/nobody")
    assert answer.status_code == 404
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select("h1")[0].get_text() == "No longer listed"
    [link] = page.select("a")
    assert (link["href"], link["target"]) == ("http://localhost/", "_blank")
