from __future__ import annotations

import pytest
from bloomington import KNITTERS, LIBRARY, likely, said
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from msgspec.structs import replace

from finder.listing import Fact, Group
from finder.store import Store

ASKED = "/find?near=Bloomington&situation=limited-mobility"
STATED = ("Stated by the host", "Read the words on each card: they tell what works there.")
SITTING = "These are done sitting down. That says nothing about steps at the door."
LEVEL = Fact(topic="venue-access", name="step-free-entrance", value="yes", evidence="Level door", field="description")


def named(name: str, **more: object) -> Group:
    return replace(KNITTERS, **{"id": name, "title": name, "tags": (), **more})


@pytest.fixture
def groups(store: Store) -> Store:
    """Groups of which the nearest are those that say least."""
    store.save_groups(
        "elm",
        [
            KNITTERS,
            named("Silent"),
            named("Sits", tags=(likely("situation", "limited-mobility", "sit with us"),)),
            named(
                "At home", mode="online", place=None, tags=(said("situation", "limited-mobility", "by video", "mode"),)
            ),
            named("Far door", place=replace(LIBRARY, latitude=39.3), tags=KNITTERS.tags, facts=(LEVEL,)),
        ],
    )
    return store


def told(client: FlaskClient, path: str) -> list[str]:
    """Return headings, titles of cards and sentences of the list, in order."""
    page = BeautifulSoup(client.get(path).text, "html.parser")
    return [" ".join(one.get_text(" ").split()) for one in page.select("main article h2, .part > h2, .part > p")]


@pytest.mark.usefixtures("groups")
def test_who_cannot_climb_steps_sees_first_who_states_it_then_who_may_suit_under_headings(own: FlaskClient) -> None:
    assert told(own, ASKED) == [
        *STATED,
        "Tuesday Evening Knitters",
        "Far door",
        "May suit: ask first",
        SITTING,
        "Sits",
        "From home, online",
        "At home",
    ]


@pytest.mark.usefixtures("groups")
def test_who_says_nothing_stands_last_where_that_is_asked_for_too(own: FlaskClient) -> None:
    assert told(own, f"{ASKED}&silent=limited-mobility")[5:9] == [SITTING, "Sits", "Not stated: ask first", "Silent"]


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize("more", ["&sort=soonest", "&stated=1"])
def test_another_order_and_what_is_stated_alone_need_no_headings(own: FlaskClient, more: str) -> None:
    assert BeautifulSoup(own.get(ASKED + more).text, "html.parser").select(".part") == []


@pytest.mark.usefixtures("groups")
def test_a_page_of_a_town_has_the_same_headings(own: FlaskClient) -> None:
    assert told(own, "/near/bloomington-indiana/sitting-down")[:5] == [
        *STATED,
        "Tuesday Evening Knitters",
        "Far door",
        "May suit: ask first",
    ]


@pytest.mark.usefixtures("groups")
def test_a_link_leads_to_those_alone_that_state_a_way_in(own: FlaskClient) -> None:
    page = BeautifulSoup(own.get(ASKED).text, "html.parser")
    (line,) = (one for one in page.select(".elsewhere") if one.select("a"))
    assert " ".join(line.get_text(" ").split()) == "Only where the host states it: Step-free entrance (1)"
    assert told(own, str(line.a["href"]) if line.a else "") == [
        *STATED,
        "Far door",
    ]


def test_where_nobody_states_a_way_in_the_page_says_so(client: FlaskClient) -> None:
    sentence = "None of these hosts states wheelchair access or a step-free entrance."
    assert sentence in client.get(ASKED).text
    assert sentence not in client.get("/find?near=Bloomington&free=1").text
