"""The words of `data/taxonomy/<language>/`, read once and made into one tree that a text is walked along.

Walking takes time that grows with the text alone: there is no backtracking, whatever the text.
How phrases are written stands at the head of `data/taxonomy/en/words.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from msgspec import Struct

from finder.errors import ConfigError
from finder.paths import bundled
from finder.tagging.words import Text, read

GAP = 3
"""Words that `~` can stand for."""

_GAPS_AT_MOST = 2
_SHORTEST_STEM = 2

_KNOWN = 60_000
"""Different words kept with what they can begin; more is no natural language."""

_SENTENCES_KEPT, _LONGEST_KEPT = 8_000, 40
"""Sentences whose phrases are kept, and words of the longest of them."""

_META = ("classes", "grammar")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: of which matter ("activity/dance"), and how ("strong", "weak", "not", "stated", "no")."""

    matter: str
    kind: str


@dataclass(slots=True, eq=False)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    meanings: list[Meaning] = field(default_factory=list)


class Found(Struct, frozen=True, gc=False):
    """A phrase in a text: words `start` to `end`, the end not included."""

    meaning: Meaning
    start: int
    end: int


_Said = tuple[Meaning, int, int]
"""A phrase in a sentence: words `start` to `end`, the end not included."""


class Vocabulary:
    """All phrases of all languages, and the words with a part in grammar."""

    def __init__(
        self, files: list[dict[str, dict[str, dict[str, list[str]]]]], only: frozenset[str] | None = None
    ) -> None:
        self._only = only
        self._root = _Node()
        self._stems: set[str] = set()
        self._lengths: set[int] = set()
        self._steps: dict[str, set[str]] = {}
        self._of: dict[str, tuple[tuple[_Node, ...], frozenset[str]]] = {}
        self._dull: set[str] = set()
        """Words seen with which no phrase begins: most of a text, and of many sentences all."""
        self._said: dict[tuple[str, ...], tuple[_Said, ...]] = {}
        self._classes: dict[str, list[str]] = {}
        self.grammar: dict[str, frozenset[str]] = {}
        for file in files:
            self._learn(file)

    def _learn(self, file: dict[str, dict[str, dict[str, list[str]]]]) -> None:
        for name, words in _strings(file.get("classes", {})):
            self._classes.setdefault(name, []).extend(words.split())
        for name, words in _strings(file.get("grammar", {})):
            self.grammar[name] = self.grammar.get(name, frozenset()) | frozenset(words.split())
        for facet, tags in file.items():
            if facet not in _META and (self._only is None or facet in self._only):
                for tag, kinds in tags.items():
                    for kind, phrases in kinds.items():
                        self._add_all(Meaning(f"{facet}/{tag}", kind), phrases)

    def _add_all(self, meaning: Meaning, phrases: list[str]) -> None:
        for phrase in phrases:
            _refuse_endless(phrase, meaning)
            for steps in _variants(phrase.split(), meaning):
                self._add(meaning, steps)

    def _add(self, meaning: Meaning, steps: list[str]) -> None:
        begins = [self._root]
        for step in steps:
            begins = [self._child(node, key) for node in begins for key in self._keys(step, first=node is self._root)]
        for node in begins:
            if meaning not in node.meanings:
                node.meanings.append(meaning)

    def _child(self, node: _Node, key: str) -> _Node:
        if key == "~":
            node.gap = node.gap or _Node()
            return node.gap
        return node.next.setdefault(key, _Node())

    def _keys(self, step: str, *, first: bool) -> list[str]:
        """Return the branches of one step: each word by itself at the root, one for all alternatives further on."""
        if step == "~":
            return [step]
        plain = [word for way in step.split("|") for word in (self._classes[way[1:-1]] if way[0] == "<" else [way])]
        stems = [word for word in plain if word.endswith("*")]
        self._stems.update(stems)
        self._lengths.update(len(stem) - 1 for stem in stems)
        if first or len(plain) == 1:
            return plain
        for word in plain:
            self._steps.setdefault(word, set()).add(step)
        return [step]

    def _look_up(self, word: str) -> tuple[tuple[_Node, ...], frozenset[str]]:
        """Return where the word can begin a phrase, and every branch that it can take."""
        known = self._of.get(word)
        if known is None:
            keys = {word, word.removesuffix("'s")}
            keys |= {stem for n in self._lengths if (stem := f"{word[:n]}*") in self._stems}
            keys |= {step for key in keys for step in self._steps.get(key, ())}
            known = tuple(n for key in sorted(keys) if (n := self._root.next.get(key))), frozenset(keys)
            if len(self._of) < _KNOWN:
                self._of[word] = known
                if not known[0]:
                    self._dull.add(word)
        return known

    def beginnings(self) -> list[str]:
        """Return the words that begin a phrase; those that end in * stand for all words that begin so."""
        return list(self._root.next)

    def find(self, text: Text) -> list[Found]:
        """Return every phrase in the text, none across the end of a sentence."""
        out: list[Found] = []
        if self._dull.issuperset(text.words):
            return out
        begins = [i for i, first in enumerate(text.first) if first]
        ends = [*begins[1:], len(text.words)] if begins else []
        for start, end in zip(begins, ends, strict=True):
            words = tuple(text.words[start:end])
            if not self._dull.issuperset(words):
                out += [Found(m, start + a, start + b) for m, a, b in self._said_in(words)]
        return out

    def _said_in(self, words: tuple[str, ...]) -> tuple[_Said, ...]:
        """Return the phrases of one sentence, remembered: calendars say the same sentences again and again."""
        known = self._said.get(words)
        if known is None:
            # The order in which branches are taken means nothing: which words are shown must not hang on it.
            known = tuple(sorted(self._search(words), key=_order))
            if len(words) <= _LONGEST_KEPT:
                if len(self._said) >= _SENTENCES_KEPT:
                    self._said.clear()
                self._said[words] = known
        return known

    def _search(self, words: tuple[str, ...]) -> Iterator[_Said]:
        looked = [self._look_up(word) for word in words]
        steps = [branches for _, branches in looked]
        for start, (nodes, _) in enumerate(looked):
            for node in nodes:
                for meaning in node.meanings:
                    yield meaning, start, start + 1
                # Most words begin phrases that the next word ends at once.
                if node.gap or (start + 1 < len(steps) and not steps[start + 1].isdisjoint(node.next)):
                    yield from _walk(node, start, steps)


def _walk(node: _Node, start: int, steps: list[frozenset[str]]) -> Iterator[_Said]:
    todo = [(node, start + 1)]
    for here, at in todo:
        if at > start + 1:
            for meaning in here.meanings:
                yield meaning, start, at
        if here.next and at < len(steps):
            todo.extend([(here.next[key], at + 1) for key in steps[at] if key in here.next])
        if here.gap:
            branches = here.gap.next
            for skip in range(at, min(at + GAP + 1, len(steps))):
                todo.extend([(branches[key], skip + 1) for key in steps[skip] if key in branches])


def _order(said: _Said) -> tuple[int, int, str, str]:
    meaning, start, end = said
    return start, end, meaning.matter, meaning.kind


def _refuse_endless(phrase: str, meaning: Meaning) -> None:
    """Refuse a phrase that could be found in too many ways: each gap multiplies them by four.

    Raises:
        ConfigError: the phrase has a gap at an end, two of them in a row, or more than two, or a stem of one letter.
    """
    words = phrase.split()
    gaps = [i for i, word in enumerate(words) if word == "~"]
    loose = len(gaps) > _GAPS_AT_MOST or (gaps and (gaps[0] == 0 or gaps[-1] == len(words) - 1)) or "~ ~" in phrase
    stems = [way for word in words for way in word.split("|") if way.endswith("*")]
    if loose or any(len(stem) <= _SHORTEST_STEM for stem in stems):
        raise ConfigError("data/taxonomy", f"{meaning.matter}: {phrase!r} says too little to be looked for")


def _strings(table: object) -> Iterator[tuple[str, str]]:
    if isinstance(table, dict):
        yield from ((name, words) for name, words in table.items() if isinstance(words, str))


def _variants(parts: list[str], meaning: Meaning) -> Iterator[list[str]]:
    """Yield the phrase with and without each word that may be left out."""
    if not parts:
        yield []
        return
    head, rest = parts[0], parts[1:]
    for tail in _variants(rest, meaning):
        if head.endswith("?"):
            if tail:
                yield tail
            yield [*_words(head[:-1], meaning), *tail]
        else:
            yield [*_words(head, meaning), *tail]


def _words(part: str, meaning: Meaning) -> list[str]:
    """Return a phrase's word as a text would be cut: "&" is "and", "n|&" two ways of one word."""
    if part == "~" or (part.startswith("<") and part.endswith(">")):
        return [part]
    if "|" in part:
        ways = [_one(way, meaning) for way in part.split("|")]
        return ["|".join(dict.fromkeys(ways))]
    stem = part.endswith("*")
    cut = read("", part.rstrip("*")).words
    if not cut:
        raise ConfigError("data/taxonomy", f"{meaning.matter} has a phrase with nothing to find in it: {part!r}")
    return [*cut[:-1], cut[-1] + "*" * stem]


def _one(way: str, meaning: Meaning) -> str:
    words = _words(way, meaning)
    if len(words) != 1:
        raise ConfigError("data/taxonomy", f"{meaning.matter}: {way!r} is more than one word beside a |")
    return words[0]


@cache
def vocabulary(only: frozenset[str] | None = None) -> Vocabulary:
    """Return the shipped vocabulary, English first; with `only`, the phrases of these facets and no others."""
    folder = bundled("data/taxonomy")
    paths = sorted(folder.glob("??/*.toml"), key=lambda p: (p.parent.name != "en", p.name != "words.toml", str(p)))
    return Vocabulary([tomllib.loads(path.read_text(encoding="utf-8")) for path in paths], only)
