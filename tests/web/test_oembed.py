from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree

FOREIGN = (
    "",
    "x",
    "https://other.example/find",
    "http://localhost/nothing",
    "http://localhost/groups/nobody",
    "http://localhost/api/v1/groups",
    "javascript:alert(1)",
    "http://localhost@x.example/find",
    "http://[",
    "//localhost/find",
)
FIND = "http://localhost/find?near=Bloomington&pathway=crafts"
# What WordPress lets through of a site that it does not know (wp_filter_oembed_result): these elements and attributes.
ALLOWED = {
    "a": {"href"},
    "blockquote": {"class"},
    "iframe": {
        *("src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"),
        *("class", "sandbox", "loading"),
    },
}


def told(client: FlaskClient, page: str, more: str = "") -> dict[str, Any]:
    answer = client.get(f"/oembed?url={quote(page, safe='')}{more}")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.data)
    return found


def frame(found: dict[str, Any]) -> str:
    return str(BeautifulSoup(found["html"], "html.parser").select("iframe")[0]["src"])


def test_a_link_to_results_becomes_a_frame_with_the_same_results(client: FlaskClient) -> None:
    found = told(client, FIND)
    assert {name: found[name] for name in ("version", "type", "provider_name", "width", "height")} == {
        "version": "1.0", "type": "rich", "provider_name": "Creative Community Finder", "width": 600, "height": 640,
    }  # fmt: skip
    assert frame(found) == "http://localhost/embed?near=Bloomington&pathway=crafts"
    assert "Tuesday Evening Knitters" in client.get(frame(found)).text


def test_a_link_to_a_group_becomes_a_frame_with_the_group(client: FlaskClient) -> None:
    assert frame(told(client, "http://localhost/groups/elm-knitters")) == "http://localhost/embed/groups/elm-knitters"


@pytest.mark.parametrize("page", FOREIGN)
def test_pages_of_others_and_pages_that_are_none_are_not_found(client: FlaskClient, page: str) -> None:
    assert client.get(f"/oembed?url={quote(page, safe='')}").status_code == 404


def test_no_frame_is_larger_than_asked_for(client: FlaskClient) -> None:
    found = told(client, FIND, "&maxwidth=320&maxheight=400")
    assert (found["width"], found["height"]) == (320, 400)
    assert 'width="320" height="400"' in found["html"]
    for odd in ("&maxwidth=-5", "&maxwidth=abc", "&maxwidth=9999999", "&maxwidth=%D9%A1"):
        assert 200 <= told(client, FIND, odd)["width"] <= 600


def test_xml_says_the_same(client: FlaskClient) -> None:
    answer = client.get(f"/oembed?url={quote(FIND, safe='')}&format=xml")
    assert answer.content_type == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.data)
    assert {element.tag: element.text for element in root} == {k: str(v) for k, v in told(client, FIND).items()}
    assert client.get(f"/oembed?url={quote(FIND, safe='')}&format=yaml").status_code == 501


def test_wordpress_lets_all_of_the_markup_through(client: FlaskClient) -> None:
    markup = told(client, FIND)["html"]
    for tag in BeautifulSoup(markup, "html.parser").select("*"):
        assert set(tag.attrs) <= ALLOWED[tag.name]
    # It looks for a quotation followed by a frame.
    assert re.fullmatch(r"(<blockquote.*?</blockquote>)?.*(<iframe.*?></iframe>)", markup, re.DOTALL)


def test_parameters_that_no_search_has_do_not_get_into_the_frame(client: FlaskClient) -> None:
    page = "http://localhost/find?near=Bloomington&x=%22onload=alert(1)&q=%22%3E%3Cscript%3E"
    found = told(client, page)
    assert "<script" not in found["html"]
    assert "onload" not in frame(found)


@pytest.mark.parametrize("address", ["/find?near=Bloomington", "/groups/elm-knitters"])
def test_pages_say_where_their_description_is(client: FlaskClient, address: str) -> None:
    page = BeautifulSoup(client.get(address).text, "html.parser")
    links = {str(link["type"]): str(link["href"]) for link in page.select('link[type$="+oembed"]')}
    assert set(links) == {"application/json+oembed", "text/xml+oembed"}
    for href in links.values():
        assert client.get(href).status_code == 200
