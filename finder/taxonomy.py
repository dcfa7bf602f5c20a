"""The vocabulary of `data/taxonomy/`, loaded and checked: facets, their tags, and what pages call them."""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec
from msgspec import Struct

from finder.paths import bundled


class TagInfo(Struct, frozen=True, kw_only=True):
    """One tag: its name on pages, what it means, and the wider tag that it belongs to."""

    label: str
    description: str = ""
    parent: str | None = None


class Facet(Struct, frozen=True, kw_only=True):
    """One question that tags answer, with its tags in the order of showing."""

    label: str
    tags: dict[str, TagInfo]


@cache
def facets() -> dict[str, Facet]:
    """Return all facets by name, in the order of showing.

    Raises:
        msgspec.ValidationError: the shipped file is not as it should be; a test holds it.
    """
    text = bundled("data/taxonomy/tags.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Facet])


def label(facet: str, tag: str) -> str:
    """Return what pages call a tag; the tag itself when the vocabulary does not know it."""
    info = facets()[facet].tags.get(tag) if facet in facets() else None
    return info.label if info else tag
