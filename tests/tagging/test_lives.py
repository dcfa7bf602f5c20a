"""Sentences that tell of a person's life, told from those that tell what is done."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from finder.tagging.lives import tells_of_life

# How else to ask a pattern what it repeats: the standard library has no public way.
_constants, _parser = import_module("re._constants"), import_module("re._parser")
LIVES = import_module("finder.tagging.lives")._LIFE


def _repeats(tree: Any) -> list[int]:
    """Return how often each part of a pattern may be repeated at the most."""
    found: list[int] = []
    for kind, value in tree:
        if kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
            found.append(int(value[1]))
        for part in value if isinstance(value, tuple | list) else ():
            found += _inside(part)
    return found


def _inside(part: Any) -> list[int]:
    if isinstance(part, _parser.SubPattern):
        return _repeats(part)
    return [many for one in part for many in _inside(one)] if isinstance(part, list) else []


@pytest.mark.parametrize(
    ("text", "word", "tells"),
    [
        ("Ana is a painter and a potter from the coast. We paint.", "potter", True),
        ("Ana has exhibited her paintings in many towns.", "paintings", True),
        ("He grew up in a house full of music.", "music", True),
        ("Ana is a painter. We paint together.", "paint together", False),
        ("You have played music before, or you have not.", "music", False),
        ("Bring your paintings.", "paintings", False),
    ],
)
def test_a_sentence_on_work_studies_or_home_tells_of_a_life(text: str, word: str, *, tells: bool) -> None:
    at = text.index(word)
    assert tells_of_life(text, at, at + len(word)) is tells


def test_no_part_of_the_pattern_repeats_without_an_end_so_that_a_search_takes_as_long_as_its_text() -> None:
    repeats = _repeats(_parser.parse(LIVES.pattern, LIVES.flags))
    assert repeats
    assert max(repeats) <= 40
