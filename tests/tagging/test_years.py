"""Ages in years, in the many ways in which they are written."""

from __future__ import annotations

import pytest

from finder.listing import Ages, Listing
from finder.tagging import tag


def ages(words: str) -> set[str]:
    listing = tag(Listing(title="Candle making", description=words))
    return {t.tag for t in listing.tags if t.facet == "ages"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ages 12 and under.", {"children"}),
        ("Ages 17 and under.", {"children", "teens"}),
        ("Ages five to eight.", {"children"}),
        ("6-9 yrs, in the barn.", {"children"}),
        ("For 5-year-olds.", {"children"}),
        ("For second graders.", {"children"}),
        ("For 8th graders.", {"teens"}),
        ("Open to middle and high school students.", {"teens"}),
        ("Minimum age 15.", {"teens", "adults"}),
        ("You must be at least 14 years old.", {"teens", "adults"}),
        ("Participants must be 18 years of age or older.", {"adults"}),
        ("All adults 18 are welcome.", {"adults"}),
        ("For women over 18.", {"adults"}),
        ("For adults, teens and those ages 8 with an adult.", {"children", "teens", "adults"}),
        ("Ages 10 to adult.", {"children", "teens", "adults"}),
        ("Ages 13 to adult.", {"teens", "adults"}),
        ("For grown-ups.", {"adults"}),
        ("A meet-up for people in their twenties.", {"adults"}),
        ("For active agers.", {"older-adults"}),
        ("There is no age limit.", {"all-ages"}),
        ("Mommy and me.", {"families"}),
        ("Make one with your baby.", {"children", "families"}),
    ],
)
def test_ages_are_read_in_many_ways_of_writing(words: str, expected: set[str]) -> None:
    assert ages(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Ages 10 and under must be accompanied.",
        "Those ages 5 and under are free.",
        "The studio is 14 years old.",
        "She has 5-10 yrs of experience.",
    ],
)
def test_ages_of_companions_of_those_who_pay_nothing_and_of_things_are_no_ages(words: str) -> None:
    assert ages(words) == set()


def test_an_age_up_to_adult_has_no_end() -> None:
    assert tag(Listing(title="Candle making", description="Ages 10 to adult.")).ages == Ages(min=10.0)
