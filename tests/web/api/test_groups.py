from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from bloomington import KNITTERS
from flask.testing import FlaskClient

from finder.listing import Twin
from finder.store import Store
from finder.web.api.records import Counts, Groups, OneGroup


def found(client: FlaskClient, asked: str) -> Groups:
    answer = client.get(f"/api/v1/groups?{asked}")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    return msgspec.json.decode(answer.data, type=Groups)


def test_a_search_finds_what_the_find_page_shows(client: FlaskClient) -> None:
    answer = found(client, "near=Bloomington&pathway=crafts")
    assert [hit.group.id for hit in answer.hits] == ["elm-knitters"]
    hit = answer.hits[0]
    assert (answer.total, answer.first, answer.elsewhere, hit.sample) == (1, 1, 0, False)
    assert hit.page == "http://localhost/groups/elm-knitters"
    assert (hit.next, hit.next_end) == ("2026-11-24T18:00:00-05:00", "2026-11-24T20:00:00-05:00")
    assert hit.distance_km == pytest.approx(0.4, abs=0.1)
    assert answer.around
    assert answer.around.label == "Bloomington, Indiana"
    assert answer.links.page == "http://localhost/find?near=Bloomington&within=15&units=mi&pathway=crafts"


def test_each_claim_comes_with_the_words_of_the_host(client: FlaskClient) -> None:
    answer = client.get("/api/v1/groups/elm-knitters")
    one = msgspec.json.decode(answer.data, type=OneGroup)
    assert one.group == KNITTERS
    assert one.links.calendar == "http://localhost/groups/elm-knitters.ics"
    assert one.licence == "http://localhost/api#licence"
    assert "GeoNames" in one.attribution


def test_what_is_part_of_the_sample_is_said_to_be(client: FlaskClient) -> None:
    assert [hit.sample for hit in found(client, "near=Bloomington&pathway=music").hits] == [True]


def test_what_nobody_says_is_absent_and_set_aside_not_no(client: FlaskClient) -> None:
    answer = found(client, "near=Bloomington&free=1")
    assert ([hit.group.id for hit in answer.hits], answer.set_aside) == (["elm-knitters"], {"price": 1})
    drawing = client.get("/api/v1/groups/elm-drawing").get_json()["group"]
    assert {"price", "ages", "registration", "url"} & drawing.keys() == set()


def test_plain_words_tell_what_was_read_of_them(client: FlaskClient) -> None:
    answer = found(client, "near=Bloomington&q=free knitters tuesday evening")
    assert answer.from_words == {"free": ["1"], "day": ["tu"], "time": ["evening"], "q": ["knitters"]}
    assert answer.asked["day"] == ["tu"]
    again = found(client, "&".join(f"{name}={value}" for name, values in answer.asked.items() for value in values))
    assert (again.hits, again.from_words) == (answer.hits, {"q": ["knitters"]})


def pages(client: FlaskClient, address: str | None, turn: str) -> Iterator[Groups]:
    while address:
        answer = msgspec.json.decode(client.get(address).data, type=Groups)
        yield answer
        address = getattr(answer.links, turn)


def test_pages_lead_on_and_back_and_miss_nothing(client: FlaskClient) -> None:
    first = "http://localhost/api/v1/groups?near=Bloomington&per_page=1&lang=es"
    there = list(pages(client, first, "next"))
    back = list(pages(client, there[-1].links.self, "previous"))
    ids = [[hit.group.id for hit in page.hits] for page in there]
    assert len(ids) == len({one for page in ids for one in page}) == 3
    assert [page.first for page in there] == [1, 2, 3]
    assert [[hit.group.id for hit in page.hits] for page in back] == ids[::-1]
    assert all(parse_qs(urlsplit(page.links.self).query)["lang"] == ["es"] for page in there)


def test_a_cursor_of_another_search_is_refused(client: FlaskClient) -> None:
    follows = client.get("/api/v1/groups?near=Bloomington&per_page=1").get_json()["links"]["next"]
    other = client.get(f"{follows}&sort=nearest")
    assert (other.status_code, other.get_json()["parameter"]) == (400, "after")
    assert client.get(follows.replace("per_page=1", "per_page=2")).status_code == 200


def test_the_pages_beside_stand_in_a_header_too(client: FlaskClient) -> None:
    answer = client.get("/api/v1/groups?near=Bloomington&per_page=1")
    follows = answer.get_json()["links"]["next"]
    assert answer.headers["Link"] == f'<{follows}>; rel="next"'
    behind = client.get(follows)
    assert [part.partition("; ")[2] for part in behind.headers.getlist("Link")] == ['rel="next"', 'rel="prev"']


def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    # The cursor of the next page differs from one second to the next; what it leads to does not.
    address = "/api/v1/groups?near=Bloomington&per_page=1"
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_change_of_a_group_changes_the_tag(own: FlaskClient, store: Store) -> None:
    address = "/api/v1/groups?near=Bloomington"
    tag = own.get(address).headers["ETag"]
    store.replace_groups([msgspec.structs.replace(KNITTERS, room="Room 2")])
    assert own.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_where_nothing_is_found_it_says_what_would(client: FlaskClient) -> None:
    answer = found(client, "near=Bloomington&pathway=crafts&day=we&lang=es")
    assert (answer.total, answer.hits) == (0, ())
    change = next(one for one in answer.loosen if one.text == "Cualquier día de la semana")
    assert found(client, urlsplit(change.href).query).total == change.total == 1


def test_what_comes_closest_is_told_to_who_asks_for_it(client: FlaskClient) -> None:
    asked = "near=Bloomington&pathway=crafts&day=we&lang=es"
    assert found(client, asked).closest is None
    closest = found(client, f"{asked}&closest=1").closest
    assert closest
    assert (closest.total, [hit.group.id for hit in closest.hits]) == (1, ["elm-knitters"])
    assert (closest.without, closest.silent) == (("Cualquier día de la semana",), ())
    again = found(client, urlsplit(closest.href).query)
    assert [hit.group.id for hit in again.hits] == ["elm-knitters"]
    # Where something is found, nothing else is looked for.
    assert found(client, "near=Bloomington&pathway=crafts&closest=1").closest is None


def test_groups_that_come_closest_because_they_do_not_say_are_told_to_be_silent(client: FlaskClient) -> None:
    closest = found(client, "near=Bloomington&q=drawing&free=1&closest=1").closest
    assert closest
    assert ([hit.group.id for hit in closest.hits], closest.without, closest.silent) == (
        ["elm-drawing"],
        (),
        ("price",),
    )


def test_counts_are_those_of_the_form(client: FlaskClient) -> None:
    answer = msgspec.json.decode(client.get("/api/v1/counts?near=Bloomington").data, type=Counts)
    assert answer.total == 3
    assert answer.counts["pathway"] == {
        "visual-arts": 1,
        "music": 1,
        "writing": 0,
        "crafts": 1,
        "theater-performance": 0,
        "digital-creation": 0,
        "cooking-gardening": 0,
    }
    for parameter in ("day", "time", "when", "free"):
        for choice, count in answer.counts[parameter].items():
            found = client.get(f"/api/v1/groups?near=Bloomington&{parameter}={choice}")
            assert (parameter, choice, msgspec.json.decode(found.data)["total"]) == (parameter, choice, count)


def test_a_group_that_is_part_of_another_leads_there(own: FlaskClient, store: Store) -> None:
    store.link_twins({"elm-drawing": Twin(shown_id="elm-knitters", reason="for the test")})
    answer = own.get("/api/v1/groups/elm-drawing?lang=fr")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/groups/elm-knitters?lang=fr")
