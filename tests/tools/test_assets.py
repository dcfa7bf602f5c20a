from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from fontTools.misc.timeTools import timestampFromString
from fontTools.ttLib import TTFont

MADE_BEFORE = timestampFromString("Sun Nov  1 00:00:00 2026")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets") / "vendor"
    runpy.run_path(str(ROOT / "tools" / "assets.py"))["make"](folder)
    return folder


def test_fonts_are_three_and_small(vendor: Path) -> None:
    sizes = [path.stat().st_size for path in vendor.glob("*.woff2")]
    assert len(sizes) == 3
    assert sum(sizes) <= 60_000


def test_fonts_are_the_same_wherever_and_whenever_they_are_made(vendor: Path) -> None:
    heads = (TTFont(path)["head"] for path in vendor.glob("*.woff2"))
    assert all(head.modified < MADE_BEFORE for head in heads)


def test_paper_gets_the_letters_of_the_pages_as_typst_reads_them(vendor: Path) -> None:
    named = {path.name: TTFont(path)["name"] for path in vendor.glob("*.ttf")}
    assert {(file, name.getDebugName(1), name.getDebugName(2)) for file, name in named.items()} == {
        ("text.ttf", "Atkinson Hyperlegible", "Regular"),
        ("text-bold.ttf", "Atkinson Hyperlegible", "Bold"),
    }


def test_each_font_that_is_named_is_there_and_has_a_stand_in_of_its_measure(vendor: Path) -> None:
    rules = (vendor / "fonts.css").read_text(encoding="utf-8")
    assert {path.name for path in vendor.glob("*.woff2")} == set(re.findall(r'url\("([^"]+)"\)', rules))
    assert rules.count("font-display: swap") == rules.count("size-adjust") == rules.count("ascent-override") == 3
    assert all(90 < float(scale) < 115 for scale in re.findall(r"size-adjust: ([0-9.]+)%", rules))


def test_licences_and_the_map_come_along(vendor: Path) -> None:
    assert {path.name for path in vendor.iterdir() if path.suffix != ".woff2"} == {
        "fontpkg-atkinson-hyperlegible.LICENSE",
        "fontpkg-fraunces.LICENSE",
        "fonts.css",
        "leaflet.css",
        "leaflet.js",
        "text.ttf",
        "text-bold.ttf",
    }
    assert "Leaflet" in (vendor / "leaflet.js").read_text(encoding="utf-8")[:200]


def test_what_builds_the_package_is_pinned_for_make_too() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    build, group = (
        re.search(rf"^{name} = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE) for name in ("requires", "build")
    )
    assert build
    assert group
    assert set(build[1].split()) <= set(group[1].split())
