from __future__ import annotations

import json
from pathlib import Path

import pytest

from finder.cli import main


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, bytes, bytes]:
    code: object = 0
    try:
        main(["tag", *arguments])
    except SystemExit as done:
        code = done.code or 0
    out, err = capfdbinary.readouterr()
    assert isinstance(code, int)
    return code, out, err


def test_each_record_comes_back_with_what_it_had_and_its_tags(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"title": "Knitters", "note": 7}\n\n{"title": "Board meeting"}\n', encoding="utf-8")
    code, out, _ = run(capfdbinary, str(file))
    first, second = (json.loads(line) for line in out.splitlines())
    assert (code, first["note"], first["creative"], second["creative"], second["tags"]) == (0, 7, True, False, [])
    assert {
        "facet": "activity",
        "tag": "fiber-arts",
        "level": "stated",
        "evidence": "Knitters",
        "field": "title",
    } in first["tags"]


@pytest.mark.parametrize("line", ["[]", '{"title": 3}', "{", '{"description": "no title"}', "\udcff"])
def test_a_line_that_is_no_listing_is_one_clear_sentence(
    line: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(line.encode("utf-8", "surrogateescape"))
    code, out, err = run(capfdbinary, str(file))
    assert (code, out, err.count(b"\n")) == (1, b"", 1)
    assert b"line 1" in err
