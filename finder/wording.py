"""Lists that are shipped as data with their words beside them: one table for all languages, one of words for each."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import msgspec

from finder.paths import bundled

_SOURCE_LANGUAGE = "en"


@cache
def told(folder: str, language: str, kind: Any) -> tuple[Any, ...]:
    """Return the entries of `data/FOLDER/index.toml` as records of a kind, with their names and words.

    A language without words of its own is told in English.
    """
    words = _table(folder, language) or _table(folder, _SOURCE_LANGUAGE)
    entries = _table(folder, "index").items()
    return tuple(msgspec.convert({"name": name, **about, **words[name]}, kind) for name, about in entries)


def _table(folder: str, name: str) -> dict[str, dict[str, Any]]:
    file = bundled("data") / folder / f"{name}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
