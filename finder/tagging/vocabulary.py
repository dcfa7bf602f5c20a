"""The words of `data/taxonomy/<language>/`, read once and made into one tree that a text is walked along."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

from finder.paths import bundled
from finder.tagging.automaton import Automaton, Found, Meaning, Node, State, Ways
from finder.tagging.phrases import SHORTEST_STEM, ways_of
from finder.tagging.words import Text

_KNOWN = 60_000
"""Different words kept with what they can begin; more is no natural language."""

_META = ("classes", "grammar")
_SUBJECTS = frozenset({"pathway", "activity", "gate", "format", "participation"})

_File = dict[str, dict[str, dict[str, list[str]]]]


class Vocabulary:
    """All phrases of all languages, and the words with a part in grammar."""

    def __init__(self, files: list[_File], only: frozenset[str] | None = None) -> None:
        self._only = only
        self._root = Node()
        self._branches: dict[str, set[str]] = {}
        """Word → the branches of the tree that it is one of."""
        self._stems: dict[str, set[str]] = {}
        """The same of the words that end in *, without it."""
        self._keys_of: dict[tuple[str, bool], list[str]] = {}
        self._classes: dict[str, list[str]] = {}
        self.grammar: dict[str, frozenset[str]] = {}
        for file in files:
            self._learn(file)
        self._lengths = _lengths(self._stems)
        self.automaton = Automaton(self._root)
        self._words = _Words(self)

    def _learn(self, file: _File) -> None:
        for name, words in _strings(file.get("classes", {})):
            self._classes.setdefault(name, []).extend(words.split())
        for name, words in _strings(file.get("grammar", {})):
            self.grammar[name] = self.grammar.get(name, frozenset()) | frozenset(words.split())
        for facet, tags in file.items():
            if facet not in _META and (self._only is None or facet in self._only):
                for tag, kinds in tags.items():
                    for kind, phrases in kinds.items():
                        self._add_all(Meaning(f"{facet}/{tag}", kind, facet in _SUBJECTS), phrases)

    def _add_all(self, meaning: Meaning, phrases: list[str]) -> None:
        for phrase in phrases:
            for steps in ways_of(phrase, meaning.matter):
                self._add(meaning, steps)

    def _add(self, meaning: Meaning, steps: list[str]) -> None:
        begins = [self._root]
        for step in steps:
            keys = self._keys(step, first=begins[0] is self._root)
            begins = [node.child(key) for node in begins for key in keys]
        for node in begins:
            if meaning not in node.meanings:
                node.meanings.append(meaning)

    def _keys(self, step: str, *, first: bool) -> list[str]:
        """Return the branches of one step: each word by itself at the root, one for all alternatives further on."""
        if step == "~":
            return [step]
        known = self._keys_of.get((step, first))
        if known is None:
            known = self._keys_of[step, first] = self._new_keys(step, first=first)
        return known

    def _new_keys(self, step: str, *, first: bool) -> list[str]:
        plain = [word for way in step.split("|") for word in (self._classes[way[1:-1]] if way[0] == "<" else [way])]
        by_itself = first or len(plain) == 1
        for word in plain:
            known = self._stems if word.endswith("*") else self._branches
            known.setdefault(word.removesuffix("*"), set()).add(word if by_itself else step)
        return plain if by_itself else [step]

    def look_up(self, word: str) -> tuple[State | None, Ways]:
        """Return what the word can begin, and every branch that it can take further on."""
        found = [self._branches.get(word), self._branches.get(word[:-2]) if word.endswith("'s") else None]
        found += [self._stems.get(word[:n]) for n in self._lengths.get(word[:SHORTEST_STEM], ())]
        ways = frozenset().union(*filter(None, found))
        return (self.automaton.begin(ways), ways) if ways else _NOTHING

    def beginnings(self) -> list[str]:
        """Return the words that begin a phrase; those that end in * stand for all words that begin so."""
        return list(self._root.next)

    def find(self, text: Text) -> list[Found]:
        """Return every phrase in the text, none across the end of a sentence."""
        return self.automaton.find(list(map(self._words.__getitem__, text.words)), text.first)


def _lengths(stems: Iterable[str]) -> dict[str, list[int]]:
    """Return how long the stems are that begin with the same letters: a word is cut in few ways only."""
    out: dict[str, set[int]] = {}
    for stem in stems:
        out.setdefault(stem[:SHORTEST_STEM], set()).add(len(stem))
    return {letters: sorted(lengths) for letters, lengths in out.items()}


_NOTHING: tuple[State | None, Ways] = None, frozenset()


class _Words(dict[str, tuple[State | None, Ways]]):
    """What words can begin and take, looked up once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> tuple[State | None, Ways]:
        known = self._vocabulary.look_up(word)
        if len(self) < _KNOWN:
            self[word] = known
        return known


def _strings(table: object) -> Iterator[tuple[str, str]]:
    if isinstance(table, dict):
        yield from ((name, words) for name, words in table.items() if isinstance(words, str))


def vocabulary(only: frozenset[str] | None = None) -> Vocabulary:
    """Return the shipped vocabulary, English first; with `only`, the phrases of these facets and no others."""
    # Not cached itself: `vocabulary()` and `vocabulary(None)` are two calls to a cache.
    return _shipped(only)


@cache
def _shipped(only: frozenset[str] | None) -> Vocabulary:
    folder = bundled("data/taxonomy")
    paths = sorted(folder.glob("??/*.toml"), key=lambda p: (p.parent.name != "en", p.name != "words.toml", str(p)))
    return Vocabulary([tomllib.loads(path.read_text(encoding="utf-8")) for path in paths], only)
