"""What people do, told in sentences by organisers who do not name their field: verbs and the things that are made."""

from __future__ import annotations

import pytest

from finder.listing import Listing
from finder.tagging import tag


@pytest.mark.parametrize(
    ("title", "description", "activity"),
    [
        (
            "The Tallis Quintet",
            "The five bring their blend of soul and swing back to the courtyard. Bring a lawn chair.",
            "music-appreciation",
        ),
        (
            "Marisol & the Nightjars",
            "An evening of original songs and covers from the seventies.",
            "music-appreciation",
        ),
        ("Thursdays on the Terrace", "Unwind with local bands, food trucks and cold drinks.", "music-appreciation"),
        ("Afternoon Serenade", "Harpist Lena Moll plays pieces by Debussy and Satie.", "music-appreciation"),
        ("Noon Notes", "Half an hour of organ music in the nave.", "music-appreciation"),
        ("DJ Kestrel", "Spinning vinyl soul and disco all night.", "music-appreciation"),
        ("Harbor Voices", "We sing pop and soul in harmony every Tuesday; no audition.", "choir-singing"),
        ("Evensing", "A weekly circle of rounds and chants taught by ear.", "choir-singing"),
        ("Warblers", "Our singers rehearse on Mondays at seven. New basses wanted.", "choir-singing"),
        ("Front Porch Tuesdays", "Bring your fiddle, banjo or guitar and play old tunes together.", "jam-session"),
        ("Strings for Starters", "Six weeks of group violin lessons, instruments to rent.", "learn-instrument"),
        ("Oak Valley Winds", "Adult woodwind and brass players rehearse on Thursday nights.", "band-ensemble"),
        ("Ink & Coffee", "Bring what you are working on and write quietly beside others.", "writing-group"),
        ("Finding Your Voice", "Use prompts to begin a short memoir piece.", "writing-group"),
        ("The Short Story", "Five weeks of drafting and revising fiction with a novelist.", "writing-group"),
        ("Tea & Tomes", "This month we are talking about Middlemarch. Pick up a copy at the desk.", "book-club"),
        ("Armchair Detectives", "We meet monthly to talk over a whodunit.", "book-club"),
        ("An Evening with Ada Fenn", "The novelist reads from her latest and signs copies.", "readings"),
        (
            "Ana Ruiz: The Salt Road",
            "Ruiz launches her debut with a reading and questions from the audience.",
            "readings",
        ),
        ("Loose Ends", "Bring your needles and yarn and sit with us.", "fiber-arts"),
        ("Mend Your Jeans", "Patch holes by hand with thread and scraps of denim.", "fiber-arts"),
        ("Warp & Weft", "Four sessions on a rigid heddle loom.", "fiber-arts"),
        ("Winter Lights", "Cut and fold paper to make a star for your window.", "diy"),
        ("Spring Table", "Arrange tulips and ranunculus in a bowl to take home.", "diy"),
        ("Make Something Saturday", "Glue, glitter, boxes and tape. Come any time between 1 and 4.", "diy"),
        ("Beads & Bubbles", "String a bracelet over a glass of prosecco.", "diy"),
        ("Scents of Home", "Blend essential oils and pour a candle.", "diy"),
        ("Mud Mondays", "Eight weeks at the wheel, two firings included.", "pottery-ceramics"),
        ("Date Night at the Kiln", "Make two mugs from a slab.", "pottery-ceramics"),
        ("Sharp & Safe", "Carve a spoon from green wood with a knife and an axe.", "woodworking"),
        ("Build a Stool", "Two Saturdays with saws, chisels and glue.", "woodworking"),
        ("Open Bench", "The laser cutter, printers and soldering irons are yours from 5 to 9.", "makerspace"),
        ("Bots & Bolts", "Wire a motor and build a small robot.", "makerspace"),
        ("Seeing the Figure", "Ten weeks of drawing from a model with charcoal.", "art-class"),
        ("Pencils in the Park", "We meet on Sundays to draw trees together.", "sketch-group"),
        ("Studio Sundays", "Bring your own paints and work at our tables.", "open-studio"),
        ("Edges", "New work by nine printmakers, on the walls until May.", "art-show"),
        ("Quiet Fields", "Paintings by Tom Ash. Reception on Friday from 5 to 7.", "art-show"),
        ("Golden Hour", "Walk the quay with your camera and learn about light.", "photography"),
        ("Cast Call: Our Town", "Read for a part in the spring play. No experience needed.", "community-theater"),
        ("Stage Stars", "Young actors learn voice, movement and scenes over eight weeks.", "community-theater"),
        ("Say Yes", "Six weeks of scenes made up on the spot.", "improv"),
        ("Two Left Feet", "A five-week course in waltz and foxtrot.", "dance"),
        ("Little Leapers", "Ballet for ages 3 to 5, Saturdays.", "dance"),
        ("Second Saturday Contra", "Caller Bea Low, band the Rusty Hinges. No partner needed.", "dance"),
        ("Laugh Cellar", "Five comics try out new material.", "stand-up"),
        ("True Tales", "Eight tellers, ten minutes each, no notes.", "storytelling"),
        ("Lights, Camera", "Teens write, film and edit a short film over five days.", "video-podcast"),
        ("On Air", "Record your first podcast episode in our studio.", "video-podcast"),
        ("Draw on the iPad", "Learn layers and brushes in Procreate.", "digital-art"),
        ("Pixel Quest", "Design and build your own video game in four lessons.", "game-development"),
        ("Code & Color", "Write small programs that draw.", "creative-coding"),
        ("Dumpling Night", "Fold and steam two dozen dumplings.", "cooking"),
        ("Kitchen Confidence", "Four evenings of soups, sauces and roasts.", "cooking"),
        ("Taste of Oaxaca", "Cook mole and tortillas with Elena.", "cooking"),
        ("Plot Holders", "Tend the beds with us on Saturday mornings; tools provided.", "gardening"),
        ("From Seed to Salad", "Sow lettuce and radishes in a pot for your balcony.", "gardening"),
        ("Bugs & Blooms", "Plant a strip of flowers for bees.", "gardening"),
        ("Listening Hour", "We play one record from start to end and talk about it.", "music-appreciation"),
    ],
)
def test_a_sentence_on_what_is_made_tells_the_activity(title: str, description: str, activity: str) -> None:
    listing = tag(Listing(title=title, description=description))
    assert [t.tag for t in listing.tags if t.facet == "activity"] == [activity]


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Reading pets", "Sign up for a time slot to read to a dog."),
        ("Ask a tutor", "Sign up for a slot at the desk."),
        ("Find your voice", "A meeting on speaking up at work."),
        ("Trip evening", "Show pictures of your vacation pets."),
    ],
)
def test_a_sentence_that_only_sounds_like_it_tells_none(title: str, description: str) -> None:
    assert not tag(Listing(title=title, description=description)).creative
