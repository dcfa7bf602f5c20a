from __future__ import annotations

from pathlib import Path

import pytest
from bloomington import website
from flask import Request
from werkzeug.test import EnvironBuilder

from finder.config import Settings
from finder.web.manager import is_allowed, is_from_here


def asked(
    host: str = "127.0.0.1:8000", remote: str = "127.0.0.1", protocol: str = "HTTP/1.1", **headers: str
) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"REMOTE_ADDR": remote, "HTTP_HOST": host, "SERVER_PROTOCOL": protocol}
    environ = EnvironBuilder(headers=list(named.items()), environ_overrides=sent).get_environ()
    return Request(environ)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "localhost"])
def test_who_sits_at_the_machine_may_manage(host: str) -> None:
    assert is_allowed(asked(host), Settings(data_dir=Path()))


@pytest.mark.parametrize(
    ("request_", "listens"),
    [
        (asked(), "0.0.0.0"),
        (asked(), "192.168.1.5"),
        (asked("rebound.example:8000"), "127.0.0.1"),
        (asked("127.0.0.1.evil.example"), "127.0.0.1"),
        (asked("localhost.evil.example"), "127.0.0.1"),
        (asked("["), "127.0.0.1"),
        (asked(remote="203.0.113.7"), "127.0.0.1"),
        (asked(X_Forwarded_For="203.0.113.7"), "127.0.0.1"),
        (asked(Forwarded="for=203.0.113.7"), "127.0.0.1"),
        (asked(Via="1.1 proxy"), "127.0.0.1"),
        (asked(X_Forwarded_Proto="https"), "127.0.0.1"),
        (asked(X_Forwarded_For="127.0.0.1"), "127.0.0.1"),
        (asked(X_Real_IP="127.0.0.1"), "127.0.0.1"),
        (asked(CF_Connecting_IP="203.0.113.7"), "127.0.0.1"),
        (asked(protocol="HTTP/1"), "127.0.0.1"),
        (asked(protocol="HTTP/1.0"), "127.0.0.1"),
    ],
)
def test_anybody_else_may_not(request_: Request, listens: str) -> None:
    assert not is_allowed(request_, Settings(data_dir=Path(), host=listens))


@pytest.mark.parametrize("sent", [{}, {"X-Forwarded-For": "127.0.0.1"}])
def test_where_proxies_stand_in_front_nobody_sits_at_the_machine(tmp_path: Path, sent: dict[str, str]) -> None:
    client = website(tmp_path, trusted_proxies="127.0.0.1").test_client()
    headers = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000", **sent}
    assert client.post("/start/sample", headers=headers).status_code == 403


def test_at_a_site_with_an_address_of_its_own_nobody_sits_at_the_machine(tmp_path: Path) -> None:
    client = website(tmp_path, site_url="https://finder.example").test_client()
    own = {"Host": "127.0.0.1:8000", "Origin": "https://finder.example"}
    assert client.post("/start/sample", headers=own).status_code == 403


@pytest.mark.parametrize(("manage", "expected"), [("on", True), ("off", False)])
def test_the_setting_decides_for_all(manage: str, expected: bool) -> None:  # noqa: FBT001  a parameter of the test
    settings = Settings(data_dir=Path(), host="192.168.1.5", manage=manage)
    assert is_allowed(asked("finder.example", "203.0.113.7"), settings) is expected
    assert is_allowed(asked(), settings) is expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Sec_Fetch_Site": "same-origin"}, True),
        ({"Sec_Fetch_Site": "cross-site"}, False),
        ({"Sec_Fetch_Site": "same-site"}, False),
        ({"Sec_Fetch_Site": "none"}, False),
        ({"Sec_Fetch_Site": "cross-site", "Origin": "http://127.0.0.1:8000"}, False),
        ({"Origin": "http://127.0.0.1:8000"}, True),
        ({"Origin": "http://127.0.0.1:9000"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://["}, False),
        ({}, False),
    ],
)
def test_only_a_page_of_this_site_can_send_a_form(headers: dict[str, str], expected: bool) -> None:  # noqa: FBT001  a parameter of the test
    assert is_from_here(asked(**headers)) is expected
