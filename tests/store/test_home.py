"""What can be joined from home is kept in memory between searches, and never longer than it is true."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from finder.listing import Group, Source
from finder.store import Store, open_store
from finder.tiles import ONLINE, Span

LIBRARY = Source(id="library", name="Library", url="https://x.example/")
KNIT = Group(title="Knit", id="knit", creative=True, mode="online")
SING = replace(KNIT, id="sing", title="Sing")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "finder.sqlite")) as opened:
        opened.save_sources([LIBRARY])
        opened.save_groups("library", [KNIT])
        yield opened


@pytest.fixture
def reader(store: Store, tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "finder.sqlite", read_only=True)) as opened:
        assert titles(opened) == titles(store)
        yield opened


def titles(store: Store) -> list[str]:
    rows = store.packed([Span(ONLINE, ONLINE)]).groups
    return [group.title for group in store.shown(rows["number"].tolist())]


def test_a_reader_sees_what_another_program_wrote(store: Store, reader: Store) -> None:
    store.save_groups("library", [KNIT, SING])
    assert titles(reader) == ["Knit", "Sing"]
    store.save_groups("library", [])
    assert titles(reader) == []


def test_inside_of_a_snapshot_nothing_changes(store: Store, reader: Store) -> None:
    with reader.snapshot():
        assert titles(reader) == ["Knit"]
        store.save_groups("library", [KNIT, SING])
        assert titles(reader) == ["Knit"]
    assert titles(reader) == ["Knit", "Sing"]


def test_what_was_undone_is_forgotten(store: Store) -> None:
    def begin_and_fail() -> None:
        with store.transaction():
            store.save_groups("library", [SING])
            assert titles(store) == ["Sing"]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin_and_fail()
    assert titles(store) == ["Knit"]


def test_a_rebuild_is_seen(store: Store, reader: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "finder.sqlite")) as db, db:
        db.execute("DELETE FROM grp")
    store.rebuild()
    assert titles(reader) == []


def test_what_is_only_gone_to_leaves_it_as_it_is(store: Store, reader: Store) -> None:
    kept = reader.packed([Span(ONLINE, ONLINE)])
    store.save_groups("library", [KNIT, replace(SING, mode="in-person")])
    assert reader.packed([Span(ONLINE, ONLINE)]) is kept
