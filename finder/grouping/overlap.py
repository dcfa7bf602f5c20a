"""How much two titles have in common, and what the descriptions add to it."""

from __future__ import annotations

from rapidfuzz import fuzz

from finder.grouping.faces import Face, weight
from finder.listing import Record

ALIKE = 0.65
"""Share of the shorter title from which on no single word makes two programmes of them."""

_TYPO = 85
_LONG_WORD = 5
_STEM = 4
"""Letters of the shortest word that may be the stem of another."""


class Overlap(Record, frozen=True, kw_only=True):
    """How titles compare: shares of the shorter one and of both in common, telling words in common, text copied.

    `told` is the share of the one title that the other's title and description hold; `contrary` that each title has a
    telling word which the other source says nowhere, watercolours in the one and oils in the other, and little else.
    """

    contained: float
    overlap: float
    telling: int
    copied: float
    told: float
    contrary: bool = False


def compare(a: Face, b: Face, common: frozenset[str]) -> Overlap:
    """Compare the titles of two groups; `common` are words that tell little."""
    own, other = _aligned(a, b), _aligned(b, a)
    stripped = _overlap(own - (a.all_words - a.words), other - (b.all_words - b.words), common)
    best = max(stripped, _overlap(own, other, common), key=lambda shares: shares[1])
    shingles = min(len(a.shingles), len(b.shingles))
    return Overlap(
        contained=best[0],
        overlap=best[1],
        telling=best[2],
        copied=len(a.shingles & b.shingles) / shingles if shingles >= _LONG_WORD else 0.0,
        told=max(_told(a, b, common), _told(b, a, common)),
        contrary=0 < best[0] < ALIKE and _unheard(a, b, common) and _unheard(b, a, common),
    )


def _unheard(one: Face, other: Face, common: frozenset[str]) -> bool:
    """Tell whether a telling word of the one title stands nowhere in what the other source says."""
    said = other.all_words | other.description | other.joined.keys() | frozenset().union(*other.names, other.site.full)
    own = _aligned(one, other) & one.words - common - said
    return any(not any(_akin(word, heard) for heard in said) for word in own)


def _akin(word: str, other: str) -> bool:
    """Tell whether words are forms of one another: "poet" and "poetry", "sketcher" and "sketching"."""
    start = min(len(word), len(other), _LONG_WORD)
    return start >= _STEM and (word[:start] == other[:start] or fuzz.ratio(word, other) >= _TYPO)


def _aligned(one: Face, other: Face) -> frozenset[str]:
    """Return the title's words, two of them as one where the other title writes them so."""
    words = one.all_words
    for whole, parts in sorted(one.joined.items()):
        if whole in other.all_words and parts <= words:
            words = (words - parts) | {whole}
    return words


def _told(one: Face, other: Face, common: frozenset[str]) -> float:
    words = one.words
    if len(words - common) < 2:  # noqa: PLR2004  one telling word is found in many a text
        return 0.0
    return weight(words & (other.all_words | other.description), common) / weight(words, common)


def _overlap(a: frozenset[str], b: frozenset[str], common: frozenset[str]) -> tuple[float, float, int]:
    """Return the shares of the shorter and of both that are common, and how many of those words are telling."""
    shared = a & b
    for word in sorted(a - b):
        if len(word) >= _LONG_WORD and any(len(o) >= _LONG_WORD and fuzz.ratio(word, o) >= _TYPO for o in b - a):
            shared |= {word}
    both, least = weight(shared, common), min(weight(a, common), weight(b, common))
    whole = weight(a, common) + weight(b, common) - both
    if not least or not whole:
        return 0.0, 0.0, 0
    return both / least, both / whole, len(shared - common)
