from __future__ import annotations

from msgspec.structs import replace

from finder.facts import read_on, said_now, with_disputes, with_twins
from finder.listing import Fact, Group, Note

LIFT = Fact(topic="venue-access", name="lift", value="yes", evidence="lift", field="description", date="2026-11-20")
NO_LIFT = replace(LIFT, value="no", evidence="no lift")
BRING = Fact(topic="first-visit", name="bring", evidence="bring socks", field="description", date="2026-11-01")


def test_yes_and_no_of_one_name_are_disputed_and_both_are_kept() -> None:
    assert with_disputes([LIFT, NO_LIFT, BRING]) == (
        replace(LIFT, disputed=True),
        replace(NO_LIFT, disputed=True),
        BRING,
    )


def test_values_that_go_together_are_no_dispute() -> None:
    own = Fact(topic="cost", name="materials", value="bring-your-own", evidence="bring", field="title")
    both = (own, replace(own, value="included"))
    assert with_disputes(both) == both


def test_of_many_dates_what_was_read_last_counts_with_the_words_of_the_latest() -> None:
    later = replace(NO_LIFT, date="2026-11-21", evidence="the lift is broken")
    latest = replace(later, evidence="no lift today")
    assert said_now([LIFT, later, BRING, latest]) == (BRING, latest)


def test_dates_read_on_one_day_that_disagree_are_all_shown_most_said_first() -> None:
    assert said_now([LIFT, NO_LIFT, NO_LIFT]) == (replace(NO_LIFT, disputed=True), replace(LIFT, disputed=True))


def test_a_dispute_ends_with_what_caused_it() -> None:
    assert said_now([replace(LIFT, disputed=True)]) == (LIFT,)


def test_the_day_of_reading_can_be_set_and_left_out() -> None:
    assert (read_on(LIFT, "2026-11-22").date, read_on(LIFT, None).date) == ("2026-11-22", None)


def test_another_source_adds_what_is_new_or_against_and_nothing_that_a_person_settled() -> None:
    gone = Note(facet="first-visit", name="bring", by="a host", why="gone", at="2026-11-03T00:00:00Z", removed=True)
    paper = ("Elm Courier", [replace(LIFT, evidence="with a lift"), NO_LIFT, BRING])
    assert with_twins(Group(title="Loom", facts=(LIFT,)), [paper]) == (
        replace(LIFT, disputed=True),
        replace(NO_LIFT, disputed=True, source="Elm Courier"),
        replace(BRING, source="Elm Courier"),
    )
    assert with_twins(Group(title="Loom", corrections=(gone,)), [("Elm Courier", [BRING])]) == ()
