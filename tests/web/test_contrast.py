from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.web.contrast import PARTS, TEXT, contrast, nearest

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.47),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 3.99),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == ratio


@given(COLOURS, COLOURS, st.sampled_from([TEXT, PARTS]))
def test_there_is_always_a_colour_near_by_that_passes(colour: str, behind: str, least: float) -> None:
    found = nearest(colour, behind, least)
    assert contrast(found, behind) >= least
    assert (found == colour) == (contrast(colour, behind) >= least)


def test_the_nearest_keeps_the_hue_and_goes_no_farther_than_needed() -> None:
    assert nearest("#e07a5f", "#ffffff", TEXT) == "#b1604b"
    assert contrast("#b1604b", "#ffffff") < 4.6
    assert nearest("#555555", "#222222", TEXT) == "#898989"
