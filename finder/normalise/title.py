"""Titles: the name alone, and what words at its front or end say of its status."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from finder import when
from finder.listing import Status
from finder.text import fold, line

_LONGEST = 500
_CANCELLED = r"cancel{1,2}ed|cancel{1,2}ation|cxld|cx'?d|canx|called off"
_OPEN = r"[\s\[({*~!#<«–—-]*"  # noqa: RUF001  dashes that open a status word
_CLOSE = r"[\s\])}*~!.>»]*"
_WHEN = (
    r"(?:\s+(?:today|tonight|tomorrow|this (?:week|month|session|date|evening)|until further notice|"
    r"due to [\w ]{3,40}|(?:for|until|till?) [^:–—-]{2,40}(?=\s+[–—-]|:)))?"  # noqa: RUF001  dashes
)
_BREAK = r"\s*[:;|–—-]+\s*"  # noqa: RUF001  dashes between status and name

_FRONT = re.compile(
    rf"^{_OPEN}(?:(?:event|class|program(?:me)?|meeting) (?:is |has been )?)?"
    rf"(?:(?P<cancelled>{_CANCELLED})|(?P<postponed>postponed)){_WHEN}(?P<close>{_CLOSE})(?P<break>{_BREAK})?(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(
    rf"^(?P<rest>.*?\S)(?:\s*[\[({{*]+\s*|\s*[:;|,–—!-]+\s*|\s+)(?:(?:is|has been|event|class) )*"  # noqa: RUF001  dashes
    rf"(?:(?P<cancelled>{_CANCELLED})|(?P<postponed>postponed)){_WHEN}{_CLOSE}$",
    re.IGNORECASE | re.DOTALL,
)
_NO = re.compile(r"^NO (?!MORE\b|BAKE\b|SEW\b|KINGS\b|WASTE\b|LIMITS?\b)(?P<rest>[A-Z][^\n]*[a-z].*)$")
_NO_NOW = re.compile(r"^no (?P<rest>\S.*?) (?:today|tonight|this (?:week|month))[.!]*$", re.IGNORECASE)
# "Cancelled Stamps" is a hobby; without a colon the word must shout or stand before some other noun.
_HOBBY = re.compile(r"\s*(?:stamps?|postmarks?|culture|checks?|cheques?)\b", re.IGNORECASE)

_DATED_END = re.compile(
    r"^(?P<rest>.*?\S)(?P<gap>\s*[-–—|,:@(]\s*|\s+(?:on\s+)?)(?P<date>(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"  # noqa: RUF001  dashes before a date; one pattern
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}(?:/\d{2,4})?|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*(?:,?\s+\d{4})?))"
    r"(?P<clock>,?\s*(?:at|@|from|,|-|–)?\s*\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*(?:-|–|to)\s*\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?)?)?\)?\s*$",  # noqa: RUF001
    re.IGNORECASE | re.DOTALL,
)
_DATED_FRONT = re.compile(r"^\[(?P<date>\d{4}-\d\d-\d\d)\]\s*(?P<rest>\S.*)$", re.DOTALL)
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_REGISTRATION = re.compile(
    r"^(?P<rest>.*?\S)\s*(?:[-–—|:.(]\s*|\s)(?:pre-?)?registration (?:is )?(?:required|needed)\b[.!)]*$",  # noqa: RUF001  dashes
    re.IGNORECASE | re.DOTALL,
)


class Title(NamedTuple):
    """What a title says once the glued-on words are off."""

    text: str
    status: Status | None
    registration: bool


def read_title(raw: str, start: datetime | date | None, venue: str | None) -> Title:
    """Return the name in a title, its status words, and whether it ends by asking for registration.

    A date or a venue at the end goes only where it repeats the listing's own: "Symposium on October 7" stays whole.

    Args:
        raw: as published, in one of the ways feeds write it (entities, tags, several lines).
        start: the listing's own start.
        venue: the listing's own venue, to see whether the title repeats it.
    """
    text, status = _status(line(raw)[:_LONGEST])
    asked = _REGISTRATION.match(text)
    text = asked["rest"] if asked and not asked["rest"].endswith((" no", " No")) else text
    text = _without_venue(_without_date(text, start), venue)
    return Title(text.strip(" \t-–—|:") or text, status, bool(asked))  # noqa: RUF001  dashes


def _status(text: str) -> tuple[str, Status | None]:
    if (front := _FRONT.match(text)) and _is_status(front):
        name = text if _is_wording(front) else front["rest"].strip()
        return name, "cancelled" if front["cancelled"] else "postponed"
    if (end := _END.match(text)) and len(end["rest"].strip(" -–—:([")) > 2:  # noqa: PLR2004, RUF001  dashes; a name is left
        return end["rest"].strip(), "cancelled" if end["cancelled"] else "postponed"
    if (no := _NO.match(text) or _NO_NOW.match(text)) and not text.isupper():
        return no["rest"].rstrip(". "), "cancelled"
    return text, None


def _is_status(match: re.Match[str]) -> bool:
    rest = match["rest"].strip()
    if len(rest) < 2:  # noqa: PLR2004  "CANCELLED" alone is all the name there is
        return False
    return bool(match["break"] or match["close"].strip()) or not _HOBBY.match(rest)


def _is_wording(match: re.Match[str]) -> bool:
    """Tell whether the word belongs to the name: "Cancelled meetup", where nothing shouts, parts or names."""
    word = match["cancelled"] or match["postponed"]
    parted = match["break"] or match["close"].strip() or match.start("cancelled") > 0 or match.start("postponed") > 0
    return not (parted or word.isupper()) and match["rest"].islower()


def _without_date(text: str, start: datetime | date | None) -> str:
    if start is None:
        return text
    day = start.date() if isinstance(start, datetime) else start
    front = _DATED_FRONT.match(text)
    if front and front["date"] == day.isoformat():
        return front["rest"]
    end = _DATED_END.match(text)
    if end and _same_day(end["date"], day) and (end["gap"].strip() or str(day.year) in end["date"]):
        return end["rest"]
    return text


def _same_day(written: str, day: date) -> bool:
    text = _ORDINAL.sub(r"\1", written)
    for candidate in (text, f"{text} {day.year}", f"{text}/{day.year}"):
        found = when.read(candidate)
        if found is not None:
            return (found.date() if isinstance(found, datetime) else found) == day
    return False


def _without_venue(text: str, venue: str | None) -> str:
    if not venue:
        return text
    for mark in (" - ", " – ", " — ", " | ", " @ ", " ("):  # noqa: RUF001  dashes before a venue
        head, found, tail = text.rpartition(mark)
        if found and head.strip() and fold(tail.rstrip(")")) == fold(venue):
            return head
    return text
