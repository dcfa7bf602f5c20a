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


@pytest.mark.parametrize(
    "words",
    [
        "Nobody auditions.",
        "No auditions.",
        "Auditions are not required.",
        "A non-auditioned choir.",
        "Without networking.",
    ],
)
def test_nobody_auditions_takes_no_quiet_away(words: str) -> None:
    assert level(told("Quilting bee", words), "introvert-friendly") != "no"


def test_auditions_and_networking_are_the_opposite_of_quiet() -> None:
    assert level(told("Choir", "Auditions on Monday."), "introvert-friendly") == "no"
    assert level(told("Makers' networking night", "We craft."), "introvert-friendly") == "no"


def test_a_hybrid_meeting_states_where_it_can_be_joined_from_and_not_its_hall() -> None:
    def evidence(**fields: object) -> tuple[str | None, str | None]:
        tags = told("Poetry circle", **fields).tags  # type: ignore[arg-type]
        return next(
            ((t.evidence, t.field) for t in tags if t.tag == "limited-mobility" and t.level == "stated"), (None, None)
        )

    assert evidence(venue="Elm Hall", mode="hybrid") == ("hybrid", "mode")
    assert evidence(venue="Zoom") == ("Zoom", "venue")
    assert evidence(venue="Elm Hall", description="Come, or join on Zoom.") == ("Come, or join on Zoom", "description")


@pytest.mark.parametrize("words", ["Ask the teacher about drop-ins.", "Drop-in rate $20.", "Work at your own pace."])
def test_a_word_about_drop_ins_is_no_leave_to_come_when_one_likes(words: str) -> None:
    assert level(told("Drawing", words), "time-constrained") is None


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


@pytest.mark.parametrize(
    ("description", "price"),
    [
        ("Fee: $40 + $5 materials fee.", Price(status="paid", min=45, max=45)),
        ("Fee: $40. A separate $5 materials fee is paid to the teacher.", Price(status="paid", min=40, max=40)),
        ("Members get 10% off any class over $60.Materials are extra.", None),
        ("Tickets are priced per person.", Price(status="paid")),
        ("Members: a discount applies at checkout.", Price(status="paid")),
        ("$15 suggested donation.", Price(status="donation", min=0, max=15)),
        ("Pay what you can.", Price(status="donation", min=0)),
        ("Adults $12, children $6.", Price(status="paid", min=12, max=12)),
        ("Children: $6 per child.", Price(status="paid", min=6, max=6)),
        ("$18-$24", Price(status="paid", min=18, max=24)),
        ("From $18.", Price(status="paid", min=18, max=18)),
        ("Bring cash for the $20 raffle prize. Free entry.", Price(status="free", min=0)),
        ("At this complimentary workshop we print.", Price(status="free", min=0)),
        ("Enjoy a complimentary drink.", None),
    ],
)
def test_the_price_is_what_an_adult_of_the_public_pays(description: str, price: Price | None) -> None:
    assert told("Print workshop", description).price == price


def test_a_loud_free_in_the_title_is_a_price_and_a_name_is_not() -> None:
    assert told("FREE Accordion Fridays").price == Price(status="free", min=0)
    assert told("Free Songwriting Seminar").price == Price(status="free", min=0)
    assert told("Free Spirit Singers").price is None
    assert told("FREE PARKING at the concert").price is None


def test_a_small_fee_beside_another_one_is_no_small_price() -> None:
    assert level(told("Slime lab", "Fee: $9. Museum admission is required."), "low-budget") is None
    assert level(told("Slime lab", "Fee: $9."), "low-budget") == "stated"


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


def test_whoever_dances_makes_no_concert_of_it() -> None:
    listing = told("Ecstatic Dance Wave with DJ Lumen", "The DJ plays a live set for two hours.")
    assert (names(listing, "pathway"), listing.participation) == ({"theater-performance"}, "join")


def test_a_market_is_creative_only_where_something_is_made() -> None:
    stalls = "Stalls with prints, ceramics and jewellery by local artists."
    assert told("Winter Art Market", stalls).creative is False
    assert told("Winter Art Market", stalls + " Make your own lantern at our workshop table.").creative is True


def test_an_address_of_the_web_says_nothing_of_what_people_make() -> None:
    listing = told("Concert on the square", "Singers perform. https://canva.example/photography-and-pottery")
    assert names(listing, "activity") == {"music-appreciation"}


def test_a_title_denies_nothing_that_people_do() -> None:
    assert names(told("Not Your Mother's Book Club"), "activity") == {"book-club"}


def test_the_name_of_a_group_supports_what_its_meeting_says_and_earns_nothing_alone() -> None:
    group = SourceRef(name="Elm Valley Writers", kind="meetup_group")
    assert told("Monthly get-together", "We meet at the pub.", source=group).creative is False
    assert names(
        told("Chapter night", "Bring a draft of your writing; other writers read it.", source=group), "pathway"
    ) == {"writing"}


def test_a_day_of_every_week_alone_makes_no_group() -> None:
    assert names(told("Mosaics", "Every Wednesday."), "format") == set()
    assert names(told("Mosaics", "Every Wednesday you'll make a tile."), "format") == {"workshop"}


def test_an_author_in_conversation_shows_work() -> None:
    assert names(told("In conversation with a novelist", "The author reads from a new novel."), "format") == {"showing"}


@pytest.mark.parametrize(
    "words", ["Like you've never heard before.", "All are free to leave.", "Introduction to the novel by its editor."]
)
def test_a_word_that_opens_no_door_welcomes_no_beginners(words: str) -> None:
    assert "beginners" not in names(told("Evening of music", words), "welcome")


def test_a_number_of_things_is_no_age() -> None:
    assert told("Group show", "Works by 30+ painters.").ages is None
    assert told("Figure drawing", "18+ only").ages == Ages(min=18)


def test_a_city_asks_no_money_for_its_own_programme_unless_it_says_so() -> None:
    city = SourceRef(name="City of Elm", kind="government")
    assert level(told("Concert on the plaza", source=city), "low-budget") == "likely"


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


def test_from_school_age_and_up_speaks_of_the_young_and_not_of_grown_people() -> None:
    assert names(told("Street dance crew", "Ages 10+"), "ages") == {"children", "teens"}
    assert names(told("Life drawing", "Ages 16+"), "ages") == {"teens", "adults"}
    assert names(told("Mosaic hour", "Ages 3+"), "ages") == {"children"}


@pytest.mark.parametrize(
    "words",
    [
        "Registration is recommended but not required.",
        "Cool off with snow cones while supplies last.",
        "Pick up a craft kit at the desk.",
    ],
)
def test_what_may_be_left_out_or_fetched_is_no_drop_in(words: str) -> None:
    assert "drop-in" not in names(told("Leaf collage", words), "format")


def test_whoever_comes_to_dance_joins_whoever_plays() -> None:
    listing = told("Contra dance with the Mill Race Band", "Live music by an acclaimed band on stage.")
    assert (listing.participation, names(listing, "activity")) == ("join", {"dance"})


def test_a_play_known_by_its_name_is_watched() -> None:
    listing = told("Twelfth Night")
    assert (listing.participation, names(listing, "pathway"), names(listing, "format")) == (
        "watch",
        {"theater-performance"},
        {"showing"},
    )


def test_a_free_lesson_before_a_dance_is_not_the_price_of_the_dance() -> None:
    listing = told("Harvest contra dance", "Free lesson 7:30, dance 8 to 11.")
    assert listing.price is None


def test_an_exhibition_of_several_weeks_is_visited_when_one_likes() -> None:
    listing = told("Harbour prints: an exhibition", start="2026-09-11", end="2026-11-01")
    assert names(listing, "format") == {"showing", "drop-in"}
    assert level(listing, "time-constrained") == "stated"


def test_a_weekend_away_takes_more_than_half_a_day() -> None:
    listing = told("Weaving weekend", start="2026-09-11T18:00:00-04:00", end="2026-09-13T12:00:00-04:00")
    assert level(listing, "time-constrained") == "no"


def test_where_one_must_sign_up_to_make_something_somebody_shows_how() -> None:
    assert names(told("Felt bookmarks", "Registration required."), "format") == {"workshop"}
    assert names(told("Felt bookmarks"), "format") == set()


def test_a_companions_age_is_not_the_age_of_those_who_come() -> None:
    listing = told("Clay hour for children", "Children must be accompanied by somebody aged 16 or older.")
    assert names(listing, "ages") == {"children"}


@pytest.mark.parametrize("words", ["Everyone is welcome to attend.", "All readers are welcome!"])
def test_an_open_door_welcomes_beginners(words: str) -> None:
    assert names(told("Silent book club", words), "welcome") == {"beginners"}


def test_materials_included_in_a_fee_make_nothing_cheap() -> None:
    assert level(told("Ring making", "Materials are included in this class."), "low-budget") is None


def test_free_at_the_end_of_a_line_on_supplies_is_the_price() -> None:
    listing = told("Zine hour", "All materials provided. Free!")
    assert listing.price == Price(status="free", min=0.0)


def test_a_craft_beside_a_film_is_made_and_a_film_alone_is_not() -> None:
    listing = told("Family movie day", "A film, games and a craft for everybody.")
    assert (listing.creative, names(listing, "activity")) == (True, {"diy"})
    assert not told("Family movie day", "A film, games and popcorn.").creative


def test_an_online_conversation_about_a_cookbook_cooks_nothing() -> None:
    listing = told("Pasta my way", "An online conversation with the author on her bestselling cookbook.")
    assert (listing.participation, names(listing, "activity")) == ("watch", {"readings"})


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
