from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from finder.errors import StoreDamaged, StoreError
from finder.listing import Group, Source
from finder.saved import SavedSelection
from finder.store import Store, open_store
from finder.store.copies import back_up, restore

LIBRARY = Source(id="library", name="Public Library", url="https://library.example/")


def groups(count: int, title: str = "Knit") -> list[Group]:
    return [Group(title=title, id=f"g{n}", creative=True, description="wool " * 200) for n in range(count)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "finder.sqlite")
    opened.save_sources([LIBRARY])
    opened.save_groups("library", groups(3))
    yield opened
    opened.close()


def test_a_backup_is_put_back_while_others_read(tmp_path: Path, store: Store) -> None:
    back_up(tmp_path / "finder.sqlite", tmp_path / "copy.sqlite")
    store.save_groups("library", groups(1, "Sew"))
    restore(tmp_path / "copy.sqlite", tmp_path / "finder.sqlite")
    assert store.groups() == groups(3)
    assert store.problems() == []
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.endswith(("-wal", "-shm"))) == [
        "copy.sqlite",
        "finder.sqlite",
    ]


def test_a_backup_holds_the_lists_that_librarians_saved(tmp_path: Path, store: Store) -> None:
    saved = SavedSelection(
        name="elm", title="Elm", asks={"free": ("1",)}, created="2026-11-20", changed="2026-11-20", key_hash="x"
    )
    store.add_selection(saved)
    store.save_count("elm", "2026-11-21", 3)
    back_up(tmp_path / "finder.sqlite", tmp_path / "copy.sqlite")
    store.remove_selection("elm")
    restore(tmp_path / "copy.sqlite", tmp_path / "finder.sqlite")
    assert (store.selection("elm"), store.counts("elm").counted_on, store.problems()) == (saved, "2026-11-21", [])


def test_a_selection_that_cannot_be_read_is_found_by_a_check(tmp_path: Path, store: Store) -> None:
    with closing(sqlite3.connect(tmp_path / "finder.sqlite", isolation_level=None)) as db:
        db.execute("INSERT INTO selection (record) VALUES ('{}')")
    [problem] = store.problems()
    assert "of selection" in problem


def test_who_follows_the_changes_comes_to_hold_what_the_copy_has(tmp_path: Path, store: Store) -> None:
    back_up(tmp_path / "finder.sqlite", tmp_path / "copy.sqlite")
    store.save_groups("library", [*groups(1, "Sew"), Group(title="Sing", id="new", creative=True)])
    seen = store.changes(0, 100)[-1].number
    restore(tmp_path / "copy.sqlite", tmp_path / "finder.sqlite")
    told = {change.group_id: change.group for change in store.changes(seen, 100)}
    assert told == {**{group.id: group for group in groups(3)}, "new": None}
    assert store.problems() == []


def test_a_backup_made_during_writes_is_one_whole_state(tmp_path: Path, store: Store) -> None:
    done = threading.Event()

    def write() -> None:
        for n in range(40):
            store.save_groups("library", groups(20, f"Knit {n}"))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    copies = 0
    while not done.is_set() or copies == 0:
        copy = tmp_path / f"copy-{copies}"
        back_up(tmp_path / "finder.sqlite", copy)
        with closing(open_store(copy, read_only=True)) as found:
            assert len({group.title for group in found.groups()}) == 1
        copies += 1
    writer.join()


def test_a_copy_is_never_written_over(tmp_path: Path, store: Store) -> None:
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(StoreError, match="copy is there already"):
        back_up(tmp_path / "finder.sqlite", tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "mine"
    assert len(store.groups()) == 3


def test_what_is_missing_or_cannot_be_written_is_said(tmp_path: Path, store: Store) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        back_up(tmp_path / "none", tmp_path / "copy")
    with pytest.raises(StoreError, match="there is no store at"):
        restore(tmp_path / "none", tmp_path / "finder.sqlite")
    with pytest.raises(StoreError, match="cannot copy"):
        back_up(tmp_path / "finder.sqlite", tmp_path / "no" / "copy")
    assert len(store.groups()) == 3


def test_a_damaged_copy_is_not_put_back(tmp_path: Path, store: Store) -> None:
    back_up(tmp_path / "finder.sqlite", tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy", isolation_level=None)) as db:
        db.execute("DELETE FROM tile")
    with pytest.raises(StoreDamaged, match="copy is not whole: tile"):
        restore(tmp_path / "copy", tmp_path / "finder.sqlite")
    (tmp_path / "text").write_text("hello " * 1000)
    with pytest.raises(StoreDamaged):
        restore(tmp_path / "text", tmp_path / "finder.sqlite")
    assert len(store.groups()) == 3
