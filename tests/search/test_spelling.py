from __future__ import annotations

import pytest

from finder.search.spelling import respelt


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("kniting", "knitting"),
        ("quiet Drwaing bus 4", "quiet drawing bus 4"),
        ("fotografia", None),
        ("fotografa", "fotografía"),
        ("wheelchar", "wheelchair"),
        ("poetry", None),
        ("bus 4", None),
        ("sew", None),
        ("Zzyzx", None),
        ("", None),
    ],
)
def test_what_is_a_letter_or_two_off_is_put_right_and_all_else_left_alone(typed: str, right: str | None) -> None:
    assert respelt(typed) == right


def test_a_phrase_that_we_know_is_left_as_it_is() -> None:
    assert respelt("LGBTQ craft night") is None
    assert respelt("autobús 4 dibujo") is None
