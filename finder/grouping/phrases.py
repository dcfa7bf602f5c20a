"""The cadence that an organiser states in words: "every other Tuesday", "2nd & 4th Mondays of the month"."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.grouping.rules import Rule
from finder.listing import Record

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_NTH = {
    "1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3,
    "4th": 4, "fourth": 4, "5th": 5, "fifth": 5, "last": -1, "final": -1,
}  # fmt: skip
_DAY = rf"(?:{'|'.join(_DAYS)}|{'|'.join(sorted(_SHORT, key=len, reverse=True))})s?\b\.?"
_ORDINAL = rf"(?:{'|'.join(_NTH)})"
_AND = r"\s*(?:,\s*and|,\s*&|,|and|&|\+|/)\s*"
_MONTHLY = re.compile(rf"\b(?P<nth>{_ORDINAL}(?:{_AND}{_ORDINAL})*)\s+(?P<day>{_DAY})", re.IGNORECASE)
_OTHER = re.compile(rf"\b(?:every|each)\s+(?:other|second|2nd)\s+(?P<day>{_DAY})", re.IGNORECASE)
_EVERY = re.compile(rf"\b(?:every|each)\s+(?:week\s+on\s+)?(?P<day>{_DAY}(?:{_AND}{_DAY})*)", re.IGNORECASE)
_PLURAL = re.compile(rf"\b(?P<day>(?:{'|'.join(_DAYS)})s(?:{_AND}(?:{'|'.join(_DAYS)})s)*)\b", re.IGNORECASE)
_WEEKDAYS = re.compile(r"\b(?:every weekday|weekdays|monday (?:through|thru|to) friday)\b", re.IGNORECASE)
_LONGEST = 4000
"""Characters that are read: what a description says about its days, it says early."""


class Stated(Record, frozen=True, kw_only=True):
    """A rule, and the words that say so."""

    rule: Rule
    words: str
    exact: bool = True
    """Whether the words say "every" or "third": a bare "Fridays" may be the name of something larger."""


@lru_cache(maxsize=20_000)
def stated(text: str) -> tuple[Stated, ...]:
    """Return every rule that the text states, the most exact kind of wording first."""
    text = text[:_LONGEST]
    found = [Stated(rule=_fortnightly(m), words=_said(m)) for m in _OTHER.finditer(text)]
    rest = _OTHER.sub(" ", text)
    found += [Stated(rule=_monthly(m), words=_said(m)) for m in _MONTHLY.finditer(rest)]
    rest = _MONTHLY.sub(" ", rest)
    found += [Stated(rule=_weekly(m["day"]), words=_said(m)) for m in _EVERY.finditer(rest)]
    weekdays = Rule(freq="WEEKLY", days=tuple((0, day) for day in range(5)))
    found += [Stated(rule=weekdays, words=_said(m)) for m in _WEEKDAYS.finditer(rest)]
    found += [Stated(rule=_weekly(m["day"]), words=_said(m), exact=False) for m in _PLURAL.finditer(rest)]
    return tuple(found)


def _said(match: re.Match[str]) -> str:
    return match.group().strip(" .")


def _fortnightly(match: re.Match[str]) -> Rule:
    return Rule(freq="WEEKLY", interval=2, days=((0, _weekday(match["day"])),))


def _monthly(match: re.Match[str]) -> Rule:
    numbers = {_NTH[word.lower()] for word in re.findall(_ORDINAL, match["nth"], re.IGNORECASE)}
    weekday = _weekday(match["day"])
    return Rule(freq="MONTHLY", days=tuple((n, weekday) for n in sorted(numbers, key=lambda n: n % 10)))


def _weekly(words: str) -> Rule:
    days = {_weekday(word) for word in re.findall(_DAY, words, re.IGNORECASE)}
    return Rule(freq="WEEKLY", days=tuple((0, day) for day in sorted(days)))


def _weekday(word: str) -> int:
    name = word.lower().rstrip(".")
    for candidate in (name, name.removesuffix("s")):
        if candidate in _SHORT:
            return _SHORT[candidate]
        if candidate in _DAYS:
            return _DAYS.index(candidate)
    raise AssertionError(word)
