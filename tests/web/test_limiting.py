from __future__ import annotations

import gc
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from bloomington import website
from flask import request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finder.store import Store
from finder.web import limiting
from finder.web.limiting import Meter, household

VISITOR = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def limited(tmp_path: Path, store: Store) -> FlaskClient:
    return website(tmp_path, store, rate_limit=1e-6, trusted_proxies="127.0.0.1, 10.0.0.0/8").test_client()


def ask(client: FlaskClient, address: str = "/find?near=Bloomington", **more: Any) -> TestResponse:
    return client.get(address, environ_overrides=VISITOR, buffered=True, **more)


def test_a_minute_forgets_who_asked_and_how_much() -> None:
    now = [1000.0]
    meter = Meter(2, lambda: now[0])
    meter.charge(b"a", 1.5)
    meter.charge(b"b", 1)
    assert [meter.wait(b"a"), meter.wait(b"b")] == [0, 0]
    meter.charge(b"a", 0.5)
    now[0] += 20.5
    assert [meter.wait(b"a"), meter.wait(b"b")] == [40, 0]
    key = meter._key
    now[0] += 39.5
    assert [meter.wait(b"a"), dict(meter._taken)] == [0, {}]
    assert meter._key != key


def test_no_address_is_held_while_counting() -> None:
    meter = Meter(5)
    meter.charge(ip_address("203.0.113.7").packed, 1)
    held = [one for one in gc.get_referents(meter._taken) if isinstance(one, bytes)]
    assert [len(one) for one in held] == [16]
    assert ip_address("203.0.113.7").packed not in held[0]


def test_one_household_of_ipv6_is_one() -> None:
    assert household(ip_address("2001:db8:1:2::7")) == household(ip_address("2001:db8:1:2:ffff::1"))
    assert household(ip_address("2001:db8:1:2::7")) != household(ip_address("2001:db8:1:3::7"))
    assert household(ip_address("203.0.113.7")) != household(ip_address("203.0.113.8"))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/find?near=Bloomington", "text/html"),
        ("/groups/elm-knitters", "text/html"),
        ("/nothing", "text/html"),
        ("/embed?near=Bloomington", "text/html"),
        ("/embed/cards.json?near=Bloomington", "application/json"),
        ("/api/v1/groups?near=Bloomington", "application/problem+json"),
        ("/feeds/rss.xml?near=Bloomington", "text/plain"),
        ("/flyer/list.pdf?near=Bloomington", "text/html"),
    ],
)
def test_who_asks_too_much_is_told_when_to_come_back(limited: FlaskClient, address: str, kind: str) -> None:
    assert ask(limited).status_code == 200
    answer = ask(limited, address)
    assert (answer.status_code, answer.mimetype) == (429, kind)
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Please wait a minute" in answer.text


def test_others_and_files_are_answered_meanwhile(limited: FlaskClient) -> None:
    assert ask(limited).status_code == 200
    files = ("/static/finder.css", "/embed/creative-finder.js", "/api/v1/health")
    assert [ask(limited, file).status_code for file in files] == [200] * len(files)
    for other in ("203.0.113.8", "127.0.0.1", "10.0.0.9", "2001:db8::7"):
        assert limited.get("/find", environ_overrides={"REMOTE_ADDR": other}).status_code == 200


def test_a_forged_header_gives_nobody_a_new_count_nor_spends_that_of_another(limited: FlaskClient) -> None:
    statuses = [ask(limited, headers={"X-Forwarded-For": f"198.51.100.{at}"}).status_code for at in range(3)]
    assert statuses == [200, 429, 429]
    through = {"headers": {"X-Forwarded-For": "198.51.100.0, 198.51.100.9"}}
    proxy = {"REMOTE_ADDR": "10.0.0.1"}
    passed_on = [limited.get("/find", environ_overrides=proxy, **through).status_code for _ in range(2)]
    assert passed_on == [200, 429]


def test_what_takes_longer_counts_for_more(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = website(tmp_path, store, rate_limit=0.02)
    spent = [0.0]
    monkeypatch.setattr(limiting, "thread_time", lambda: spent[0])

    @app.before_request
    def take() -> None:
        spent[0] += 0.5 if request.path == "/flyer/list.pdf" else 0.001

    client = app.test_client()
    ask(client, "/flyer/list.pdf?near=Bloomington")
    assert ask(client).status_code == 429
    other = {"REMOTE_ADDR": "203.0.113.8"}
    assert {client.get("/robots.txt", environ_overrides=other).status_code for _ in range(5)} == {200}


def test_without_a_limit_nothing_is_counted(tmp_path: Path) -> None:
    client = website(tmp_path, rate_limit=0).test_client()
    assert {ask(client, "/about").status_code for _ in range(5)} == {200}


def test_what_is_never_refused_is_still_there(limited: FlaskClient) -> None:
    assert limited.application.view_functions.keys() >= limiting._FILES
