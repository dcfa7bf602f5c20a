from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bloomington import KNITTERS, NOW, Places, filled

from finder.errors import InputError, PlaceNotFound
from finder.saved import Counted, Look, SavedSelection
from finder.selections import canonical, count_all, found_now
from finder.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path)
    yield opened
    opened.close()


def saved(name: str = "elm", **asks: tuple[str, ...]) -> SavedSelection:
    return SavedSelection(
        name=name, title="Elm", asks=asks, look=Look(), created="2026-11-20", changed="2026-11-20", key_hash="x"
    )


def test_parameters_are_kept_checked_and_with_the_place_in_full(store: Store) -> None:
    given = {"near": ["bloomington"], "pathway": ["CRAFTS"], "after": ["x"], "utm": ["y"], "q": ["quiet knitting"]}
    assert canonical(given, Places(), store, NOW) == {
        "near": ("Bloomington, Indiana",),
        "within": ("15",),
        "units": ("mi",),
        "q": ("knitting",),
        "pathway": ("crafts",),
        "situation": ("introvert-friendly",),
    }


def test_what_is_kept_asks_for_the_same_once_more(store: Store) -> None:
    first = canonical({"near": ["Bloomington"], "free": ["1"], "per_page": ["5"]}, Places(), store, NOW)
    assert canonical(first, Places(), store, NOW) == first


def test_what_cannot_be_asked_is_not_kept(store: Store) -> None:
    with pytest.raises(InputError):
        canonical({"pathway": ["spoons"]}, Places(), store, NOW)
    with pytest.raises(PlaceNotFound):
        canonical({"near": ["Nowhere"]}, Places(), store, NOW)


def test_all_groups_of_a_selection_are_found_whatever_its_count(store: Store) -> None:
    answer, hits = found_now(saved(near=("Bloomington",), per_page=("1",)), Places(), store, NOW)
    assert (answer.total, len(hits)) == (3, 3)


def test_each_selection_is_counted_and_one_that_lost_its_meaning_stops_no_other(store: Store) -> None:
    store.add_selection(saved("a-lost", near=("Nowhere",)))
    store.add_selection(saved("crafts", near=("Bloomington",), pathway=("crafts",)))
    count_all(store, Places(), NOW)
    assert store.counts("a-lost").counted_on is None
    assert store.counts("crafts").changes == (Counted(day="2026-11-21", groups=1),)
    store.save_groups("elm", [])
    count_all(store, Places(), NOW.replace(day=22))
    assert store.counts("crafts").empty_since == "2026-11-22"
    store.save_groups("elm", [KNITTERS])
