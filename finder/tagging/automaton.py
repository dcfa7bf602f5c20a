"""Where phrases stand among words: a tree of all phrases, walked by an automaton that is made as far as texts need it.

However many phrases begin with a word, they are followed as one state, so that a text costs some steps per word and
there is no backtracking.  States and steps that were made once are kept for the next text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

GAP = 3
"""Words that `~` can stand for."""

_KEPT = 60_000
"""Steps that are remembered: more is no natural language."""

Ways = frozenset[str]
"""Every branch of the tree that one word can take: itself, its stems, the groups of words that it belongs to."""


class Meaning(Struct, frozen=True, order=True, gc=False):
    """What a phrase says: of which matter ("activity/dance"), and how ("strong", "weak", "not", "stated", "no")."""

    matter: str
    kind: str
    is_subject: bool = False
    """Whether it tells what people do there, which names of streets and people only seem to."""


class Found(Struct, frozen=True, gc=False):
    """A phrase in a text: words `start` to `end`, the end not included."""

    meaning: Meaning
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree of phrases; behind `gap` stand the words that up to `GAP` others can come before."""

    next: dict[str, Node] = field(default_factory=dict)
    gap: Node | None = None
    meanings: list[Meaning] = field(default_factory=list)

    def child(self, key: str) -> Node:
        """Return the place behind a branch, made if it is new."""
        if key == "~":
            self.gap = self.gap or Node()
            return self.gap
        known = self.next.get(key)
        if known is None:
            known = self.next[key] = Node()
        return known


_Item = tuple[Node, int]
"""A place in the tree, and how many words may still be passed over there."""


@dataclass(slots=True, eq=False)
class State:
    """All places in the tree that the words since the beginning of a phrase lead to."""

    items: frozenset[_Item]
    said: tuple[Meaning, ...]
    """What the phrases mean that end here."""
    takes: Ways
    passing: State | None
    """What remains when the next word takes no branch."""
    steps: dict[Ways, State] = field(default_factory=dict)


class Automaton:
    """Follows words through the tree below `root`."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._states: dict[frozenset[_Item], State] = {}
        self._kept = 0

    def begin(self, ways: Iterable[str]) -> State | None:
        """Return where a phrase is after its first word; None if none begins with it."""
        return self._state({node for key in ways if (node := self._root.next.get(key))}, set())

    def find(self, words: Sequence[tuple[State | None, Ways]], first: Sequence[bool]) -> list[Found]:
        """Return every phrase, none across the beginning of a sentence, in the order in which they begin.

        Args:
            words: of each word, what `begin` says of it and the ways that it can take.
            first: whether each word begins a sentence.
        """
        out: list[Found] = []
        count = len(words)
        for start, (begun, _) in enumerate(words):
            state, at = begun, start + 1
            while state is not None:
                if state.said:
                    out += [Found(meaning, start, at) for meaning in state.said]
                if at == count or first[at]:
                    break
                ways = words[at][1]
                if state.takes.isdisjoint(ways):
                    state = state.passing
                else:
                    state = state.steps.get(ways) or self._step(state, ways)
                at += 1
        return out

    def _step(self, state: State, ways: Ways) -> State | None:
        """Return where a step not made before leads, and remember it."""
        reached = {node.next[key] for node, _ in state.items for key in ways if key in node.next}
        known = self._state(reached, _passed(state.items))
        if known and self._kept < _KEPT:
            self._kept += 1
            state.steps[ways] = known
        return known

    def _state(self, reached: set[Node], gaps: set[_Item]) -> State | None:
        behind = [(node.gap, GAP) for node in reached if node.gap]
        items = frozenset([*[(node, 0) for node in reached], *behind, *gaps])
        if not items:
            return None
        known = self._states.get(items)
        if known is None:
            known = State(
                items,
                said=tuple(sorted({meaning for node in reached for meaning in node.meanings})),
                takes=frozenset().union(*[node.next for node, _ in items]),
                passing=self._state(set(), _passed(items)),
            )
            if len(self._states) < _KEPT:
                self._states[items] = known
        return known


def _passed(items: Iterable[_Item]) -> set[_Item]:
    return {(node, left - 1) for node, left in items if left}
