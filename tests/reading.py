"""How many years of school a text asks for: the Flesch-Kincaid grade, with syllables counted by their vowels."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PUT_IN = re.compile(r"%\(\w+\)s")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")  # noqa: RUF001  as texts of pages are written
_END = re.compile(r"[.!?:;]+(?:\s|$)")
_SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^l])es$|(?<=[^td])ed$")
_VOWELS = re.compile(r"[aeiouy]+")
_SHORT = 3


def words(text: str) -> list[str]:
    """Return the words of a text; what is put in counts as one short word."""
    return _WORD.findall(_PUT_IN.sub("ten", text))


def grade(texts: Iterable[str]) -> float:
    """Return the grade of texts together; each ends a sentence, as does a full stop, colon or semicolon inside of it.

    https://apps.dtic.mil/sti/citations/ADA006655
    """
    texts = list(texts)
    found = [word for text in texts for word in words(text)]
    sentences = sum(max(1, sum(1 for part in _END.split(text) if words(part))) for text in texts)
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def syllables(word: str) -> int:
    """Return how many syllables an English word has, more or less: "finder" 2, "made" 1, "calendar" 3."""
    spoken = _SILENT.sub("", word.lower()) if len(word) > _SHORT else word.lower()
    return max(1, len(_VOWELS.findall(spoken)))
