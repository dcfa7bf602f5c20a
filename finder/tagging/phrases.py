"""How a phrase of `data/taxonomy/<language>/` is written, cut into the steps that a text must take.

The signs stand at the head of `data/taxonomy/en/words.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from finder.errors import ConfigError
from finder.tagging.words import read

_GAPS_AT_MOST = 2
SHORTEST_STEM = 2
"""Letters that a word which ends in * has before it, at the least."""


def ways_of(phrase: str, matter: str) -> Iterator[list[str]]:
    """Yield the steps of a phrase, with and without each word that may be left out; `matter` is what it speaks of.

    Raises:
        ConfigError: the phrase has a gap at an end, two of them in a row, or more than two, or a stem of one letter;
            there is nothing to find in it; or one of several ways is more than one word.
    """
    if "~" in phrase or "*" in phrase:
        _refuse_endless(phrase, matter)
    if "?" in phrase:
        yield from _variants(phrase.split(), matter)
    else:
        yield [word for part in phrase.split() for word in _words(part, matter)]


def _refuse_endless(phrase: str, matter: str) -> None:
    """Refuse a phrase that could be found in too many ways: each gap multiplies them by four."""
    words = phrase.split()
    gaps = [i for i, word in enumerate(words) if word == "~"]
    loose = len(gaps) > _GAPS_AT_MOST or (gaps and (gaps[0] == 0 or gaps[-1] == len(words) - 1)) or "~ ~" in phrase
    stems = [way for word in words for way in word.split("|") if way.endswith("*")]
    if loose or any(len(stem) <= SHORTEST_STEM for stem in stems):
        raise ConfigError("data/taxonomy", f"{matter}: {phrase!r} says too little to be looked for")


def _variants(parts: list[str], matter: str) -> Iterator[list[str]]:
    """Yield the phrase with and without each word that may be left out."""
    if not parts:
        yield []
        return
    head, rest = parts[0], parts[1:]
    for tail in _variants(rest, matter):
        if head.endswith("?"):
            if tail:
                yield tail
            yield [*_words(head[:-1], matter), *tail]
        else:
            yield [*_words(head, matter), *tail]


def _words(part: str, matter: str) -> list[str]:
    """Return a phrase's word as a text would be cut: "&" is "and", "n|&" two ways of one word."""
    if part == "~" or (part.startswith("<") and part.endswith(">")):
        return [part]
    if part.isascii() and part.isalnum():
        return [part.lower()]
    if "|" in part:
        ways = part.lower().split("|")
        if not (part.isascii() and all(map(str.isalnum, ways))):
            ways = [_one(way, matter) for way in part.split("|")]
        return ["|".join(dict.fromkeys(ways))]
    stem = part.endswith("*")
    cut = read("", part.rstrip("*")).words
    if not cut:
        raise ConfigError("data/taxonomy", f"{matter} has a phrase with nothing to find in it: {part!r}")
    return [*cut[:-1], cut[-1] + "*" * stem]


def _one(way: str, matter: str) -> str:
    words = _words(way, matter)
    if len(words) != 1:
        raise ConfigError("data/taxonomy", f"{matter}: {way!r} is more than one word beside a |")
    return words[0]
