from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from bloomington import filled
from msgspec.structs import replace
from serving import prepared
from town import finder

from finder import saved
from finder.saved import SavedSelection
from finder.store import open_store

ELM = SavedSelection(
    name="elm-crafts",
    title="Crafts",
    asks={"pathway": ("crafts",)},
    created="2026-11-20",
    changed="2026-11-21",
    key_hash=saved.hash_of("k" * 32),
)


def keep(folder: Path, *selections: SavedSelection) -> None:
    with closing(filled(prepared(folder))) as store:
        for selection in selections:
            store.add_selection(selection)


def test_what_is_saved_is_listed_and_shown_without_a_trace_of_its_key(tmp_path: Path) -> None:
    keep(tmp_path, ELM)
    listed = finder(tmp_path, "selections", "list")
    assert listed.out.splitlines()[1].split() == ["elm-crafts", "2026-11-20", "2026-11-21", "pathway=crafts", "Crafts"]
    shown = finder(tmp_path, "selections", "show", "elm-crafts")
    assert json.loads(shown.out.splitlines()[0])["asks"] == {"pathway": ["crafts"]}
    assert ELM.key_hash not in shown.out + finder(tmp_path, "selections", "list", "--json").out


def test_a_check_names_what_is_empty_and_ends_with_one(tmp_path: Path) -> None:
    keep(tmp_path, replace(ELM, name="empty", asks={"pathway": ("writing",)}))
    checked = finder(tmp_path, "selections", "check")
    assert (checked.code, checked.err) == (1, "finder: nothing is on: empty\n")
    assert checked.out.splitlines()[1].split()[:3] == ["empty", "empty", "0"]
    assert json.loads(finder(tmp_path, "selections", "check", "empty", "--json").out)["status"] == "empty"


def test_one_is_added_by_the_search_of_a_page_and_a_lost_key_is_replaced(tmp_path: Path) -> None:
    keep(tmp_path)
    made = finder(tmp_path, "selections", "add", "elm", "pathway=crafts&utm=x", "--title", "Crafts")
    address, _, key = made.out.strip().partition("#")
    assert address == "/for-librarians/selections/elm/edit"
    assert "put it behind the name of your site" in made.err
    sited = finder(tmp_path, "selections", "new-key", "elm", site_url="https://elm.example")
    assert sited.out.startswith("https://elm.example/for-librarians/selections/elm/edit#")
    again = finder(tmp_path, "selections", "new-key", "elm").out.strip().partition("#")[2]
    with closing(open_store(tmp_path / "finder.sqlite", read_only=True)) as store:
        [kept] = store.selections()
    assert (kept.asks, saved.opens(key, kept), saved.opens(again, kept)) == ({"pathway": ("crafts",)}, False, True)
    assert finder(tmp_path, "selections", "remove", "elm").code == 0
    gone = finder(tmp_path, "selections", "show", "elm")
    assert (gone.code, gone.out) == (1, "")
    assert "There is no list called “elm”" in gone.err


def test_hostile_input_ends_in_one_line(tmp_path: Path) -> None:
    keep(tmp_path, ELM)
    for arguments in (
        ("add", "../x", "pathway=crafts", "--title", "x"),
        ("add", "elm-crafts", "pathway=crafts", "--title", "x"),
        ("add", "other", "pathway=spoons", "--title", "x"),
        ("add", "other", "", "--title", " "),
        ("remove", "nothing"),
        ("new-key", "nothing"),
        ("check", "nothing"),
    ):
        refused = finder(tmp_path, "selections", *arguments)
        assert (refused.code, refused.out, len(refused.err.splitlines())) == (1, "", 1), arguments
    assert finder(tmp_path / "none", "selections", "list").out == "Nobody has saved a list.\n"
