"""The build step that puts fonts and the map library into the package, from packages of the registry.

Hatchling runs it for every install, editable ones too; what it writes is left out of git. The pages work without.
"""

from __future__ import annotations

import io
import shutil
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "finder/web/static/vendor"

LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: the languages of Europe that are written in Latin letters
    *range(0x2010, 0x2040),  # dashes, quotation marks, dots
    *(0x20AC, 0x2122, 0x2190, 0x2192, 0x2212),  # euro, trade mark, arrows, minus
)
SAMPLE = "The quick brown knitters meet every other Tuesday evening, and beginners are welcome. Where? How far?"
"""Text as pages hold it: what its letters take in width on the whole is what a stand-in has to take too."""


class Face(NamedTuple):
    """One font of the pages, and the font of the system that stands in until it is there, made to its measure."""

    name: str
    family: str
    weight: str
    package: str
    file: str
    axes: dict[str, float]
    local: tuple[str, ...]
    local_width: float
    """Mean width of the letters of `SAMPLE` in the stand-in, in em."""


_ARIAL = ("Arial", "Liberation Sans", "Helvetica")
_ARIAL_BOLD = ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Helvetica-Bold")
_TIMES_BOLD = ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "Times-Bold")
_TEXT = "fontpkg-atkinson-hyperlegible"
FACES = (
    Face("text", "Finder Text", "400", _TEXT, "AtkinsonHyperlegible-Regular.ttf", {}, _ARIAL, 0.472),
    Face("text-bold", "Finder Text", "700", _TEXT, "AtkinsonHyperlegible-Bold.ttf", {}, _ARIAL_BOLD, 0.505),
    Face(
        "heading",
        "Finder Heading",
        "600",
        "fontpkg-fraunces",
        "Fraunces[SOFT,WONK,opsz,wght].ttf",
        {"SOFT": 60, "WONK": 0, "opsz": 40, "wght": 600},
        _TIMES_BOLD,
        0.455,
    ),
)
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum"]


def make(folder: Path) -> None:
    """Write fonts, their style sheet, the map library and the licences of all of them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "fonts.css").write_text("".join(_font(face, folder) for face in FACES), encoding="utf-8")
    for name in ("leaflet.js", "leaflet.css"):
        shutil.copyfile(_packaged("xstatic-leaflet", f"xstatic/pkg/leaflet/data/{name}"), folder / name)
    for package in sorted({face.package for face in FACES}):
        shutil.copyfile(_packaged(package, f"{_module(package)}/LICENSE"), folder / f"{package}.LICENSE")


def _font(face: Face, folder: Path) -> str:
    font = TTFont(_packaged(face.package, f"{_module(face.package)}/files/{face.file}"), recalcTimestamp=False)
    if face.axes:
        font = instantiateVariableFont(font, face.axes)
    rules = _rules(face, font)
    _subset(font)
    if face.package == _TEXT:
        # The letters of paper: Typst reads no woff2.
        (folder / f"{face.name}.ttf").write_bytes(_written(font))
    font.flavor = "woff2"
    content = _written(font)
    # The name changes with the content, so that browsers may keep the file for good.
    name = f"{face.name}-{sha256(content).hexdigest()[:8]}.woff2"
    (folder / name).write_bytes(content)
    return rules.replace("FILE", name)


def _subset(font: TTFont) -> None:
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)


def _written(font: TTFont) -> bytes:
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _rules(face: Face, font: TTFont) -> str:
    """Return the rules of the font and of its stand-in, whose lines are as long and as high as those of the font."""
    em, head = font["head"].unitsPerEm, font["hhea"]
    widths, glyphs = font["hmtx"], font.getBestCmap()
    width = sum(widths[glyphs[ord(letter)]][0] for letter in SAMPLE) / len(SAMPLE) / em
    scale = width / face.local_width
    stand_in = ", ".join(f'local("{name}")' for name in face.local)
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-display: swap; '
        f'src: url("FILE") format("woff2"); }}\n'
        f'@font-face {{ font-family: "{face.family} Fallback"; font-weight: {face.weight}; src: {stand_in}; '
        f"size-adjust: {scale:.2%}; ascent-override: {head.ascent / em / scale:.2%}; "
        f"descent-override: {-head.descent / em / scale:.2%}; line-gap-override: {head.lineGap / em / scale:.2%}; }}\n"
    )


def _module(package: str) -> str:
    return package.replace("-", "_")


def _packaged(package: str, path: str) -> Path:
    return Path(str(distribution(package).locate_file(path)))


class Assets(BuildHookInterface[Any]):
    """Writes the files before the package is made, and puts them into it although git knows nothing of them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before each build; `version` is `standard` or `editable`."""
        del version
        make(Path(self.root) / FOLDER)
        build_data["artifacts"].append(f"{FOLDER}/*")
