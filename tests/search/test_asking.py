from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finder.errors import InputError
from finder.search.asking import LANGUAGES, _file, activities_of, subjects_in, understood
from finder.search.terms import choices, facet_of
from finder.taxonomy import facets


@pytest.mark.parametrize(
    ("words", "args"),
    [
        (
            "quiet free knitting near 47401 tuesday evening",
            {
                "situation": ["introvert-friendly"],
                "free": ["1"],
                "day": ["tu"],
                "time": ["evening"],
                "near": ["47401"],
                "q": ["knitting"],
            },
        ),
        ("drawing, quiet, free, bus 4", {"situation": ["introvert-friendly"], "free": ["1"], "q": ["drawing bus 4"]}),
        (
            "Poetry within 5 miles of Bloomington, IN",
            {"within": ["5"], "units": ["mi"], "near": ["Bloomington, IN"], "q": ["Poetry"]},
        ),
        ("step-free choir in the evening", {"situation": ["limited-mobility"], "time": ["evening"], "q": ["choir"]}),
        ("pottery under $20 this weekend", {"max_price": ["20"], "when": ["this-weekend"], "q": ["pottery"]}),
        ("sewing near Stratford-upon-Avon", {"near": ["Stratford-upon-Avon"], "q": ["sewing"]}),
        ("knitting 47401", {"near": ["47401"], "q": ["knitting"]}),
        ("weekdays for kids", {"day": ["mo", "tu", "we", "th", "fr"], "ages": ["children"]}),
        ("I want to learn to knit", {"q": ["knit"]}),
        ("something to do on Saturday morning with kids", {"day": ["sa"], "time": ["morning"], "ages": ["families"]}),
        ("writing group for shy people", {"situation": ["introvert-friendly"], "q": ["writing"]}),
        (
            "pottery class on Friday night",
            {"format": ["class", "workshop"], "day": ["fr"], "time": ["evening"], "q": ["pottery"]},
        ),
        ("choir no audition", {"beginners": ["1"], "q": ["choir"]}),
        ("I have no money and I'd like to sing", {"free": ["1"], "q": ["sing"]}),
        ("free stuff to do", {"free": ["1"]}),
        ("atelier d'écriture gratuit", {"format": ["workshop"], "free": ["1"], "q": ["écriture"]}),
        ("sábado con mis hijos, no hablo inglés", {"day": ["sa"], "ages": ["families"]}),
        ("cerámica baratas", {"situation": ["low-budget"], "q": ["cerámica"]}),
        ("knitting sw1a 1aa", {"near": ["sw1a 1aa"], "q": ["knitting"]}),
        ("pottery M5V2T6 evenings", {"near": ["M5V2T6"], "time": ["evening"], "q": ["pottery"]}),
        ("my mom uses a walker and loves to knit", {"situation": ["limited-mobility"], "q": ["knit"]}),
        (
            "I haven't been out of the house for months, I'd like to draw with a few people, close to the bus",
            {"situation": ["introvert-friendly"], "access": ["public-transport"], "q": ["draw"]},
        ),
        (
            "I'm new in town, in my sixties, recently widowed: painting on weekday mornings",
            {
                "ages": ["older-adults"],
                "day": ["mo", "tu", "we", "th", "fr"],
                "time": ["morning"],
                "q": ["painting"],
            },
        ),
        ("no tengo dinero y quiero cantar", {"free": ["1"], "q": ["cantar"]}),
        ("je n'ai pas d'argent, je voudrais chanter", {"free": ["1"], "q": ["chanter"]}),
        ("quilting by bus with a hearing loop", {"access": ["public-transport", "hearing-loop"], "q": ["quilting"]}),
        ("free crochet near the 55 bus", {"free": ["1"], "q": ["crochet bus 55"]}),
        ("guitar lessons not online", {"format": ["class", "workshop"], "mode": ["in-person"], "q": ["guitar"]}),
        ("choir not for beginners", {"q": ["choir not for beginners"]}),
        ("sewing for my 8 year old", {"ages": ["children"], "q": ["sewing"]}),
        ("painting Tuesdays 10am", {"time": ["10:00-11:00"], "day": ["tu"], "q": ["painting"]}),
        ("weaving before noon", {"time": ["00:00-12:00"], "q": ["weaving"]}),
        ("weaving 6-8:30 pm", {"time": ["18:00-20:30"], "q": ["weaving"]}),
        ("zines for ages 6-8", {"q": ["zines ages 6-8"]}),
        ("drawing within walking distance of Leeds", {"within": ["1"], "near": ["Leeds"], "q": ["drawing"]}),
        ("club de lectura gratis", {"free": ["1"], "q": ["club de lectura"]}),
        ("make friends art", {"pathway": ["visual-arts"]}),
        ("quiero aprender a tejer con amigos", {"together": ["friends"], "q": ["tejer"]}),
        ("atelier de couture pour faire quelque chose", {"format": ["workshop"], "q": ["couture"]}),
        ("tejer gratis cerca de Madrid", {"free": ["1"], "near": ["Madrid"], "q": ["tejer"]}),
        ("tricot le mardi soir", {"day": ["tu"], "time": ["evening"], "q": ["tricot"]}),
    ],
)  # fmt: skip
def test_plain_words_become_what_they_ask_for(words: str, args: dict[str, list[str]]) -> None:
    assert understood({"q": [words]}) == args


@pytest.mark.parametrize("words", ["gluten free baking", "short story writing", "silent film", "life drawing"])
def test_words_that_only_sound_like_a_wish_stay_words(words: str) -> None:
    assert understood({"q": [words]}) == {"q": [words]}


def test_what_was_chosen_is_added_to_or_wins() -> None:
    assert understood({"q": ["tuesday"], "day": ["mo"]}) == {"day": ["mo", "tu"]}
    assert understood({"q": ["today"], "when": ["tomorrow"]}) == {"when": ["tomorrow"], "q": ["today"]}
    assert understood({"q": ["wool near Leeds"], "near": ["York"]}) == {"near": ["York"], "q": ["wool near Leeds"]}


def test_words_that_say_nothing_ask_for_nothing() -> None:
    assert understood({"q": ["a quiet corner for me"]}) == {"situation": ["introvert-friendly"], "q": ["corner"]}
    assert understood({"q": ["  , . "]}) == {}


@example("", " near ", ":0")
@given(
    st.text(max_size=60), st.sampled_from(["", " near ", " tuesday ", " within 3 km of ", "-"]), st.text(max_size=20)
)
def test_what_was_understood_once_is_not_understood_again_as_something_else(a: str, middle: str, b: str) -> None:
    try:
        once = understood({"q": [a + middle + b]})
    except InputError:
        return
    assert understood(once) == once


def test_a_phrase_that_names_an_activity_or_a_bus_is_kept_together() -> None:
    assert subjects_in("life drawing bus 4 tall 4 two hours") == ["life drawing", "bus 4", "tall", "4", "two hours"]
    assert (activities_of("Life Drawing"), activities_of("bus")) == (("sketch-group",), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_ask_for_what_can_be_asked(language: str) -> None:
    file = _file(language)
    for name, values in file.wants.items():
        allowed = set(choices(name)) if name not in {"free", "beginners"} else {"1"}
        assert {part for value in values for part in value.split()} <= allowed, name
    assert set(file.subjects) <= set(facets()["activity"].tags)
    assert all(facet_of(activity) == "activity" for activity in file.subjects)
    assert [word for word in file.also if not activities_of(word)] == []


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("pottery after 6 pm", {"q": ["pottery"], "time": ["18:00-24:00"]}),
        ("choir before 17:00", {"q": ["choir"], "time": ["00:00-17:00"]}),
        ("pottery between 6 and 8 pm", {"q": ["pottery"], "time": ["18:00-20:00"]}),
        ("choir from 9:30 to 11:00", {"q": ["choir"], "time": ["09:30-11:00"]}),
        ("drawing after 50", {"q": ["drawing after 50"]}),
        ("drawing no kids", {"q": ["drawing"], "without": ["children"]}),
        ("pottery in spanish at a library", {"q": ["pottery"], "language": ["es"], "host": ["library"]}),
    ],
)
def test_hours_hosts_languages_and_what_must_not_be_there_are_understood(
    words: str, asked: dict[str, list[str]]
) -> None:
    assert understood({"q": [words]}) == asked
