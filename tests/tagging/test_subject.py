"""What people do there, and whether they take part: classes of wording, each with listings of our own."""

from __future__ import annotations

import pytest

from finder.listing import Listing, SourceRef
from finder.tagging import tag

Wanted = tuple[set[str], set[str], str | None]
"""Pathways, activities, and whether one joins or watches; nothing of each where nothing is creative."""


def told(title: str, description: str | None = None, **fields: object) -> Listing:
    return tag(Listing(title=title, description=description, **fields))  # type: ignore[arg-type]


def found(listing: Listing) -> Wanted:
    names = {f: {t.tag for t in listing.tags if t.facet == f} for f in ("pathway", "activity")}
    return names["pathway"], names["activity"], listing.participation


NOTHING: Wanted = (set(), set(), None)
ART_SEEN: Wanted = ({"visual-arts"}, {"art-show"}, "watch")
MUSIC_HEARD: Wanted = ({"music"}, {"music-appreciation"}, "watch")
ART_TALKED: Wanted = ({"visual-arts"}, {"art-show"}, "join")
COMEDY: Wanted = ({"theater-performance"}, {"stand-up"}, "watch")
CRAFTS: Wanted = ({"crafts"}, {"diy"}, "join")


@pytest.mark.parametrize(
    ("title", "description", "wanted"),
    [
        # Where two phrases run into each other, the first says of which kind the second is.
        ("3D Printing Workshop", None, ({"crafts"}, {"makerspace"}, "join")),
        # Repairing, in the words of those who mend.
        ("Drop-in Repair Events at the Tool Library", "We will be fixing lamps and kettles.", CRAFTS),
        ("Saturday at the Library", "Bring your broken lamp and our volunteer fixers look at it.", CRAFTS),
        # Books talked over, without the word club.
        ("Pints & Pages", "A lively discussion of Middlemarch by George Eliot.", ({"writing"}, {"book-club"}, "join")),
        # Those who write, among themselves.
        (
            "Playwrights Group",
            "Meet with fellow playwrights and get feedback.",
            ({"writing"}, {"writing-group"}, "join"),
        ),
        ("Word Jam", "Each gets five minutes to read a piece they wrote.", ({"writing"}, {"open-mic"}, "join")),
        # Made for the table.
        ("Cupcake Decorating", None, ({"cooking-gardening"}, {"cooking"}, "join")),
        ("Monster Munchies", "Make some silly snacks with us.", ({"cooking-gardening"}, {"cooking"}, "join")),
        # Figures are painted by hobbyists.
        ("Miniature Painting Night", None, CRAFTS),
        # One picture by many hands.
        (
            "Dot by Dot",
            "Help us create a picture: each sticker is one dot.",
            ({"visual-arts"}, {"community-mural"}, "join"),
        ),
        # A musical is a play; a magician who jokes is no comedian.
        ("The Lighthouse: A New Musical", "Buy tickets.", ({"theater-performance"}, set(), "watch")),
        ("Marvo's Magic and Comedy Show", None, ({"theater-performance"}, set(), "watch")),
        # Dancing lessons mention rhythm.
        (
            "Afro Dance",
            "A class in technique, rhythm combinations and joy.",
            ({"theater-performance"}, {"dance"}, "join"),
        ),
        ("Tiny Steps", "Our first class for our youngest dancers.", ({"theater-performance"}, {"dance"}, "join")),
        # What is only mentioned in a play's story says nothing of who takes part.
        (
            "Winter Pears: a play",
            "In this one man show, he will bake one last loaf. Directed by Jo Lin.",
            ({"theater-performance"}, set(), "watch"),
        ),
        # Wool, in other words.
        ("Patch Night", "Visibly mend your jacket, or sew on a patch.", ({"crafts"}, {"fiber-arts"}, "join")),
        ("Wet Felt a Pouch", "Make functional art with wool.", ({"crafts"}, {"fiber-arts"}, "join")),
        # What is painted on is a craft; what is painted in a garden is a picture.
        ("Kindness Rock Painting", None, CRAFTS),
        ("Garden Painting", "Learn to paint in watercolour.", ({"visual-arts"}, {"art-class"}, "join")),
        # An audience of poets hears a reading, one of a lecture on an artist sees art.
        ("Elm Street Poets Present Ada Lin", None, ({"writing"}, {"poetry", "readings"}, "watch")),
        ("Lecture: a Conceptual Artist of the Eighties", "This talk looks at her legacy.", ART_SEEN),
        # The microphone opens far down in the text.
        (
            "Prose Reading featuring Ada Lin",
            "Ada reads from her new novel. " + "She came to town long ago. " * 40 + "Open mic to follow!",
            ({"writing"}, {"open-mic", "readings"}, "join"),
        ),
        # Famous readers' clubs say nothing of those who come.
        (
            "Meet the Author: Ada Lin",
            "The author will be talking about her novel, an Oprah's Book Club pick.",
            ({"writing"}, {"readings"}, "watch"),
        ),
        # Those who rehearse take part; those at a retreat do too.
        ("Spring Musical Rehearsal", None, ({"theater-performance"}, {"community-theater"}, "join")),
        ("Artists' Retreat", "Work on new or in-progress projects.", ({"visual-arts"}, {"open-studio"}, "join")),
        # The songs of a play are part of it; a list of instruments is a concert.
        (
            "Harvest: a play by Jo Lin | Broadway tour",
            "Critics praise its beautiful songs. Showtimes online.",
            ({"theater-performance"}, set(), "watch"),
        ),
        (
            "Moon Over Elm",
            "Presented by the gallery. Ada: piano. Jo: drums, guitar.",
            ({"music"}, {"music-appreciation"}, "watch"),
        ),
        ("The Elms: Farewell Tour", "They take the road once more.", MUSIC_HEARD),
        ("Book Talk: Low Tide by Ada Lin", None, ({"writing"}, {"readings"}, "watch")),
        ("Macrame a Plant Hanger", None, ({"crafts"}, {"fiber-arts", "diy"}, "join")),
        ("Sketch Writing", "Start from scratch or bring a draft.", ({"writing"}, {"writing-group"}, "join")),
        (
            "Tuesday Moves",
            "Come explore movement, sound and improvisation.",
            ({"theater-performance"}, {"dance"}, "join"),
        ),
        # Each draws by oneself, or is taught.
        (
            "Costumed Life Drawing",
            "Draw what you like; make art together.",
            ({"visual-arts"}, {"sketch-group"}, "join"),
        ),
        ("Life Drawing Class", "Learn to draw the figure.", ({"visual-arts"}, {"sketch-group", "art-class"}, "join")),
        ("Calm Coloring Hour", None, CRAFTS),
        ("Salt Clay Ornaments", None, CRAFTS),
        # What hangs in a show is seen; the pots and quilts in it are part of it.
        ("Gallery Show: Ceramic and Paint", "An exhibition of new works. Opening reception at six.", ART_SEEN),
        ("Plein Air Painting Sale and Reception", "An exhibition of paintings by our members.", ART_SEEN),
        # A live band at a dance is heard as well.
        (
            "Salsa Night",
            "A lesson, followed by live music and an open dance floor.",
            ({"theater-performance", "music"}, {"dance", "music-appreciation"}, "join"),
        ),
        ("Salsa Night", "A lesson, then a DJ plays.", ({"theater-performance"}, {"dance"}, "join")),
        # Opera is a play that is sung.
        ("Opera in the Square", "Thirty minute performances.", ({"theater-performance"}, set(), "watch")),
        ("Comedy Show", "A night of improv!", ({"theater-performance"}, {"improv"}, "watch")),
        (
            "Teen Production Class",
            "Eight weeks of musical theatre with a final show.",
            ({"theater-performance"}, {"community-theater"}, "join"),
        ),
        ("Tour with a Guide", "A slow look and conversation on one of our paintings by Ada Lin.", ART_TALKED),
        ("Kids at the Farmers Market", "At our table: special themed crafts and games.", CRAFTS),
        # The title is a name: the description says what is done.
        (
            "The Tuesday Group",
            "Painters who meet weekly to paint side by side.",
            ({"visual-arts"}, {"open-studio"}, "join"),
        ),
        (
            "Stage Door Kids",
            "Learn acting and put on a play.",
            ({"theater-performance"}, {"community-theater"}, "join"),
        ),
        ("Laugh Lab", "Short-form games, no experience needed.", ({"theater-performance"}, {"improv"}, "join")),
        ("New Horizons", "A band for adults who used to play.", ({"music"}, {"band-ensemble"}, "join")),
        ("Cake Boss Jr.", "Frost and decorate your own two-tier cake.", ({"cooking-gardening"}, {"cooking"}, "join")),
        ("Late Thursday", "Downtown galleries stay open until nine.", ART_SEEN),
        ("Brass in the Park", "Bring a lawn chair and a picnic.", MUSIC_HEARD),
        ("Slide Show", "A curator presents art of the Harlem Renaissance.", ART_SEEN),
        ("Tomatoes", "A Master Gardener talk on growing tomatoes.", ({"cooking-gardening"}, {"gardening"}, "watch")),
        ("True Tales", "Ten storytellers, one theme, no notes.", ({"theater-performance"}, {"storytelling"}, "watch")),
        ("Comic Book Creators", "Tweens draw panels of their own.", ({"visual-arts"}, {"art-class"}, "join")),
        ("Chorus Open Rehearsal", "Sit in and sing with us.", ({"music"}, {"choir-singing"}, "join")),
        ("Finger Puppets", "Make a puppet of felt.", CRAFTS),
        ("Ice Dyeing", "Bring cotton; we bring the ice.", ({"crafts"}, {"fiber-arts"}, "join")),
        ("Chalk the Walk", "Draw on our pavement.", ({"visual-arts"}, {"art-class"}, "join")),
        ("Beginning Photography", "Get off auto mode.", ({"visual-arts"}, {"photography"}, "join")),
        ("Comedy Open Mic", None, ({"theater-performance"}, {"open-mic", "stand-up"}, "join")),
        ("Spring Dance Concert", "Our students perform.", ({"theater-performance"}, {"dance"}, "watch")),
        ("Gary Oak: No Hard Feelings Tour", "Known for his sharp observational humor.", COMEDY),
        ("Valentines for Veterans", None, CRAFTS),
        ("Readers' Circle", None, ({"writing"}, {"book-club"}, "join")),
        (
            "Puppet Show and Craft",
            "Then make a hat.",
            ({"theater-performance", "crafts"}, {"diy"}, "join"),
        ),
        (
            "Harvest Moon",
            "The drama club presents a musical. Buy tickets at the door.",
            ({"theater-performance"}, {"community-theater"}, "watch"),
        ),
        ("Thursdays at the Mill", "Our summer music series returns.", MUSIC_HEARD),
        ("Young Artist Spotlight: Elm Quartet", "Chamber music.", MUSIC_HEARD),
        ("Introduction to Inks", "Hands-on workshop.", ({"visual-arts"}, {"art-class"}, "join")),
        # Parts of a day, told in a row.
        (
            "Summer Camp",
            "Campers explore painting, theater, dance and music.",
            ({"visual-arts", "theater-performance"}, {"dance"}, "join"),
        ),
        (
            "Winter Wonderland",
            "Crafts, cookies, carols and a visit.",
            ({"crafts", "music"}, {"diy", "music-appreciation"}, "join"),
        ),
        ("Contra at the Grange", "Live music and a caller.", ({"theater-performance"}, {"dance"}, "join")),
        ("Digital Storytelling", "Photos become a short video.", ({"digital-creation"}, {"video-podcast"}, "join")),
        ("Day of the Dead", "Decorate sugar skulls.", CRAFTS),
        # Circuits.
        ("FPGA study group", "Come work on projects.", ({"crafts"}, {"makerspace"}, "join")),
        # Voices are asked for.
        (
            "Elm Temple Sings",
            "Learn new melodies. Singing experience not required.",
            ({"music"}, {"choir-singing"}, "join"),
        ),
        # Guests of an open mic are heard before everybody else.
        (
            "Verse Night and Open Mic",
            "With featured poets Jo Lin and Ann Day, and musical guest The Wrens.",
            ({"music", "writing"}, {"open-mic", "poetry", "readings", "music-appreciation"}, "join"),
        ),
        # Plants that change hands are gardening, plants that are only sold are not.
        ("Plant Sale and Swap", "Bring plants, take some home.", ({"cooking-gardening"}, {"gardening"}, "join")),
        ("Plant Sale", "Perennials for sale.", NOTHING),
        # What is made to be eaten, at home or at the table.
        ("S'mores Day", "Pick up a s'mores kit.", ({"cooking-gardening"}, {"cooking"}, "join")),
        ("Dirt Day", "Create gummy worm pudding cups.", ({"cooking-gardening"}, {"cooking"}, "join")),
        # Made after the story.
        ("Bedtime Story Time", "A story time and craft.", CRAFTS),
        ("Toddler Time", "A book, then artmaking with paint.", ({"visual-arts"}, {"art-class"}, "join")),
        # Books and covers worked by hand.
        ("Altered Books", "Turn old books into something new.", CRAFTS),
        ("Notebook Cover Collage Workshop", "Design your own notebook cover.", CRAFTS),
        # Parts of a morning, in a row.
        (
            "Hedgehog Mornings",
            "Sessions with music, dance and crafts.",
            ({"music", "crafts", "theater-performance"}, {"diy", "dance"}, "join"),
        ),
        # Companies that present, pictures on walls.
        (
            "Elm and Oak",
            "Wren Stage Company presents a story of two sisters.",
            ({"theater-performance"}, set(), "watch"),
        ),
        ("A Tour of Jo Lin's Old Town Hall Murals", None, ART_SEEN),
        # Figures of speech, birds, and plays that are films.
        ("Symphony of Lights", None, NOTHING),
        ("Birding with a Gardener", "Walk with our horticulturist.", NOTHING),
        ("The Drama Elm Street", "The movie stars Jo Lin. Filmed on location, rated PG.", NOTHING),
        # Plants that are drawn, costumes of foam, comedy that is part of a play.
        ("Drawing Succulents", "With coloured pencils.", ({"visual-arts"}, {"art-class"}, "join")),
        ("Cosplay Workshop", "Bracers out of foam.", CRAFTS),
        (
            "Puss in Boots",
            "The pantomime of all pantomimes, full of comedy and magical effects.",
            ({"theater-performance"}, set(), "watch"),
        ),
        (
            "Spoken Word for a Friend",
            "Along with the reading there will be a sale of books.",
            ({"writing"}, {"readings", "poetry"}, "watch"),
        ),
        # Clothes are mended with needles, plays seen on an outing.
        ("Mending Monday", "Add visible stitching to a torn sleeve.", ({"crafts"}, {"fiber-arts"}, "join")),
        ("Theater Outing: The Elms", "Join fellow theater lovers.", ({"theater-performance"}, set(), "watch")),
    ],
)
def test_a_field_is_known_by_its_own_words(title: str, description: str | None, wanted: Wanted) -> None:
    assert found(told(title, description)) == wanted


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Sound Bowls for Rest", "Let the tones calm you."),
        ("STEM Saturday: an Experiment", "We mix foam and watch it rise."),
        ("Quilt Guild Business Meeting", "Treasurer's report."),
        ("Fizzy Eggs", "Baking soda makes a chemical reaction."),
        ("Power Saturdays: free VIP tables", "Bands, bottles and birthday sections."),
        ("Garden Qigong", "Breathe among the roses."),
        ("Learn to play the card game of the month", "Decks are provided."),
        ("Annual General Meeting and Potluck", "Food prep in the kitchen."),
        ("Bourbon Release Night", "With small bites."),
        ("Lions Club BBQ Drive Thru", "Let us cook your dinner!"),
        ("Small Craft Cruise", "Boats with room for six."),
        ("Certified Fridays", "Music by DJ Elm. Ladies free before midnight. Bottle service."),
        ("Mushroom Hike", "A ranger helps with identifying what grows."),
        ("Business Basics for Makers", "Pricing, taxes and copyright."),
        ("Stand-up Paddleboarding", "Test your balance on the reservoir."),
        ("Cooking the Books: Fraud in Small Business", "An accountant explains."),
        ("An Evening with a Senator", "She hosts a podcast."),
        ("Artisan and Craft Show", "Rent a booth and sell your wares."),
        ("Community Listening Session", "Tell the council what you need."),
        ("Installation of the New Pastor", "All are invited."),
        ("Antique Appraisal Show", "What is your heirloom worth?"),
        ("Gallery Yoga", "Stretch among sculptures."),
        ("Road Repair Update", "Crews are fixing Elm Street."),
        ("Tech Talk: Voice Assistants", "We take a closer look at what they hear."),
        ("Saturdays at the Rooftop Lounge", "Music by a special guest DJ. Say the word for the list at the door."),
    ],
)
def test_what_only_sounds_like_making_is_nothing(title: str, description: str) -> None:
    assert found(told(title, description)) == NOTHING


def test_a_committee_that_hosts_takes_nothing_away() -> None:
    assert found(told("Repair Cafe hosted by the Recycling Committee")) == CRAFTS
    assert found(told("Recycling Committee")) == NOTHING


def test_a_room_that_is_called_gallery_bears_no_name() -> None:
    listing = told("Gallery Talk: Ada Lin", "Meet her over coffee.", venue="Gallery")
    assert found(listing) == ({"visual-arts"}, {"art-show"}, "watch")


def test_a_tour_in_a_house_of_art_is_of_art() -> None:
    title, text = "Gods and Heroes", "Join a public tour with one of our guides."
    there = Listing(title=title, description=text, venue="Elm Museum of Art", source=SourceRef(name="Elm", kind=None))
    assert found(tag(there)) == ({"visual-arts"}, {"art-show"}, "watch")
    assert found(told(title, text, venue="Elm Railway Museum")) == NOTHING
    assert found(told("Gentle Stretching", "Breathe and move.", venue="Elm Museum of Art")) == NOTHING


@pytest.mark.parametrize(
    "life",
    [
        "Our teacher is an award-winning textile artist.",
        "She has exhibited many artworks and earned a degree in sculpture.",
        "His poems have appeared in magazines. He is a poet and a singer from Elm.",
    ],
)
def test_what_a_teacher_is_besides_is_not_what_is_taught(life: str) -> None:
    assert found(told("Paper Quilling Workshop", f"Learn to roll strips of paper. {life}")) == CRAFTS


def test_a_life_alone_tells_what_a_performer_does() -> None:
    listing = told("Jo Lin: the Late Tour", "Jo is an acclaimed stand-up comedian. Tickets at the box office.")
    assert found(listing) == ({"theater-performance"}, {"stand-up"}, "watch")


def test_the_hosts_own_name_is_no_activity_beside_another() -> None:
    listing = Listing(
        title="Prose Reading in June",
        description="Join the Writers Guild as two novelists read from their new novels.",
        source=SourceRef(name="Writers Guild of Elm", kind="arts_org"),
    )
    assert found(tag(listing)) == ({"writing"}, {"readings"}, "watch")


def test_cameras_on_or_off_at_an_online_table_are_no_photography() -> None:
    listing = told("Quiet Pages: writing hour", "Write side by side on Zoom, cameras on or off.")
    assert found(listing)[0] == {"writing"}


def test_craft_is_no_craft_of_its_own_beside_the_one_that_the_title_names() -> None:
    assert found(told("Needle felting craft")) == ({"crafts"}, {"fiber-arts"}, "join")
    assert found(told("Felting and card making"))[1] == {"fiber-arts", "diy"}


def test_storytellers_step_up_at_an_open_mic_and_what_is_only_like_one_is_none() -> None:
    stage = found(told("Open mic", "For poets, story-tellers and everyone else."))
    assert stage[1] == {"open-mic", "poetry", "storytelling"}
    assert "open-mic" not in found(told("Story slam", "Similar to an open mic, with true stories."))[1]


def test_a_presenter_of_concerts_makes_no_concert_of_a_comedian() -> None:
    listing = told("Larkfield Concerts Presents Dana Poe", "A comedian on her stand-up tour.")
    assert found(listing) == COMEDY


def test_old_photographs_are_shown_at_a_talk_not_taken() -> None:
    assert found(told("Stories of the ferry", "Our guest brings historic photographs and documents.")) == NOTHING
