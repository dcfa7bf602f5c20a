"""Text as it is compared, with every place in it the same as in the text as it stands."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, compress, count

from msgspec import Struct

LONGEST = 8_000
"""Characters of a field that are read; what stands after them is never about the event."""

_SHORT = 120
"""Characters of a field that is likely to say the same in another listing."""

_WORD = re.compile(r"([^\W_]+(?:'[a-z]+)?|&)")
_PLAIN_WORD = re.compile(r"([a-z0-9]++(?:'[a-z]++)?+|&)")
"""The same for a text without other letters than those of ASCII, which most are: it is found in half the time."""

_OTHER_LETTER = re.compile("[^\\W\x00-\x7f_]")

_STOP = re.compile(r"[!?;:•|\n()\[\]\u2022\u2014]|\.(?=\s|$)")
"""Between two words: the end of a sentence, of a line or of an aside."""

_BETWEEN_KEPT = 1_000
"""Different letters between words that are remembered."""

_QUOTES = "\u2018\u2019\u02bc\u00b4`"
_KINDS_OF_QUOTE = {ord(mark): "'" for mark in _QUOTES}


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

_ABOVE_DIGITS = ":"
"""Words begin with digits or letters: those with a digit stand before this sign of ASCII."""

_DIGIT = re.compile("[0-9]")


_FOLDED_LETTERS = re.compile("[\u00a1-\u024f]")


def fold(text: str) -> str:
    """Return the text without case, accents and kinds of quotes, letter for letter in the same places."""
    if text.isascii():
        return text.replace("`", "'").lower()
    if not _FOLDED_LETTERS.search(text):
        for mark in _QUOTES:
            text = text.replace(mark, "'")
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


class Text(Struct, frozen=True):
    """One field, cut into words."""

    field: str
    raw: str
    folded: str
    words: list[str]
    first: list[bool]
    """Whether each word begins a sentence or a line."""
    starts: list[int]
    ends: list[int]
    """Where each word begins and ends."""
    numbers: list[int]
    """The words that begin with a digit, the first `NUMBERS_AT_MOST` of them."""

    def stretch(self, first: int, last: int) -> str:
        """Return the letters from word `first` to word `last`, as they stand."""
        return self.raw[self.starts[first] : self.ends[last]]

    def capital(self, i: int) -> bool:
        """Tell whether word i stands there with a capital letter."""
        return 0 <= i < len(self.words) and self.raw[self.starts[i]].isupper()


def read(field: str, raw: str) -> Text:
    """Cut a field into words."""
    return _kept(field, raw) if len(raw) <= _SHORT else _read(field, raw[:LONGEST])


def _read(field: str, raw: str) -> Text:
    folded = fold(raw)
    pieces = _word_of(folded).split(folded)
    words = pieces[1::2]
    first = list(map(_STOPPED.__getitem__, pieces[:-1:2]))
    if first:
        first[0] = True
    if "&" in folded:
        words = ["and" if word == "&" else word for word in words]
    bounds = list(accumulate(map(len, pieces)))
    numbers = list(compress(count(), map(_ABOVE_DIGITS.__gt__, words))) if _DIGIT.search(folded) else []
    return Text(field, raw, folded, words, first, bounds[:-1:2], bounds[1::2], numbers[:NUMBERS_AT_MOST])


def _word_of(folded: str) -> re.Pattern[str]:
    return _PLAIN_WORD if folded.isascii() or _OTHER_LETTER.search(folded) is None else _WORD


_kept = lru_cache(maxsize=1024)(_read)
"""Short texts remembered: a calendar's venues, rooms and series have the same names again and again."""


class _Stopped(dict[str, bool]):
    """Whether what stands between two words ends a sentence, found out once: mostly it is a blank."""

    def __missing__(self, between: str) -> bool:
        stops = _STOP.search(between) is not None
        if len(self) < _BETWEEN_KEPT:
            self[between] = stops
        return stops


_STOPPED = _Stopped()
