"""How a list looks on the page of others: layout, theme and colours, which come as parameters and leave as a sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from msgspec.structs import asdict, replace

from finder.errors import InputError
from finder.saved import Layout, Look, Theme
from finder.search.given import one_of, shown, text
from finder.text import N_
from finder.web.contrast import luminance

COLOURS = ("ink", "paper", "link", "line")
"""Text, what is behind it, links, and the lines around and between."""

NAMES = ("layout", "theme", *COLOURS)
"""Every parameter of a look."""

_STYLES = Path(__file__).resolve().parent / "static" / "finder.css"
_ROOT = re.compile(r":root \{([^}]*)\}")
_VARIABLE = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
_COLOUR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)
_FROM = {"ink": "ink", "paper": "sheet", "link": "brand", "line": "edge"}
_TAKES = {
    "ink": ("ink", "soft", "yes", "maybe", "no", "focus"),
    "paper": ("paper", "sheet", "brand-ink", "brand-soft", "yes-soft", "maybe-soft", "no-soft"),
    "link": ("brand",),
    "line": ("line", "edge"),
}
"""Which of our colours each of the four stands for: what they differ in is told by words and marks too."""

_MIDDLE = 0.18
"""Luminance of a paper on which black and white are read equally well."""


def asked(params: Mapping[str, Sequence[str]]) -> Look:
    """Return the look that parameters ask for; colours come with or without `#`, and those left out are ours.

    Raises:
        InputError: there is no such layout or theme, or a colour is none.
    """
    layout, theme = (one_of(params, name, get_args(kind)) for name, kind in (("layout", Layout), ("theme", Theme)))
    look = Look(
        layout=cast(Layout | None, layout),
        theme=cast(Theme | None, theme),
        **{name: _colour(name, value) for name in COLOURS if (value := text(params, name))},
    )
    return complete(look) if has_colours(look) else look


def together(saved: Look, given: Look) -> Look:
    """Return a saved look with what was asked for beside it; a theme beside it takes the place of its colours."""
    repainted = has_colours(given) or given.theme is not None
    return replace(given if repainted else saved, layout=given.layout or saved.layout)


def has_colours(look: Look) -> bool:
    """Tell whether a look has colours of its own."""
    return any(getattr(look, name) for name in COLOURS)


def complete(look: Look) -> Look:
    """Return the look with all four colours, those that it lacks being ours; with all of them it has no theme."""
    return replace(look, theme=None, **(ours(look.theme) | _given(look)))


def ours(theme: Theme | None) -> dict[str, str]:
    """Return our own four colours in a theme."""
    palette = palettes()[1 if theme == "dark" else 0]
    return {name: palette[own] for name, own in _FROM.items()}


def params(look: Look) -> dict[str, list[str]]:
    """Return the parameters that ask for a look."""
    given = {name: value for name, value in asdict(look).items() if value and value != "auto"}
    return {name: [value.removeprefix("#")] for name, value in given.items()}


def scheme(look: Look) -> Literal["light dark", "light", "dark"]:
    """Return in which of a browser's colour schemes the list is, as `<meta name=color-scheme>` says it."""
    if look.paper:
        return "dark" if luminance(look.paper) < _MIDDLE else "light"
    return look.theme if look.theme in ("light", "dark") else "light dark"


def sheet(look: Look) -> str:
    """Return a style sheet that gives a framed list its colours; empty where it follows the visitor's device."""
    if has_colours(look):
        values = {own: value for name, value in _given(look).items() for own in _TAKES[name]}
    elif look.theme in {"light", "dark"}:
        values = palettes()[1 if look.theme == "dark" else 0]
    else:
        return ""
    lines = [f"--{name}:{value}" for name, value in values.items()]
    return f":root{{color-scheme:{scheme(look)};--shadow:none;{';'.join(lines)}}}\n"


@cache
def palettes() -> tuple[dict[str, str], dict[str, str]]:
    """Return our colours by name, light and dark, as the style sheet of the pages has them."""
    light, dark, *_rest = _ROOT.findall(_STYLES.read_text(encoding="utf-8"))
    return dict(_VARIABLE.findall(light)), dict(_VARIABLE.findall(dark))


def _given(look: Look) -> dict[str, str]:
    return {name: value for name in COLOURS if (value := getattr(look, name))}


def _colour(name: str, value: str) -> str:
    found = _COLOUR.fullmatch(value)
    if found is None:
        raise InputError(
            N_("%(name)s: a colour is written as #a03a1d, not “%(value)s”."), name, name=name, value=shown(value)
        )
    digits = found[1].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)  # noqa: PLR2004  the short form
