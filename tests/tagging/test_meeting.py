"""How people meet: the kind of meeting by the words of many kinds of hosts."""

from __future__ import annotations

import pytest

from finder.listing import Listing
from finder.tagging import tag


def kinds(title: str, description: str | None, **fields: object) -> set[str]:
    listing = tag(Listing(title=title, description=description, **fields))  # type: ignore[arg-type]
    return {t.tag for t in listing.tags if t.facet == "format"}


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Felted foxes", "Create a fox out of wool. Reg Req."),
        ("Birdhouse painting 101", None),
        ("Miniatures", "Try your hand at painting tabletop miniatures."),
        ("Origami", "Come for origami instruction from a local folder."),
        ("Teen crafternoon: glass charms", "Glass charms for your keys."),
        ("Craft night - lantern making", None),
        ("Art adventures", "Enjoy making art and looking at painters' lives."),
    ],
)
def test_one_session_of_making_is_a_workshop(title: str, description: str | None) -> None:
    assert kinds(title, description) == {"workshop"}


def test_a_craft_night_without_a_project_is_a_circle() -> None:
    assert kinds("Craft night", None) == {"group"}


@pytest.mark.parametrize(
    "words",
    [
        "Each term we learn another digital drawing skill.",
        "A pottery course for the hands.",
        "Enrol for the autumn term.",
        "Eight sessions; 8 lessons.",
    ],
)
def test_terms_and_courses_are_classes(words: str) -> None:
    assert kinds("Digital drawing", words) == {"class"}


@pytest.mark.parametrize(
    "words",
    [
        "Booking in advance is not necessary.",
        "No booking required.",
        "No need to book.",
        "Swing by any afternoon.",
        "Turn up whenever you like.",
        "You don't need to book.",
        "With a second sock to mend, please rejoin the line.",
    ],
)
def test_no_booking_is_needed_to_drop_in(words: str) -> None:
    assert "drop-in" in kinds("Knitting", words)


@pytest.mark.parametrize(
    "words",
    [
        "From Monday, stop by and pick up your spice kit.",
        "Open studio hours are available to current students.",
        "Walk-ins are welcome if space is available.",
        "Just pop in to see us and secure your place.",
    ],
)
def test_other_visits_are_no_dropping_in(words: str) -> None:
    assert "drop-in" not in kinds("Pottery class", words)


@pytest.mark.parametrize(
    "words",
    [
        "We read pages aloud and give and receive feedback.",
        "Gain feedback, offer support, and talk shop.",
        "A month's second meeting is for feedback on your drafts.",
    ],
)
def test_feedback_among_peers_is_critique(words: str) -> None:
    assert kinds("Novelists' group", words) == {"group", "critique"}


@pytest.mark.parametrize(
    "words", ["Constructive feedback from the teacher. A four-week course.", "Please give us feedback on our events."]
)
def test_feedback_of_a_teacher_or_on_the_event_is_no_critique(words: str) -> None:
    assert "critique" not in kinds("Sketching class", words)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Colouring hour", "A group coloring project for everybody."),
        ("Big canvas", "Add a stroke to our community canvas."),
        ("Sticker wall", "Help us create a giant mosaic out of stickers."),
        ("Stone mosaics", "Work as a group to turn pebbles into one picture."),
        ("Altered books", "Each makes a page for the flood project."),
    ],
)
def test_one_thing_made_by_all_is_a_collaborative_project(title: str, description: str) -> None:
    assert "collaborative-project" in kinds(title, description)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Milonga at the parish hall", "Fourth Saturday of each month."),
        ("Ecstatic dance", "Come early to help make the altar. Students pay half."),
        ("Film sing-along", "Sing along to the hits of the seventies."),
        ("Harvest art festival", "Hands-on art activities at every stall."),
    ],
)
def test_a_day_of_each_month_a_dance_floor_or_a_stall_is_neither_group_nor_lesson(title: str, description: str) -> None:
    assert kinds(title, description) & {"group", "class", "workshop"} == set()


def test_a_studio_in_which_a_class_is_taught_is_no_circle() -> None:
    assert kinds("Woodworking studio", "This is a paid Adult School class.") == {"class"}


def test_a_master_class_that_one_watches_is_no_show() -> None:
    words = "Observe the quartet coach young players. Their performances are famous."
    assert kinds("String quartet: chamber music masterclass", words) & {"showing"} == set()


def test_an_exhibition_mentioned_far_from_the_title_is_not_dropped_into() -> None:
    words = "An evening with the painter. Her exhibition celebrates the river."
    when = {"start": "2027-03-01T10:00:00-05:00", "end": "2027-03-01T16:00:00-05:00"}
    assert "drop-in" not in kinds("The river and I", words, **when)


@pytest.mark.parametrize(
    ("title", "words", "venue", "expected"),
    [
        ("A novelist speaks", "Join us online for a talk.", "Elm Public Library", "online"),
        ("Quilts of the valley - VIRTUAL", None, "Elm Public Library", "online"),
        ("Singing", "Join in.", "Sanctuary, Livestream", "hybrid"),
        ("Readings", "Our poems stand in print and online journals.", "The Wren Bar", "in-person"),
        ("Help with devices", "Learn how to use Zoom.", "Room 2", "in-person"),
        ("Book talk", "Come by, or watch it as a livestream.", "Elm Public Library", "hybrid"),
    ],
)
def test_where_it_meets_goes_by_what_is_said_of_the_whole(
    title: str, words: str | None, venue: str, expected: str
) -> None:
    assert tag(Listing(title=title, description=words, venue=venue)).mode == expected


@pytest.mark.parametrize("words", ["Won't happen.", "Called off.", "Not running this week."])
def test_a_date_that_is_dropped_is_cancelled(words: str) -> None:
    assert tag(Listing(title="Craft hour", description=words)).status == "cancelled"
    told = "We meet every week and will write if it is not happening."
    assert tag(Listing(title="Craft hour", description=told)).status == "scheduled"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Miniatures", "Come hang out and paint with fellow painters."),
        ("Quilting", "A regular get-together of quilters."),
        ("Ink and pens", "Crafters meet other crafters monthly."),
    ],
)
def test_regulars_who_make_beside_each_other_are_a_group(title: str, words: str) -> None:
    assert kinds(title, words) == {"group"}


def test_a_club_that_has_a_stall_makes_no_circle_of_the_fair() -> None:
    assert kinds("Harvest craft fair", "Paint a pumpkin, meet the pottery club. Booking is essential.") == set()


@pytest.mark.parametrize(
    "words",
    [
        "Pop along and join us.",
        "No RSVPs needed.",
        "Sign-up not required.",
        "Arrive and leave when you like.",
        "Come for an hour or stay all day.",
        "You can come for some or all of it.",
    ],
)
def test_coming_when_one_likes_is_dropping_in(words: str) -> None:
    assert "drop-in" in kinds("Knitting", words)


@pytest.mark.parametrize(
    ("title", "words", "expected"),
    [
        ("Willow jam session", "Learn a few simple banjo strums.", {"workshop"}),
        ("Clay club", "Make a bowl. Led by Ines Prado.", {"workshop"}),
        ("Clay club", "Led by Ines Prado. We meet every week.", {"group"}),
        (
            "Larch Dance Ensemble",
            "A group that performs and teaches old dances to all who come. Let's dance!",
            {"showing", "workshop"},
        ),
        ("Harbor story slam", "Tell a story about a journey.", {"showing"}),
        ("Hazel variety show rehearsal", "All players, please come and sing.", {"group"}),
        ("Winter break art studio", None, {"class"}),
        ("Swing dance night", "A beginner lesson before the band plays.", {"workshop"}),
        ("Magic show and craft", "See a magic show and make a wand.", {"showing", "workshop"}),
        ("Kazoo jam", "Hosted by: the Elm Street Chess Club", {"group"}),
    ],
)
def test_a_circle_that_somebody_leads_is_a_session_and_players_are_no_circle(
    title: str, words: str | None, expected: set[str]
) -> None:
    assert kinds(title, words) == expected


def test_a_band_on_tour_shows_its_work_and_a_guided_tour_does_not() -> None:
    assert kinds("The Wren Sisters: Lantern Tour", "An acoustic evening of songs.") == {"showing"}
    assert kinds("Curator's tour", "A guided tour of the paintings.") == set()


def test_peers_who_pay_for_some_sessions_are_taught() -> None:
    assert kinds("From memory to memoir", "Turn your life into stories in this four-session course.") == {"class"}
