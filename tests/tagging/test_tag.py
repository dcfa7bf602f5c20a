"""Each trap by name: a listing of our own, and what must and must not be said of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Ages, Level, Listing, Price, SourceRef, Tag
from finder.tagging import tag

LIBRARY = SourceRef(name="Elm County Library", kind="library")


def told(title: str, description: str | None = None, **fields: object) -> Listing:
    return tag(Listing(title=title, description=description, **fields))  # type: ignore[arg-type]


def names(listing: Listing, facet: str) -> set[str]:
    return {t.tag for t in listing.tags if t.facet == facet and t.level != "no"}


def level(listing: Listing, situation: str) -> Level | None:
    return next((t.level for t in listing.tags if t.tag == situation), None)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Neighbourhood cleanup on Art Street", None),
        ("Open day at Potter's House", "Meet the residents and have coffee."),
        ("Meet Harper Craft, attorney", "Bring your legal questions."),
        ("Income tax clinic", "Volunteers prepare your return. There is a kids' craft corner while you wait."),
        ("Canvass with us", "Let's craft a message that wins."),
        ("Craft beer tasting", "Six local breweries pour."),
        ("Zoning hearing board", "Agenda and minutes are online."),
        ("Baby story time", "Books and play for little ones."),
        ("Movie matinee", "We show a comedy from 1987. Popcorn provided."),
        ("Gentle yoga", "Stretch and breathe. Paint a picture of calm in your mind."),
    ],
)
def test_words_that_only_look_creative_earn_nothing(title: str, description: str | None) -> None:
    listing = told(title, description)
    assert (listing.creative, names(listing, "pathway")) == (False, set())


@pytest.mark.parametrize(
    ("title", "description", "pathways", "activities", "participation"),
    [
        ("Thursday Knitters", "Bring your yarn and join us.", {"crafts"}, {"fiber-arts"}, "join"),
        ("Community choir rehearsal", "Singers of all levels sing with us.", {"music"}, {"choir-singing"}, "join"),
        ("Autumn concert", "The string quartet performs Haydn.", {"music"}, {"music-appreciation"}, "watch"),
        ("Mystery Book Club", "This month we discuss a new novel.", {"writing"}, {"book-club"}, "join"),
        ("Watercolor class", "Learn to paint skies.", {"visual-arts"}, {"art-class"}, "join"),
        ("Salsa dance lessons", "Learn to dance with a partner.", {"theater-performance"}, {"dance"}, "join"),
        ("Pruning workshop", "A gardener shows how.", {"cooking-gardening"}, {"gardening"}, "join"),
        ("Preschool story time", "Stories, songs and a simple craft.", {"music", "crafts"}, {"diy"}, "join"),
    ],
)
def test_what_people_do_is_read_from_the_words(
    title: str, description: str, pathways: set[str], activities: set[str], participation: str
) -> None:
    listing = told(title, description)
    assert names(listing, "pathway") == pathways
    assert names(listing, "activity") == activities
    assert (listing.creative, listing.participation) == (True, participation)


def test_no_experience_necessary_welcomes_beginners() -> None:
    assert "beginners" in names(told("Pottery", "No experience necessary."), "welcome")


def test_all_ages_is_no_welcome_to_beginners() -> None:
    listing = told("Craft night", "For all ages.")
    assert (names(listing, "welcome"), names(listing, "ages")) == (set(), {"all-ages"})


def test_a_place_that_is_not_accessible_is_a_stated_no() -> None:
    listing = told("Quilting bee", "The hall is not wheelchair accessible.")
    assert level(listing, "limited-mobility") == "no"


def test_sitting_down_is_likely_and_a_ramp_is_stated() -> None:
    assert level(told("Quilting bee"), "limited-mobility") == "likely"
    assert level(told("Quilting bee", "The entrance has ramp access."), "limited-mobility") == "stated"


def test_a_librarys_own_programme_is_likely_free_and_stays_without_a_price() -> None:
    listing = told("Quilting bee", source=LIBRARY)
    assert (level(listing, "low-budget"), listing.price) == ("likely", None)


@pytest.mark.parametrize(
    "words", ["Free parking.", "Feel free to bring a friend.", "Gluten free snacks.", "This is not free."]
)
def test_the_word_free_beside_another_thing_is_no_price(words: str) -> None:
    assert level(told("Quilting bee", words), "low-budget") is None


def test_a_members_price_is_never_the_publics() -> None:
    listing = told("Clay workshop", "$20 members, $30 general public.")
    assert listing.price == Price(status="paid", min=30, max=30)
    assert level(listing, "low-budget") == "no"


def test_a_course_fee_counts_as_a_whole_and_is_shared_for_the_budget() -> None:
    listing = told("Drawing course", "Eight-week course. Fee: $72.")
    assert listing.price == Price(status="paid", min=72, max=72)
    assert level(listing, "low-budget") == "stated"


def test_an_hour_or_less_is_stated_with_the_end_as_evidence() -> None:
    listing = told("Drawing", start="2026-11-24T18:00:00-05:00", end="2026-11-24T19:00:00-05:00")
    assert (
        Tag(
            facet="situation", tag="time-constrained", level="stated", evidence="2026-11-24T19:00:00-05:00", field="end"
        )
        in listing.tags
    )


@pytest.mark.parametrize(
    ("words", "groups", "ages"),
    [
        ("Ages 5-9.", {"children"}, Ages(min=5, max=9)),
        ("Ages 9–13.", {"children", "teens"}, Ages(min=9, max=13)),  # noqa: RUF001  as pages print it
        ("Grades 6-12", {"teens"}, None),
        ("For ages 12-19.", {"teens"}, Ages(min=12, max=19)),
        ("18+ only", {"adults"}, Ages(min=18)),
        ("Ages 3 and up with a grown-up", {"children", "families"}, Ages(min=3)),
        ("Adults 55 and over", {"older-adults"}, Ages(min=55)),
    ],
)
def test_ages_are_read_in_years_and_grades(words: str, groups: set[str], ages: Ages | None) -> None:
    listing = told("Craft", words)
    assert names(listing, "ages") >= groups
    assert ages is None or listing.ages == ages


def test_a_cancelled_title_is_a_status_and_a_policy_is_not() -> None:
    assert told("CANCELLED: Knitting").status == "cancelled"
    assert told("Knitting", "Cancellation policy: refunds until Friday.").status == "scheduled"


def test_online_needs_more_than_online_registration() -> None:
    assert told("Book club", "Register online.", venue="Elm Hall").mode == "in-person"
    assert told("Book club", "We meet on Zoom.").mode == "online"


def test_what_the_record_says_itself_stays() -> None:
    given = Price(status="paid", min=4)
    listing = told("Knitting", "Free!", price=given, mode="hybrid", status="postponed", registration="required")
    assert (listing.price, listing.mode, listing.status, listing.registration) == (
        given,
        "hybrid",
        "postponed",
        "required",
    )


def formats(listing: Listing) -> set[str]:
    return names(listing, "format")


def test_an_audience_sings_in_no_choir() -> None:
    listing = told("Harbour Chorus spring concert", "The chorus performs folk songs. Tickets at the door.")
    assert (listing.participation, names(listing, "activity")) == ("watch", {"music-appreciation"})


def test_a_weekday_with_dates_is_a_course() -> None:
    assert formats(told("Stoneware pottery", "Thursdays, January 29 - March 19. Bring an apron.")) == {"class"}


def test_a_writing_workshop_is_no_group_because_writers_often_meet_in_groups() -> None:
    assert formats(told("Writing from old maps", "In this workshop we look and write.")) == {"workshop"}


def test_the_name_of_an_arts_centre_says_nothing_of_what_is_made_there() -> None:
    listing = told("Ceramics at Bay Center for the Arts", "Make a clay bowl.")
    assert names(listing, "pathway") == {"crafts"}


def test_members_who_meet_at_a_hacklab_make_nothing_by_that() -> None:
    assert told("Members meeting", "At the Hacklab. We vote on the dues.").creative is False
    assert told("Hacklab Open House").creative is True


def test_evidence_is_the_whole_clause_letter_for_letter() -> None:
    listing = told("Sewing", "Hello! Bring your own project and sit with us for a while. Parking is free.")
    quotes = {t.tag: t.evidence for t in listing.tags}
    assert quotes["fiber-arts"] == "Sewing"
    assert quotes["group"] == "Bring your own project and sit with us for a while"


words = st.text(st.characters(codec="utf-8"), max_size=300) | st.lists(
    st.sampled_from(
        [
            "Free",
            "knitting",
            "club,",
            "not",
            "quilt",
            "&",
            "ÉCLAIR",
            "choir's",
            "$5",
            "ages",
            "5-9",
            "18+",
            "İstanbul",
            "learn",
            "how",
            "to",
            "draw\n",
            "at",
            "Art",
            "Street",
        ]
    )
).map(" ".join)


@given(title=words, description=words, venue=words | st.none(), start=words | st.none())
def test_any_listing_can_be_tagged_and_evidence_stands_letter_for_letter_in_its_field(
    title: str, description: str, venue: str | None, start: str | None
) -> None:
    listing = told(title, description, venue=venue, start=start, end=start)
    for one in listing.tags:
        value = getattr(listing, one.field) if one.field else None
        assert one.evidence is None or (isinstance(value, str) and one.evidence in value)
        assert one.level != "stated" or one.evidence
