"""Titles alone, many of them: the language of each field must earn its activity, and look-alikes must not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from finder.listing import Listing
from finder.tagging import tag
from finder.taxonomy import facets

TITLES = tomllib.loads((Path(__file__).parent / "titles.toml").read_text(encoding="utf-8"))


def activities(title: str) -> set[str]:
    return {t.tag for t in tag(Listing(title=title)).tags if t.facet == "activity"}


@pytest.mark.parametrize("activity", sorted(facets()["activity"].tags.keys() - {"online-community"}))
def test_a_title_in_the_fields_own_words_earns_its_activity(activity: str) -> None:
    assert [title for title in TITLES["creative"][activity] if activity not in activities(title)] == []


def test_titles_of_other_matters_are_not_creative() -> None:
    assert [title for title in TITLES["other"]["titles"] if tag(Listing(title=title)).creative] == []
