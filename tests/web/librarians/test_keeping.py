from __future__ import annotations

import logging
import re
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from bloomington import website
from bs4 import BeautifulSoup
from librarian import FROM_HERE, QUERY, Librarian

from finder import saved
from finder.saved import Look
from finder.store import Store, open_store

ADDRESS = "/for-librarians/selections"


def test_a_list_is_saved_under_its_name_and_the_key_is_shown_once(librarian: Librarian, store: Store) -> None:
    key = librarian.saves("Make things near Elm", name="elm-crafts")
    [kept] = store.selections()
    assert (kept.name, kept.title, kept.asks, kept.look, kept.created) == (
        "elm-crafts",
        "Make things near Elm",
        {
            "near": ("Bloomington, Indiana",), "within": ("15",), "units": ("mi",), "pathway": ("crafts",),
            "per_page": ("10",),
        },
        Look(layout="compact"),
        "2026-11-21",
    )  # fmt: skip
    assert saved.opens(key, kept)
    assert key not in librarian.client.get(f"{ADDRESS}/elm-crafts").text
    assert "Tuesday Evening Knitters" in librarian.client.get("/embed?selection=elm-crafts").text


def test_what_is_saved_is_never_kept_by_a_cache_and_all_forms_go_by_its_name(librarian: Librarian) -> None:
    answer = librarian.post("", key=librarian.key(), query=QUERY, title="Elm", name="elm")
    assert answer.headers["Cache-Control"] == "no-store"
    page = BeautifulSoup(answer.text, "html.parser")
    lines = [str(one.get("value") or one.get_text()) for one in page.select("#codes input, #codes textarea")]
    assert len([line for line in lines if "selection=" in line and "elm" in line]) == len(lines) - 1
    assert "near=" not in "".join(lines)


def test_a_list_without_a_name_gets_one_of_its_title_and_a_number_where_that_is_taken(
    librarian: Librarian, store: Store
) -> None:
    for _ in range(3):
        librarian.saves("Crafts & more")
    assert [one.name for one in store.selections()] == ["crafts-more", "crafts-more-2", "crafts-more-3"]


def test_what_is_sent_twice_is_kept_once(librarian: Librarian, store: Store) -> None:
    key = librarian.key()
    for fields in ({"name": "elm"}, {}):
        first, second = (librarian.post("", key=key, query=QUERY, title="Twice", **fields) for _ in range(2))
        assert first.status_code == second.status_code == 200
        assert f"#{key}" in second.text
    assert [one.name for one in store.selections()] == ["elm", "twice"]


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"title": " "}, 400, "give the list a title"),
        ({"title": "x" * 130}, 400, "at most 120 characters"),
        ({"title": "Elm", "name": "../etc/passwd"}, 400, "A name has 3 to 60 letters"),
        ({"title": "Elm", "name": "edit"}, 400, "kept for the site"),
        ({"title": "Elm", "name": "taken"}, 409, "already"),
        ({"title": "Elm", "query": "near=Nowhere&layout=list"}, 400, "We know no place"),
        ({"title": "Elm", "query": "pathway=spoons"}, 400, "none of them"),
        ({"title": "Elm", "query": "near=Bloomington&theme=own&ink=999999&paper=ffffff"}, 400, "could not read"),
        ({"title": "Elm", "query": "near=Bloomington&theme=own&ink=red"}, 400, "a colour is written"),
        ({"title": "Elm", "key": "weak"}, 400, "old one"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    librarian: Librarian, store: Store, fields: dict[str, str], status: int, sentence: str
) -> None:
    librarian.saves("Taken", name="taken")
    answer = librarian.post("", **{"key": librarian.key(), "query": QUERY, **fields})
    assert (answer.status_code, sentence in BeautifulSoup(answer.text, "html.parser").get_text()) == (status, True)
    assert [one.name for one in store.selections()] == ["taken"]
    if status == 409:
        page = BeautifulSoup(answer.text, "html.parser")
        assert [page.select(f"#{name}")[0]["value"] for name in ("title", "name")] == ["Elm", "taken"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_forms_of_other_sites_change_nothing(librarian: Librarian, store: Store, headers: dict[str, str]) -> None:
    key = librarian.saves("Elm", name="elm")
    before = store.selections()
    fields = {"key": key, "query": QUERY, "title": "Another", "sure": "yes", "version": "1"}
    for path in ("", "/elm/edit", "/elm/save", "/elm/key", "/elm/remove"):
        answer = librarian.client.post(f"{ADDRESS}{path}", data=fields, headers=headers)
        assert (answer.status_code, store.selections()) == (403, before)


def test_ten_megabytes_are_refused_before_they_are_read(librarian: Librarian, store: Store) -> None:
    answer = librarian.post("", key="k" * 32, title="x" * 10_000_000, query=QUERY)
    assert (answer.status_code, store.selections()) == (413, [])


@pytest.mark.parametrize(
    ("setting", "host", "may", "may_change"),
    [
        ("here", "localhost", True, True),
        ("here", "library.example", False, True),
        ("everyone", "library.example", True, True),
        ("nobody", "localhost", False, False),
    ],
)
def test_who_may_save_is_a_setting_and_a_key_says_more_than_where_somebody_sits(
    librarian: Librarian, tmp_path: Path, store: Store, setting: str, host: str, *, may: bool, may_change: bool
) -> None:
    key = librarian.saves("Elm", name="elm")
    client = website(tmp_path, store, selections=setting).test_client()
    base = f"http://{host}/"
    fields = {"key": "k" * 32, "query": QUERY, "title": "Newer"}
    saving = client.post(ADDRESS, data=fields, headers=FROM_HERE, base_url=base)
    assert saving.status_code == (200 if may else 403)
    opening = client.post(f"{ADDRESS}/elm/edit", data={"key": key}, headers=FROM_HERE, base_url=base)
    assert opening.status_code == (200 if may_change else 403)


def test_saving_counts_for_more_than_reading(tmp_path: Path, store: Store) -> None:
    client = website(tmp_path, store, selections="everyone", rate_limit=1).test_client()
    far = {"REMOTE_ADDR": "203.0.113.9"}
    fields = {"query": QUERY, "title": "Elm", "key": saved.new_key()}
    codes = [client.post(ADDRESS, data=fields, headers=FROM_HERE, environ_overrides=far).status_code for _ in range(4)]
    assert (codes[0], codes[-1]) == (200, 429)
    assert [client.get("/librarians", environ_overrides=other).status_code for other in (far, {})] == [429, 200]


def test_the_key_opens_the_list_also_as_the_whole_address(librarian: Librarian) -> None:
    key = librarian.saves("Elm", name="elm")
    for given in (key, f" http://localhost{ADDRESS}/elm/edit#{key} "):
        page = BeautifulSoup(librarian.post("/elm/edit", key=given).text, "html.parser")
        assert page.select("h1")[0].get_text() == "Change “Elm”"
        assert [str(one["value"]) for one in page.select("[name=layout][checked]")] == ["compact"]
    assert librarian.client.get(f"{ADDRESS}/elm/edit").status_code == 200


@pytest.mark.parametrize("key", ["", "k" * 32, "\x00", "é", "x" * 9000])
def test_no_other_key_opens_it(librarian: Librarian, store: Store, key: str) -> None:
    librarian.saves("Elm", name="elm")
    before = store.selections()
    for action in ("edit", "save", "key", "remove"):
        answer = librarian.post(f"/elm/{action}", key=key, query=QUERY, title="x", sure="yes", version="1")
        assert (answer.status_code, store.selections()) == (403, before)
        assert "That key does not open this list" in answer.text


def test_a_change_shows_wherever_the_list_stands(librarian: Librarian, store: Store) -> None:
    key = librarian.saves("Elm", name="elm")
    query = "near=Bloomington&pathway=visual-arts&layout=cards"
    answer = librarian.post("/elm/save", key=key, version="1", title="Draw", name="elm-drawing", query=query)
    assert answer.status_code == 200
    assert key not in answer.text
    [kept] = store.selections()
    assert (kept.name, kept.title, kept.version, kept.created) == ("elm-drawing", "Draw", 2, "2026-11-21")
    assert "Life Drawing" in librarian.client.get("/embed?selection=elm", follow_redirects=True).text
    assert librarian.client.get(f"{ADDRESS}/elm").headers["Location"] == f"{ADDRESS}/elm-drawing"
    assert saved.opens(key, kept)


def test_of_two_who_change_it_at_once_the_second_is_told(librarian: Librarian, store: Store) -> None:
    key = librarian.saves("Elm", name="elm")
    for title, status in (("First", 200), ("Second", 400)):
        answer = librarian.post("/elm/save", key=key, version="1", title=title, name="elm", query=QUERY)
        assert answer.status_code == status
    assert "Somebody has changed this list" in answer.text
    assert [one.title for one in store.selections()] == ["First"]


def test_the_builder_keeps_what_is_being_changed_without_script(librarian: Librarian, store: Store) -> None:
    key = librarian.saves("Elm", name="elm")
    answer = librarian.post("/elm/edit", key=key, near="Bloomington", pathway="music", layout="calendar", theme="dark")
    page = BeautifulSoup(answer.text, "html.parser")
    assert [str(one["value"]) for one in page.select("[name=pathway][checked]")] == ["music"]
    assert page.select("#save [name=key]")[0]["value"] == key
    query = str(page.select("#query")[0]["value"])
    librarian.post("/elm/save", key=key, version="1", title="Elm", name="elm", query=query)
    [kept] = store.selections()
    assert (kept.asks["pathway"], kept.look) == (("music",), Look(layout="calendar", theme="dark"))


def test_a_new_key_makes_the_old_one_useless(librarian: Librarian) -> None:
    old = librarian.saves("Elm", name="elm")
    [new] = re.findall(r"/edit#([\w-]{32})\"", librarian.post("/elm/key", key=old).text)[:1]
    assert librarian.post("/elm/edit", key=old).status_code == 403
    assert librarian.post("/elm/edit", key=new).status_code == 200


def test_it_is_removed_only_when_that_was_said_twice(librarian: Librarian, store: Store) -> None:
    key = librarian.saves("Elm", name="elm")
    assert librarian.post("/elm/remove", key=key).status_code == 400
    assert len(store.selections()) == 1
    assert "is removed" in librarian.post("/elm/remove", key=key, sure="yes").text
    assert store.selections() == []
    assert librarian.client.get("/embed?selection=elm").status_code == 404


def test_nobody_gets_the_name_of_a_list_that_pages_of_others_may_still_show(librarian: Librarian, store: Store) -> None:
    key = librarian.saves("Elm", name="elm")
    librarian.post("/elm/remove", key=key, sure="yes")
    answer = librarian.post("", key=saved.new_key(), query="near=Bloomington", title="Buy cheap wool", name="elm")
    assert answer.status_code == 409
    assert librarian.client.get("/embed/cards.json?selection=elm").status_code == 404
    assert librarian.saves("Elm") != key
    assert [one.name for one in store.selections()] == ["elm-2"]


def test_the_key_stands_in_no_address_and_no_log(librarian: Librarian, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = librarian.saves("Elm", name="elm")
    for action in ("edit", "save", "key"):
        librarian.post(f"/elm/{action}", key=key, version="1", title="Elm", query=QUERY)
    page = BeautifulSoup(librarian.post("/elm/edit", key=key).text, "html.parser")
    assert [one for one in page.select("[href], [action], [src]") if key in str(one.attrs)] == []
    assert key not in caplog.text


def test_of_many_who_save_one_name_at_once_one_gets_it(librarian: Librarian, tmp_path: Path) -> None:
    codes: list[int] = []
    keys = [saved.new_key() for _ in range(6)]

    def save(key: str) -> None:
        codes.append(librarian.post("", key=key, query=QUERY, title=key, name="elm").status_code)

    threads = [Thread(target=save, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, *[409] * 5]
    with closing(open_store(tmp_path / "finder.sqlite", read_only=True)) as store:
        assert len(store.selections()) == 1


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "a&b'c\"d"]
)
def test_a_hostile_title_stays_text_everywhere(librarian: Librarian, title: str) -> None:
    key = librarian.saves(title, name="elm")
    pages = [
        librarian.client.get(f"{ADDRESS}/elm"),
        librarian.client.get(ADDRESS),
        librarian.client.get("/embed?selection=elm"),
        librarian.client.get("/embed/fragment?selection=elm"),
        librarian.client.get(f"{ADDRESS}/elm/edit"),
        librarian.post("/elm/edit", key=key),
    ]
    for answer in pages:
        assert answer.status_code == 200
        page = BeautifulSoup(answer.text, "html.parser")
        assert title in page.get_text()
        assert not page.select("script:not([src]), img[src=x]")
    frame = BeautifulSoup(str(pages[-1].text), "html.parser").select("#code-frame")[0].get_text()
    assert BeautifulSoup(frame, "html.parser").select("iframe")[0]["title"] == title
