from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.ages import read_ages


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Clay Club (ages 5-12)", 5, 12),
        ("best for ages birth to 5", 0, 5),
        ("aged 13–17", 13, 17),  # noqa: RUF001  a dash as printed
        ("for 8-12 year olds", 8, 12),
        ("Ages 7 and up", 7, None),
        ("ages 8+", 8, None),
        ("Adults (18+)", 18, None),
        ("must be 16 or older", 16, None),
        ("5 and under", None, 5),
        ("under 5s welcome", None, 4),
        ("ages 6 months to 5 years", 0.5, 5),
        ("Baby - (ages 6 mos.-18 mos.)", 0.5, 1.5),
        ("ages 18  who want to paint", 18, None),
        ("Age: 5y - 12y", 5, 12),
    ],
)
def test_ages_are_read_in_years(text: str, low: float | None, high: float | None) -> None:
    found = read_ages(text)
    assert found is not None
    assert (found.min, found.max) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Grades 9-12",
        "20% off, 4-9 PM",
        "Room 5-12",
        "$5-12",
        "Kids: 3-4 pm",
        "Adults 6-8:30",
        "call 555-12 years",
        "10 to 12 minutes",
        "all ages",
        "teens",
    ],
)
def test_other_numbers_are_no_ages(text: str | None) -> None:
    assert read_ages(text) is None


@given(st.text())
def test_any_text_can_be_asked_and_the_ends_are_in_order(text: str) -> None:
    found = read_ages(text)
    if found and found.min is not None and found.max is not None:
        assert found.min <= found.max
