from __future__ import annotations

import pytest
from bloomington import KNITTERS
from flask.testing import FlaskClient
from lxml import etree
from msgspec.structs import replace

from finder.store import Store
from finder.web.browse import sitemap

TOWN = "/near/bloomington-indiana"


def told(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, "application/xml; charset=utf-8")
    return [(one.text or "").removeprefix("http://localhost") for one in etree.fromstring(answer.data).iter("{*}loc")]


def test_robots_are_led_to_the_list_of_pages_and_kept_from_what_has_no_end(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1] == "Sitemap: http://localhost/sitemap.xml"
    assert {"Disallow: /find", "Disallow: /api/", "Disallow: /embed"} <= set(lines)


def test_every_page_that_is_listed_is_there_and_wants_to_be_found(client: FlaskClient) -> None:
    files = told(client, "/sitemap.xml")
    assert files == ["/sitemaps/towns-1.xml", "/sitemaps/groups-1.xml"]
    pages = [page for file in files for page in told(client, file)]
    assert len(set(pages)) == len(pages)
    for page in pages:
        answer = client.get(page)
        assert (page, answer.status_code, "noindex" in answer.text) == (page, 200, False)


def test_towns_come_with_what_is_found_there_and_groups_with_their_venue_and_host(client: FlaskClient) -> None:
    assert told(client, "/sitemaps/towns-1.xml") == [
        *("/", "/near", "/invitations", "/start-your-own", "/sources"),
        *("/about", "/about/tags", "/librarians", "/directories", "/accessibility", "/privacy", "/api"),
        TOWN,
        *(f"{TOWN}/{what}" for what in ("visual-arts", "music", "crafts", "fiber-arts")),
        *(f"{TOWN}/{what}" for what in ("without-having-to-talk", "sitting-down", "free", "evenings")),
    ]
    assert told(client, "/sitemaps/groups-1.xml") == [
        "/groups/elm-knitters",
        "/venues/elm-street-library-dnfqyf",
        "/hosts/elm/elm-street-library",
        "/groups/elm-drawing",
        "/groups/sample-choir",
    ]
    days = etree.fromstring(client.get("/sitemaps/groups-1.xml").data).iter("{*}lastmod")
    assert [day.text for day in days] == ["2026-11-20", "2026-11-20", "2026-08-22"]
    assert told(client, "/sitemaps/groups-2.xml") == []
    for number in ("0", "-1", "9" * 10, "9" * 30):
        assert client.get(f"/sitemaps/groups-{number}.xml").status_code == 404


def test_a_long_list_is_split(own: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "_GROUPS", 2)
    store.save_groups("elm", [replace(KNITTERS, id=f"g{number}") for number in range(5)])
    files = [file for file in told(own, "/sitemap.xml") if "groups" in file]
    found = [page for file in files for page in told(own, file) if page.startswith("/groups/")]
    assert len(files) > 2
    assert sorted(found) == [*(f"/groups/g{number}" for number in range(5)), "/groups/sample-choir"]
