"""Who is welcome: ages in years and in words, beginners, with whom, and for what purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from finder.ages import read_ages
from finder.listing import Ages, Tag
from finder.tagging.reading import Hit, Reading
from finder.tagging.subject import Subject
from finder.tagging.weighing import of_life
from finder.tagging.words import NUMBERS_AT_MOST
from finder.tagging.years import OLDEST, OPEN, Span, spans_of
from finder.taxonomy import facets

_BESIDE = 40
"""Letters before an age in which the word for those it is for stands."""
_AND_ADULTS = re.compile(r"\b(?:adults|grown-ups|all)\b[^.\n]*?(?:and|&|,|/|plus)[^.\n]*\Z")
_OF_THE_YOUNG = re.compile(
    r"\b(?:teens?|tweens?|teenagers?|youth|children|kids|young people)\b[\s(,:-]{1,4}(?:age[ds]?:?\s)?\Z"
)
_SAYS_YOUNG = re.compile(r"\b(?:youth|kids|children's|teens?) (?:\w+ ){0,3}(?:camp|class|workshop|club|program)\b")
_WITH_FAMILY = re.compile(r"\)? (?:and|with|&) (?:their|your) (?:famil|parent|grown)")
_NONE = re.compile(r"\s?[:=-]?\s?(?:none|n/a|no)\b", re.IGNORECASE)
"""What answers a question for something that takes a welcome back: "Prerequisites: none"."""
_YOUNGEST = frozenset({"birth", "newborn", "newborns", "infant", "infants"})
_UNITS = frozenset({"y", "yo", "yr", "yrs", "year", "years", "mo", "mos", "month", "months"})
_NEAR_AGES = (
    _UNITS
    | _YOUNGEST
    | frozenset(
        [
            "age",
            "ages",
            "aged",
            "children",
            "kids",
            "teen",
            "teens",
            "tween",
            "tweens",
            "youth",
            "adult",
            "adults",
            "babies",
            "toddlers",
            "old",
            "olds",
            "older",
            "up",
            "upward",
            "upwards",
            "over",
            "above",
            "under",
            "younger",
            "below",
            "least",
            "minimum",
        ]
    )
)
_PLUS = ("+", " +")
_BEFORE, _AFTER = 4, 6
"""Words beside a number that can say that it is an age."""
_EARLY = 800
"""Letters of a description that are about those who come."""
_CHILD, _TEEN, _ADULT, _OLDER = 11, 13, 18, 50
_OLDEST_TEEN = 19
_YOUNGEST_ALONE = 6
"""From this age "and up" means more than children; below it, it means children with somebody."""
_OPEN_TO_THE_YOUNG = range(6, 18)
_GROWN = frozenset({"adults", "older-adults"})
_SCHOOL_AGE = range(7, 12)
"""From one of these ages "and up" is said of programmes for the young, not of grown people."""


def spans(reading: Reading) -> list[Span]:
    """Return the ages in numbers that the listing says, in the order of the fields."""
    texts = (reading.texts.get(name) for name in ("ages", "title", "description"))
    return [span for text in texts if text for span in spans_of(text)]


def ages_of(reading: Reading, said: Sequence[Span]) -> Ages | None:
    """Return what the record says of ages, with the numbers that its words give."""
    given = reading.listing.ages
    if given and (given.min is not None or given.max is not None):
        return given
    found = next(iter(said), None)
    if not found:
        return _in_other_words(reading) or given
    text = given.text if given else None
    return Ages(min=float(found.low), max=None if found.high >= OLDEST else float(found.high), text=text)


def _in_other_words(reading: Reading) -> Ages | None:
    """Return ages out of the words around each number that a word for age stands near."""
    text = reading.texts.get("description")
    if not text:
        return None
    words, last = text.words, len(text.words) - 1
    youngest = [] if _YOUNGEST.isdisjoint(words) else [i for i, word in enumerate(words) if word in _YOUNGEST]
    for i in [*text.numbers, *youngest[:NUMBERS_AT_MOST]]:
        near = words[max(0, i - _BEFORE) : i + _AFTER]
        plus = text.raw.startswith(_PLUS, text.ends[i])
        unit = not words[i].isdigit() and words[i].strip("0123456789") in _UNITS
        if plus or unit or not _NEAR_AGES.isdisjoint(near):
            found = read_ages(text.raw[text.starts[max(0, i - _BEFORE)] : text.ends[min(last, i + _AFTER)] + 2])
            if found:
                return found
    return None


def age_tags(reading: Reading, subject: Subject, said: Sequence[Span]) -> Iterator[Tag]:
    """Yield the age groups that the listing names, in words or in years."""
    earned: dict[str, Tag] = {}
    for span in said:
        words = reading.texts[span.field].raw[span.start : span.end]
        for name in _groups_said(reading.texts[span.field].folded, span, subject):
            earned.setdefault(name, Tag(facet="ages", tag=name, level="stated", evidence=words, field=span.field))
    in_years = set(earned)
    for name in facets()["ages"].tags:
        hit = next((h for h in reading.all(f"ages/{name}", "stated", "invites") if _invites(h, subject)), None)
        if hit and not _overruled(name, hit, in_years):
            earned.setdefault(name, _tag("ages", name, hit))
    if "all-ages" in earned and not in_years and not _listed(reading):
        earned.pop("children", None)
    yield from earned.values()


def _groups_said(folded: str, span: Span, subject: Subject) -> list[str]:
    """Return the age groups of the years said, with the word beside an open end: "teens 13+", "adults and kids 8+"."""
    groups = groups_of(span.low, span.high)
    before = folded[max(0, span.start - _BESIDE) : span.start]
    # "Adults, teens and those ages 8 with an adult": a plus sign is understood.
    alone = span.low == span.high and _AND_ADULTS.search(before)
    if (span.high < OPEN and not alone) or span.low not in _OPEN_TO_THE_YOUNG:
        return groups
    if _WITH_FAMILY.match(folded, span.end):
        return ["children"]
    if _AND_ADULTS.search(before):
        return ["children", "teens", "adults"] if span.low < _TEEN else ["teens", "adults"]
    if _OF_THE_YOUNG.search(before) or (span.low < _TEEN and _says_young(folded)):
        return ["children", "teens"] if span.low < _TEEN else ["teens"]
    shown = subject.participation == "watch" and span.low >= _YOUNGEST_ALONE
    if not shown or span.low >= _TEEN:
        return groups
    return ["children", "teens", "adults"] if span.low < _TEEN - 1 else ["teens", "adults"]


@lru_cache(maxsize=8)
def _says_young(folded: str) -> bool:
    """Tell whether the text calls itself a camp or class of the young; asked once of a text with many ages."""
    return _SAYS_YOUNG.search(folded) is not None


def _invites(hit: Hit, subject: Subject) -> bool:
    """Tell whether the words speak of who comes: far down, of a show, or of a life, they speak of somebody else."""
    if hit.field != "description" or hit.heading or hit.matter == "ages/all-ages" or hit.kind == "invites":
        return True
    return hit.start < _EARLY and subject.participation != "watch" and not of_life(hit)


def _listed(reading: Reading) -> bool:
    return any(h.heading for h in reading.all("ages/children", "stated"))


def _overruled(name: str, hit: Hit, in_years: set[str]) -> bool:
    """Tell whether years already say more exactly what a word for an age group says: "kids, ages 12-15".

    Of grown people only, "parents" says who they are, not that children come.
    """
    if hit.field == "ages" or hit.heading or (name == "adults" and hit.field == "title"):
        return False
    if name == "families" and in_years and in_years <= _GROWN:
        return True
    return bool(in_years) and name in {"children", "teens", "adults"}


def groups_of(low: float, high: float) -> list[str]:
    """Return the age groups of a span of years."""
    if high >= OPEN and low < _YOUNGEST_ALONE:
        return ["children"]
    if high >= OPEN and low in _SCHOOL_AGE:
        return ["children", "teens"]
    named = (
        ("children", low < _CHILD),
        ("teens", low < _ADULT and high >= _TEEN),
        ("adults", low < _OLDER and high > _OLDEST_TEEN),
        ("older-adults", low >= _OLDER),
    )
    return [name for name, fits in named if fits]


def welcome_tags(reading: Reading, subject: Subject) -> Iterator[Tag]:
    """Yield who is invited, with whom, and for what."""
    for facet in ("welcome", "together", "purpose"):
        for name in facets()[facet].tags:
            hit = reading.first(f"{facet}/{name}", "stated")
            if name == "share-your-work":
                hit = _shared(reading, subject, hit)
            if hit and not any(_NONE.match(h.text, h.end) is None for h in reading.all(f"{facet}/{name}", "no")):
                yield _tag(facet, name, hit)


def _shared(reading: Reading, subject: Subject, said: Hit | None) -> Hit | None:
    """Return the words by which those who come share work: where writers give feedback, they do; no audience does."""
    if subject.participation == "watch":
        return None
    among_peers = subject.does("writing-group", "poetry", "photography", "sketch-group")
    taught = reading.first("format/class", "stated")
    return said or (reading.first("format/critique", "stated") if among_peers and not taught else None)


def _tag(facet: str, name: str, hit: Hit) -> Tag:
    return Tag(facet=facet, tag=name, level="stated", evidence=hit.quote, field=hit.field)
