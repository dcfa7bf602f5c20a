from __future__ import annotations

from pathlib import Path

import pytest
from bloomington import website
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from finder.errors import StoreBusy, StoreDamaged
from finder.web.api.problems import KINDS


def test_an_unknown_place_comes_with_suggestions(client: FlaskClient) -> None:
    answer = client.get("/api/v1/groups?near=Nowhere")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json == {
        "type": "http://localhost/api#problem-unknown-place",
        "title": "No place goes by that name",
        "status": 404,
        "detail": "We know no place called “Nowhere”. Did you mean Bloomington, IN or Bloomington, IL?",
        "code": "unknown-place",
        "parameter": "near",
        "suggestions": ["Bloomington, IN", "Bloomington, IL"],
    }


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        (
            "near=Nowhere",
            "No conocemos ningún lugar llamado «Nowhere». ¿Querías decir Bloomington, IN o Bloomington, IL?",
        ),
        ("max_price=x", "max_price tiene que ser un número de 0 a 100000, no «x»."),
        ("mode=tele", "mode puede ser any, in-person o online; «tele» no es nada de eso."),
        ("neer=x", "Aquí no hay ningún parámetro «neer». ¿Querías decir near?"),
        ("near=100%25s&near=%25(name)s", "near puede tener un valor, no 2."),
        ("q=%25(value)s&sort=%25(name)s", "sort puede ser best, nearest o soonest; «%(name)s» no es nada de eso."),
    ],
)
def test_a_mistake_is_told_in_the_language_asked_for(client: FlaskClient, query: str, detail: str) -> None:
    for asked, headers in ((f"{query}&lang=es", {}), (query, {"Accept-Language": "es"})):
        answer = client.get(f"/api/v1/groups?{asked}", headers=headers)
        assert answer.get_json()["detail"] == detail


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/v1/groups/nobody", "unknown-group"),
        ("/api/v1/nothing", "unknown-address"),
        ("/api/search", "unknown-address"),
        ("/api/v1/groups/", "unknown-address"),
        ("/api/v2/groups", "unknown-address"),
    ],
)
def test_what_is_not_there_is_said_in_json(client: FlaskClient, address: str, code: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.get_json()["code"] == code


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_it_can_only_be_read(client: FlaskClient, method: str) -> None:
    answer = client.open("/api/v1/groups", method=method)
    assert (answer.status_code, answer.get_json()["code"]) == (405, "read-only")
    assert {*answer.headers["Allow"].split(", ")} == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StoreBusy("locked"), 503, "unavailable"),
        (StoreDamaged("broken"), 503, "unavailable"),
        (RuntimeError("secret place"), 500, "our-fault"),
    ],
)
def test_a_failure_of_ours_says_so_and_nothing_else(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("finder.web.asking.search", fail)
    answer = app.test_client().get("/api/v1/groups?near=Bloomington")
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.get_json()["code"] == code
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)
    assert "secret" not in answer.text


def test_a_store_that_cannot_be_read_is_a_503_for_every_address(tmp_path: Path) -> None:
    (tmp_path / "finder.sqlite").write_bytes(b"this is no database" * 100)
    client = website(tmp_path).test_client()
    for address in ("groups", "groups/x", "counts", "sources", "health"):
        assert client.get(f"/api/v1/{address}").get_json()["code"] == "unavailable"


def test_each_kind_leads_to_the_part_of_the_page_that_explains_it(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/api").text, "html.parser")
    assert [kind.code for kind in KINDS if not page.select_one(f"#problem-{kind.code}")] == []


def test_titles_come_in_the_language_asked_for(client: FlaskClient) -> None:
    told = client.get("/api/v1/groups?within=much&lang=fr").get_json()
    assert (told["title"], told["code"]) == ("Un paramètre ne convient pas", "bad-parameter")


def test_who_wants_only_what_they_have_is_not_sent_something_else(client: FlaskClient) -> None:
    answer = client.get("/api/v1/groups", headers={"If-Match": '"mine"'})
    assert (answer.status_code, answer.content_type) == (412, "application/problem+json")
    assert answer.get_json()["code"] == "changed"
    assert client.get("/find?near=Bloomington", headers={"If-Match": '"mine"'}).status_code == 412
