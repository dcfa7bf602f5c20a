from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.config import Settings
from finder.places import Locator
from finder.store import Store
from finder.web import create_app


def test_an_embed_shows_the_same_cards_without_form_or_script(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/embed?near=Bloomington&pathway=crafts").text, "html.parser")
    assert [h1.get_text() for h1 in page.select("h1")] == ["1 group within 15 miles of Bloomington, Indiana"]
    assert [a["href"] for a in page.select("article h2 a")] == ["http://localhost/groups/elm-knitters"]
    assert not page.select("form, script, input")


def test_its_links_open_outside_of_the_frame(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/embed?near=Bloomington").text, "html.parser")
    assert {a["target"] for a in page.select("h2 a, .from a")} == {"_blank"}


def test_it_may_be_framed_by_those_whom_the_settings_name_and_pages_by_nobody(
    tmp_path: Path, store: Store, places: Locator
) -> None:
    settings = Settings(data_dir=tmp_path, embed_ancestors="https://library.example")
    client = create_app(settings, store=store, locator=places).test_client()
    embed, page = client.get("/embed").headers, client.get("/").headers
    assert "frame-ancestors https://library.example" in embed["Content-Security-Policy"]
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
    assert "I know no place called" in wrong.text
    assert "frame-ancestors *" in wrong.headers["Content-Security-Policy"]


def test_a_sample_is_called_a_sample_in_the_frame_too(client: FlaskClient) -> None:
    assert "Dates may be carried over" in client.get("/embed?near=Bloomington").text
