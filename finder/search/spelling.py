"""Words that are typed a letter or two off: "kniting" → "knitting"."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from finder.search.asking import as_written, subjects_in
from finder.text import fold

_NEARLY = 82.0
"""Likeness of 100 from which on a word is taken for another: one letter of four is too much, one of six is not."""
_SHORTEST = 5
"""Letters of the shortest word that is looked at: short ones are all alike."""


def respelt(words: str) -> str | None:
    """Return the words with each that is nearly one we know put right; None where there is none."""
    parts = subjects_in(words)
    right = [_known(part) or part for part in parts]
    return " ".join(right) if right != parts else None


def _known(word: str) -> str | None:
    known = as_written()
    typed = fold(word)
    # "Bus 4" is a bus, not nearly the word for one.
    if len(typed) < _SHORTEST or typed in known or any(map(str.isdigit, typed)):
        return None
    near = process.extractOne(typed, known.keys(), scorer=fuzz.ratio, score_cutoff=_NEARLY)
    return known[near[0]] if near else None
