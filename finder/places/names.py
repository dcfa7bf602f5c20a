"""Names as they are compared: one key per place name however it is spelt, and the words of a venue's name."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.text import fold

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"(?<=\w)['`](?=\w)")

_LONG = {
    "st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point",
    "n": "north", "s": "south", "e": "east", "w": "west",
    "brk": "brook", "hts": "heights", "hgts": "heights", "spgs": "springs", "spg": "spring", "vlg": "village",
    "bch": "beach", "cty": "city", "jct": "junction", "twp": "township", "ctr": "center", "hls": "hills",
}  # fmt: skip
"""Short forms of place names; the American ones are those of USPS Publication 28, appendix B."""

_PARTICLES = frozenset({"de", "la", "le", "du", "des", "el", "los", "las", "mc", "mac", "van", "o", "d", "l", "bel"})

_VENUE_LONG = {
    "centre": "center", "ctr": "center", "theatre": "theater", "lib": "library", "libraries": "library",
    "branch": "library", "comm": "community", "rec": "recreation", "univ": "university", "dept": "department",
    "mt": "mount", "ft": "fort", "dr": "doctor", "jr": "junior",
}  # fmt: skip

STOP_WORDS = frozenset(
    ["the", "a", "an", "of", "at", "in", "on", "and", "for", "to", "de", "la", "le", "du", "des", "inc", "llc"]
)
"""Words of a venue's name that tell nothing apart."""

KIND_WORDS = frozenset({
    "library", "public", "center", "community", "hall", "museum", "gallery", "art", "arts", "park", "church", "school",
    "college", "university", "house", "club", "room", "building", "studio", "theater", "town", "city", "village",
    "county", "district", "regional", "memorial", "free", "system", "recreation", "senior", "main", "central",
    "downtown", "headquarters", "meeting", "conference", "auditorium", "lobby", "floor", "level", "program",
    "children", "childrens", "teen",
})  # fmt: skip
"""Words that say what kind of venue it is; they weigh less than its own name."""


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """Return the form under which a place name is looked up: "St. Paul" and "Saint Paul" are one."""
    if name.isascii() and name.isalpha():
        word = name.lower()
        return _LONG.get(word, word)
    return " ".join([_LONG.get(word, word) for word in _words(name)])


def as_one(name_key: str) -> str:
    """Return a key with its first little word joined to the next: "de kalb" and "dekalb" are one town."""
    first, _, rest = name_key.partition(" ")
    return first + rest if first in _PARTICLES else name_key


@lru_cache(maxsize=16384)
def plain_key(name: str) -> str:
    """Return the form under which a region or country is looked up: as `key`, but "MT" is not "Mount"."""
    return " ".join(_words(name))


@lru_cache(maxsize=16384)
def venue_words(name: str) -> frozenset[str]:
    """Return the telling words of a venue's name; a branch of a library counts as a library."""
    return frozenset(_VENUE_LONG.get(word, word) for word in _words(name) if word not in STOP_WORDS)


def _words(name: str) -> list[str]:
    if name.isascii():
        name = name.replace("&", " and ").lower()
        return _ASCII_WORD.findall(_APOSTROPHE.sub("", name) if "'" in name or "`" in name else name)
    return _WORD.findall(_APOSTROPHE.sub("", fold(name.replace("&", " and "))))
