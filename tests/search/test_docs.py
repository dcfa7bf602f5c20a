from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from finder.search.parse import to_args
from finder.search.query import Query, Situation
from finder.search.terms import CHOICES, FACETS
from finder.taxonomy import facets

PAGE = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")


def test_the_page_names_every_parameter_and_choice() -> None:
    table = PAGE[: PAGE.index("## What is found")]
    named = set(re.findall(r"`([^`]+)`", " ".join(re.findall(r"^\| (`[^|]+)\|", table, re.MULTILINE))))
    full = Query(
        near="x",
        words="x",
        max_price=1.0,
        stated_only=True,
        beginners=True,
        free=True,
        cadences=("again",),
        when="today",
        after="x",
        before="x",
        per_page=1,
    )
    assert set(to_args(full)) | set(FACETS) | set(CHOICES) | {"lat", "lon", "from", "to", "tag"} == named
    for name, values in CHOICES.items():
        assert name == "without" or all(f"`{value}`" in table for value in values), name


def test_the_situations_are_those_of_the_vocabulary() -> None:
    assert list(get_args(Situation)) == list(facets()["situation"].tags)
