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


LINE = '{"title": "Knitters", "description": "Feel free to come.\\u001b[2J"}\n'


def test_an_explanation_is_readable_and_steers_no_terminal(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(LINE, encoding="utf-8")
    code, out, _ = run(capfdbinary, "--explain", str(file))
    assert code == 0
    assert "+ activity/fiber-arts: stated, by the phrase “Knitters” (strong)" in out.decode()
    assert b"\x1b" not in out


def test_an_explanation_as_json_is_one_object_a_listing(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(LINE * 2, encoding="utf-8")
    _, out, _ = run(capfdbinary, "--explain", "--json", str(file))
    told = [json.loads(line) for line in out.splitlines()]
    assert [(one["title"], one["creative"]) for one in told] == [("Knitters", True)] * 2


def test_a_report_is_written_beside_the_store_and_says_whose_the_texts_are(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINDER_DATA_DIR", str(tmp_path / "data"))
    listings, labels = tmp_path / "listings.jsonl", tmp_path / "labels.jsonl"
    listings.write_text('{"id": "1", "title": "Knitters"}\n', encoding="utf-8")
    labels.write_text('{"id": "1", "creative": true, "participation": null, "evidence": {}}\n', encoding="utf-8")
    code, out, _ = run(capfdbinary, "--report", str(listings), str(labels))
    page = tmp_path / "data" / "tag-report.md"
    assert (code, out.decode().splitlines()[0]) == (0, str(page))
    assert b"belong to their publishers" in out
    assert "| creative | 1.000 | 1.000 | 1.000 |" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("labels", "words"),
    [('{"id": "2", "creative": true}', b"no label"), ('{"id": "1"}', b"creative"), ("{", b"line 1")],
)
def test_labels_that_fit_no_listing_are_one_clear_sentence(
    labels: str, words: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "listings.jsonl").write_text('{"id": "1", "title": "Knitters"}\n', encoding="utf-8")
    (tmp_path / "labels.jsonl").write_text(labels, encoding="utf-8")
    files = (str(tmp_path / "listings.jsonl"), str(tmp_path / "labels.jsonl"))
    code, out, err = run(capfdbinary, "--report", *files, "--to", str(tmp_path / "page.md"))
    assert (code, out, err.count(b"\n"), (tmp_path / "page.md").exists()) == (1, b"", 1, False)
    assert words in err


@pytest.mark.parametrize("arguments", [["--json"], ["--group", "x"], ["--to", "x"], ["--report", "x", "y"]])
def test_options_that_do_not_go_together_are_wrong_usage(
    arguments: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capfdbinary, *arguments)[0] == 2


def test_a_group_that_is_not_there_is_one_clear_sentence(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINDER_DATA_DIR", str(tmp_path))
    code, out, err = run(capfdbinary, "--explain", "--group", "nobody")
    assert (code, out, err.count(b"\n")) == (1, b"", 1)
