"""The cache of deploy/nginx/, in the real nginx."""

from __future__ import annotations

import gzip
import time
from email.utils import parsedate_to_datetime

import pytest
from edge import Behind, ask, crowd, until

pytestmark = pytest.mark.nginx

EMBED = "/embed?near=Bloomington"
WARM = [
    "/embed?near=Bloomington",
    "/embed/cards.json?near=Bloomington",
    "/embed/creative-finder.js",
    "/oembed?url=http://finder.example:{port}/",
    "/feeds/rss.xml?near=Bloomington",
    "/flyer/list.pdf?near=Bloomington",
    "/find?near=Bloomington",
    "/api/v1/groups?near=Bloomington",
    "/groups/elm-knitters",
    "/near/bloomington-indiana",
    "/about",
    "/sitemap.xml",
    "/static/finder.css",
    "/embed?pathway=crafts&near=Bloomington",
]
OWN = [
    "/find?near=Bloomington&q=knitting",
    "/find?lat=39.17&lon=-86.53",
    "/api/v1/places?q=bloo",
    "/shortlist?ids=elm-knitters",
    "/sources",
    "/start",
    "/api/v1/health",
    "/find?near=Nowhere",
    "/embed?near=Nowhere",
    "/nothing",
    "/find/x.css",
    "/shortlist/x.css?ids=elm-knitters",
]


@pytest.mark.parametrize("address", WARM)
def test_what_was_answered_once_is_answered_from_the_copy(lasting: tuple[Behind, int], address: str) -> None:
    behind, port = lasting
    first, again = (ask(port, address.format(port=port)) for _ in range(2))
    assert (first.cache, again.cache, len(behind.seen)) == ("MISS", "HIT", 1)
    assert (first.status, first.body) == (again.status, again.body)
    kept = ("Cache-Control", "ETag", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "Location")
    assert [first.headers[name] for name in kept] == [again.headers[name] for name in kept]
    assert first.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("address", OWN)
def test_what_is_ones_own_and_errors_are_never_copied(lasting: tuple[Behind, int], address: str) -> None:
    behind, port = lasting
    assert {ask(port, address).cache for _ in range(3)} == {"MISS"}
    assert len(behind.seen) == 3


def test_what_a_form_sends_is_never_copied(lasting: tuple[Behind, int]) -> None:
    behind, port = lasting
    form = b"kind=craft-night&near=Bloomington"
    for _ in range(2):
        answer = ask(port, "/start-your-own/flyer.pdf", "POST", form, Content_Type="application/x-www-form-urlencoded")
        assert (answer.status, answer.headers["Content-Type"], answer.cache) == (200, "application/pdf", None)
    assert ask(port, EMBED, "POST", b"x").status == 405
    assert ask(port, EMBED).cache == "MISS"
    assert len(behind.seen) == 4


def test_each_language_has_its_copy_and_equal_wishes_share_one(lasting: tuple[Behind, int]) -> None:
    behind, port = lasting
    wishes = {
        "en-US,en;q=0.9": "MISS",
        "en-US": "HIT",
        "de-DE,en-US;q=0.7,en;q=0.3": "HIT",
        "en-GB,en;q=0.5": "MISS",
        "es-MX,es;q=0.9,en;q=0.5": "MISS",
        "es-MX": "HIT",
        "es-419,es;q=0.9": "MISS",
        "fr": "MISS",
        "fr ;q=0.9, en": "HIT",
        "de": "MISS",
        "": "HIT",
        "enx, frx-CA, xes": "HIT",
        "zz-<script>": "HIT",
    }
    answers = {wish: ask(port, EMBED, Accept_Language=wish) for wish in wishes}
    assert {wish: answer.cache for wish, answer in answers.items()} == wishes
    assert ['lang="es' in answers["es-MX"].text, 'lang="fr' in answers["fr ;q=0.9, en"].text] == [True, True]
    assert {seen.get("HTTP_ACCEPT_LANGUAGE") for seen in behind.seen} == {
        "en-US",
        "en-GB",
        "es-MX",
        "es-419",
        "fr",
        None,
    }


def test_one_copy_serves_those_who_read_gzip_and_those_who_do_not(lasting: tuple[Behind, int]) -> None:
    behind, port = lasting
    small, full = ask(port, EMBED, Accept_Encoding="gzip, deflate, br"), ask(port, EMBED)
    assert (small.headers["Content-Encoding"], full.headers["Content-Encoding"]) == ("gzip", None)
    assert gzip.decompress(small.body) == full.body
    assert (full.cache, len(behind.seen)) == ("HIT", 1)


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_who_has_the_copy_already_is_told_so_in_a_line(lasting: tuple[Behind, int], encoding: str) -> None:
    _behind, port = lasting
    etag = ask(port, EMBED, Accept_Encoding=encoding).headers["ETag"]
    same = ask(port, EMBED, Accept_Encoding=encoding, If_None_Match=etag)
    assert (same.status, same.body, same.cache) == (304, b"", "HIT")
    assert ask(port, EMBED, Accept_Encoding=encoding, If_None_Match='"other"').status == 200


def test_who_asks_for_the_head_alone_gets_that_of_the_copy(lasting: tuple[Behind, int]) -> None:
    behind, port = lasting
    head, full = ask(port, EMBED, "HEAD"), ask(port, EMBED)
    assert (head.status, head.body, full.cache, len(behind.seen)) == (200, b"", "HIT", 1)
    assert full.body


def test_the_way_to_the_one_address_of_a_list_is_copied_too(lasting: tuple[Behind, int]) -> None:
    _behind, port = lasting
    for expected in ("MISS", "HIT"):
        answer = ask(port, "/embed?pathway=crafts&near=Bloomington&utm_source=x")
        assert (answer.status, answer.headers["Location"], answer.cache) == (
            301,
            "/embed?near=Bloomington&pathway=crafts",
            expected,
        )


def test_an_old_copy_is_shown_while_a_new_one_is_fetched(edge: tuple[Behind, int]) -> None:
    behind, port = edge
    ask(port, EMBED)
    time.sleep(2.1)
    behind.door.clear()
    assert [ask(port, EMBED).cache for _ in range(3)] == ["STALE", "UPDATING", "UPDATING"]
    assert until(lambda: len(behind.seen) == 2)
    behind.door.set()
    assert until(lambda: ask(port, EMBED).cache == "HIT")
    assert behind.seen[1]["HTTP_IF_NONE_MATCH"]


def test_a_copy_too_old_to_be_shown_is_asked_for_anew_and_confirmed_in_a_line(brief: tuple[Behind, int]) -> None:
    behind, port = brief
    first = ask(port, EMBED)
    time.sleep(3.1)
    again = ask(port, EMBED)
    assert (again.cache, again.body, again.headers["ETag"]) == ("REVALIDATED", first.body, first.headers["ETag"])
    assert behind.seen[1]["HTTP_IF_NONE_MATCH"] == first.headers["ETag"]


TROUBLES = ["away", "500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_while_the_server_fails_the_old_copy_is_shown_with_its_age(brief: tuple[Behind, int], trouble: str) -> None:
    behind, port = brief
    good = ask(port, EMBED)
    time.sleep(3.1)
    if trouble == "away":
        behind.stop()
    else:
        behind.status = trouble
    old = ask(port, EMBED)
    assert (old.status, old.cache, old.body) == (200, "STALE", good.body)
    assert "As listed here on November 21, 2026" in old.text
    assert old.headers["Date"] == good.headers["Date"]
    assert time.time() - parsedate_to_datetime(old.headers["Date"]).timestamp() >= 3
    if trouble == "away":
        behind.start()
    behind.status = None
    assert until(lambda: ask(port, EMBED).cache == "HIT")


def test_without_a_copy_a_server_that_is_away_is_told_in_a_sentence(edge: tuple[Behind, int]) -> None:
    behind, port = edge
    behind.stop()
    for language, words in {"en": "does not answer", "es-MX": "no responde", "fr": "ne répond pas"}.items():
        answer = ask(port, EMBED, Accept_Language=language)
        assert (answer.status, words in answer.text) == (503, True)
        assert [answer.headers[name] for name in ("Retry-After", "Cache-Control")] == ["60", "no-store"]
    behind.start()


def test_what_was_taken_away_is_not_shown_from_an_old_copy(brief: tuple[Behind, int]) -> None:
    behind, port = brief
    assert ask(port, "/groups/elm-knitters").status == 200
    time.sleep(3.1)
    behind.status = "404 NOT FOUND"
    assert ask(port, "/groups/elm-knitters").status == 404


@pytest.mark.parametrize("is_old", [False, True])
def test_a_crowd_at_a_missing_or_old_copy_asks_the_server_once(edge: tuple[Behind, int], is_old: bool) -> None:  # noqa: FBT001  a parameter of the test
    behind, port = edge
    if is_old:
        ask(port, EMBED)
        time.sleep(2.1)
        behind.seen.clear()
    behind.door.clear()
    asked: list[int] = []

    def look() -> None:
        assert until(lambda: len(behind.seen) > 0)
        time.sleep(0.5)
        asked.append(len(behind.seen))
        behind.door.set()

    answers = crowd(port, EMBED, 40, look)
    assert {answer.status for answer in answers} == {200}
    assert asked == [1]
