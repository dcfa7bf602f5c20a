from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from finder.web import caching
from finder.web.caching import FOR_GOOD, HOUR, LISTS, NEVER, OWN, SECONDS, SHARED, STEADY

CLASSES = {
    STEADY: {"ground.tile", "oembed.describe"},
    LISTS: {
        "directories.activities",
        "directories.catalogue",
        "directories.dataset",
        "api.openapi",
        "api.tags",
        "directories.hsds_root",
        "directories.hsds_service",
        "directories.hsds_services",
        "directories.hsds_taxonomies",
        "directories.hsds_terms",
        "embed.cards",
        "embed.component",
        "embed.fragment",
        "embed.one",
        "embed.show",
        "embed.styles",
        "feeds.feed",
        "flyer.show",
        "pages.calendar",
        "sitemap.index",
        "sitemap.part",
        "sitemap.robots",
        "static",
    },
    SHARED: {
        "about.accessibility",
        "about.directories",
        "about.librarians",
        "about.privacy",
        "about.site",
        "about.tags",
        "api.group",
        "api.counts",
        "api.groups",
        "api.sources",
        "browse.chosen",
        "browse.everywhere",
        "browse.host",
        "browse.town",
        "browse.venue",
        "developers.lead",
        "developers.show",
        "invitations.show",
        "map.groups",
        "pages.find",
        "pages.group",
        "pages.home",
    },
    SECONDS: {"directories.session_series"},
    OWN: {
        "api.places",
        "health.for_monitors",
        "health.listed",
        "health.show",
        "own.calendar",
        "own.flyer",
        "own.show",
        "shortlist.on_paper",
        "shortlist.show",
        "sources.show",
    },
    NEVER: {
        "adding.ask",
        "adding.found",
        "adding.keep",
        "adding.look",
        "api.health",
        "build.show",
        "build.start",
        "keeping.create",
        "keeping.edit",
        "keeping.new_key",
        "keeping.remove",
        "keeping.save",
        "keeping.unlock",
        "start.begin",
        "start.choose",
        "start.progress",
        "start.sample",
    },
}
"""Every answer of the site, by how it may be kept. A new one: decide, name it in finder/web/caching.py, and list it."""


def test_every_answer_has_its_class(app: Flask) -> None:
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(caching.usual(rule.endpoint), set()).add(rule.endpoint)
    assert found == CLASSES


ADDRESSES = {
    "/": SHARED,
    "/find?near=Bloomington": SHARED,
    "/find?near=Bloomington&pathway=crafts&free=1&day=tu&sort=soonest": SHARED,
    "/find?near=Bloomington&q=knitting": OWN,
    "/?q=knitting": OWN,
    "/find?lat=39.17&lon=-86.53": OWN,
    "/find?near=Bloomington&situation=limited-mobility": OWN,
    "/find?near=Bloomington&access=step-free-entrance": OWN,
    "/find?near=Bloomington&utm_source=x": OWN,
    "/api/v1/groups?near=Bloomington": SHARED,
    "/api/v1/groups?q=knitting": OWN,
    "/api/v1/places?q=bloom": OWN,
    "/map/groups?near=Bloomington&box=-87,39,-86,40&zoom=9": SHARED,
    "/map/groups?lat=39.17&lon=-86.53&box=-87,39,-86,40&zoom=9": OWN,
    "/map/ground/9/132/195": STEADY,
    "/groups/elm-knitters": SHARED,
    "/groups/elm-knitters?near=Bloomington": SHARED,
    "/groups/elm-knitters?near=12+Elm+Street": OWN,
    "/groups/elm-knitters?lat=39.17&lon=-86.53": OWN,
    "/groups/elm-knitters.ics": LISTS,
    "/near/bloomington-indiana": SHARED,
    "/about": SHARED,
    "/sitemap.xml": LISTS,
    "/robots.txt": LISTS,
    "/embed?lat=39.17&lon=-86.53&q=knitting": LISTS,
    "/embed/cards.json?near=Bloomington&situation=limited-mobility": LISTS,
    "/embed/creative-finder.js": LISTS,
    "/oembed?url=http://localhost/groups/elm-knitters": STEADY,
    "/feeds/rss.xml?q=knitting": OWN,
    "/flyer/list.pdf?lat=39.17&lon=-86.53": OWN,
    "/feeds/calendar.ics?near=Bloomington&dates=series": LISTS,
    "/feeds/groups.csv?near=Bloomington": LISTS,
    "/flyer/list.pdf?near=Bloomington": LISTS,
    "/feeds/openactive/session-series": HOUR,
    "/feeds/openactive/session-series?afterChangeNumber=999999999999999999": SECONDS,
    "/feeds/openactive/activities": LISTS,
    "/directories": SHARED,
    "/feeds/hsds/services?near=Bloomington&full=true&page=1": LISTS,
    "/feeds/hsds/services?search=knitting": OWN,
    "/feeds/hsds/services/elm-knitters": LISTS,
    "/shortlist?ids=elm-knitters&note=for%20Ann": OWN,
    "/start-your-own": OWN,
    "/sources": OWN,
    "/start": NEVER,
    "/api/v1/health": NEVER,
    "/static/finder.css": LISTS,
    "/static/finder.css?v=000000000000": LISTS,
    "/static/frame-host.js": LISTS,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_says_how_it_may_be_kept_and_what_it_is(client: FlaskClient, address: str) -> None:
    first, again = (client.get(address, buffered=True) for _ in range(2))
    assert (first.status_code, first.headers["Cache-Control"]) == (200, ADDRESSES[address])
    assert first.headers["ETag"] == again.headers["ETag"]
    same = client.get(address, headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (same.status_code, same.headers["Cache-Control"]) == (304, ADDRESSES[address])
    assert ("Accept-Language" in first.headers.get("Vary", "")) == ("/static/" not in address)


@pytest.mark.parametrize("kept", [LISTS, SHARED, STEADY])
def test_what_all_may_keep_says_for_how_long_also_when_we_do_not_answer(kept: str) -> None:
    assert all(part in kept for part in ("s-maxage=", "stale-while-revalidate=", "stale-if-error="))


@pytest.mark.parametrize("address", ["/find?near=Nowhere", "/nothing", "/embed?near=Nowhere", "/feeds/rss.xml?day=x"])
def test_errors_are_kept_by_nobody(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code >= 400
    assert answer.headers["Cache-Control"] == NEVER


@pytest.mark.parametrize("place", ["415 Elm Street, Bloomington", "SW1A 1AA"])
def test_an_address_is_a_visitors_own(app: Flask, place: str) -> None:
    with app.test_request_context("/find", query_string={"near": place}) as context:
        assert caching.told(context.request) == OWN


def test_files_that_pages_ask_for_are_kept_for_good(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/").text, "html.parser")
    files = {str(tag.get("src") or tag.get("href")) for tag in page.select("script, link:not([rel=canonical]), img")}
    assert {client.get(file, buffered=True).headers["Cache-Control"] for file in files} == {FOR_GOOD}


def test_what_a_form_sends_is_kept_by_nobody(client: FlaskClient) -> None:
    form = {"kind": "craft-night", "near": "Bloomington"}
    answer = client.post("/start-your-own/flyer.pdf", data=form)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, NEVER)


def test_what_is_offered_to_be_copied_is_at_its_one_address(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/find?pathway=crafts&near=Bloomington&within=10.001").text, "html.parser")
    frame = re.search(r'src="http://localhost(/embed\?[^"]*)"', page.get_text())
    assert frame
    assert client.get(frame[1].replace("&amp;", "&")).status_code == 200
    feeds = [str(a["href"]) for a in page.select("a[href^='/feeds/'], a[href^='/flyer/']")]
    assert {feed.partition("?")[2] for feed in feeds} == {"near=Bloomington&pathway=crafts&within=10"}
