from __future__ import annotations

import tomllib
from datetime import date
from itertools import pairwise

import pytest

from finder.invitations import COSTS, MINUTES, MOODS, WHO, a_few, invitations, suited
from finder.paths import bundled
from finder.taxonomy import facets

LANGUAGES = ("en", "es", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_invitation_has_its_words_in_every_language(language: str) -> None:
    told = tomllib.loads((bundled("data/invitations") / f"{language}.toml").read_text("utf-8"))
    assert [one.name for one in invitations(language)] == list(told)
    assert all(one.title and one.text and one.begin for one in invitations(language))
    assert len({one.title for one in invitations(language)}) == len(told)


def test_a_language_without_words_of_its_own_is_told_in_english() -> None:
    assert invitations("xx") == invitations("en")


def test_every_invitation_belongs_to_a_pathway() -> None:
    assert {one.pathway for one in invitations("en")} == set(facets()["pathway"].tags)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("cost", COSTS)
def test_there_is_something_for_everybody_at_every_cost(who: str, cost: str) -> None:
    assert suited("en", who=who, cost=cost)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("who", WHO)
def test_there_is_something_in_every_mood_for_everybody(who: str, mood: str) -> None:
    assert suited("en", who=who, mood=mood)


def test_what_takes_less_time_than_there_is_fits_too() -> None:
    found = [{one.name for one in suited("en", minutes=minutes)} for minutes in MINUTES]
    assert all(less < more for less, more in pairwise(found))
    assert len(found[-1]) == len(invitations("en"))


def test_words_are_few() -> None:
    assert max(len(one.text.split()) for one in invitations("en")) <= 45


def test_a_few_begin_with_what_was_looked_for_and_change_with_the_day() -> None:
    first, next_day = (a_few("en", ("music",), date(2026, 11, day)) for day in (22, 23))
    assert [one.pathway for one in first] == ["music"] * 3
    assert a_few("en", (), date(2026, 11, 22)) != a_few("en", (), date(2026, 11, 23))
    assert [one.pathway for one in next_day] == ["music"] * 3
