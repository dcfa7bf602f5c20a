from __future__ import annotations

from contextlib import closing
from pathlib import Path

from town import finder

from finder.listing import Group, Source
from finder.store import open_store

KNIT = Group(title="Knit night", id="g", creative=True)


def keep(folder: Path, *groups: Group) -> None:
    with closing(open_store(folder / "finder.sqlite")) as store:
        store.save_sources([Source(id="library", name="Public Library", url="https://library.example/")])
        store.save_groups("library", groups)


def test_a_backup_is_put_back(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    keep(tmp_path, KNIT)
    made = finder(tmp_path, "store", "backup", str(copy))
    assert (made.code, made.out, made.err) == (0, f"wrote {copy}\n", "")
    again = finder(tmp_path, "store", "backup", str(copy))
    assert (again.code, again.out) == (1, "")
    assert "copy is there already: name another file, or remove it" in again.err
    keep(tmp_path)
    assert finder(tmp_path, "store", "restore", str(copy)).code == 0
    assert finder(tmp_path, "store", "rebuild").out == "the index is made anew\n"
    with closing(open_store(tmp_path / "finder.sqlite", read_only=True)) as store:
        assert store.groups() == [KNIT]
