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
        ("A comic on tour", "She performs for one night. Ages 12+", {"teens", "adults"}),
        ("Crafty parents", "Parents, make a toy for your baby. Age 18 and up.", {"adults"}),
        ("Wiggle time", "Families with babies ages 18 months to 3 years sing.", {"children", "families"}),
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
        ("A concert, and all children are welcome.", {"children"}),
        ("The children's and family entertainer sings on stage.", {"children", "families"}),
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
        "She is an advocate for foster youth and was a kid who drew on walls.",
        "It helps veterans and their families.",
        "Preschool families should use the side door.",
        "Folded by a fan of Julia Child.",
    ],
)
def test_words_about_somebody_else_give_no_ages(words: str) -> None:
    assert told("ages", "Paper quilling", words) == set()


@pytest.mark.parametrize(
    "words",
    [
        "Learn the blues scale. Not for complete beginners.",
        "An introduction to joinery. Prior experience required.",
        "Learn to glaze. Prerequisite: one term at the wheel.",
        "You will build on what you learned in Rings for Beginners.",
        "Soup that is made entirely from scratch.",
        "Learn how new glazes changed the trade.",
        "We are thrilled to introduce the new team.",
        "At five: beginning Japanese with Aiko, in the next room.",
        "She constantly learns new songs.",
        "Rings for Beginners is a pre-requisite.",
    ],
)
def test_what_asks_for_experience_takes_the_welcome_to_beginners_back(words: str) -> None:
    assert told("welcome", "Evening class", words) == set()


@pytest.mark.parametrize(
    "words",
    [
        "No prior experience required.",
        "There is no assigned book—everyone is welcome to chat.",
        "Prerequisites: none. All levels.",
        "Suitable for starters.",
        "Knitting basics",
        "The class does not require any previous experience.",
    ],
)
def test_beginners_are_welcomed_in_many_words(words: str) -> None:
    assert told("welcome", "Evening class", words) == {"beginners"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Families can make a kite and fly it.", {"family"}),
        ("Enjoy an evening with friends.", {"friends"}),
        ("We meet in the Moss Family Art-making Studio.", set()),
        ("Soon you will jam with your friends.", set()),
        ("A comedian on politics and entire family trees.", set()),
    ],
)
def test_together_is_an_invitation_no_mention(words: str, expected: set[str]) -> None:
    assert told("together", "Kite workshop", words) == expected


@pytest.mark.parametrize(
    ("title", "words", "expected"),
    [
        ("Novelists' writing group", "We give and receive feedback on drafts.", {"share-your-work"}),
        ("Blues concert", "With the mentor of his youth he performs on stage.", set()),
        ("Patch night", "We help each other out while we mend.", set()),
        ("Knitters", "Swap techniques, and help each other learn stitches.", {"teach-and-learn"}),
        ("Painters' exhibition", "Forty artists showcase their work.", set()),
    ],
)
def test_a_purpose_is_that_of_those_who_come(title: str, words: str, expected: set[str]) -> None:
    assert told("purpose", title, words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "You don't have to be an artist.",
        "Even if you can't draw a straight line.",
        "An open level class.",
        "Come one, come all!",
        "No need to read music.",
        "If you've never held a brush, this is for you.",
        "First-time sewers welcome.",
        "All you need is enthusiasm.",
        "For poets, singers and everyone else.",
        "Never held a needle? We are happy to show you how.",
        "An entry-level class.",
        "A gentle introduction.",
        "A non-auditioned choir.",
        "Help is available for new knitters.",
    ],
)
def test_a_door_is_opened_in_many_words(words: str) -> None:
    assert told("welcome", "Evening session", words) == {"beginners"}
