"""docs/platforms.md and the scrapers say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from scrapers.registry import scraper, scrapers

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS.parent / "docs" / "platforms.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| `(\w+)` \| (?:`([^`]+)`|any page) \| [^|]+ \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


class Line(NamedTuple):
    key: str
    address: str
    cases: list[str]


LINES = [Line(key, address, re.findall(r"`(\w+)`", cases)) for key, address, cases in LINE.findall(PAGE)]


def test_every_scraper_has_its_line_and_every_line_its_scraper() -> None:
    assert sorted(line.key for line in LINES) == sorted(one.key for one in scrapers() if one.key != "sample")


@pytest.mark.parametrize("line", [one for one in LINES if one.address], ids=lambda line: line.key)
def test_the_address_shown_is_one_that_the_scraper_knows_before_any_other(line: Line) -> None:
    assert next(one.key for one in scrapers() if one.claims(line.address)) == line.key
    assert scraper(line.key).claims(line.address)


def test_every_case_named_exists() -> None:
    named = {case for line in LINES for case in line.cases}
    pages = {path.stem for path in (TESTS / "scrapers" / "pages").glob("*.json")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    tests = set(re.findall(r"^def (test_\w+)", code, re.MULTILINE))
    assert named - pages - tests == set()
    assert [line.key for line in LINES if not line.cases] == []
