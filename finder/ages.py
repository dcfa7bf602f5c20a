"""Ages out of text: "ages 5-12", "8 and up", "(18+)", "birth to 5", "4 mos. - 18 mos.": in years, either end open."""

from __future__ import annotations

import re

from finder.listing import Ages

_OLDEST = 120
_LONGEST = 20_000
_MONTHS = 12

_N = r"(?:\d{1,3}(?:\.5)?|birth|newborns?|infants?)"
_NUMBER = re.compile(r"\d|birth|newborn|infant", re.IGNORECASE)
"""What every wording has: most titles have none."""

_UNIT = r"(?:\s*-?\s*(?P<{0}>y(?:ea)?rs?|y/?o|y|mo(?:nth)?s?|m|weeks?|wks?)\b\.?(?:[\s-]olds?\b)?)?"
_TO = r"\s*(?:-|–|—|to|through|thru|until|up to|and)\s*"  # noqa: RUF001  dashes of age ranges
_UP = r"(?:\s*\+|\s*(?:years?(?: old)?|yrs?|y/?o)?\s*(?:and|&|or|to)?\s*(?:up|older|over|above|adults?|upwards?)\b)"
_DOWN = r"\s*(?:years?(?: old)?|yrs?)?\s*(?:and|&|or)\s*(?:under|younger|below)\b"
_AGE = r"\b(?:ages?|aged|age (?:group|range)s?|children|kids|teens?|tweens?|youth|adults?|babies|toddlers)\b"
_LINK = r"\s*(?:[:(]|of|from|between|is|are|\(?ages?|aged)*\s*\(?"

_RANGE = re.compile(
    rf"(?:{_AGE}{_LINK})(?P<low>{_N}){_UNIT.format('u1')}{_TO}(?:ages?\s*)?(?P<high>{_N}){_UNIT.format('u2')}"
    rf"(?!\s*(?:[ap]\.?m\b|%|[:/]\d))",
    re.IGNORECASE,
)
_YEARS = re.compile(
    rf"(?<![\w$£€:/.-])(?P<low>{_N}){_UNIT.format('u1')}{_TO}(?P<high>{_N})"
    r"\s*-?\s*(?P<u2>y(?:ea)?rs?|y/?o|months?|mos?)\b\.?[\s-]?(?:olds?\b|of age\b|$|[).,;])",
    re.IGNORECASE,
)
_UP_FROM = re.compile(
    rf"(?:{_AGE}{_LINK})(?P<low>\d{{1,3}}){_UNIT.format('u1')}(?:{_UP})"
    r"|(?<![\w$£€:/.#-])(?P<low2>\d{1,2})\s*(?:years?(?: old)?|yrs?)?\s*(?:and|&|or) (?:older|up|over)\b(?! \d)"
    r"|(?<![\w$£€:/.#-])(?P<low3>16|18|19|21|50|55|60|62|65)\s?\+(?!\s?\d)"
    r"|\b(?:must be|be at least|at least|over|minimum age(?: of| is)?:?)\s+(?P<low4>\d{1,2})"
    r"(?:\s*(?:years? (?:old|of age)|yrs? old|or older)|(?=\s*(?:and|or) older))",
    re.IGNORECASE,
)
_DOWN_FROM = re.compile(
    rf"(?:{_AGE}{_LINK})(?:under\s+)?(?P<high>\d{{1,2}}){_UNIT.format('u1')}{_DOWN}"
    rf"|(?<![\w$£€:/.#-])(?P<high2>\d{{1,2}}){_DOWN}"
    rf"|(?:{_AGE}\s*)?\bunder (?P<high3>\d{{1,2}})s?\b(?!\s*(?:minutes|mins|people|\$|%|[ap]m))"
    r"(?:(?<=s)|(?= (?:years|only)))",
    re.IGNORECASE,
)
# A feed lost its plus sign in the web's encoding: "ages 18  who", "(18 )".
_LOST_PLUS = re.compile(rf"{_AGE}\s*\(?(?P<low>18|21|16)(?:  |\s\)| $)|\((?P<low2>18|21) \)", re.IGNORECASE)
_SINGLE = re.compile(rf"\bages?:?\s*(?P<low>\d{{1,2}}){_UNIT.format('u1')}(?=\s*[).,;\n]|$)", re.IGNORECASE)


def read_ages(text: str | None) -> Ages | None:
    """Return the ages that a text names first, with those words, or None where it names none.

    School grades are no ages, and neither are words like "teens": what they mean differs from place to place.
    """
    if not text:
        return None
    text = text[:_LONGEST]
    if not _NUMBER.search(text):
        return None
    lowered = text.lower()
    for letters, pattern, reader in _READERS:
        if not any(map(lowered.__contains__, letters)):
            continue
        for match in pattern.finditer(text):
            if ages := reader(match):
                return ages
    return None


def _range(match: re.Match[str]) -> Ages | None:
    words = match.groupdict()
    unit_high = words.get("u2")
    low = _years(words["low"], words.get("u1") or unit_high)
    high = _years(words["high"], unit_high)
    return _ages(match, low, high) if low < high <= _OLDEST else None


def _up(match: re.Match[str]) -> Ages | None:
    low = _first(match, "low")
    return _ages(match, low, None) if low is not None and low <= _OLDEST else None


def _down(match: re.Match[str]) -> Ages | None:
    high = _first(match, "high")
    if high is None or high > _OLDEST:
        return None
    # "under 5s" are four at most.
    return _ages(match, None, high - 1 if match.groupdict().get("high3") else high)


def _single(match: re.Match[str]) -> Ages | None:
    age = _years(match["low"], match["u1"])
    return _ages(match, age, age)


def _first(match: re.Match[str], prefix: str) -> float | None:
    found = next((value for name, value in match.groupdict().items() if name.startswith(prefix) and value), None)
    return None if found is None else _years(found, match.groupdict().get("u1"))


def _years(number: str, unit: str | None) -> float:
    if not number[0].isdigit():
        return 0.0
    value = float(number)
    if unit and unit.lower().startswith("m"):
        return round(value / _MONTHS, 2)
    if unit and unit.lower().startswith("w"):
        return round(value / 52, 2)
    return value


def _ages(match: re.Match[str], low: float | None, high: float | None) -> Ages:
    return Ages(min=low, max=high, text=" ".join(match.group(0).split()).strip(" (,.;"))


_READERS = (
    (("age", "children", "kids", "teen", "tween", "youth", "adult", "babies", "toddlers"), _RANGE, _range),
    (("yr", "year", "yo", "y/o", "mo"), _YEARS, _range),
    (("+", "up", "older", "over", "above", "adult", "must be", "at least", "minimum age"), _UP_FROM, _up),
    (("under", "younger", "below"), _DOWN_FROM, _down),
    (("16", "18", "21"), _LOST_PLUS, _up),
    (("age",), _SINGLE, _single),
)
"""Letters of which some stand in all that a pattern finds, so that most texts are not searched for it."""
