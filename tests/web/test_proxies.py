from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bloomington import filled, website
from flask import Flask, request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from finder.config import Settings
from finder.web.proxies import Fronted, init_app

PROXIES = "127.0.0.1, 10.0.0.0/8, ::1"


def seen(peer: str, headers: dict[str, str], **settings: Any) -> tuple[str | None, str]:
    """Return the visitor's address and that of the site, as the app sees them."""
    app = Flask("seen")
    init_app(app, Settings(data_dir=Path(), **settings))
    found: list[tuple[str | None, str]] = []

    @app.get("/")
    def look() -> str:
        found.append((request.remote_addr, request.url_root))
        return "ok"

    app.test_client().get("/", headers=headers, environ_overrides={"REMOTE_ADDR": peer})
    return found[0]


FORGED = {
    "X-Forwarded-For": "198.51.100.1",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "99",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "198.51.100.1",
    "Forwarded": "for=198.51.100.1;host=evil.example;proto=https",
}


@pytest.mark.parametrize("peer", ["203.0.113.7", "11.0.0.1", "::2", "", "proxy"])
@pytest.mark.parametrize("proxies", ["", PROXIES])
def test_what_a_visitor_writes_changes_nothing(peer: str, proxies: str) -> None:
    assert seen(peer, FORGED, trusted_proxies=proxies) == (peer, "http://localhost/")


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.9.8.7", "::1", "::ffff:10.9.8.7"])
def test_a_trusted_proxy_says_who_asks_and_under_which_address(peer: str) -> None:
    told = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "finder.example"}
    assert seen(peer, told, trusted_proxies=PROXIES) == ("203.0.113.7", "https://finder.example/")


@pytest.mark.parametrize(
    ("passed_on_for", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("198.51.100.1,203.0.113.7,10.0.0.2,127.0.0.1", "203.0.113.7"),
        ("10.0.0.9, 10.0.0.2", "10.0.0.9"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, unknown", "127.0.0.1"),
        ("203.0.113.7, unknown, 10.0.0.2", "10.0.0.2"),
        ("", "127.0.0.1"),
        (",,", "127.0.0.1"),
    ],
)
def test_the_visitor_is_the_nearest_address_that_is_no_proxy(passed_on_for: str, client: str) -> None:
    told = {"X-Forwarded-For": passed_on_for}
    assert seen("127.0.0.1", told, trusted_proxies=PROXIES)[0] == client


@pytest.mark.parametrize(
    ("headers", "site"),
    [
        ({"X-Forwarded-Host": "evil.example, finder.example"}, "http://finder.example/"),
        ({"X-Forwarded-Host": "finder.example:8443"}, "http://finder.example:8443/"),
        ({"X-Forwarded-Host": "[2001:db8::7]"}, "http://[2001:db8::7]/"),
        ({"X-Forwarded-Host": "a/b"}, "http://localhost/"),
        ({"X-Forwarded-Host": 'a"><script>'}, "http://localhost/"),
        ({"X-Forwarded-Proto": "http, HTTPS"}, "https://localhost/"),
        ({"X-Forwarded-Proto": "javascript"}, "http://localhost/"),
        ({"Host": "finder.example:443", "X-Forwarded-Proto": "https"}, "https://finder.example/"),
        ({"Host": "finder.example:80", "X-Forwarded-Proto": "http"}, "http://finder.example/"),
        ({"X-Forwarded-Prefix": "/evil", "X-Forwarded-Port": "99"}, "http://localhost/"),
    ],
)
def test_the_address_of_the_site_is_the_last_that_can_be_one(headers: dict[str, str], site: str) -> None:
    assert seen("127.0.0.1", headers, trusted_proxies=PROXIES)[1] == site


@given(st.text(max_size=60))
def test_no_text_in_a_header_breaks_the_way_to_the_visitor(text: str) -> None:
    layer: Any = Fronted(
        lambda environ, _: [environ["REMOTE_ADDR"]], Settings(data_dir=Path(), trusted_proxies=PROXIES)
    )
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"{text},203.0.113.7"}
    assert [*layer(environ, None)] == ["203.0.113.7"]


def test_the_setting_says_where_the_site_is_whatever_a_request_says() -> None:
    settings = {"site_url": "https://finder.example/", "trusted_proxies": PROXIES}
    assert seen("203.0.113.7", {"Host": "evil.example"}, **settings)[1] == "https://finder.example/"
    assert seen("127.0.0.1", FORGED, **settings) == ("198.51.100.1", "https://finder.example/")


def test_links_in_what_leaves_the_house_begin_with_the_address_of_the_site(tmp_path: Path) -> None:
    store = filled(tmp_path)
    client = website(tmp_path, store, site_url="https://finder.example").test_client()
    pages = (
        "/embed/cards.json?near=Bloomington",
        "/feeds/rss.xml?near=Bloomington",
        "/sitemap.xml",
        "/groups/elm-knitters",
    )
    texts = [client.get(page, headers={"Host": "evil.example"}).text for page in pages]
    assert [("https://finder.example/" in text, "evil" in text) for text in texts] == [(True, False)] * len(pages)
    asked = client.get("/oembed?url=https://finder.example/groups/elm-knitters", headers={"Host": "evil.example"})
    assert asked.json["provider_url"] == "https://finder.example/"  # type: ignore[index]  # an object
    store.close()


@pytest.mark.parametrize(
    "host", ["", "a b", "[", 'a"><script>', "ä.example", "a/b", "a@b", "a..b", "x" * 64, "a:", "a:1:2"]
)
@pytest.mark.parametrize("path", ["/groups/elm-knitters", "/embed?near=Bloomington", "/nothing"])
def test_a_host_that_is_none_is_refused_in_a_line(client: FlaskClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "The Host header is no name of a site.\n")


@pytest.mark.parametrize(
    "host", ["a", "A.example", "finder.example.", "my_machine:8000", "[::1]:8000", "x" * 63 + ".org"]
)
def test_any_name_of_a_site_is_taken(client: FlaskClient, host: str) -> None:
    assert client.get("/groups/elm-knitters", headers={"Host": host}).status_code == 200
