from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def problem(client: FlaskClient, asked: str) -> tuple[int, str, str | None]:
    answer = client.get(f"/api/v1/{asked}")
    assert answer.content_type == "application/problem+json"
    told = answer.get_json()
    return answer.status_code, told["code"], told.get("parameter")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("groups?within=much", "within"),
        ("groups?within=nan", "within"),
        ("groups?lat=inf&lon=1", "lat"),
        ("groups?lat=1", "lon"),
        ("groups?lat=1&lon=181", "lon"),
        ("groups?near=Bloomington&near=Ellettsville", "near"),
        ("groups?free=perhaps", "free"),
        ("groups?access=", "access"),
        ("groups?near=+", "near"),
        ("groups?pathway=knives", "pathway"),
        ("groups?tag=knives", "tag"),
        ("groups?from=2027-02-30", "from"),
        ("groups?from=2027-02-02&to=2027-02-01", "to"),
        ("groups?time=25:00-26:00", "time"),
        ("groups?per_page=0", "per_page"),
        ("groups?per_page=1.5", "per_page"),
        ("groups?per_page=101", "per_page"),
        ("groups?after=nothing", "after"),
        ("groups?before=nothing", "before"),
        ("groups?after=x&before=y", "before"),
        ("groups?q=%00", "q"),
        ("groups?near[]=Bloomington", "near[]"),
        (f"groups?q={'x' * 201}", "q"),
        (f"groups?{'&'.join(['day=mo'] * 41)}", "day"),
        ("groups/elm-knitters?near=Bloomington", "near"),
        ("counts?per_page=1", "per_page"),
        ("sources?state=lost", "state"),
        ("places", "q"),
        ("health?fast=1", "fast"),
    ],
)
def test_what_cannot_be_used_is_refused_and_named(client: FlaskClient, asked: str, name: str) -> None:
    assert problem(client, asked) == (400, "bad-parameter", name)


def test_a_slip_of_the_pen_gets_a_hint(client: FlaskClient) -> None:
    told = client.get("/api/v1/groups?neer=Bloomington").get_json()
    assert told["detail"] == "There is no parameter “neer” here. Did you mean near?"
    assert told["suggestions"] == ["near"]


def test_the_same_value_twice_asks_for_nothing_more(client: FlaskClient) -> None:
    plain = client.get("/api/v1/groups?near=Bloomington").get_json()
    assert client.get("/api/v1/groups?near=Bloomington&near=+Bloomington+").get_json() == plain


def test_it_can_be_read_from_any_site_and_asked_beforehand(client: FlaskClient) -> None:
    answer = client.get("/api/v1/groups")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    asked = client.options("/api/v1/groups", headers={"Access-Control-Request-Headers": "if-none-match"})
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert asked.headers["Access-Control-Allow-Headers"] == "*"


def test_head_tells_what_get_would(client: FlaskClient) -> None:
    address = "/api/v1/groups?near=Bloomington"
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", got.headers["ETag"])
    assert head.content_length == got.content_length


def test_errors_are_not_kept(client: FlaskClient) -> None:
    assert client.get("/api/v1/groups?within=much").headers["Cache-Control"] == "no-store"
