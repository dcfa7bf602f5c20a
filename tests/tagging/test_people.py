"""Who is welcome: ages with the words beside them, of those who come and of an audience."""

from __future__ import annotations

import pytest

from finder.listing import Listing
from finder.tagging import tag


def told(facet: str, title: str, description: str | None) -> set[str]:
    listing = tag(Listing(title=title, description=description))
    return {t.tag for t in listing.tags if t.facet == facet}


@pytest.mark.parametrize(
    ("title", "words", "expected"),
    [
        ("Candle making", "For teens ages 13 and up.", {"teens"}),
        ("Candle making", "Ages 13 and up.", {"teens", "adults"}),
        ("Candle making", "Suitable for adults and children ages 12 and above.", {"children", "teens", "adults"}),
        ("Candle making", "Adults and teens 14+.", {"teens", "adults"}),
        ("Choir", "Ages 6+ and their families", {"children", "families"}),
        ("Glass beads", "Ages 12+. A youth camp for the autumn break.", {"children", "teens"}),
        ("A play about the sea", "The company performs. Ages 8+", {"children", "teens", "adults"}),
        ("Adult craft: rocks", "Teen and adult program, grades 9 and up", {"teens", "adults"}),
        ("Cello recital", "He has played since age 7 and performs Bach.", set()),
    ],
)
def test_an_open_age_goes_by_the_word_beside_it(title: str, words: str, expected: set[str]) -> None:
    assert told("ages", title, words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A concert of carols for the whole family.", {"families"}),
        ("The orchestra plays; bring the entire family!", {"families"}),
        ("A concert for children and their grown-ups.", {"children", "families"}),
    ],
)
def test_an_audience_is_told_who_is_invited(words: str, expected: set[str]) -> None:
    assert told("ages", "Winter concert", words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "The teacher has 17 years of experience educating children and adults.",
        "We need parent or guardian contact details.",
        "Chaperones must be 18 or older, with one adult for every six pupils.",
        "The house has stood here for over 50 years.",
        "From a collection of over 21,000 works.",
        "Led by a rising senior of the college.",
        "A guide to family trees.",
        "The student government and Elm high school take part.",
    ],
)
def test_words_about_somebody_else_give_no_ages(words: str) -> None:
    assert told("ages", "Paper quilling", words) == set()
