from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bloomington import CHOIR, DRAWING, KNITTERS, LIBRARY, tuesdays
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from msgspec.structs import replace

from finder.listing import Fact, Group, Source, SourceRef
from finder.store import Store

TOWN = "/near/bloomington-indiana"
LIBRARY_PAGE = "/venues/elm-street-library-dnfqyf"


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert (answer.status_code, answer.headers.get("Location")) == (status, None)
    return BeautifulSoup(answer.text, "html.parser")


def links(page: BeautifulSoup, css: str) -> list[tuple[str, str]]:
    return [(" ".join(a.get_text().split()), str(a["href"])) for a in page.select(css)]


def titles(page: BeautifulSoup) -> list[str]:
    return [h2.get_text() for h2 in page.select("article.card h2")]


def content(page: BeautifulSoup, css: str) -> str:
    found = page.select_one(css)
    assert found
    return str(found.get("content") or found.get("href") or " ".join(found.get_text(" ").split()))


def data(page: BeautifulSoup) -> dict[str, Any]:
    found = page.select_one('script[type="application/ld+json"]')
    assert found
    read: dict[str, Any] = json.loads(found.get_text())
    return read


def test_a_town_leads_to_what_is_made_what_suits_where_and_by_whom(client: FlaskClient) -> None:
    page = soup(client, TOWN)
    assert content(page, "h1") == "Make things together in Bloomington, Indiana"
    assert content(page, ".lede").startswith("3 groups within 15 miles of Bloomington, Indiana.")
    assert links(page, "[aria-labelledby=made] a") == [
        ("Visual arts", f"{TOWN}/visual-arts"),
        ("Music", f"{TOWN}/music"),
        ("Crafts", f"{TOWN}/crafts"),
        ("Knitting, sewing and fibre", f"{TOWN}/fiber-arts"),
    ]
    assert links(page, "[aria-labelledby=suits] a") == [
        ("Without having to talk", f"{TOWN}/without-having-to-talk"),
        ("Sitting down, or without steps", f"{TOWN}/sitting-down"),
        ("Free or by donation", f"{TOWN}/free"),
        ("In the evening", f"{TOWN}/evenings"),
    ]
    assert links(page, "[aria-labelledby=venues] a") == [("Elm Street Library", LIBRARY_PAGE)]
    assert links(page, "[aria-labelledby=hosts] a") == [("Elm Street Library", "/hosts/elm/elm-street-library")]
    assert titles(page) == ["Life Drawing", "Tuesday Evening Knitters", "Community Choir"]


@pytest.mark.parametrize("name", ["bloomington", "bloomington-in", "Bloomington-Indiana"])
def test_a_town_has_one_address(client: FlaskClient, name: str) -> None:
    for rest in ("", "/crafts"):
        answer = client.get(f"/near/{name}{rest}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{TOWN}{rest}")


def test_a_search_that_has_a_name_is_the_find_page_with_the_same_filters(client: FlaskClient) -> None:
    page = soup(client, f"{TOWN}/fiber-arts")
    assert content(page, "h1") == "Knitting, sewing and fibre near Bloomington, Indiana"
    assert titles(page) == ["Tuesday Evening Knitters"]
    [(_, find)] = links(page, "main > .wrap > .actions a")
    assert (urlsplit(find).path, parse_qs(urlsplit(find).query)) == (
        "/find",
        {"near": ["Bloomington, Indiana"], "mode": ["in-person"], "activity": ["fiber-arts"]},
    )
    assert titles(BeautifulSoup(client.get(find).text, "html.parser")) == titles(page)


def test_what_is_only_likely_can_be_left_out(client: FlaskClient) -> None:
    page = soup(client, f"{TOWN}/without-having-to-talk")
    assert titles(page) == ["Tuesday Evening Knitters"]
    [stated] = [href for name, href in links(page, "main .actions a") if name == "Only what hosts state"]
    headings = BeautifulSoup(client.get(stated).text, "html.parser").select("h1")
    assert [h1.get_text() for h1 in headings] == ["Nothing that fits within 15 miles of Bloomington, Indiana"]
    assert "Only what hosts state" not in [name for name, _ in links(soup(client, f"{TOWN}/free"), "main .actions a")]


def test_search_engines_get_a_title_a_sentence_one_address_and_the_way_there(client: FlaskClient) -> None:
    page = soup(client, f"{TOWN}/fiber-arts?utm_source=elsewhere")
    assert content(page, "title") == (
        "Knitting, sewing and fibre near Bloomington, Indiana · Creative Community Finder"
    )
    assert content(page, "meta[name=description]") == (
        "1 group within 15 miles of Bloomington, Indiana. Tuesday Evening Knitters"
    )
    assert content(page, "link[rel=canonical]") == f"http://localhost{TOWN}/fiber-arts"
    assert not page.select("meta[name=robots]")
    assert [(step["position"], step["name"], step["item"]) for step in data(page)["itemListElement"]] == [
        (1, "Find groups", "http://localhost/"),
        (2, "Bloomington, Indiana", f"http://localhost{TOWN}"),
        (3, "Crafts", f"http://localhost{TOWN}/crafts"),
        (4, "Knitting, sewing and fibre", f"http://localhost{TOWN}/fiber-arts"),
    ]
    assert [li.get_text() for li in page.select(".crumbs li")] == [
        step["name"] for step in data(page)["itemListElement"]
    ]


def test_what_finds_nothing_says_what_is_near_and_stays_out_of_search_engines(client: FlaskClient) -> None:
    page = soup(client, f"{TOWN}/step-free")
    assert content(page, "meta[name=robots]") == "noindex"
    assert "No group near Bloomington fits. It may be that nobody says so" in content(page, ".notice")
    assert "3 more do not say: show them too" in content(page, ".notice")
    assert ("Free or by donation", f"{TOWN}/free") in links(page, "[aria-labelledby=others] a")
    assert ("Start your own", "/start-your-own?near=Bloomington,+Indiana") in links(page, "main a")


def test_a_town_without_groups_says_how_far_the_nearest_is(bare: FlaskClient) -> None:
    page = soup(bare, TOWN)
    assert content(page, ".lede") == "No groups within 15 miles of Bloomington, Indiana"
    assert content(page, "meta[name=robots]") == "noindex"


@pytest.mark.parametrize("address", ["/near/nowhere", "/near/nowhere/crafts", f"{TOWN}/nothing", "/near/%00"])
def test_what_nobody_knows_is_said_with_a_way_on(client: FlaskClient, address: str) -> None:
    page = soup(client, address, 404)
    assert "/near" in [href for _, href in links(page, "main a")]


def test_a_town_that_is_not_known_is_met_with_those_that_are_called_nearly_so(client: FlaskClient) -> None:
    assert links(soup(client, "/near/nowhere", 404), "main .links a")[:2] == [
        ("Bloomington, IN", "/near/bloomington-in"),
        ("Bloomington, IL", "/near/bloomington-il"),
    ]


def test_all_towns_are_listed_by_region(client: FlaskClient) -> None:
    page = soup(client, "/near")
    assert [h2.get_text() for h2 in page.select("h2")] == ["Indiana"]
    assert links(page, ".go a") == [("Bloomington", TOWN)]


def fact(name: str, value: str, evidence: str) -> Fact:
    return Fact(topic="venue-access", name=name, value=value, evidence=evidence, field="description")


WRITERS = Group(
    id="writers",
    title="Writers",
    occurrences=tuesdays(1),
    organizer="Ink Club",
    venue="Elm Street Library",
    mode="in-person",
    creative=True,
    # Somebody else put the door some metres off.
    place=replace(LIBRARY, latitude=39.1671),
    facts=(fact("lift", "no", "the lift is tiny"), fact("step-free-entrance", "yes", "no step for us")),
    tags=KNITTERS.tags,
    source=KNITTERS.source,
    timezone=KNITTERS.timezone,
)


def test_a_venue_tells_apart_what_it_says_itself_and_what_groups_say(own: FlaskClient, store: Store) -> None:
    knitters = replace(KNITTERS, facts=(fact("lift", "yes", "a lift to all floors"),))
    store.save_groups("elm", [knitters, WRITERS, DRAWING])
    page = soup(own, LIBRARY_PAGE)
    assert content(page, "h1") == "Elm Street Library"
    assert content(page, ".lede") == "303 Elm Street, Bloomington, IN 47408"
    assert sorted(titles(page)) == ["Tuesday Evening Knitters", "Writers"]
    told = content(page, "[aria-labelledby=in]")
    own_words, _, others = told.partition("Groups that meet there say")
    assert "The venue itself says Lift : yes a lift to all floors" in own_words
    assert "the lift is tiny" not in own_words
    assert "Lift : no the lift is tiny" in others
    assert "Step-free entrance : yes no step for us" in others
    assert "Not stated: Wheelchair access · Stairs · Accessible toilet" in told
    place = json.loads(page.select('script[type="application/ld+json"]')[1].get_text())
    assert (place["@type"], place["name"], place["address"]) == ("Place", "Elm Street Library", KNITTERS.address)
    # Of the lift both is said.
    assert place["amenityFeature"] == [
        {"@type": "LocationFeatureSpecification", "name": "Step-free entrance", "value": True}
    ]
    letter = content(page, "textarea")
    assert "Is there an accessible toilet?" in letter
    assert "lift" not in letter
    assert links(page, "[aria-labelledby=hosts] a") == [
        ("Elm Street Library", "/hosts/elm/elm-street-library"),
        ("Ink Club", "/hosts/elm/ink-club"),
    ]


def test_a_venue_keeps_its_address_when_its_point_is_mended_and_goes_with_its_groups(client: FlaskClient) -> None:
    answer = client.get("/venues/elm-street-library-dnfqyg")
    assert (answer.status_code, answer.headers["Location"]) == (301, LIBRARY_PAGE)
    for gone in ("/venues/oak-street-library-dnfqyf", "/venues/elm-street-library-9q8yyk", "/venues/x", "/venues/a-!"):
        assert client.get(gone).status_code == 404


def test_a_host_has_a_page_with_its_groups_and_where_they_meet(own: FlaskClient, store: Store) -> None:
    over = replace(KNITTERS, id="over", title="Over", occurrences=())
    store.save_groups("elm", [KNITTERS, WRITERS, replace(over, creative=False)])
    page = soup(own, "/hosts/elm/ink-club")
    assert (content(page, "h1"), titles(page)) == ("Ink Club", ["Writers"])
    assert links(page, "[aria-labelledby=venues] a") == [("Elm Street Library", LIBRARY_PAGE)]
    assert [li.get_text() for li in page.select(".crumbs li")] == ["Find groups", "Bloomington, Indiana", "Ink Club"]
    assert own.get("/hosts/elm/nobody").status_code == own.get("/hosts/nobody/ink-club").status_code == 404


def listed_elsewhere(store: Store, **changed: Any) -> None:
    """Keep what another calendar lists of the Ink Club."""
    arts = Source(id="arts", name="Arts Calendar", url="https://arts.example/")
    store.save_sources([arts])
    source = SourceRef(id="arts", name=arts.name, url=arts.url, platform="ical")
    store.save_groups("arts", [replace(WRITERS, id="poets", title="Poets", source=source, **changed)])


def test_a_host_whom_two_calendars_list_at_one_house_is_one(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [KNITTERS, WRITERS, replace(WRITERS, id="more", title="More Writers")])
    listed_elsewhere(store)
    for address in ("/hosts/elm/ink-club", "/hosts/arts/ink-club"):
        page = soup(own, address)
        assert titles(page) == ["More Writers", "Writers", "Poets"]
        assert content(page, "link[rel=canonical]") == "http://localhost/hosts/elm/ink-club"
        assert [name for name, _ in links(page, "[aria-labelledby=more] a") if "calendar" in name] == [
            "A calendar that we read: Elm Street Library",
            "A calendar that we read: Arts Calendar",
        ]
    named = [one for one in links(soup(own, TOWN), "[aria-labelledby=hosts] a") if "Ink" in one[0]]
    assert named == [("Ink Club", "/hosts/elm/ink-club")]


def test_hosts_of_one_name_at_other_houses_stay_two(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [KNITTERS, WRITERS])
    listed_elsewhere(store, place=replace(LIBRARY, latitude=LIBRARY.latitude + 0.02))
    assert titles(soup(own, "/hosts/elm/ink-club")) == ["Writers"]
    assert titles(soup(own, "/hosts/arts/ink-club")) == ["Poets"]
    # Nor is the middle of a town a house.
    town = replace(LIBRARY, precision="city", radius_km=8.0)
    store.save_groups("elm", [KNITTERS, replace(WRITERS, place=town)])
    listed_elsewhere(store, place=town)
    assert titles(soup(own, "/hosts/elm/ink-club")) == ["Writers"]
    assert len([name for name, _ in links(soup(own, TOWN), "[aria-labelledby=hosts] a") if "Ink" in name]) == 2


def test_a_group_leads_to_its_town_its_venue_and_its_host(client: FlaskClient) -> None:
    page = soup(client, f"/groups/{KNITTERS.id}")
    assert links(page, ".crumbs a") == [("Find groups", "/"), ("Bloomington, Indiana", TOWN)]
    assert links(page, ".lede a") == [("Elm Street Library", "/hosts/elm/elm-street-library")]
    assert ("More about this place", LIBRARY_PAGE) in links(page, "[aria-labelledby=where] a")
    assert not soup(client, f"/groups/{CHOIR.id}").select(".lede a")


def test_hostile_names_are_text_on_every_page(own: FlaskClient, store: Store) -> None:
    bad = "<script>alert(1)</script>"
    store.save_groups("elm", [replace(WRITERS, title=bad, venue=f"Hall {bad}", organizer=f"Club {bad}", address=bad)])
    for address in (TOWN, "/venues/hall-script-alert-1-script-dnfqyf", "/hosts/elm/club-script-alert-1-script"):
        answer = own.get(address)
        assert (answer.status_code, "<script>alert" in answer.text) == (200, False)


def test_the_numbers_of_what_suits_are_those_of_its_pages(client: FlaskClient) -> None:
    page = soup(client, TOWN)
    suits = "section[aria-labelledby=suits]"
    addresses, numbers = page.select(f"{suits} a"), page.select(f"{suits} .count")
    told = {str(a["href"]): int(number.get_text()) for a, number in zip(addresses, numbers, strict=True)}
    assert told
    for address, number in told.items():
        assert len(titles(soup(client, address))) == number, address
