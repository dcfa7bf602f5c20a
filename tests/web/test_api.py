from __future__ import annotations

import msgspec
from flask.testing import FlaskClient

from finder import __version__
from finder.listing import HarvestReport
from finder.search.query import Answer
from finder.store import Store
from finder.web import caching


def test_a_search_is_answered_with_the_answer_of_the_find_page(client: FlaskClient) -> None:
    answer = client.get("/api/search?near=Bloomington&pathway=crafts")
    assert answer.content_type == "application/json"
    found = msgspec.json.decode(answer.data, type=Answer)
    assert [hit.group.id for hit in found.hits] == ["elm-knitters"]
    assert (found.total, found.place_label) == (1, "Bloomington, Indiana")


def test_it_may_be_read_from_any_site_and_kept_for_a_minute(client: FlaskClient) -> None:
    headers = client.get("/api/search").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == caching.SHARED


def test_wrong_input_is_answered_with_a_sentence(client: FlaskClient) -> None:
    wrong = client.get("/api/search?within=much")
    assert wrong.status_code == 400
    assert wrong.json == {"error": "within must be a number from 0.1 to 2000, not “much”."}


def test_an_unknown_place_is_answered_with_suggestions(client: FlaskClient) -> None:
    unknown = client.get("/api/search?near=Nowhere")
    assert unknown.status_code == 404
    assert unknown.json
    assert unknown.json["suggestions"] == ["Bloomington, IN", "Bloomington, IL"]


def test_a_group_can_be_read_and_one_that_is_gone_is_said_to_be(client: FlaskClient) -> None:
    found = client.get("/api/groups/elm-knitters").json
    assert found
    assert found["title"] == "Tuesday Evening Knitters"
    gone = client.get("/api/groups/nobody")
    assert gone.status_code == 404
    assert gone.json
    assert "no longer shown" in gone.json["error"]


def test_an_unknown_address_under_api_is_answered_in_json(client: FlaskClient) -> None:
    answer = client.get("/api/nothing")
    assert (answer.status_code, answer.content_type) == (404, "application/json")


def test_place_names_are_completed(client: FlaskClient) -> None:
    assert client.get("/api/places?q=bloom").json == ["Bloomington, IN", "Bloomington, IL"]
    assert client.get("/api/places?q=").json == []
    assert client.get("/api/places").json == []
    assert client.get("/api/places?q=%00").status_code == 400


def test_health_says_when_the_last_harvest_was(own: FlaskClient, store: Store) -> None:
    store.save_report(HarvestReport(source_id="elm", started_at="2026-11-20T10:00:00Z"))
    assert own.get("/api/health").json == {
        "status": "ok",
        "version": __version__,
        "sources": 1,
        "last_harvest": "2026-11-20T10:00:00Z",
    }
