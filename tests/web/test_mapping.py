from __future__ import annotations

import pytest
from bloomington import tuesdays, website
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.listing import Group, Place
from finder.store import Store

INDIANA = "box=-88,38,-85,41&zoom=13"


def test_the_map_shows_what_the_list_shows(client: FlaskClient) -> None:
    listed = client.get("/api/v1/groups?near=Bloomington").get_json()
    spots = client.get(f"/map/groups?near=Bloomington&{INDIANA}").get_json()["spots"]
    at_a_place = [hit for hit in listed["hits"] if hit["group"].get("mode") != "online"]
    assert sum(spot["count"] for spot in spots) == len(at_a_place)
    named = {group["href"] for spot in spots for group in spot["groups"]}
    assert named == {f"/groups/{hit['group']['id']}" for hit in at_a_place}


def test_filters_count_on_the_map_too_and_pages_do_not(client: FlaskClient) -> None:
    spots = client.get(f"/map/groups?near=Bloomington&free=1&per_page=1&{INDIANA}").get_json()["spots"]
    assert [(spot["count"], [group["title"] for group in spot["groups"]]) for spot in spots] == [
        (1, ["Tuesday Evening Knitters"])
    ]


def test_an_area_is_said_to_be_one(own: FlaskClient, store: Store) -> None:
    town = Place(
        latitude=39.3,
        longitude=-86.6,
        precision="city",
        radius_km=9.0,
        matched="Gosport",
        provider="test",
        country="US",
    )
    store.save_groups(
        "elm", [Group(id="rough", title="Porch Songs", place=town, creative=True, occurrences=tuesdays(2))]
    )
    spots = own.get(f"/map/groups?near=Bloomington&q=porch&{INDIANA}").get_json()["spots"]
    assert [(spot["label"], spot["radius"]) for spot in spots] == [("1 group somewhere in this area", 9000)]
    spanish = own.get(f"/map/groups?near=Bloomington&q=porch&{INDIANA}", headers={"Accept-Language": "es"})
    assert spanish.get_json()["spots"][0]["label"] == "1 grupo en algún lugar de esta zona"


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "box=1,2,3&zoom=3",
        "box=1,2,3,4",
        "box=0,9,9,0&zoom=3",
        "box=-88,38,-85,41&zoom=20",
        "box=a,b,c,d&zoom=3",
        "box=nan,0,1,1&zoom=3",
    ],
)
def test_a_rectangle_that_is_none_is_answered_with_a_sentence(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/map/groups?near=Bloomington&{asked}")
    assert answer.status_code == 400
    assert "give" in answer.get_json()["detail"] or "degrees" in answer.get_json()["detail"]


def test_without_a_place_there_is_no_map_to_show(client: FlaskClient) -> None:
    without = BeautifulSoup(client.get("/find?q=knitting").text, "html.parser").select_one("#show-map")
    near = BeautifulSoup(client.get("/find?near=Bloomington").text, "html.parser").select_one("#show-map")
    assert without is None or without.has_attr("hidden")
    assert near is None or not near.has_attr("hidden")


def test_streets_are_allowed_only_where_the_setting_names_them_and_only_on_pages(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("streets")
    usual = website(folder).test_client()
    assert "img-src 'self';" in usual.get("/").headers["Content-Security-Policy"]
    named = website(folder, tiles_url="https://{s}.tiles.example/{z}/{x}/{y}.png").test_client()
    assert "img-src 'self' https://*.tiles.example;" in named.get("/").headers["Content-Security-Policy"]
    assert "img-src 'self';" in named.get("/embed").headers["Content-Security-Policy"]
