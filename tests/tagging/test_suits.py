"""Whom it suits: what making side by side makes likely, what takes that away, and how few come."""

from __future__ import annotations

import pytest

from finder.listing import Level, Listing
from finder.tagging import tag


def level(title: str, description: str | None, situation: str) -> Level | None:
    listing = tag(Listing(title=title, description=description))
    return next((t.level for t in listing.tags if t.tag == situation), None)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Harvest festival", "Pumpkin painting, cider and a band on the lawn."),
        ("Makers' market", "Do some arts and crafts between the stalls."),
        ("Open house at the makerspace", "See the 3D printers and laser cutters."),
        ("Farm day out", "Archery, a hayride, arts and crafts, and lunch."),
        ("Repair café", "Bring broken things; menders fix them with you."),
        ("Nature journaling", "We sketch along the creek."),
    ],
)
def test_making_among_much_else_is_not_likely_to_be_done_sitting(title: str, description: str) -> None:
    assert level(title, description, "limited-mobility") is None


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Ukulele for starters", "Ukulele lessons. Learn three chords on your ukulele."),
        ("Paper lanterns", "Fold and paint a lantern."),
    ],
)
def test_what_is_done_sitting_is_likely(title: str, description: str) -> None:
    assert level(title, description, "limited-mobility") == "likely"


@pytest.mark.parametrize(
    "words",
    [
        "If you have any accessibility requirements, write to us.",
        "Tell us about your access needs.",
        "For mobility needs please call the desk.",
    ],
)
def test_an_offer_to_meet_needs_is_stated(words: str) -> None:
    assert level("Linocut workshop", words, "limited-mobility") == "stated"


@pytest.mark.parametrize(
    "words",
    [
        "Class: 4 minimum/8 maximum participants",
        "Limit: 10 participants",
        "Class sizes are limited to 8 people.",
        "Maximum of six.",
        "Space for up to twelve makers.",
        "No more than 10 students.",
    ],
)
def test_a_dozen_or_fewer_is_a_small_group(words: str) -> None:
    assert level("Pottery class", words, "introvert-friendly") == "stated"


@pytest.mark.parametrize(
    "words",
    [
        "Time limit: 3 min. for each reader",
        "Register one place for your group of up to 6 people.",
        "$120 for two people",
        "A minimum of 10 people is needed.",
        "Class: 8 minimum/20 maximum participants",
        "Limit 2 items per person",
    ],
)
def test_other_numbers_say_nothing_of_the_size_of_the_group(words: str) -> None:
    assert level("Pottery class", words, "introvert-friendly") == "likely"


def test_a_performance_made_gentle_on_the_senses_says_so() -> None:
    assert level("Autumn concert", "Sensory-friendly show on Sunday.", "introvert-friendly") == "stated"
    assert level("Autumn concert", "A quiet evening of strings.", "introvert-friendly") is None


def test_a_body_kept_stress_free_promises_no_quiet() -> None:
    assert level("Samba class", "Dancing keeps you fit, flexible and stress-free.", "introvert-friendly") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Adult class. Time: 6:30 - 7:30 PM", "stated"),
        ("Saturdays 3.30-4.30pm", "stated"),
        ("From 6pm to 9pm", None),
        ("Doors 7 - 8pm. Each term has another theme.", "no"),
        ("An hour-long class for hands and head.", "stated"),
        ("Details at https://crafts.example/drop-in-tours", None),
        ("You are welcome to come by: we like people dropping in.", "stated"),
    ],
)
def test_hours_in_the_text_count_where_the_record_has_no_end(words: str, expected: Level | None) -> None:
    listing = tag(Listing(title="Batik class", description=words, start="2027-03-02T15:30:00-05:00"))
    assert next((t.level for t in listing.tags if t.tag == "time-constrained"), None) == expected


def test_a_course_whose_last_day_is_weeks_away_asks_for_all_of_them() -> None:
    listing = Listing(
        title="Bookbinding class series",
        description="Eight sessions.",
        start="2027-03-02T18:00:00-05:00",
        end="2027-04-20T19:30:00-05:00",
    )
    assert next((t.level for t in tag(listing).tags if t.tag == "time-constrained"), None) == "no"


def test_a_walk_from_the_car_park_is_no_walk_of_the_programme() -> None:
    assert (
        level("Watercolour class", "Parking is just a 5-minute walk from the studio.", "limited-mobility") == "likely"
    )


@pytest.mark.parametrize(
    "words",
    [
        "The venue has a lift.",
        "There is an accessible toilet.",
        "You can sit or stand.",
        "Disabled access",
        "The building has a ramp.",
        "Anyone requiring an auxiliary aid should write to us.",
        "Chairs are provided.",
    ],
)
def test_ways_in_and_seats_are_stated(words: str) -> None:
    assert level("Folk dance class", words, "limited-mobility") == "stated"


@pytest.mark.parametrize(
    "words",
    ["Work at your own pace.", "Bring your own knitting project.", "A small, friendly group.", "No talking required."],
)
def test_quiet_is_stated_in_many_words(words: str) -> None:
    assert level("Craft night", words, "introvert-friendly") == "stated"


def test_seats_of_an_audience_and_coming_and_going_promise_neither() -> None:
    assert level("Harp concert", "General seating is available.", "limited-mobility") is None
    assert level("Lantern making", "Come and go at your own pace.", "introvert-friendly") == "likely"


def test_a_camp_of_some_days_takes_more_than_a_little_time() -> None:
    assert level("Wood shop camp", "A 4-day youth maker camp, 3 hours a day.", "time-constrained") == "no"
    camp = tag(Listing(title="Winter break art studio", start="2026-12-21", end="2026-12-23"))
    assert [t.level for t in camp.tags if t.tag == "time-constrained"] == ["no"]
    day = tag(Listing(title="Weaving day", start="2026-12-21", end="2026-12-22"))
    assert [t.level for t in day.tags if t.tag == "time-constrained"] == []


def test_free_instruments_are_materials_and_free_snacks_are_none() -> None:
    assert level("Drum circle", "Free drums will be provided.", "low-budget") == "stated"
    assert level("Drum circle", "Free snacks will be provided.", "low-budget") is None
