from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.listing import Listing, SourceRef
from finder.tagging import tag
from finder.tagging.explaining import Explanation, Given, Withheld, explain

LISTING = Listing(
    uid="knit-1",
    title="Knit & Natter at Potter's House",
    description="Bring whatever is on your needles. Not wheelchair accessible: six steps. We meet on Art Street.",
    venue="Potter's House",
    start="2026-11-24T18:00:00-05:00",
    end="2026-11-24T19:30:00-05:00",
    source=SourceRef(kind="library", name="Elm Library"),
)


def given_as(told: Explanation, name: str) -> Given:
    return next(one for one in told.given if one.tag == name)


def withheld_as(told: Explanation, name: str) -> Withheld:
    return next(one for one in told.withheld if one.tag == name)


def test_what_is_explained_is_what_tagging_gives() -> None:
    told, result = explain(LISTING), tag(LISTING)
    assert [(one.facet, one.tag, one.level, one.evidence, one.field) for one in told.given] == [
        (one.facet, one.tag, one.level, one.evidence, one.field) for one in result.tags
    ]
    assert (told.creative, told.participation, told.facts) == (True, "join", result.facts)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("fiber-arts", "the phrase “Knit & Natter” (strong)"),
        ("crafts", "the phrase “Knit & Natter” of activity/fiber-arts (strong)"),
        ("limited-mobility", "the phrase “Not wheelchair accessible” (no)"),
        ("time-constrained", "its hours"),
        ("low-budget", "the kind of its host"),
    ],
)
def test_a_tag_says_which_phrase_or_fact_earned_it(name: str, by: str) -> None:
    assert given_as(explain(LISTING), name).by == by


def test_evidence_stands_in_its_sentence() -> None:
    assert given_as(explain(LISTING), "limited-mobility").sentence == "Not wheelchair accessible: six steps."


def test_words_of_a_name_are_shown_with_what_stopped_them() -> None:
    told = withheld_as(explain(LISTING), "pottery-ceramics")
    assert [(one.words, one.why) for one in told.passed] == [("Potter's", "part of a name or an address")]


def test_a_counter_phrase_is_named() -> None:
    told = explain(Listing(title="Street fair", description="Face painting and balloons."))
    stopped = [(one.words, one.why, one.by) for one in withheld_as(told, "art-class").passed]
    assert ("painting", "its counter-phrase", "Face painting") in stopped


def test_a_denied_phrase_says_so() -> None:
    phrases = given_as(explain(LISTING), "limited-mobility").phrases
    assert ("wheelchair accessible", "a “not” or “no” stands before it") in {(one.words, one.why) for one in phrases}


@pytest.mark.parametrize(
    ("title", "description", "name", "why"),
    [
        ("Tax help", "Kids can visit the craft corner.", "diy", "the listing is mainly about something"),
        ("Choir", "We sing. Some of us knit.", "fiber-arts", "of another pathway"),
        ("Street fair", "Somebody will draw.", "art-class", "too few or too weak"),
        ("Story time", "Songs and rhymes; there is pottery next door.", "pottery-ceramics", "of a story time"),
        ("Jazz concert", "The band plays. Ukulele lessons are given elsewhere.", "learn-instrument", "do"),
    ],
)
def test_a_tag_that_was_not_given_says_why(title: str, description: str, name: str, why: str) -> None:
    assert why in withheld_as(explain(Listing(title=title, description=description)), name).why


def test_every_tag_of_the_vocabulary_is_given_withheld_or_silent() -> None:
    told = explain(LISTING)
    spoken = [f"{one.facet}/{one.tag}" for one in told.given] + [f"{one.facet}/{one.tag}" for one in told.withheld]
    assert sorted({*spoken, *told.silent}) == sorted([*spoken, *told.silent])
    assert "activity/improv" in told.silent


@given(st.text(max_size=200), st.text(max_size=400))
@settings(max_examples=40)
def test_any_text_is_explained_as_it_is_tagged(title: str, description: str) -> None:
    listing = Listing(title=title, description=description)
    told = [(one.facet, one.tag, one.level) for one in explain(listing).given]
    assert told == [(one.facet, one.tag, one.level) for one in tag(listing).tags]
