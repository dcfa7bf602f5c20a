from __future__ import annotations

import re
from inspect import iscoroutinefunction
from itertools import chain

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

ADDRESSES = (
    "/",
    "/find?near=Bloomington",
    "/find?near=Nowhere",
    "/groups/elm-knitters",
    "/groups/elm-knitters.ics",
    "/groups/nobody",
    "/embed?near=Bloomington",
    "/api/v1/groups?near=Bloomington",
    "/api/nothing",
    "/static/finder.css",
    "/static/nothing.css",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_kept_leaked_or_loaded_from_elsewhere(client: FlaskClient, address: str) -> None:
    headers = client.get(address, buffered=True).headers
    assert "Set-Cookie" not in headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Permissions-Policy"].startswith("geolocation=(self)")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "address", [a for a in ADDRESSES if ".ics" not in a and "/api/" not in a and "static" not in a]
)
def test_pages_hold_no_inline_script_or_style_and_load_only_from_here(client: FlaskClient, address: str) -> None:
    page = BeautifulSoup(client.get(address, buffered=True).text, "html.parser")
    assert not page.select("style, [style], script:not([src], [type='application/ld+json'])")
    assert not [tag for tag in page.select("*") if any(name.startswith("on") for name in tag.attrs)]
    parts = page.select("script[src], link:not([rel=alternate], [rel=canonical]), img, iframe")
    loaded = [tag.get("src") or tag.get("href") for tag in parts]
    assert all(str(address).startswith("/static/") for address in loaded)


def test_each_static_file_is_asked_for_by_its_content(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/").text, "html.parser")
    files = page.select("script, link:not([rel=canonical]), img")
    addresses = {str(tag.get("src") or tag.get("href")) for tag in files}
    fonts = {address for address in addresses if address.endswith(".woff2")}
    assert all("?v=" in address for address in addresses - fonts)
    assert all(re.search(r"-[0-9a-f]{8}\.woff2$", address) for address in fonts)
    assert all(client.get(address, buffered=True).status_code == 200 for address in addresses)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_said_twice(client: FlaskClient, address: str) -> None:
    names = [name.lower() for name, _ in client.get(address, buffered=True).headers]
    assert sorted(names) == sorted(set(names))


def test_an_answer_says_all_that_it_depends_on(client: FlaskClient) -> None:
    addresses = ("/about", "/static/finder.css", "/nothing")
    vary = [client.get(address, buffered=True).headers.get("Vary") for address in addresses]
    assert vary == ["Accept-Encoding, Accept-Language", "Accept-Encoding", "Accept-Language"]


def test_nothing_that_answers_is_a_coroutine(client: FlaskClient) -> None:
    app = client.application
    befores, afters = app.before_request_funcs.values(), app.after_request_funcs.values()
    around = [*chain.from_iterable(befores), *chain.from_iterable(afters)]
    assert not [one for one in (*app.view_functions.values(), *around) if iscoroutinefunction(one)]
