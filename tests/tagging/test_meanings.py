"""What each tag means, clause by clause: for each a listing of our own that it decides."""

from __future__ import annotations

from typing import Any

import pytest

from finder.listing import Listing, SourceRef
from finder.tagging import tag

LIBRARY = SourceRef(name="Elm County Library", kind="library")
CITY = SourceRef(name="City of Elm", kind="government")
FACETS = ("pathway", "activity", "format", "welcome", "ages", "together", "purpose")
SITUATIONS = ("introvert-friendly", "limited-mobility", "low-budget", "time-constrained")
MONDAY, SATURDAY = "2026-11-23", "2026-11-28"


def told(title: str, description: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return what tagging says of a listing, by facet and by situation."""
    listing = tag(Listing(title=title, description=description, **fields))
    said: dict[str, Any] = {f: {t.tag for t in listing.tags if t.facet == f and t.level != "no"} for f in FACETS}
    said |= {s: next((t.level for t in listing.tags if t.tag == s), None) for s in SITUATIONS}
    price = listing.price
    return said | {
        "creative": listing.creative,
        "participation": listing.participation,
        "mode": listing.mode,
        "price": price.status if price else "unknown",
        "min": price.min if price else None,
    }


def hours(day: str, start: str, end: str) -> dict[str, str]:
    return {"start": f"{day}T{start}:00-05:00", "end": f"{day}T{end}:00-05:00"}


def holds(said: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert {name: said[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Tax preparation help", "Volunteers fill in your return."),
        ("Lapsit story time", "Stories read to babies and toddlers."),
        ("Pickleball for grown-ups", "Bring a racket."),
        ("Zumba fitness", "Sweat to lively music."),
        ("Morning yoga", "Bring a mat."),
        ("Guided meditation", "Breathe in, breathe out."),
        ("Tech help desk", "Bring your phone and your questions."),
        ("Lecture: the history of bridges", "An engineer tells how they stand."),
        ("Board game night", "Catan, chess and more."),
        ("Pub trivia", "Six to a team."),
        ("City council meeting", "The agenda is online."),
        ("Farmers market", "Apples, cheese and flowers."),
        ("Walking tour of the old harbour", "See where the ships lay."),
        ("Spring nature walk", "Look for warblers with a naturalist."),
        ("Film screening: a western of 1952", "With popcorn."),
        ("Film night with questions to the director", "A screening, and time to ask."),
        ("Summer reading challenge", "Read ten books and win a prize."),
        ("Winter reading bingo", "Fill a card."),
        ("Museum tour", "Our guide shows the highlights of natural history."),
        ("Talk: the bees of our county", "A biologist speaks."),
    ],
)
def test_what_is_not_creative(title: str, description: str) -> None:
    holds(told(title, description), {"creative": False, "participation": None, "pathway": set(), "activity": set()})


@pytest.mark.parametrize(
    ("title", "description", "wanted"),
    [
        (
            "Story time and craft",
            "For children: a book, then we make paper kites.",
            {"participation": "join", "pathway": {"crafts"}, "activity": {"diy"}},
        ),
        ("Evening book club", "We discuss a novel.", {"participation": "join", "pathway": {"writing"}}),
        ("Tango class", "Learn the steps.", {"pathway": {"theater-performance"}, "activity": {"dance"}}),
        ("LEGO club", "Children build with bricks.", {"pathway": {"crafts"}, "activity": {"makerspace"}}),
        ("Robotics build club", "Build and program robots.", {"pathway": {"crafts"}, "activity": {"makerspace"}}),
        ("Open mic night", "Musicians, sign up to play.", {"participation": "join", "activity": {"open-mic"}}),
        ("Old-time jam", "Bring your fiddle and play along.", {"participation": "join", "activity": {"jam-session"}}),
        ("Holiday sing-along", "Everybody sings.", {"participation": "join", "pathway": {"music"}}),
        (
            "Critique night for painters",
            "Bring a painting; we give each other feedback.",
            {"participation": "join", "pathway": {"visual-arts"}},
        ),
        ("String quartet concert", "They perform Haydn.", {"participation": "watch", "pathway": {"music"}}),
        (
            "Harbour views: an exhibition",
            "On view in the gallery.",
            {"participation": "watch", "activity": {"art-show"}},
        ),
        ("Author talk", "A novelist speaks about her new book.", {"participation": "watch", "activity": {"readings"}}),
    ],
)
def test_what_is_creative_and_whether_one_joins_or_watches(
    title: str, description: str, wanted: dict[str, Any]
) -> None:
    holds(told(title, description), {"creative": True, **wanted})


@pytest.mark.parametrize(
    ("title", "description", "wanted"),
    [
        ("Baby rhymes", "A story time with songs and rhymes we all sing.", {"pathway": {"music"}, "activity": set()}),
        ("Music and movement for babies", "Sing, shake and dance.", {"creative": True, "participation": "join"}),
        (
            "Storytelling night",
            "Grown-ups tell true stories on stage.",
            {"pathway": {"theater-performance"}, "activity": {"storytelling"}},
        ),
        ("Gallery talk", "A curator on the painter's last works.", {"participation": "watch"}),
        (
            "Art appreciation hour",
            "We look at a painting together and have a discussion of it.",
            {"creative": True, "participation": "join"},
        ),
        ("Silent reading party", "Bring a book and read.", {"activity": {"book-club"}}),
        ("Reading group", "We read essays and talk about them.", {"activity": {"book-club"}}),
        (
            "Filmmaking for teens",
            "Shoot and edit a short film.",
            {"pathway": {"digital-creation"}, "activity": {"video-podcast"}},
        ),
        ("Talk: quilts of the prairie", "The history of quilting.", {"creative": True, "participation": "watch"}),
        (
            "Autumn fair",
            "Hay rides, cider, and decorate a pumpkin to take home.",
            {"creative": True, "pathway": {"crafts"}},
        ),
        (
            "Hedda Gabler, a play",
            "Presented by the touring company. Tickets at the box office.",
            {"participation": "watch", "pathway": {"theater-performance"}, "activity": set(), "format": {"showing"}},
        ),
        (
            "Circus on the green",
            "Acrobats and jugglers perform.",
            {"participation": "watch", "pathway": {"theater-performance"}, "activity": set(), "format": {"showing"}},
        ),
        (
            "Summer jazz concert",
            "The trio performs.",
            {"pathway": {"music"}, "activity": {"music-appreciation"}, "format": {"showing"}},
        ),
        (
            "Acoustic open mic",
            "Singers and guitarists, bring a song.",
            {"pathway": {"music"}, "activity": {"open-mic"}, "format": {"showing"}},
        ),
        ("Meet the author", "She reads from her memoir.", {"format": {"showing"}}),
        ("Guided tour of the sculptures", "With our docent.", {"creative": True, "format": set()}),
    ],
)
def test_settled_cases_of_what_people_do(title: str, description: str, wanted: dict[str, Any]) -> None:
    holds(told(title, description), wanted)


@pytest.mark.parametrize(
    ("title", "description", "formats"),
    [
        ("Pottery course", "Six weeks on the wheel.", {"class"}),
        ("Ballet class", "Autumn term, Tuesdays from September 8 to December 1.", {"class"}),
        ("Linocut workshop", "Carve and print a card in one evening.", {"workshop"}),
        ("Bookbinding class", "One evening, hands on: sew a notebook with our teacher.", {"workshop"}),
        ("Craft table", "Drop in any time between 2 and 4.", {"drop-in"}),
        ("Embroiderers' guild", "Members meet each month and sew.", {"group"}),
        ("Community choir", "We rehearse every Monday.", {"group"}),
        ("Poetry critique circle", "Members give each other feedback on poems.", {"critique", "group"}),
        (
            "Paint the underpass",
            "A community mural that we all paint together.",
            {"collaborative-project"},
        ),
        ("Student recital", "Piano pupils perform.", {"showing"}),
        ("Prints and drawings: an exhibition", "In the hall gallery.", {"showing"}),
    ],
)
def test_kinds_of_meeting(title: str, description: str, formats: set[str]) -> None:
    holds(told(title, description), {"format": formats})


@pytest.mark.parametrize(
    ("title", "description", "verdict"),
    [
        ("Sketching", "A quiet hour.", "stated"),
        ("Sketching", "Low-pressure and friendly.", "stated"),
        ("Sketching", "We draw in a small group.", "stated"),
        ("Sketching", "Limited to 10 participants.", "stated"),
        ("Poetry", "No need to share your work.", "stated"),
        ("Crafts", "Work on your own project.", "stated"),
        ("Crafts", "A sensory-friendly hour.", "stated"),
        ("Drawing online", "It is fine to keep your camera off.", "stated"),
        ("Knitting circle", "Bring your yarn.", "likely"),
        ("Open studio", "Paint beside others.", "likely"),
        ("Sketch group", "We draw in the park.", "likely"),
        ("Write-in", "Write beside other writers.", "likely"),
        ("Take-and-make kit: paper lantern", "Pick one up and make it at home.", "likely"),
        ("Clay workshop", "Each makes a bowl.", "likely"),
        ("Writers' networking evening", "Meet other writers.", "no"),
        ("Speed meeting for artists", "Sketch each other, five minutes each.", "no"),
        ("Improv basics", "We begin with ice-breakers.", "no"),
        ("Monologue class", "Each performs in front of the group.", "no"),
        ("Book club", "We discuss a novel.", None),
        ("Community choir", "We sing folk songs.", None),
        ("Cooking in teams", "Cook a dinner together.", None),
        ("Jazz concert", "A trio performs.", None),
    ],
)
def test_who_is_shy(title: str, description: str, verdict: str | None) -> None:
    holds(told(title, description), {"introvert-friendly": verdict})


@pytest.mark.parametrize(
    ("title", "description", "verdict"),
    [
        ("Drawing", "The studio is wheelchair accessible.", "stated"),
        ("Drawing", "Step-free entrance from the yard.", "stated"),
        ("Drawing", "There is a lift.", "stated"),
        ("Chair dance", "Dance sitting down: a seated class.", "stated"),
        ("Poetry by phone", "Call in and listen.", "stated"),
        ("Craft kits", "We bring the kit to your door.", "stated"),
        ("Drawing", "Accommodations are available on request.", "stated"),
        ("Knitting circle", "Bring your yarn.", "likely"),
        ("Writing circle", "We write.", "likely"),
        ("Book club", "We discuss a novel.", "likely"),
        ("Drawing class", "Learn to draw hands.", "likely"),
        ("Community choir", "We sing.", "likely"),
        ("Coding club", "Make a game in Scratch.", "likely"),
        ("Sketch walk", "Be ready to walk two miles.", "no"),
        ("Community garden day", "We will be standing, bending and lifting.", "no"),
        ("Loft studio", "Draw with us. The loft is not accessible: up three flights of stairs.", "no"),
        ("Jazz concert", "A trio performs.", None),
        ("Salsa class", "Learn to dance.", None),
    ],
)
def test_who_moves_with_difficulty(title: str, description: str, verdict: str | None) -> None:
    holds(told(title, description), {"limited-mobility": verdict})


@pytest.mark.parametrize(
    ("description", "fields", "verdict", "status"),
    [
        ("Free and open to all.", {}, "stated", "free"),
        ("There is no charge.", {}, "stated", "free"),
        ("By donation.", {}, "stated", "donation"),
        ("Pay what you can.", {}, "stated", "donation"),
        ("$8.", {}, "stated", "paid"),
        ("$40; scholarships are available.", {}, "stated", "paid"),
        ("All materials are provided.", {}, "stated", "unknown"),
        ("Learn to draw.", {"source": LIBRARY}, "likely", "unknown"),
        ("Learn to draw.", {"source": CITY}, "likely", "unknown"),
        ("$45 per session.", {}, "no", "paid"),
        ("$45, concessions $20.", {}, None, "paid"),
        ("$18.", {}, None, "paid"),
        ("$60 for six sessions, a six-session course.", {}, "stated", "paid"),
        ("$5 members, $15 the public.", {}, None, "paid"),
        ("Tickets at the door.", {}, None, "unknown"),
        ("Buy tickets online.", {}, None, "paid"),
    ],
)
def test_who_has_little_money(description: str, fields: dict[str, Any], verdict: str | None, status: str) -> None:
    holds(told("Drawing", description, **fields), {"low-budget": verdict, "price": status})


@pytest.mark.parametrize(
    ("title", "description", "amount"),
    [
        ("Drawing course", "Fee for all eight weeks: $80.", 80.0),
        ("Drawing", "$12 members, $20 non-members.", 20.0),
        ("Drawing for children", "Children $6.", 6.0),
        ("Drawing", "Adults £9, children £4.", 9.0),
        ("Drawing", "Kids free.", None),
        ("Drawing", "Free for children under 12.", None),
        ("Drawing", "Free for members.", None),
        ("Drawing", "Students free with ID.", None),
        ("Drawing for kids", "Free for children.", 0.0),
        ("Family drawing", "Free for children.", None),
        ("Drawing", "A free carer ticket is available.", None),
        ("Drawing", "Tickets £8, and a free essential companion ticket.", 8.0),
        ("Drawing", "Free entry for carers.", None),
        ("Drawing", "Free ticket for your PA.", None),
        ("Drawing", "Free parking behind the hall.", None),
        ("Drawing", "Parking is free.", None),
        ("Drawing", "Your first visit is free.", None),
        ("Drawing", "Free first class.", None),
        ("Drawing", "Tickets at the door.", None),
        ("Drawing", "Purchase your ticket online.", None),
    ],
)
def test_a_price_is_what_one_grown_person_pays_in_all(title: str, description: str, amount: float | None) -> None:
    holds(told(title, description), {"min": amount})


@pytest.mark.parametrize(
    ("title", "description", "fields", "verdict"),
    [
        ("Drawing", None, hours(MONDAY, "10:00", "11:00"), "stated"),
        ("Drawing", "A lunchtime session.", {}, "stated"),
        ("Drawing", "Drop in any time.", {}, "stated"),
        ("Drawing", "No commitment.", {}, "stated"),
        ("Drawing", "A one-off taster session.", {}, "stated"),
        ("Drawing", None, hours(MONDAY, "18:00", "19:30"), "likely"),
        ("Drawing", None, hours(SATURDAY, "10:00", "11:30"), "likely"),
        ("Drawing", None, hours(MONDAY, "10:00", "11:30"), None),
        ("Drawing", None, hours(MONDAY, "18:00", "20:30"), None),
        ("Drawing course", "Eight weeks.", hours(MONDAY, "18:00", "19:30"), "no"),
        ("Drawing", None, hours(SATURDAY, "10:00", "14:00"), "no"),
        ("Drawing", None, hours(MONDAY, "17:00", "21:30"), "no"),
        ("Harbour prints: an exhibition", "In the gallery.", hours(MONDAY, "10:00", "18:00"), "stated"),
    ],
)
def test_who_has_little_time(title: str, description: str | None, fields: dict[str, str], verdict: str | None) -> None:
    holds(told(title, description, **fields), {"time-constrained": verdict})


@pytest.mark.parametrize(
    ("description", "welcomed"),
    [
        ("Beginners are welcome.", True),
        ("All levels.", True),
        ("No experience needed.", True),
        ("An introduction to charcoal.", True),
        ("Learn to draw.", True),
        ("For everyone.", True),
        ("All are welcome.", True),
        ("Open to all.", True),
        ("Everyone is welcome.", True),
        ("For all students of the academy.", False),
        ("For all ages.", False),
        ("For experienced painters.", False),
    ],
)
def test_who_begins(description: str, welcomed: bool) -> None:  # noqa: FBT001  a table of yes and no
    holds(told("Charcoal evening", description), {"welcome": {"beginners"} if welcomed else set()})


@pytest.mark.parametrize(
    ("description", "ages"),
    [
        ("For children of 6 to 10 years.", {"children"}),
        ("For teens.", {"teens"}),
        ("For adults.", {"adults"}),
        ("18+.", {"adults"}),
        ("For people over 50.", {"older-adults"}),
        ("For families with children.", {"families", "children"}),
        ("All ages.", {"all-ages"}),
        ("We draw.", set()),
    ],
)
def test_which_ages(description: str, ages: set[str]) -> None:
    holds(told("Clay hour", description), {"ages": ages})


@pytest.mark.parametrize(
    ("title", "description", "facet", "names"),
    [
        ("Date night pottery", "Couples make a vase.", "together", {"couples"}),
        ("Paint and sip", "Bring a friend.", "together", {"friends"}),
        ("Family craft morning", "Make a kite.", "together", {"family"}),
        ("Clay hour", "For children and their grown-ups.", "together", {"family"}),
        ("Music and movement", "Sing with your baby.", "together", {"family"}),
        ("Clay hour", "Children under six must have a caregiver with them.", "together", set()),
        ("Knit for charity", "Hats for newborns at the hospital.", "purpose", {"make-for-others"}),
        ("Skill swap", "Teach what you know: a skill exchange of crafts.", "purpose", {"teach-and-learn"}),
        ("Poets' evening", "Share your work with others.", "purpose", {"share-your-work"}),
    ],
)
def test_with_whom_and_for_what(title: str, description: str, facet: str, names: set[str]) -> None:
    holds(told(title, description), {facet: names})


@pytest.mark.parametrize(
    ("description", "fields", "mode"),
    [
        ("We draw.", {"venue": "Elm Hall"}, "in-person"),
        ("We draw on Zoom.", {}, "online"),
        ("Come to the hall or join us on Zoom.", {"venue": "Elm Hall"}, "hybrid"),
    ],
)
def test_where_one_meets(description: str, fields: dict[str, Any], mode: str) -> None:
    holds(told("Drawing", description, **fields), {"mode": mode})
