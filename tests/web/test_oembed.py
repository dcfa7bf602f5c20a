from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from bloomington import KNITTERS
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree
from msgspec.structs import replace

from finder.store import Store

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
BRIEF = "layout=compact"
# What WordPress lets through of a site that it does not know (wp_filter_oembed_result): these elements and attributes.
ALLOWED = {
    "a": {"href"},
    "blockquote": set[str](),
    "iframe": {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"},
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
    assert frame(found) == f"http://localhost/embed?{BRIEF}&near=Bloomington&pathway=crafts&per_page=5"
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
    for odd in ("&maxwidth=-5", "&maxwidth=abc", "&maxwidth=9999999", "&maxwidth=%D9%A1", f"&maxwidth={'9' * 5000}"):
        assert 200 <= told(client, FIND, odd)["width"] <= 600


def test_xml_says_the_same(client: FlaskClient) -> None:
    answer = client.get(f"/oembed?url={quote(FIND, safe='')}&format=xml")
    assert answer.content_type == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.data)
    assert {element.tag: element.text for element in root} == {k: str(v) for k, v in told(client, FIND).items()}
    assert client.get(f"/oembed?url={quote(FIND, safe='')}&format=yaml").status_code == 501


def test_a_title_that_xml_cannot_hold_breaks_no_description(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [replace(KNITTERS, title="A\x0bB ]]> & <b>\ufffe\u202e")])
    pasted = quote("http://localhost/groups/elm-knitters", safe="")
    answer = own.get(f"/oembed?url={pasted}&format=xml")
    assert etree.fromstring(answer.data).findtext("title") == "AB ]]> & <b>\u202e"
    assert "<b>" not in own.get(f"/oembed?url={pasted}").get_json()["html"]


def let_through(markup: str) -> str:
    """Return what WordPress leaves of markup."""
    page = BeautifulSoup(markup, "html.parser")
    for tag in page.select("*"):
        if tag.name not in ALLOWED:
            tag.unwrap()
            continue
        for name in set(tag.attrs) - ALLOWED[tag.name]:
            del tag[name]
    # It looks for a quotation followed by a frame.
    found = re.search(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", str(page), re.DOTALL)
    assert found
    return found[1] + found[2]


def test_of_what_wordpress_lets_through_the_link_the_frame_and_its_name_are_left(client: FlaskClient) -> None:
    left = BeautifulSoup(let_through(told(client, FIND)["html"]), "html.parser")
    link, shown = left.select("blockquote a")[0], left.select("iframe")[0]
    assert (link.get_text(), link["href"]) == ("Creative groups nearby", FIND)
    assert shown["src"] == f"http://localhost/embed?{BRIEF}&near=Bloomington&pathway=crafts&per_page=5"
    assert shown["title"] == "Creative groups nearby"


def test_where_no_frame_is_shown_the_link_leads_to_the_page_that_was_pasted(client: FlaskClient) -> None:
    for page in (FIND, "http://localhost/groups/elm-knitters", "http://localhost/near/bloomington-indiana"):
        assert BeautifulSoup(told(client, page)["html"], "html.parser").select("a")[0]["href"] == page


def test_a_link_that_begins_with_http_is_known_on_a_site_of_https_and_the_other_way_round(client: FlaskClient) -> None:
    pasted = quote("https://LOCALHOST/find?near=Bloomington", safe="")
    assert frame(client.get(f"/oembed?url={pasted}").get_json()) == (
        f"http://localhost/embed?{BRIEF}&near=Bloomington&per_page=5"
    )


@pytest.mark.parametrize(
    ("path", "title", "query"),
    [
        (
            "/near/bloomington-indiana",
            "Make things together in Bloomington, Indiana",
            "layout=compact&mode=in-person&near=Bloomington%2C+Indiana&per_page=5",
        ),
        (
            "/near/bloomington-indiana/fiber-arts",
            "Knitting, sewing and fibre near Bloomington, Indiana",
            "activity=fiber-arts&layout=compact&mode=in-person&near=Bloomington%2C+Indiana&per_page=5",
        ),
    ],
)
def test_a_link_to_a_town_becomes_a_frame_with_what_is_there(
    client: FlaskClient, path: str, title: str, query: str
) -> None:
    found = told(client, f"http://localhost{path}")
    assert (found["title"], frame(found)) == (title, f"http://localhost/embed?{query}")
    assert "Tuesday Evening Knitters" in client.get(frame(found)).text


@pytest.mark.parametrize("path", ["/near/nowhere-at-all", "/near/bloomington-indiana/nothing"])
def test_a_town_or_search_that_is_none_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/oembed?url={quote('http://localhost' + path, safe='')}").status_code == 404


def test_a_list_whose_look_was_chosen_keeps_it_in_the_frame(client: FlaskClient) -> None:
    page = "http://localhost/find?near=Bloomington&layout=cards&per_page=10&theme=dark"
    assert frame(told(client, page)) == ("http://localhost/embed?layout=cards&near=Bloomington&per_page=10&theme=dark")


def test_the_address_of_a_frame_itself_can_be_pasted_too(client: FlaskClient) -> None:
    for path in (f"/embed?{BRIEF}&near=Bloomington&per_page=5", "/embed/groups/elm-knitters"):
        assert frame(told(client, f"http://localhost{path}")) == f"http://localhost{path}"


def test_a_frame_of_a_group_has_the_name_of_the_group(client: FlaskClient) -> None:
    found = told(client, "http://localhost/groups/elm-knitters")
    assert found["title"] == "Tuesday Evening Knitters"
    assert 'title="Tuesday Evening Knitters"' in found["html"]


def test_parameters_that_no_search_has_do_not_get_into_the_frame(client: FlaskClient) -> None:
    page = "http://localhost/find?near=Bloomington&x=%22onload=alert(1)&q=%22%3E%3Cscript%3E"
    found = told(client, page)
    assert "<script" not in found["html"]
    assert "onload" not in frame(found)


@pytest.mark.parametrize(
    "address",
    [
        "/find?near=Bloomington",
        "/groups/elm-knitters",
        "/near/bloomington-indiana",
        "/near/bloomington-indiana/fiber-arts",
    ],
)
def test_pages_say_where_their_description_is(client: FlaskClient, address: str) -> None:
    page = BeautifulSoup(client.get(address).text, "html.parser")
    links = {str(link["type"]): str(link["href"]) for link in page.select('link[type$="+oembed"]')}
    assert set(links) == {"application/json+oembed", "text/xml+oembed"}
    for href in links.values():
        assert client.get(href).status_code == 200
