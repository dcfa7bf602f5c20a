from __future__ import annotations

import re
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from finder.errors import ConfigError
from finder.listing import Listing
from finder.paths import bundled
from finder.tagging import tag
from finder.tagging.vocabulary import Vocabulary, vocabulary
from finder.tagging.words import fold, read
from finder.taxonomy import facets, fact_topics, fact_value

FILES = sorted(bundled("data/taxonomy").glob("??/*.toml"))
KINDS = {
    "strong",
    "weak",
    "title",
    "place",
    "not",
    "stated",
    "provided",
    "shown",
    "besides",
    "social",
    "made",
    "talk",
    "several",
    "only",
    "invites",
    "stage",
    "beside",
    "no",
    "words",
    "guest",
    "looked",
    "anywhere",
    "band",
}
FACTS = {topic: info.facts for topic, info in fact_topics().items()}
HOW_A_FACT_IS_SAID = {"named", "priced", "said", "opens", "not"}
OTHERS = {
    "gate": {"hard", "never", "aside", "story", "film", "talk", "market", "art-house", "nightclub"},
    "participation": {"join", "watch"},
    "status": {"cancelled", "postponed"},
    "mode": {"online", "in-person"},
    "registration": {"required", "optional", "none"},
    "limit": {"asked", "on-request", "partly", "some-dates"},
}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_phrase_belongs_to_a_tag_that_exists(file: Path) -> None:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    for facet, tags in data.items():
        if facet in {"classes", "grammar", *FACTS}:
            continue
        known = set(facets()[facet].tags) if facet in facets() else OTHERS[facet]
        assert set(tags) <= known
        assert {kind for kinds in tags.values() for kind in kinds} <= KINDS


def test_every_activity_has_words_and_a_pathway() -> None:
    data = [tomllib.loads(f.read_text(encoding="utf-8")) for f in FILES if f.parent.name == "en"]
    named = {tag for file in data for tag in file.get("activity", {})}
    assert named == set(facets()["activity"].tags)
    assert all(info.parent in facets()["pathway"].tags for info in facets()["activity"].tags.values())


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_phrase_of_a_fact_gives_one_of_its_values(file: Path) -> None:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    for topic, names in data.items():
        for name, kinds in names.items() if topic in FACTS else ():
            assert set(kinds) <= {*FACTS[topic][name].values, *HOW_A_FACT_IS_SAID}  # type: ignore[index]


def test_every_fact_has_a_name_and_values_that_pages_can_call_by_name() -> None:
    infos = [info for topic in fact_topics().values() for info in topic.facts.values()]
    assert all(info.label for info in infos)
    assert all(fact_value(value) for info in infos for value in info.values)
    assert (fact_value("bring-your-own"), fact_value("on-request"), fact_value("?")) == (
        "bring your own",
        "on request",
        "?",
    )


def found(phrase: str, text: str, **words: str) -> list[str]:
    known = Vocabulary([{"classes": words, "activity": {"x": {"strong": [phrase]}}}])  # type: ignore[dict-item]
    cut = read("title", text)
    return [cut.stretch(f.start, f.end - 1) for f in known.find(cut)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("knit*", "Knitting", ["Knitting"]),
        ("knit*", "Hand-knitted", ["knitted"]),
        ("drop in", "Drop-In", ["Drop-In"]),
        ("a|b c", "a c, b c", ["a c", "b c"]),
        ("bring ~ friend", "Bring a very good friend", ["Bring a very good friend"]),
        ("bring ~ friend", "Bring one of your very good friend", []),
        ("bring ~ friend", "Bring it. A friend", []),
        ("all skill? levels", "all levels, all skill levels", ["all levels", "all skill levels"]),
        ("arts and crafts", "Arts & Crafts", ["Arts & Crafts"]),
        ("ceramica", "Cerámica", ["Cerámica"]),
        ("potter", "Potter's wheel", ["Potter's"]),
        ("art", "start", []),
        ("art", "", []),
        ("bring ~ friend", "Bring a friend. Bring a friend!", ["Bring a friend", "Bring a friend"]),
    ],
)
def test_phrases_are_found_as_they_are_written(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


def test_a_class_of_words_stands_for_each_of_them() -> None:
    assert found("make ~ <thing>", "Make your own cards", thing="card cards") == ["Make your own cards"]


@pytest.mark.parametrize("phrase", ["~ craft", "craft ~", "make ~ ~ craft", "a ~ b ~ c ~ d", "a* craft"])
def test_a_phrase_that_could_be_found_in_too_many_ways_is_refused(phrase: str) -> None:
    with pytest.raises(ConfigError):
        found(phrase, "")


@pytest.mark.parametrize("text", ["ÉCLAIR ’s — İstanbul ǅ ﬀ ß", "日本語 naïve", ""])  # noqa: RUF001  letters that change length
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


class Counted(list[Any]):
    """A list that counts how often one of its members is looked at."""

    looks = 0

    def __getitem__(self, at: Any) -> Any:
        self.looks += 1
        return super().__getitem__(at)


def _phrases(file: Path) -> list[str]:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    tables = (tags for facet, tags in data.items() if facet not in {"classes", "grammar"})
    return [phrase for tags in tables for kinds in tags.values() for some in kinds.values() for phrase in some]


def _almost(phrase: str) -> str:
    """Return all words of a phrase but the last, its gaps filled: what a search may take longest to give up."""
    words = [part.split("|")[0].strip("*?").replace("~", "so very much") for part in phrase.split()]
    return " ".join(re.sub("<.*>", "make", word) for word in words[:-1] or words)


LONGEST = 24
"""Words that the longest phrase can span, its gaps included."""


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_phrase_that_almost_stands_there_costs_some_steps_per_word_and_no_more(file: Path) -> None:
    known = vocabulary()
    look_up = cache(known.look_up)
    for phrase in _phrases(file):
        text = read("description", f"{_almost(phrase)} " * 5)
        words = Counted(map(look_up, text.words))
        known.automaton.find(words, text.first)
        assert words.looks <= LONGEST * len(text.words), phrase


def _hostile() -> list[str]:
    """One text for every way of beginning a phrase, plus what regular expressions stumble over."""
    begins = sorted(vocabulary().beginnings())
    joined = [" ".join(begins[i : i + 40]).replace("*", "") for i in range(0, len(begins), 40)]
    return [
        *joined,
        "learn a ",
        "$1 - ",
        "ages 1 - ",
        "a" * 50,
        "limited to 1 a ",
        "no not no ",
        "at 'x ",
        "&",
        "((",
        "1 ",
    ]


def test_no_text_makes_tagging_slow() -> None:
    started = time.process_time()
    for piece in _hostile():
        tag(Listing(title=piece[:200], description=(piece + " ") * (200_000 // (len(piece) + 1))))
    assert (time.process_time() - started) / len(_hostile()) < 1.0
