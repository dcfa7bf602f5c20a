from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from finder.corrections import corrected
from finder.corrections.applying import said
from finder.listing import CORRECTED, Correction, Listing, Note, Said, Tag
from finder.tagging import tag

AT = "2026-11-21T12:00:00+00:00"
WORDS = "corrected by a host on 21 November 2026: so it is"
LISTING = tag(Listing(title="Knitting circle", description="All levels are welcome. Free."))


def correction(facet: str, name: str, value: str | None = None) -> Correction:
    return Correction(facet=facet, name=name, value=value, removed=value is None, by="a host", why="so it is", at=AT)


def names(listing: Listing) -> set[str]:
    return {f"{one.facet}/{one.tag}" for one in listing.tags}


def test_an_activity_brings_its_pathway_and_makes_a_listing_creative() -> None:
    found = corrected(tag(Listing(title="Tuesday club")), [correction("activity", "improv", "likely")])
    assert found.creative is True
    assert found.tags == (
        Tag(facet="activity", tag="improv", level="likely", evidence=WORDS, field=CORRECTED),
        Tag(facet="pathway", tag="theater-performance", level="likely", evidence=WORDS, field=CORRECTED),
    )


def test_what_is_taken_off_leaves_a_note_of_who_when_and_why() -> None:
    found = corrected(LISTING, [correction("activity", "fiber-arts")])
    assert found.corrections == (
        Note(facet="activity", name="fiber-arts", by="a host", why="so it is", at=AT, removed=True),
    )


def test_the_pathway_that_the_organiser_tells_keeps_the_organisers_words() -> None:
    found = corrected(LISTING, [correction("activity", "diy", "stated")])
    [crafts] = [one for one in found.tags if one.tag == "crafts"]
    assert (crafts.evidence, crafts.field) == ("Knitting circle", "title")


def test_an_activity_that_is_taken_back_takes_its_pathway_along() -> None:
    found = corrected(LISTING, [correction("activity", "improv", "stated"), correction("activity", "improv")])
    assert names(found) == names(LISTING)


def test_taking_the_last_pathway_says_that_it_is_not_creative() -> None:
    found = corrected(LISTING, [correction("pathway", "crafts")])
    assert (found.creative, "pathway/crafts" in names(found)) == (False, False)


def test_what_was_said_is_told_without_hours_that_differ_from_date_to_date() -> None:
    evening = tag(Listing(title="Knitting circle", start="2026-11-24T18:00:00-05:00", end="2026-11-24T19:30:00-05:00"))
    assert said(evening, correction("situation", "time-constrained")) == Said(value="likely")
    assert said(LISTING, correction("welcome", "beginners")) == Said(value="stated", words="All levels are welcome")
    assert said(LISTING, correction("venue-access", "lift")) is None


CORRECTIONS = st.lists(
    st.builds(
        correction,
        st.just("situation"),
        st.sampled_from(["low-budget", "limited-mobility"]),
        st.sampled_from([None, "stated", "no"]),
    )
    | st.builds(correction, st.just("activity"), st.sampled_from(["diy", "poetry"]), st.sampled_from([None, "stated"]))
    | st.builds(correction, st.just("venue-access"), st.just("lift"), st.sampled_from([None, "yes", "no"])),
    max_size=6,
)


@given(CORRECTIONS)
def test_correcting_what_was_corrected_changes_nothing(corrections: list[Correction]) -> None:
    once = corrected(LISTING, corrections)
    assert corrected(once, corrections) == once
