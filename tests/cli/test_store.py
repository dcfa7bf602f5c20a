from __future__ import annotations

from pathlib import Path

from town import finder, prepare, state


def test_a_backup_is_put_back(tmp_path: Path) -> None:
    prepare(tmp_path, [])
    assert finder(tmp_path, "demo").code == 0
    before = state(tmp_path)
    made = finder(tmp_path, "store", "backup", str(tmp_path / "copy"))
    assert (made.code, made.out, made.err) == (0, f"wrote {tmp_path / 'copy'}\n", "")
    again = finder(tmp_path, "store", "backup", str(tmp_path / "copy"))
    assert (again.code, again.out) == (1, "")
    assert "copy is there already: name another file, or remove it" in again.err
    assert finder(tmp_path, "store", "restore", str(tmp_path / "copy")).code == 0
    assert finder(tmp_path, "store", "rebuild").out == "the index is made anew\n"
    assert state(tmp_path) == before
