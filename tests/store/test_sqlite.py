"""What belongs to SQLite alone: files, migrations, other processes, killed writers."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from shown import found

from finder.errors import StoreBusy, StoreDamaged, StoreError
from finder.listing import Group, Listing, Occurrence, Source
from finder.saved import SavedSelection
from finder.store import open_store
from finder.store.rows import encoded
from finder.store.schema import APPLICATION_ID, MIGRATIONS
from finder.store.sqlite import SQLiteStore
from finder.tiles import UNPLACED

LIBRARY = Source(id="library", name="Public Library", url="https://library.example/")
OLD = [Group(title="Old", id=f"old{i:03}") for i in range(200)]
WRITER = """
import sys
from pathlib import Path
from finder.listing import Group
from finder.store import open_store

def stop():
    print("here", flush=True)
    sys.stdin.read()

store = open_store(Path(sys.argv[1]))
moment = sys.argv[2]
with store.transaction():
    if moment == "begun":
        stop()
    store.save_groups("library", [Group(title="New " + "wool " * 400, id=f"new{i:04}") for i in range(2000)])
    if moment == "written":
        stop()
    store.save_listings("library", [])
    if moment == "before commit":
        stop()
stop()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(open_store(tmp_path / "finder.sqlite")) as store:
        store.save_sources([LIBRARY])
        store.save_groups("library", OLD)
        store.save_listings("library", [Listing(title="Old", uid="old")])
    return tmp_path / "finder.sqlite"


@contextmanager
def writer(path: Path, moment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process that stops at a moment of its transaction."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), moment], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "here\n"
        yield process
        process.kill()


@contextmanager
def unprivileged() -> Iterator[Path]:
    """Give a folder, to be worked in as a user whom permissions bind."""
    folder = Path(tempfile.mkdtemp())
    user = os.geteuid()
    folder.chmod(0o777)
    try:
        if user == 0:
            os.chown(folder, 65534, -1)
            os.seteuid(65534)
        yield folder
    finally:
        os.seteuid(user)
        folder.chmod(0o777)
        shutil.rmtree(folder)


def state(path: Path) -> tuple[int, int, set[str]]:
    with closing(open_store(path)) as store:
        assert store.problems() == []
        groups = store.groups()
        return len(groups), len(store.listings("library")), {g.title[:3] for g in groups}


@pytest.mark.parametrize("moment", ["begun", "written", "before commit"])
def test_a_writer_killed_inside_a_transaction_leaves_the_old_state(path: Path, moment: str) -> None:
    with writer(path, moment) as process:
        process.send_signal(signal.SIGKILL)
    assert state(path) == (200, 1, {"Old"})


def test_a_writer_killed_after_its_transaction_leaves_the_new_state(path: Path) -> None:
    with writer(path, "committed") as process:
        process.send_signal(signal.SIGKILL)
    with closing(open_store(path, read_only=True)) as reader:
        assert {g.title[:3] for g in reader.groups()} == {"New"}
    assert state(path) == (2000, 0, {"New"})


def test_readers_see_the_old_state_until_the_new_one_is_whole(path: Path) -> None:
    with closing(open_store(path, read_only=True)) as reader:
        with writer(path, "before commit") as process:
            assert reader.groups() == OLD
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.wait(timeout=30)
        assert {g.title[:3] for g in reader.groups()} == {"New"}


def test_a_second_writer_waits_and_then_says_that_the_store_is_busy(path: Path) -> None:
    with writer(path, "begun"), closing(SQLiteStore(path, busy_seconds=0.05)) as store:
        with pytest.raises(StoreBusy, match="another process is writing"):
            store.save_groups("library", [])
        assert store.groups() == OLD
    assert state(path) == (200, 1, {"Old"})


def test_processes_that_make_the_same_new_file_at_once_all_succeed(tmp_path: Path) -> None:
    code = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from finder.listing import Source
        from finder.store import open_store
        store = open_store(Path(sys.argv[1]))
        store.save_sources([Source(id=sys.argv[2], name="x", url="https://x.example/")])
        store.close()
        """
    )
    path = tmp_path / "finder.sqlite"
    started = [subprocess.Popen([sys.executable, "-c", code, str(path), str(i)]) for i in range(4)]
    assert [process.wait(timeout=60) for process in started] == [0] * 4
    with closing(open_store(path)) as store:
        assert [source.id for source in store.sources()] == ["0", "1", "2", "3"]


def test_listings_are_retired_with_the_date_and_not_deleted(tmp_path: Path) -> None:
    clock = datetime(2026, 11, 21, 12, tzinfo=UTC)
    with closing(SQLiteStore(tmp_path / "s", clock=lambda: clock)) as store:
        store.save_sources([LIBRARY])
        store.save_listings("library", [Listing(title="Knit", uid="a"), Listing(title="Sew", uid="b")])
        store.save_listings("library", [Listing(title="Sew", uid="b")])
    with closing(sqlite3.connect(tmp_path / "s")) as db:
        kept = db.execute("SELECT uid, retired_at FROM listing ORDER BY uid").fetchall()
    assert kept == [("a", "2026-11-21T12:00:00+00:00"), ("b", None)]


def test_a_file_of_an_older_step_is_brought_up_to_date_and_keeps_what_it_holds(path: Path) -> None:
    steps = (*MIGRATIONS, ("ALTER TABLE source ADD COLUMN colour TEXT",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("finder.store.schema.MIGRATIONS", steps)
        with pytest.raises(StoreError, match="empty or of an older version: finder harvest brings it up to date"):
            open_store(path, read_only=True)
        with closing(open_store(path)) as store:
            assert store.groups() == OLD
    with pytest.raises(
        StoreError,
        match=rf"{path}: the store was made by a newer version \(step {len(steps)}, this one knows {len(MIGRATIONS)}\)",
    ):
        open_store(path)


def test_a_file_of_the_first_step_gets_its_tiles_and_words_from_its_records(tmp_path: Path) -> None:
    old = Group(title="Knit night", id="g", creative=True)
    with closing(sqlite3.connect(tmp_path / "s", isolation_level=None)) as db:
        for statement in MIGRATIONS[0]:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")
        db.execute("INSERT INTO source VALUES ('library', ?)", (encoded(LIBRARY),))
        db.execute(
            "INSERT INTO grp (id, source_id, title, record) VALUES ('g', 'library', 'Knit night', ?)", (encoded(old),)
        )
    with closing(open_store(tmp_path / "s")) as store:
        assert found(store, None, ["knit"]) == [old]
        assert [change.group for change in store.changes(0, 10)] == [old]
        assert store.problems() == []


def test_tiles_of_another_layout_are_made_anew_by_the_next_writer_and_refused_by_a_reader(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE meta SET value = 'older'")
        db.execute("UPDATE tile SET groups = x'00'")
    with pytest.raises(StoreError, match="its index is of another version: finder store rebuild makes it anew"):
        open_store(path, read_only=True)
    with closing(open_store(path)) as store:
        assert store.problems() == []


def test_a_failed_migration_changes_nothing(path: Path) -> None:
    steps = (*MIGRATIONS, ("ALTER TABLE source ADD COLUMN colour TEXT", "SELECT nonsense"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("finder.store.schema.MIGRATIONS", steps)
        with pytest.raises(StoreError, match="nonsense"):
            open_store(path)
    assert state(path) == (200, 1, {"Old"})


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreError, match="a database of another program"):
        open_store(path)


def overwrite_all(path: Path) -> None:
    path.write_bytes(b"<!doctype html>" * 1000)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [overwrite_all, cut_short, scribble])
def test_a_damaged_file_is_said_to_be_damaged(path: Path, damage: Callable[[Path], None]) -> None:
    damage(path)

    def read_all() -> None:
        with closing(open_store(path)) as store:
            if problems := store.problems():
                raise StoreDamaged(problems[0])

    with pytest.raises(StoreDamaged, match="damaged"):
        read_all()


def test_each_fault_of_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with closing(open_store(path)) as store:
        store.save_sources([replace(LIBRARY, id=f"library-{n}", name="n" * 3000) for n in range(40)])
    content = bytearray(path.read_bytes())
    content[-20 * 4096 :] = b"\x5a" * (20 * 4096)
    path.write_bytes(content)
    with closing(open_store(path, read_only=True)) as store:
        problems = store.problems()
    assert problems
    assert [problem for problem in problems if "\n" in problem] == []


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("DELETE FROM tile", f"tile {UNPLACED} does not agree with the groups"),
        ("UPDATE tile SET slots = x''", f"tile {UNPLACED} does not agree with the groups"),
        ("INSERT INTO tile VALUES (7, x'00', x'', x'')", "tile 7 does not agree with the groups"),
        ("INSERT INTO group_words (group_words) VALUES ('delete-all')", "the index of words is damaged"),
        ("DROP TABLE group_words_data", "the index of words is damaged"),
        ("DELETE FROM source", "a row of listing belongs to no source"),
        ("UPDATE grp SET record = '{\"title\": 1}'", "row 1 of grp: the store holds a damaged group"),
        ("UPDATE listing SET record = 'x'", "row 1 of listing: the store holds a damaged listing"),
    ],
)
def test_what_does_not_agree_is_found(tmp_path: Path, harm: str, problem: str) -> None:
    with closing(open_store(tmp_path / "s")) as store:
        store.save_sources([LIBRARY])
        store.save_listings("library", [Listing(title="Knit", uid="a")])
        store.save_groups(
            "library", [Group(title="Knit", id="g", creative=True, occurrences=(Occurrence(start="2026-11-24"),))]
        )
    with closing(sqlite3.connect(tmp_path / "s", isolation_level=None)) as db:
        db.execute(harm)
    with closing(open_store(tmp_path / "s")) as store:
        assert store.problems()
        assert store.problems()[0].startswith(problem)


def test_a_full_disk_is_said_in_plain_words_and_nothing_is_lost(path: Path) -> None:
    store = SQLiteStore(path)
    with store._db.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(StoreError, match="the disk is full; nothing was changed"):
        store.save_groups("library", [Group(title="New " + "wool " * 999, id=f"new{i}") for i in range(200)])
    assert store.groups() == OLD
    store.close()
    assert state(path) == (200, 1, {"Old"})


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot make the folder /proc/finder"):
        open_store(Path("/proc/finder/store.sqlite"))
    with pytest.raises(StoreError, match="no file can be opened or made there"):
        open_store(tmp_path)
    with unprivileged() as folder:
        folder.chmod(0o555)
        with pytest.raises(StoreError, match="is read-only"):
            open_store(folder / "finder.sqlite")


def test_a_file_that_cannot_be_written_is_named_but_can_be_read() -> None:
    with unprivileged() as folder:
        path = folder / "finder.sqlite"
        with closing(open_store(path)) as store:
            store.save_sources([LIBRARY])
        path.chmod(0o444)
        with pytest.raises(StoreError, match="is read-only"):
            open_store(path)
        with closing(open_store(path, read_only=True)) as store:
            assert store.sources() == [LIBRARY]


def test_reading_only_makes_no_file_and_writes_nothing(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        open_store(tmp_path / "none.sqlite", read_only=True)
    assert not (tmp_path / "none.sqlite").exists()
    with closing(open_store(path, read_only=True)) as store:
        with pytest.raises(StoreError, match="open for reading only"):
            store.save_groups("library", [])
        assert store.problems() == []


READER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from finder.search import search
from finder.search.query import Query
from finder.store import open_store

store = open_store(Path(sys.argv[1]), read_only=True)
seen = set()
while "done" not in seen:
    answer = search(store, Query(words="wool", per_page=100), datetime(2026, 11, 21, tzinfo=UTC), with_counts=True)
    titles = {hit.group.title.removesuffix(" wool") for hit in answer.hits}
    assert (answer.total, len(answer.hits), len(titles)) == (50, 50, 1), (answer.total, titles)
    seen |= titles
print("whole", flush=True)
"""


def test_several_readers_see_each_state_whole_while_another_process_writes(path: Path) -> None:
    def write(store: SQLiteStore, state: str) -> None:
        groups = [Group(title=f"{state} wool", id=f"g{i:02}", creative=True, mode="online") for i in range(50)]
        store.save_groups("library", groups)

    command = [sys.executable, "-c", READER, str(path)]
    with closing(SQLiteStore(path)) as store:
        write(store, "first")
        readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        for state in (*(f"state {n}" for n in range(40)), "done"):
            write(store, state)
            store.tidy()
        assert [reader.communicate(timeout=60)[0] for reader in readers] == ["whole\n"] * 3


def test_a_saved_selection_is_on_the_disk_before_anybody_is_told_so(path: Path, tmp_path: Path) -> None:
    saved = SavedSelection(name="elm", title="Elm", asks={}, created="2026-11-20", changed="2026-11-20", key_hash="x")
    with closing(open_store(path)) as store:
        store.add_selection(saved)
        store.change_selection("elm", replace(saved, title="Oak", version=2))
        # What a power loss leaves for sure: the file without what waits beside it.
        shutil.copy(path, tmp_path / "after.sqlite")
        with store.transaction():
            store.add_selection(replace(saved, name="within"))
        assert len(store.selections()) == 2
    with closing(open_store(tmp_path / "after.sqlite")) as store:
        assert [one.title for one in store.selections()] == ["Oak"]
