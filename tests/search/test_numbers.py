from __future__ import annotations

import pytest

from finder.search.numbers import taken_out


@pytest.mark.parametrize(
    ("words", "left", "found"),
    [
        ("clay within 3 miles of York", "clay near York", {"within": ["3"], "units": ["mi"]}),
        ("clay walkable", "clay", {"within": ["1"]}),
        ("clay up to £12.50", "clay", {"max_price": ["12.50"]}),
        ("clay for a 15 year old", "clay for a", {"ages": ["teens"]}),
        ("clay for my 71-year-old", "clay for my", {"ages": ["older-adults"]}),
        ("clay at 6 pm", "clay", {"time": ["18:00-19:00"]}),
        ("clay 23:30", "clay", {"time": ["23:30-24:00"]}),
        ("clay from 6 to 8 pm", "clay", {"time": ["18:00-20:00"]}),
        ("clay 6-8pm", "clay", {"time": ["18:00-20:00"]}),
        ("clay after noon", "clay", {"time": ["12:00-24:00"]}),
        ("clay before 11 a.m.", "clay", {"time": ["00:00-11:00"]}),
        ("3d printing 101", "3d printing 101", {}),
        ("clay 99:99", "clay 99:99", {}),
        ("clay from 8 to 6 pm", "clay from 8 to", {"time": ["18:00-19:00"]}),
    ],
)
def test_numbers_become_what_they_ask_for(words: str, left: str, found: dict[str, list[str]]) -> None:
    taken: dict[str, list[str]] = {}
    assert " ".join(taken_out(words, taken).split()) == left
    assert taken == found


def test_what_was_chosen_otherwise_wins_over_words() -> None:
    found = {"within": ["5"], "max_price": ["3"]}
    assert taken_out("clay within 9 km under $8", found) == "clay within 9 km under $8"
    assert found == {"within": ["5"], "max_price": ["3"]}
