"""Ages in years as listings write them: "ages 8-12", "12 and under", "grades 3 to 5", "at least 14 years old"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from finder.tagging.words import Text

OPEN = 200
"""The highest age of those that have no end: "16 and up"."""
OLDEST = 99
"""From this age on a highest age says that there is none: "8 to 99", "10 to adult"."""

_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS, start=2)}
_SPELLED = "|".join(_NUMBER_WORDS)

_DASH = r"\s?(?:-|\u2013|\u2014|to|through|thru|until|and|&|a)\s?"
_YEARS = r"(?:(?:years?|yrs?\.?|y/?o)(?: old| of age)? ?)?"
_UP = rf"(?:{_YEARS}\\?\+|{_YEARS}(?:and|&|or|y) (?:up|over|older|above|better|mas))"
_DOWN = rf"{_YEARS}(?:and|&|or) (?:under|younger|below)\b"
_TENS = re.compile(
    rf"""(?:ages?|aged|anos|edades|ans|edad)\b[\s:()\\s]{{0,4}}
    (?:(?:of|group|range|restriction|requirement|is|are|de)\b:?\s?)?
    (?P<low>\d{{1,2}}|(?:{_SPELLED})\b)(?!\d|\s?(?:mos?\b|months|weeks))\u00bd?
    (?:\s?(?P<more>{_UP.replace(" ", "[ ]")})|\s?(?P<less>{_DOWN.replace(" ", "[ ]")})
    |{_DASH}(?:age\s)?(?:(?P<high>\d{{1,2}}|(?:{_SPELLED})\b)(?!\d|\s?mo)|(?P<grown>adults?)\b))?""",
    re.VERBOSE,
)
_BARE = re.compile(
    rf"""(?P<low>\d{{1,2}})(?:\s?(?P<more>{_UP.replace(" ", "[ ]")})(?!\w)
    |{_DASH}(?P<high>\d{{1,2}})[\s-]?(?:(?:years?|yrs?)[\s-]olds?|y/?o\b|yrs?\b(?![ ](?:of|ago|in|exp)))
    |[\s-](?:years?|yrs?)[\s-](?P<only>olds)\b
    |[\s-](?:years?|yrs?)(?P<least>\sold|\sof\sage)\b)""",
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
_AT_LEAST = re.compile(r"\b(?:at least|minimum|over the|youngest)(?: is|:)? \Z")
"""Words before the lowest age of those who may come."""
_BY_THE_WAY = re.compile(
    r"\)?,? (?:must|should|needs?|have to|require|are (?:required|free|admitted)|free|get in|w/|with an? )"
)
"""What is asked of the younger ones among those who come: "12 and under must be accompanied"."""
_OF_ADULTS = ("adults ", "adult ")
_LIMIT_ALONE = re.compile(r"(?:18|21|50|55|60|65)(?=[,.)]? |\Z)(?! -)")
_REACH = 60
_BEGINS = frozenset({"ages", "age", "aged", "anos", "edades", "edad", "ans"})
_GRADE_WORDS = frozenset({"grade", "grades", "gr"})
_TRIGGERS = _BEGINS | _GRADE_WORDS | {"birth", "newborn", "k"} | set(_NUMBER_WORDS)
_FIRST_YEAR_OF_SCHOOL = 5
_SMALLEST_BARE = 3
_LONGEST_AGE = 2
_GOES_ON = frozenset("-\u2013\u2014+\\tua&oy")
"""Letters with which words behind an age begin: "to", "and", "years", a plus sign."""
_NO_AGE_BEFORE = frozenset("$./:,")
"""Before a number: the rest of a price, a date or an hour."""


@dataclass(frozen=True)
class Span:
    """Ages from words, in years, and where they stand."""

    low: int
    high: int
    field: str
    start: int
    end: int


def spans_of(text: Text) -> Iterator[Span]:
    """Yield the ages in numbers that a field says, without those of companions and of somebody's youth."""
    begins = text.numbers
    if not _TRIGGERS.isdisjoint(text.words):
        begins = sorted({*begins, *(i for i, word in enumerate(text.words) if word in _TRIGGERS)})
    last = 0
    for i in begins:
        start = text.starts[i]
        if start < last:
            continue
        found = _span_at(text.folded, text.words[i], start)
        if not found:
            continue
        low, high, last = found
        before = _before(text.folded, start)
        if not _COMPANION.search(before) and not (low == high and _WHEN_YOUNG.search(before)):
            yield Span(low, high, text.field, start, last)


def _before(folded: str, at: int) -> str:
    """Return what stands before a letter in its sentence, as far as it is looked at."""
    return folded[max(0, at - _REACH) : at].rpartition(".")[2]


def _span_at(folded: str, word: str, at: int) -> tuple[int, int, int] | None:
    """Return the lowest and highest age said from this word on, and where that ends."""
    if word in _BEGINS and (found := _TENS.match(folded, at)):
        return _tens(found, folded)
    if word in _GRADE_WORDS and (found := _GRADES.match(folded, at)):
        low = _grade(found["low"])
        return low, _grade(found["high"]) + 1 if found["high"] else 18 if found["more"] else low + 1, found.end()
    if word not in _NUMBERS:
        return _digits_at(folded, word, at)
    if found := _IN_WORDS.match(folded, at):
        return _NUMBERS[found["low"]], _NUMBERS[found["high"]], found.end()
    return None


def _tens(found: re.Match[str], folded: str) -> tuple[int, int, int] | None:
    low = _number(found["low"])
    if found["less"]:
        return None if _BY_THE_WAY.match(folded, found.end()) else (0, low, found.end())
    if found["grown"]:
        return low, OLDEST, found.end()
    alone = OPEN if found["more"] or _from_there(found, folded) else low
    high = _number(found["high"]) if found["high"] else alone
    return (low, high, found.end()) if low <= high else None


def _from_there(found: re.Match[str], folded: str) -> bool:
    """Tell whether the age is the lowest of all who may come: "minimum age 15"."""
    return _AT_LEAST.search(_before(folded, found.start())) is not None


def _digits_at(folded: str, word: str, at: int) -> tuple[int, int, int] | None:
    if word.isdigit() and not _may_be_age(folded, word, at):
        return None
    if folded[max(0, at - 1) : at] in _NO_AGE_BEFORE:
        return None
    if found := _MONTHS.match(folded, at):
        return 0, 1, found.end()
    if found := _ORDINAL_GRADES.match(folded, at):
        return _grade(re.sub(r"\D", "", found["low"])), _grade(found["high"]) + 1, found.end()
    found = _BARE.match(folded, at)
    return _bare(found, folded) if found else _after_adults(folded, at)


def _may_be_age(folded: str, number: str, at: int) -> bool:
    """Tell whether what stands around a number can make it an age: asked first, as most are hours or days."""
    end = at + len(number)
    follows = folded[end : end + 2].lstrip()[:1] or " "
    return len(number) <= _LONGEST_AGE and (follows in _GOES_ON or folded.endswith(_OF_ADULTS, 0, at))


def _bare(found: re.Match[str], folded: str) -> tuple[int, int, int] | None:
    low = int(found["low"])
    counted = low not in _LIMITS and found["more"] and _COUNTED.match(folded, found.end())
    if low < _SMALLEST_BARE or counted or (found["least"] and not _from_there(found, folded)):
        return None
    high = int(found["high"]) if found["high"] else low if found["only"] else OPEN
    return low, high, found.end()


def _after_adults(folded: str, at: int) -> tuple[int, int, int] | None:
    """Return the age right after "adults", whose plus sign a publisher's form has lost: "all adults 18 are welcome"."""
    found = _LIMIT_ALONE.match(folded, at) if folded.endswith(_OF_ADULTS, 0, at) else None
    return (int(found[0]), OPEN, found.end()) if found else None


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def _grade(text: str) -> int:
    return _FIRST_YEAR_OF_SCHOOL + (int(text) if text.isdigit() else 0)
