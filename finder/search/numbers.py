"""Numbers in plain words → parameters: how far, how much, at what hours, how old.

What was read is taken out of the words; a bare number asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WITHIN = re.compile(r"\bwithin\s+(\d{1,4}(?:\.\d+)?)\s*(km|kilometers?|kilometres?|mi|miles?)\b", re.IGNORECASE)
_ON_FOOT = re.compile(r"\b(?:within\s+)?walking distance\b(?:\s+(?:of|from)\s+me\b)?|\bwalkable\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(?:under|below|less than|up to|at most|max)\s+[$£€]\s?(\d{1,5}(?:\.\d\d)?)", re.IGNORECASE)
_AGE = re.compile(r"\b(\d{1,2})[\s-]?(?:year|yr)s?[\s-]olds?\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b(?:[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.IGNORECASE)
"""Of Canada and Britain; those that are digits alone are told from other numbers by their length."""
_NOON = re.compile(r"\b(?:noon|midday)\b", re.IGNORECASE)
_CLOCK = r"(\d{1,2})(?::(\d\d))?\s*([ap]\.?m\b\.?)?"
_TO = r"\s*(?:-|–|\band\b|\bto\b|\buntil\b|\btill\b)\s*"  # noqa: RUF001  an en dash is meant
_FROM_TO = re.compile(rf"\b(?:(?:between|from)\s+)?{_CLOCK}{_TO}{_CLOCK}", re.IGNORECASE)
_AFTER = re.compile(rf"\bafter\s+{_CLOCK}", re.IGNORECASE)
_BEFORE = re.compile(rf"\bbefore\s+{_CLOCK}", re.IGNORECASE)
_AT = re.compile(rf"(?:\bat\s+)?(?<![\d:.$£€-])\b{_CLOCK}", re.IGNORECASE)
_ENDS = ((_FROM_TO, None, None), (_AFTER, None, "24:00"), (_BEFORE, "00:00", None))
_HALF_A_DAY = 12
_AGES = ((12, "children"), (17, "teens"), (59, "adults"), (99, "older-adults"))
"""Up to which age people are called so."""


def taken_out(words: str, found: dict[str, list[str]]) -> str:
    """Put the numbers of the words into `found`, where they are not asked for otherwise; return the other words."""
    for take in (_postcode, _distance, _on_foot, _price, _age, _hours):
        words = take(words, found)
    return words


def _postcode(words: str, found: dict[str, list[str]]) -> str:
    if found.get("near") or found.get("lat") or not (said := _POSTCODE.search(words)):
        return words
    found["near"] = [said[0]]
    return _without(words, said)


def _distance(words: str, found: dict[str, list[str]]) -> str:
    if "within" in found or not (within := _WITHIN.search(words)):
        return words
    found["within"] = [within[1]]
    found["units"] = ["km" if within[2].lower().startswith("k") else "mi"]
    return words[: within.start()] + " " + _of_place(words[within.end() :])


def _on_foot(words: str, found: dict[str, list[str]]) -> str:
    """Read "within walking distance" as one mile or kilometre, whichever is used there."""
    if "within" in found or not (said := _ON_FOOT.search(words)):
        return words
    found["within"] = ["1"]
    return words[: said.start()] + " " + _of_place(words[said.end() :])


def _of_place(rest: str) -> str:
    """Return the rest after "within 5 miles", where "of" leads to the place."""
    return re.sub(r"^\s*of\b", " near", rest, flags=re.IGNORECASE)


def _price(words: str, found: dict[str, list[str]]) -> str:
    if "max_price" in found or not (price := _PRICE.search(words)):
        return words
    found["max_price"] = [price[1]]
    return _without(words, price)


def _age(words: str, found: dict[str, list[str]]) -> str:
    if not (said := _AGE.search(words)):
        return words
    called = next(name for highest, name in _AGES if int(said[1]) <= highest)
    found["ages"] = [*found.get("ages", []), *([called] if called not in found.get("ages", []) else [])]
    return _without(words, said)


def _hours(words: str, found: dict[str, list[str]]) -> str:
    """Take "between 6 and 8 pm", "after 18:00", "before 5 pm" or "6 pm" out of the words; a bare number is no hour."""
    words = _NOON.sub("12:00", words)
    for pattern, first, last in _ENDS:
        for said in pattern.finditer(words):
            clocks = _clocks(said.groups())
            hours = [hour for hour in (first, *clocks, last) if hour]
            if clocks and hours[0] < hours[-1] <= "24:00":
                return _with_hours(words, said, hours[0], hours[-1], found)
    for said in _AT.finditer(words):
        if (clocks := _clocks(said.groups())) and clocks[0] < "24:00":
            return _with_hours(words, said, clocks[0], _an_hour_later(clocks[0]), found)
    return words


def _with_hours(words: str, said: re.Match[str], first: str, last: str, found: dict[str, list[str]]) -> str:
    found["time"] = [*found.get("time", []), f"{first}-{last}"]
    return _without(words, said)


def _without(words: str, said: re.Match[str]) -> str:
    return words[: said.start()] + " " + words[said.end() :]


def _clocks(said: Sequence[str | None]) -> list[str]:
    """Return hours of 24 for each hour, minute and half of the day; the last half counts for those without one."""
    parts = [said[at : at + 3] for at in range(0, len(said), 3)]
    if not any(minute or half for _, minute, half in parts):
        return []
    last = parts[-1][2]
    return [_clock(int(hour or 0), minute or "00", half or (None if minute else last)) for hour, minute, half in parts]


def _clock(hour: int, minute: str, half: str | None) -> str:
    if half and hour <= _HALF_A_DAY:
        hour = hour % _HALF_A_DAY + (_HALF_A_DAY if half[0].lower() == "p" else 0)
    return f"{hour:02}:{minute}"


def _an_hour_later(clock: str) -> str:
    return min(f"{int(clock[:2]) + 1:02}{clock[2:]}", "24:00")
