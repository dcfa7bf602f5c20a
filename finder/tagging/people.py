"""Who is welcome: ages in years and in words, beginners, with whom, and for what purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from finder.ages import read_ages
from finder.listing import Ages, Tag
from finder.tagging.reading import Hit, Reading
from finder.tagging.subject import Subject
from finder.tagging.words import NUMBERS_AT_MOST, Text
from finder.taxonomy import facets

_DASH = r"\s?(?:-|\u2013|\u2014|to|through|thru|until|and|&|a)\s?"
_UP = r"\\?\+|(?:years? (?:old )?)?(?:and|&|or|y) (?:up|over|older|above|better|mas)"
_TENS = re.compile(
    rf"""(?:ages?|aged|anos|edades|ans|edad)\b[\s:()\\s]{{0,4}}
    (?:(?:of|group|range|restriction|requirement|is|are|de)\b:?\s?)?
    (?P<low>\d{{1,2}})(?!\d|\s?(?:mos?\b|months|weeks))
    (?:\s?(?P<more>{_UP.replace(" ", "[ ]")})|{_DASH}(?:age\s)?(?P<high>\d{{1,2}})(?!\d|\s?mo))?""",
    re.VERBOSE,
)
_BARE = re.compile(
    rf"""(?P<low>\d{{1,2}})(?:\s?(?P<more>{_UP.replace(" ", "[ ]")})(?!\w)
    |{_DASH}(?P<high>\d{{1,2}})[\s-]?(?:years?|yrs?)[\s-]olds?)""",
    re.VERBOSE,
)
_COUNTED = re.compile(
    r"\s(?!years?|yrs?|only|and|or|with|to|for|welcome|event|show|recommended|please|program|class)[a-z]+"
)
"""What stands after a number of things or people: "30+ artists"."""

_LIMITS = frozenset({16, 18, 19, 21, 50, 55, 60, 62, 65})

_IN_WORDS = re.compile(
    r"(?P<low>two|three|four|five|six|seven|eight|nine|ten)-?\s(?:to|through)\s"
    r"(?P<high>four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-]+years?"
)
_MONTHS = re.compile(r"(?:birth|newborn|\d{1,2})\s?(?:-|\u2013|to|through)\s?\d{1,2}\s?(?:mos?\b|months)")
_GRADES = re.compile(
    rf"(?:grades?|gr)\.?\s?(?P<low>k|\d{{1,2}})(?!\d)(?:st|nd|rd|th)?"
    rf"(?:{_DASH}(?P<high>\d{{1,2}}|k)(?!\d)|\s?(?P<more>\+|and up))?"
)
_ORDINAL_GRADES = re.compile(rf"(?P<low>k|\d{{1,2}}(?:st|nd|rd|th)){_DASH}(?P<high>\d{{1,2}})(?:st|nd|rd|th) grade")
_WHEN_YOUNG = re.compile(r"\b(?:at|since|from|by) (?:the )?\Z")
"""Words before the age at which somebody began: "painting since age 7"."""
_COMPANION = re.compile(r"chaperon|accompan|supervis|older members?|guardians? (?:must|should|be)")
"""Words before the age of somebody who comes along, not of those whom it is for."""
_REACH = 60
_BESIDE = 40
"""Letters before an age in which the word for those it is for stands."""
_AND_ADULTS = re.compile(r"\b(?:adults|grown-ups|all)\b[^.\n]*?(?:and|&|,|/|plus)[^.\n]*\Z")
_OF_THE_YOUNG = re.compile(
    r"\b(?:teens?|tweens?|teenagers?|youth|children|kids|young people)\b[\s(,:-]{1,4}(?:age[ds]?:?\s)?\Z"
)
_SAYS_YOUNG = re.compile(r"\b(?:youth|kids|children's|teens?) (?:\w+ ){0,3}(?:camp|class|workshop|club|program)\b")
_WITH_FAMILY = re.compile(r"\)? (?:and|with|&) (?:their|your) (?:famil|parent|grown)")
_BEGINS = frozenset({"ages", "age", "aged", "anos", "edades", "edad", "ans"})
_GRADE_WORDS = frozenset({"grade", "grades", "gr"})
_NONE = re.compile(r"\s?[:=-]?\s?(?:none|n/a|no)\b", re.IGNORECASE)
"""What answers a question for something that takes a welcome back: "Prerequisites: none"."""
_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS, start=2)}
_TRIGGERS = _BEGINS | _GRADE_WORDS | {"birth", "newborn", "k"} | set(_NUMBER_WORDS)
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
_BEFORE, _AFTER = 4, 6
"""Words beside a number that can say that it is an age."""
_FIRST_YEAR_OF_SCHOOL = 5
_OPEN = 200
_SMALLEST_BARE = 3
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


@dataclass(frozen=True)
class Span:
    """Ages from words, in years, and where they stand."""

    low: int
    high: int
    field: str
    start: int
    end: int


def spans(reading: Reading) -> list[Span]:
    """Return the ages in numbers that the listing says, in the order of the fields."""
    texts = (reading.texts.get(name) for name in ("ages", "title", "description"))
    return [span for text in texts if text for span in _spans(text)]


def _spans(text: Text) -> Iterator[Span]:
    begins = text.numbers
    if not _TRIGGERS.isdisjoint(text.words):
        begins = sorted({*begins, *(i for i, word in enumerate(text.words) if word in _TRIGGERS)})
    last = 0
    for i in begins:
        start = text.starts[i]
        found = _span_at(text.folded, text.words[i], start) if start >= last else None
        if not found:
            continue
        last = found[2]
        before = text.folded[max(0, start - _REACH) : start].rpartition(".")[2]
        if not _COMPANION.search(before) and not (found[0] == found[1] and _WHEN_YOUNG.search(before)):
            yield Span(found[0], found[1], text.field, start, found[2])


def _span_at(folded: str, word: str, at: int) -> tuple[int, int, int] | None:
    """Return the lowest and highest age said from this word on, and where that ends."""
    if word in _BEGINS and (found := _TENS.match(folded, at)):
        low = int(found["low"])
        high = int(found["high"]) if found["high"] else _OPEN if found["more"] else low
        return (low, high, found.end()) if low <= high else None
    if word in _GRADE_WORDS and (found := _GRADES.match(folded, at)):
        low = _grade(found["low"])
        return low, _grade(found["high"]) + 1 if found["high"] else 18 if found["more"] else low + 1, found.end()
    if word not in _NUMBERS:
        return _digits_at(folded, at)
    if found := _IN_WORDS.match(folded, at):
        return _NUMBERS[found["low"]], _NUMBERS[found["high"]], found.end()
    return None


def _digits_at(folded: str, at: int) -> tuple[int, int, int] | None:
    if found := _MONTHS.match(folded, at):
        return 0, 1, found.end()
    if found := _ORDINAL_GRADES.match(folded, at):
        return _grade(re.sub(r"\D", "", found["low"])), _grade(found["high"]) + 1, found.end()
    if folded[max(0, at - 1) : at] in {"$", ".", "/", ":", ","}:
        return None
    found = _BARE.match(folded, at)
    if (
        not found
        or int(found["low"]) < _SMALLEST_BARE
        or (int(found["low"]) not in _LIMITS and found["more"] and _COUNTED.match(folded, found.end()))
    ):
        return None
    return int(found["low"]), int(found["high"]) if found["high"] else _OPEN, found.end()


def _grade(text: str) -> int:
    return _FIRST_YEAR_OF_SCHOOL + (int(text) if text.isdigit() else 0)


def ages_of(reading: Reading, said: Sequence[Span]) -> Ages | None:
    """Return what the record says of ages, with the numbers that its words give."""
    given = reading.listing.ages
    if given and (given.min is not None or given.max is not None):
        return given
    found = next(iter(said), None)
    if not found:
        return _in_other_words(reading) or given
    text = given.text if given else None
    return Ages(min=float(found.low), max=None if found.high == _OPEN else float(found.high), text=text)


def _in_other_words(reading: Reading) -> Ages | None:
    """Return ages out of the words around each number that a word for age stands near."""
    text = reading.texts.get("description")
    if not text:
        return None
    words, last = text.words, len(text.words) - 1
    youngest = [] if _YOUNGEST.isdisjoint(words) else [i for i, word in enumerate(words) if word in _YOUNGEST]
    for i in [*text.numbers, *youngest[:NUMBERS_AT_MOST]]:
        near = words[max(0, i - _BEFORE) : i + _AFTER]
        plus = text.raw[text.ends[i] : text.ends[i] + 2].strip().startswith("+")
        if plus or words[i].strip("0123456789") in _UNITS or not _NEAR_AGES.isdisjoint(near):
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
    if span.high < _OPEN or span.low not in _OPEN_TO_THE_YOUNG:
        return groups
    before = folded[max(0, span.start - _BESIDE) : span.start]
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
    """Tell whether the words speak of who comes: far down, or of a show, they speak of somebody else."""
    if hit.field != "description" or hit.heading or hit.matter == "ages/all-ages" or hit.kind == "invites":
        return True
    return hit.start < _EARLY and subject.participation != "watch"


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
    if high >= _OPEN and low < _YOUNGEST_ALONE:
        return ["children"]
    if high >= _OPEN and low in _SCHOOL_AGE:
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
