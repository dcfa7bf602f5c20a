from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from finder.cli import main
from finder.errors import PlaceNotFound
from finder.listing import Group, Occurrence, Place, Precision, Price, Source, SourceRef, Tag
from finder.store import open_store


def at(latitude: float, longitude: float, precision: Precision = "venue") -> Place:
    return Place(
        latitude=latitude,
        longitude=longitude,
        precision=precision,
        radius_km=0.1,
        matched="Bloomington",
        provider="test",
        city="Bloomington",
        region="IN",
        country="US",
    )


KNIT = Group(
    title="Knit night \x1b[31m",
    id="knit",
    creative=True,
    place=at(39.17, -86.53),
    venue="Main Library",
    cadence_text="Every Tuesday, 6 pm",
    price=Price(status="paid", min=7.5, currency="USD"),
    occurrences=(Occurrence(start="2097-11-26T18:00:00-05:00"),),
    tags=(Tag(facet="pathway", tag="crafts", level="stated"),),
    source=SourceRef(platform="sample"),
)
CHOIR = Group(title="Choir", id="choir", creative=True, mode="online", occurrences=(Occurrence(start="2097-11-27"),))


class OnePlace:
    def find(self, text: str, *, suggesting: bool = True) -> Place:  # noqa: ARG002  the protocol's signature
        if text == "Bloomington":
            return at(39.1653, -86.5264, "city")
        raise PlaceNotFound(text, ("Bloomington, IN",))


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("finder.cli.search.open_locator", lambda _settings, **_: OnePlace())
    with closing(open_store(tmp_path / "finder.sqlite")) as store:
        store.save_sources([Source(id="s", name="S", url="https://s.example/")])
        store.save_groups("s", [KNIT, CHOIR])


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(["search", *arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


TABLE = """1 group within 15 mi of Bloomington, IN, or online

Next              Group            Distance  Where         How often            Price
Tue 26 Nov 18:00  Knit night [31m  0.4 mi    Main Library  Every Tuesday, 6 pm  7.5 USD

1 more does not say: price
Some of these are a sample of real groups; dates may be carried over: ask the host before you go.
"""


def test_a_table_for_people(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert run(capsys, "--near", "Bloomington", "--max-price", "10") == (0, TABLE, "")


def test_a_narrow_terminal_shortens_the_long_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "86")
    table = run(capsys, "--near", "Bloomington")[1].splitlines()[2:5]
    assert max(len(line) for line in table) <= 86
    assert table[1].startswith("Tue 26 Nov 18:00  Knit night [31m  0.4 mi    Main Library  Every Tuesday,")


def test_a_group_that_is_only_known_to_be_in_a_town_has_no_distance(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with closing(open_store(tmp_path / "finder.sqlite")) as store:
        store.save_groups("s", [Group(title="Jam", id="jam", creative=True, place=at(39.17, -86.53, "city"))])
    line = run(capsys, "--near", "Bloomington")[1].splitlines()[3]
    assert line.split() == ["ask", "for", "dates", "Jam", "in", "Bloomington", "not", "said"]


def test_json_lines_are_the_groups_with_distance_and_next(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--near", "Bloomington", "--within", "5", "--tag", "crafts", "--json")
    assert (code, err) == (0, "")
    found = [json.loads(line) for line in out.splitlines()]
    assert [(g["id"], g["title"], g["next"], g["distance_km"]) for g in found] == [
        ("knit", KNIT.title, "2097-11-26T18:00:00-05:00", 0.608)
    ]


def test_nothing_found_says_what_to_let_go(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--near", "Bloomington", "--q", "choir", "--mode", "in-person") == (
        0,
        "0 groups within 15 mi of Bloomington, IN\nOnline groups too: 1 group\nWith other words: 1 group\n",
        "",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["--near", "Blomington"], 1, "finder: We know no place called “Blomington”. Did you mean Bloomington, IN?\n"),
        (["--within", "far"], 1, "finder: within must be a number from 0.1 to 2000, not “far”.\n"),
        (["--tag", "knitting"], 1, "finder: tag: the vocabulary has no “knitting”.\n"),
    ],
)
def test_what_cannot_be_used_ends_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, error: str
) -> None:
    assert run(capsys, *arguments) == (code, "", error)


def test_without_a_store_it_says_how_to_make_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINDER_DATA_DIR", str(tmp_path / "none"))
    code, out, err = run(capsys)
    assert (code, out) == (1, "")
    assert err == (
        f"finder: there is no store at {tmp_path}/none/finder.sqlite yet: finder demo or finder harvest makes one\n"
    )
