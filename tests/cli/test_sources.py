from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from town import prepare

from finder.cli import main
from finder.listing import HarvestReport, Source
from finder.store import open_store

Finder = Callable[..., tuple[int, str, str]]


@pytest.fixture
def finder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Finder:
    """Run a command line with a data folder of its own; return exit code, output and errors."""
    monkeypatch.setenv("FINDER_DATA_DIR", str(tmp_path))

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            main(list(arguments))
        except SystemExit as done:
            code = int(done.code or 0)
        else:
            code = 0
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def keep(folder: Path, *sources: Source) -> None:
    with closing(open_store(folder / "finder.sqlite")) as store:
        store.save_sources(sources)


def test_the_shipped_catalogue_can_be_listed_by_platform_and_country(finder: Finder) -> None:
    code, out, _ = finder("sources", "list", "--platform", "libcal", "--country", "us", "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {(source["platform"], source["country"]) for source in found} == {("libcal", "US")}


def test_a_list_for_people_is_a_table(finder: Finder) -> None:
    _, out, _ = finder("sources", "list", "--platform", "whofi")
    head, row = out.splitlines()
    assert (head.split(), "whofi" in row.split()) == (["id", "name", "home", "platform", "address"], True)


def test_nothing_that_fits_is_said(finder: Finder) -> None:
    assert finder("sources", "list", "--platform", "none") == (0, "No sources.\n", "")


@pytest.fixture
def bloomington(tmp_path: Path) -> None:
    near = Source(id="guild", name="Guild", url="https://guild.example.org/", latitude=39.165, longitude=-86.526)
    far = Source(id="league", name="League", url="https://league.example.org/", latitude=39.165, longitude=-86.0)
    prepare(tmp_path, [near, far])


@pytest.mark.usefixtures("bloomington")
@pytest.mark.parametrize(
    ("within", "found"),
    [("40", [0.0]), ("40km", [0.0]), ("46", [0.0, 45.3]), ("25 miles", [0.0]), ("28.5mi", [0.0, 45.3]), ("0", [0.0])],
)
def test_sources_near_a_place_come_with_their_distance(finder: Finder, within: str, found: list[float]) -> None:
    code, out, _ = finder("sources", "near", "Bloomington, IN", "--within", within, "--json")
    ours = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [one["distance_km"] for one in ours if one["id"] in {"guild", "league"}] == found


@pytest.mark.usefixtures("bloomington")
def test_a_place_without_sources_and_one_that_is_unknown_are_told_apart(finder: Finder) -> None:
    code, out, err = finder("sources", "near", "Nowhereville")
    assert (code, out, err.startswith("finder: We know no place called “Nowhereville”")) == (1, "", True)
    assert finder("sources", "near", "Bloomington, IN", "--within", "a walk")[0] == 2


def test_a_source_can_be_seen_and_removed(finder: Finder, tmp_path: Path) -> None:
    url = "https://guild.example.org/a.ics"
    added = {"id": "us-guild", "name": "Guild", "url": url, "kind": "arts_org", "country": "US"}
    keep(tmp_path, Source(id="us-guild", name="Guild", url=url, kind="arts_org", country="US"))
    assert json.loads(finder("sources", "show", "us-guild")[1]) == added
    assert finder("sources", "remove", "us-guild") == (0, "", "")
    assert finder("sources", "show", "us-guild")[0] == 1


def test_a_source_is_added_once(finder: Finder, tmp_path: Path) -> None:
    keep(tmp_path, Source(id="guild", name="Guild", url="https://guild.example.org/a.ics"))
    code, out, err = finder("sources", "add", "https://guild.example.org/a.ics", "--name", "Guild again")
    assert (code, out, err) == (1, "", "finder: https://guild.example.org/a.ics is in the catalogue already\n")


@pytest.mark.parametrize(
    "url", ["guild.example.org", "file:///etc/passwd", "https://", "", "bundled:x", "http://[", "http://x:99999/"]
)
def test_only_web_addresses_can_be_added(finder: Finder, url: str) -> None:
    message = f"finder: URL: “{url}” is no web address such as https://example.org/events\n"
    assert finder("sources", "add", url, "--name", "Guild") == (1, "", message)


def test_a_source_that_is_not_here_cannot_be_removed(finder: Finder) -> None:
    assert finder("sources", "remove", "x") == (1, "", "finder: nothing was added or harvested here as “x”\n")


def test_health_shows_the_failed_ones_first(finder: Finder, tmp_path: Path) -> None:
    assert finder("sources", "health") == (0, "Nothing has been harvested yet.\n", "")
    keep(tmp_path, *(Source(id=name, name=name, url=f"https://{name}.example.org/") for name in ("guild", "league")))
    store = open_store(tmp_path / "finder.sqlite")
    started = "2026-11-21T12:00:00+00:00"
    store.save_report(
        HarvestReport(source_id="guild", started_at=started, listings=7, coming=7, groups=2, last_good=started)
    )
    store.save_report(
        HarvestReport(
            source_id="league", started_at=started, fault="unreachable", error="league accepts no connections"
        )
    )
    store.close()
    rows = [
        [cell.strip() for cell in re.split(r"\s{2,}", line)] for line in finder("sources", "health")[1].splitlines()[1:]
    ]
    assert rows == [
        ["league", "unreachable", "never", "0", "0", "never read yet", "league accepts no connections"],
        ["guild", "working", "2026-11-21", "7", "2", "it lists 7 dates to come"],
    ]
    reports = [json.loads(line) for line in finder("sources", "health", "--json")[1].splitlines()]
    assert [report["source_id"] for report in reports] == ["league", "guild"]


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("--country", "Narnia", "--country: “Narnia” is not two letters such as US"),
        ("--timezone", "Mars", "--timezone: I know no time zone “Mars”; write it as in America/New_York"),
        ("--name", " ", "--name: a source needs the name of its organisation"),
    ],
)
def test_what_cannot_be_a_source_is_refused_with_the_reason(
    finder: Finder, option: str, text: str, message: str
) -> None:
    added = finder("sources", "add", "https://guild.example.org/", "--name", "Guild", option, text)
    assert added == (1, "", f"finder: {message}\n")


def test_a_misspelt_platform_is_told_from_one_that_nobody_reads_yet(finder: Finder, tmp_path: Path) -> None:
    prepare(tmp_path, [])
    guild = ("sources", "add", "https://guild.example.org/", "--name", "Guild", "--platform")
    code, _, message = finder(*guild, "libcall")
    assert (code, message.startswith("finder: no scraper is called “libcall”; there are ")) == (1, True)
    # What nobody reads yet is no mistake in the option, but there is nothing to show and so nothing to keep.
    assert "no scraper is called" not in finder(*guild, "whofi")[2]
