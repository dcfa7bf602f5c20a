"""Text as it is compared, with every place in it the same as in the text as it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

LONGEST = 8_000
"""Characters of a field that are read; what stands after them is never about the event."""

_SHORT = 120
"""Characters of a field that is likely to say the same in another listing."""

_STOP = r"[!?;:•|\n()\[\]\u2022]|\.(?=\s|$)"
_WORD_OR_STOP = re.compile(rf"([^\W_]+(?:'[a-z]+)?|&)|{_STOP}")
_PLAIN_WORD_OR_STOP = re.compile(rf"([a-z0-9]+(?:'[a-z]+)?|&)|{_STOP}")
"""The same for a text of ASCII letters, which most are: it is found in half the time."""

_KINDS_OF_QUOTE = {ord(mark): "'" for mark in "\u2018\u2019\u02bc\u00b4`"}


def _plain_letter(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[:1]
    return base if base.isalnum() else char


_FOLDED = {
    **{code: _plain_letter(chr(code)) for code in range(0xA1, 0x250) if _plain_letter(chr(code)) != chr(code)},
    **_KINDS_OF_QUOTE,
    0x130: "i",
}


NUMBERS_AT_MOST = 60
"""Numbers of a field that are looked at: more is a table of times, or no listing at all."""

_DIGITS = frozenset("0123456789")
_DIGIT = re.compile("[0-9]")


_FOLDED_LETTERS = re.compile("[\u00a1-\u024f]")


def fold(text: str) -> str:
    """Return the text without case, accents and kinds of quotes, letter for letter in the same places."""
    if text.isascii():
        return text.replace("`", "'").lower()
    if not _FOLDED_LETTERS.search(text):
        for mark in _KINDS_OF_QUOTE:
            text = text.replace(chr(mark), "'")
        lowered = text.lower()
        if len(lowered) == len(text):
            return lowered
    lowered = text.translate(_FOLDED).lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower()[:1] or c for c in text.translate(_FOLDED))


_REACH = 40
"""Letters on each side that a quotation may take in beyond the phrase itself."""

_CLAUSE_ENDS = re.compile(r"[!?;\u2022|\n()\[\]*]|[.:](?=\s|$)|\s[-\u2013\u2014]\s")
_ITEM_ENDS = re.compile(r"[\n,]")


def clause(raw: str, start: int, end: int, *, listed: bool = False) -> str:
    """Return the clause around letters `start` to `end`, whole words only; one item where the text is a list."""
    ends = _ITEM_ENDS if listed else _CLAUSE_ENDS
    first, last = max(0, start - _REACH), min(len(raw), end + _REACH)
    before, after = raw[first:start], raw[end:last]
    stops = list(ends.finditer(before))
    if stops:
        before = before[stops[-1].end() :]
    elif first:
        before = before.partition(" ")[2]
    if stop := ends.search(after):
        after = after[: stop.start()]
    elif last < len(raw):
        after = after.rpartition(" ")[0]
    return raw[start - len(before) : end + len(after)].strip()


@dataclass(frozen=True)
class Text:
    """One field, cut into words: `first[i]` tells whether word i begins a sentence or a line."""

    field: str
    raw: str
    folded: str
    words: list[str]
    first: list[bool]

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where each word begins and ends: most texts say nothing of which that is asked."""
        return [found.span() for found in _pattern(self.folded).finditer(self.folded) if found[1]]

    @cached_property
    def numbers(self) -> list[int]:
        """The words that begin with a digit, the first `NUMBERS_AT_MOST` of them."""
        if not _DIGIT.search(self.folded):
            return []
        return [i for i, word in enumerate(self.words) if word[0] in _DIGITS][:NUMBERS_AT_MOST]

    def capital(self, i: int) -> bool:
        """Tell whether word i stands there with a capital letter."""
        return 0 <= i < len(self.words) and self.raw[self.places[i][0]].isupper()


def read(field: str, raw: str) -> Text:
    """Cut a field into words."""
    return _kept(field, raw) if len(raw) <= _SHORT else _read(field, raw[:LONGEST])


def _read(field: str, raw: str) -> Text:
    folded = fold(raw)
    pieces = _pattern(folded).findall(folded)
    words = [piece for piece in pieces if piece]
    # A stop is found as an empty piece.
    first = [not before for before, piece in zip(["", *pieces], pieces, strict=False) if piece]
    if "&" in folded:
        words = ["and" if word == "&" else word for word in words]
    return Text(field, raw, folded, words, first)


_kept = lru_cache(maxsize=1024)(_read)
"""Short texts remembered: a calendar's venues, rooms and series have the same names again and again."""


def _pattern(folded: str) -> re.Pattern[str]:
    return _PLAIN_WORD_OR_STOP if folded.isascii() else _WORD_OR_STOP
