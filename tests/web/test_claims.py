from __future__ import annotations

import msgspec
import pytest
from babel import Locale
from hypothesis import example, given
from hypothesis import strategies as st

from finder.listing import Group, Level, Occurrence, Price, SourceRef, Tag
from finder.web.claims import Claim, at_a_glance, claims, complete, names, parted, stated
from finder.web.quotes import Quote

US = Locale("en", "US")
GROUP = Group(
    title="Learn to Draw",
    description="Bring a pencil. All levels are welcome! Stay as long as you like.",
    price=Price(status="paid", min=7, currency="USD", text="there is a fee"),
    venue="Elm Library",
    mode="hybrid",
    timezone="Europe/London",
    occurrences=(
        Occurrence(start="2026-11-24T17:00:00Z", end="2026-11-24T18:00:00Z"),
        Occurrence(start="2026-11-28T15:00:00Z", end="2026-11-28T16:30:00Z"),
    ),
)


def tag(facet: str, name: str, level: Level, evidence: str | None = None, field: str | None = None) -> Tag:
    return Tag(facet=facet, tag=name, level=level, evidence=evidence, field=field)


@pytest.mark.parametrize(
    ("given", "lead", "quote", "fact", "field"),
    [
        (
            tag("welcome", "beginners", "stated", "All levels", "description"),
            "listing says",
            Quote(words="All levels", after=" are welcome!"),
            None,
            "in the description",
        ),
        (
            tag("format", "class", "likely", "Learn", "title"),
            "likely, because",
            Quote(words="Learn", after=" to Draw"),
            None,
            "in the title",
        ),
        (tag("format", "class", "likely", "learn", "x"), "likely, because", Quote(words="learn"), None, None),
        (
            tag("situation", "time-constrained", "stated", "2026-11-24T18:00:00Z", "end"),
            "yes:",
            None,
            "it lasts 1 hour, 5:00\u202fPM to 6:00\u202fPM",
            None,
        ),
        (
            tag("situation", "time-constrained", "likely", "2026-11-24T17:00:00Z", "start"),
            "likely:",
            None,
            "it begins at 5:00\u202fPM, after work, and ends at 6:00\u202fPM",
            None,
        ),
        (
            tag("situation", "time-constrained", "likely", "2026-11-28T15:00:00Z", "start"),
            "likely:",
            None,
            "it is at the weekend, 3:00\u202fPM to 4:30\u202fPM",
            None,
        ),
        (tag("situation", "time-constrained", "no", "gone", "end"), "no:", None, "by the listed times", None),
        (tag("situation", "low-budget", "stated", "there is a fee", "price"), "yes:", None, "listed price: $7", None),
        (
            tag("situation", "low-budget", "no", "corrected by a host on 2 May 2026: $30", "correction"),
            "no:",
            None,
            "corrected by a host on 2 May 2026: $30",
            None,
        ),
        (
            tag("situation", "low-budget", "likely", "Library", "venue"),
            "likely:",
            None,
            "it meets in a library: Elm Library",
            None,
        ),
        (
            tag("situation", "low-budget", "likely", "library", "source.kind"),
            "likely:",
            None,
            "a library's own programme",
            None,
        ),
        (
            tag("situation", "limited-mobility", "stated", "Elm Library", "venue"),
            "yes:",
            None,
            "one can take part from home",
            None,
        ),
    ],
)
def test_a_claim_quotes_the_sentence_or_tells_the_fact_and_says_how_sure_it_is(
    given: Tag, lead: str, quote: Quote | None, fact: str | None, field: str | None
) -> None:
    (claim,) = claims(GROUP, [given], US)
    assert (claim.lead, claim.quote, claim.fact, claim.field) == (lead, quote, fact, field)


def test_words_of_a_summary_of_ours_are_not_said_to_be_the_hosts() -> None:
    sample = msgspec.structs.replace(GROUP, source=SourceRef(platform="sample"))
    found = claims(
        sample,
        [tag("welcome", "beginners", "stated", "All levels", "description"), tag("x", "y", "stated", "Draw", "title")],
        US,
    )
    assert [claim.lead for claim in found] == ["our summary says", "listing says"]


def test_a_card_says_what_rests_on_the_same_words_once_and_leaves_cost_to_its_line() -> None:
    group = msgspec.structs.replace(
        GROUP,
        tags=(
            tag("situation", "introvert-friendly", "likely", "Draw", "title"),
            tag("situation", "limited-mobility", "likely", "Draw", "title"),
            tag("situation", "low-budget", "stated", "there is a fee", "price"),
        ),
    )
    (claim,) = at_a_glance(parted(claims(group, group.tags, US))[0], group)
    assert claim.label == "Quiet and low-pressure · Works with limited mobility (done sitting down)"


@given(
    st.lists(
        st.builds(
            tag,
            st.sampled_from(["situation", "welcome", "pathway"]),
            st.sampled_from(["introvert-friendly", "low-budget", "time-constrained", "beginners", "unheard-of"]),
            st.sampled_from(["stated", "likely"]),
            st.sampled_from(["All levels", "Draw", "there is a fee", None]),
            st.sampled_from(["title", "description", "price", "venue", None]),
        ),
        unique_by=lambda one: one.tag,
    ),
    st.sampled_from([Price(status="paid"), None]),
)
@example([tag("situation", "time-constrained", "stated"), tag("welcome", "beginners", "stated")], None)
def test_a_short_list_names_what_is_stated_just_as_a_card_does(tags: list[Tag], price: Price | None) -> None:
    group = msgspec.structs.replace(GROUP, tags=tuple(tags), price=price)
    suits, _others = parted(claims(group, [one for one in tags if one.level == "stated"], US))
    assert stated(group, US) == tuple(claim.label for claim in at_a_glance(suits, group))


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
    suits, others = parted(claims(group, group.tags, US))
    assert [claim.tag for claim in suits] == ["limited-mobility", "beginners", "introvert-friendly"]
    assert [claim.tag for claim in others] == ["crafts"]


def test_silence_is_a_claim_of_its_own() -> None:
    silent = complete([])
    assert {claim.kind for claim in silent} == {"silent"}
    assert [claim.tag for claim in silent] == [
        "introvert-friendly",
        "limited-mobility",
        "low-budget",
        "time-constrained",
        "beginners",
    ]


def test_a_tag_that_the_vocabulary_does_not_know_is_shown_last_under_its_own_name() -> None:
    found = claims(GROUP, [tag("new", "thing", "stated"), tag("pathway", "music", "no")], US)
    assert [claim.label for claim in found] == ["Music", "thing"]
    assert found[1] == Claim(facet="new", tag="thing", label="thing", kind="stated", lead="yes", place=found[1].place)


def test_what_is_denied_is_no_name_of_the_group() -> None:
    tags = (tag("pathway", "music", "no"), tag("pathway", "crafts", "likely"))
    assert names(Group(title="x", tags=tags), "pathway") == ("crafts",)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("17:45", "it lasts 45 minutes, 5:00 PM to 5:45 PM"),
        ("18:00", "it lasts 1 hour, 5:00 PM to 6:00 PM"),
        ("18:30", "it lasts 90 minutes, 5:00 PM to 6:30 PM"),
        ("19:00", "it lasts 2 hours, 5:00 PM to 7:00 PM"),
        ("21:48", "it lasts 4 hours, 48 minutes, 5:00 PM to 9:48 PM"),
    ],
)
def test_a_length_is_told_in_hours_and_minutes(end: str, expected: str) -> None:
    meeting = Occurrence(start="2026-11-24T17:00:00Z", end=f"2026-11-24T{end}:00Z")
    group = msgspec.structs.replace(GROUP, occurrences=(meeting,))
    [claim] = claims(group, [tag("situation", "time-constrained", "no", meeting.end, "end")], US)
    assert claim.fact
    assert " ".join(claim.fact.split()) == expected


@pytest.mark.parametrize(("language", "expected"), [("es", "4 horas y 48 minutos"), ("fr", "4 heures et 48 minutes")])
def test_a_length_is_told_in_languages_for_which_no_list_of_units_is_known(language: str, expected: str) -> None:
    meeting = Occurrence(start="2026-11-24T17:00:00Z", end="2026-11-24T21:48:00Z")
    group = msgspec.structs.replace(GROUP, occurrences=(meeting,))
    [claim] = claims(group, [tag("situation", "time-constrained", "no", meeting.end, "end")], Locale(language))
    assert claim.fact
    assert expected in " ".join(claim.fact.split())
