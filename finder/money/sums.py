"""Amounts of money in a text, and words for "free": where they stand and how much they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from finder.money.patterns import (
    AMOUNT,
    BARE,
    CODES,
    DENIED,
    DIGIT,
    FREE,
    MAGNITUDE,
    NOT_FREE_AFTER,
    NOT_FREE_BEFORE,
    SUPPLIES,
    WITH_ENTRY,
    WORD_FREE,
    WORDS,
    Kind,
    Role,
)

_STRETCH = 100
"""Characters on each side of letters that can belong to the same phrase."""

_LONGEST_AMOUNT = 60
"""Characters from one end of a range of amounts, with its signs, to the other."""

_SUMS_AT_MOST = 50
"""Amounts of a text that are understood: more is a price list of something else."""

REACH = 60
"""Characters beside an amount that can say whose price it is."""

_SEVERAL = ("2", "3", "4", "two", "three", "four")
_FOR_SEVERAL = re.compile(
    r"\b([234]|two|three|four) (?:tickets? |people |persons |adults |seats )?for:? ?\Z", re.IGNORECASE
)
_LAST_FOR = len("for: ")


@dataclass(frozen=True)
class Sum:
    """One amount, or a word for free (low 0), with the place where it stands and whose price it is."""

    low: float
    high: float
    currency: str | None
    start: int
    end: int
    role: Role = "open"
    voluntary: bool = False


def read_sums(text: str, lowered: str, *, field: bool) -> list[Sum]:
    """Return the amounts and words for "free" of a text, in its order, whosever they are.

    Args:
        text: what is read.
        lowered: the same in small letters, each in its place.
        field: the text is a price field, so that a bare number is an amount.
    """
    found = [
        *islice(_amounts(text, matches_in(AMOUNT, text, stretches_of(lowered, "amount"))), _SUMS_AT_MOST),
        *islice(_free(text, matches_in(FREE, text, stretches_of(lowered, "free"))), _SUMS_AT_MOST),
    ]
    if field and not found:
        found = [*_amounts(text, BARE.finditer(text))]
        found = found or list(_free_word(text))
    return sorted(found, key=lambda s: s.start)


def in_small_letters(text: str) -> str:
    """Return the text in small letters, each in its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text.translate({0x130: "i"}).lower()


@lru_cache(maxsize=8)
def stretches_of(lowered: str, kind: Kind) -> Sequence[tuple[int, int]]:
    """Return the stretches of a text that can hold a phrase of this kind: most texts have none, long ones are short."""
    out: list[tuple[int, int]] = []
    if kind == "amount" and not DIGIT.search(lowered):
        return ()
    reach = _LONGEST_AMOUNT if kind == "amount" else _STRETCH
    for letters in [some for some in WORDS.letters[kind] if some in lowered]:
        at = lowered.find(letters)
        while at >= 0:
            out.append((max(0, at - reach), at + 2 * reach))
            at = lowered.find(letters, at + reach)
    if kind == "amount":
        out += [
            (max(0, at - reach), at + len(code) + reach)
            for code in CODES
            if code in lowered
            for at in _alone(code, lowered)
        ]
    merged = _merged(sorted(out)) if out else out
    return [one for one in merged if DIGIT.search(lowered, *one)] if kind == "amount" else merged


def _alone(word: str, text: str) -> Iterator[int]:
    """Yield where a word stands in a text without a letter beside it: "cad" is no part of "academy"."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[end : end + 1].isalpha() or text[max(0, at - 1) : at].isalpha()):
            yield at
        at = text.find(word, end)


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in stretches:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def matches_in(pattern: re.Pattern[str], text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield where a pattern stands in some stretches of a text."""
    for start, end in stretches:
        yield from pattern.finditer(text, start, end)


def _amounts(text: str, matches: Iterable[re.Match[str]]) -> Iterator[Sum]:
    for found in matches:
        groups = found.groupdict()
        low = _number(groups["low"] or groups["low2"])
        high = _number(groups.get("high") or groups.get("high2") or "") or low
        sign = (groups.get("sign") or groups.get("after") or "").strip().lower()
        if low is not None and high is not None and not MAGNITUDE.match(text, found.end()):
            people = _shared_by(text, found.start())
            yield Sum(low / people, max(low, high) / people, WORDS.currencies.get(sign), *found.span())


def _shared_by(text: str, start: int) -> int:
    """Return how many people an amount admits: 2 before the amount of "2 for $20", else 1."""
    if not text[max(0, start - _LAST_FOR) : start].rstrip(" :").lower().endswith("for"):
        return 1
    found = _FOR_SEVERAL.search(text, max(0, start - REACH), start)
    return (_SEVERAL.index(found[1].lower()) % 3 + 2) if found else 1


def _number(text: str | None) -> float | None:
    """Return 1250.5 of "1,250.50", "1.250,50" or "1 250,5"; a last group of one or two digits is the fraction."""
    if not text:
        return None
    whole, _, cents = re.sub(r"[.,](?=\d{1,2}$)", "#", text).partition("#")
    digits = re.sub(r"\D", "", whole)
    return float(f"{digits}.{cents or 0}")


def _free(text: str, matches: Iterable[re.Match[str]]) -> Iterator[Sum]:
    for found in matches:
        word = WORD_FREE.search(found[0])
        start = found.start() + (word.start() if word else 0)
        after = found.start() + (word.end() if word else len(found[0]))
        said = found["plain"] or not (
            NOT_FREE_BEFORE.search(text[max(0, start - 20) : start]) and not found["is"] and not found["alone"]
        )
        other = not found["is"] and NOT_FREE_AFTER.match(text, after)
        if said and not other and not WITH_ENTRY.match(text, start) and not _for_things(text, found, start):
            end = after if found["some"] else found.end()
            yield Sum(0.0, 0.0, None, start if not found["plain"] else found.start(), end)


def _free_word(text: str) -> Iterator[Sum]:
    word = WORD_FREE.search(text)
    if word and not NOT_FREE_BEFORE.search(text, 0, word.start()) and not NOT_FREE_AFTER.match(text, word.end()):
        yield Sum(0.0, 0.0, None, *word.span())


def _for_things(text: str, found: re.Match[str], start: int) -> bool:
    """Tell whether it is the supplies, not the coming, that cost nothing; or whether it is denied."""
    before = text[max(0, start - REACH) : start]
    denied = DENIED.search(before) is not None or re.search(r"\bnot\b", found[0], re.IGNORECASE) is not None
    return denied or (not found["kind"] and SUPPLIES.search(before.rpartition(".")[2]) is not None)
