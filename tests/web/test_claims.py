from __future__ import annotations

import pytest

from finder.listing import Group, Tag
from finder.web.claims import Claim, claims, complete, names, suits


@pytest.mark.parametrize(
    ("tag", "lead", "quote", "field"),
    [
        (
            Tag(facet="welcome", tag="beginners", level="stated", evidence="All levels", field="description"),
            "listing says",
            "All levels",
            "in the description",
        ),
        (
            Tag(facet="situation", tag="time-constrained", level="no", evidence="2026-11-24T17:00:00Z", field="end"),
            "no",
            None,
            "by the listed times",
        ),
        (
            Tag(facet="situation", tag="low-budget", level="likely", field="price.status"),
            "likely",
            None,
            "by the listed price",
        ),
        (
            Tag(facet="format", tag="class", level="likely", evidence="learn", field="x"),
            "likely, because",
            "learn",
            None,
        ),
    ],
)
def test_a_claim_says_how_sure_it_is_and_quotes_words_only(
    tag: Tag, lead: str, quote: str | None, field: str | None
) -> None:
    (claim,) = claims([tag])
    assert (claim.lead, claim.quote, claim.field) == (lead, quote, field)


def test_what_stands_against_coming_is_said_first_and_likely_last() -> None:
    group = Group(
        title="x",
        tags=(
            Tag(facet="situation", tag="introvert-friendly", level="likely"),
            Tag(facet="welcome", tag="beginners", level="stated"),
            Tag(facet="situation", tag="limited-mobility", level="no"),
            Tag(facet="pathway", tag="crafts", level="stated"),
        ),
    )
    assert [claim.tag for claim in suits(group)] == ["limited-mobility", "beginners", "introvert-friendly"]


def test_silence_is_a_claim_of_its_own() -> None:
    silent = complete(Group(title="x"))
    assert {claim.kind for claim in silent} == {"silent"}
    assert [claim.tag for claim in silent] == [
        "introvert-friendly",
        "limited-mobility",
        "low-budget",
        "time-constrained",
        "beginners",
    ]


def test_a_tag_that_the_vocabulary_does_not_know_is_shown_last_under_its_own_name() -> None:
    found = claims([Tag(facet="new", tag="thing", level="stated"), Tag(facet="pathway", tag="music", level="no")])
    assert [claim.label for claim in found] == ["Music", "thing"]
    assert found[1] == Claim(facet="new", tag="thing", label="thing", kind="stated", lead="yes")


def test_what_is_denied_is_no_name_of_the_group() -> None:
    tags = (Tag(facet="pathway", tag="music", level="no"), Tag(facet="pathway", tag="crafts", level="likely"))
    assert names(Group(title="x", tags=tags), "pathway") == ("crafts",)
