"""What comes closest where nothing is found: queries that ask for a little less, what matters least let go of first.

What people need (ways in, quiet, who is welcome, money) is never let go of: a group may be silent on it, but none that
says no is offered.  Nor is the last word that says what to do together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from finder.search.asking import activities_of, subjects_in
from finder.search.loosen import Change, changes
from finder.search.query import Query

_LEAST_FIRST = (
    "words",
    "time",
    "day",
    "when",
    "cadence",
    "host",
    "language",
    "format",
    "purpose",
    "together",
    "activities",
    "within",
)
"""Kinds of changes, what people soonest do without first.

"words" are those that name no activity, "activities" those that do, where there are several.
"""


class Step(NamedTuple):
    """A query that asks for less, and what was let go of for it: by the parameter, what it became at last."""

    query: Query
    let_go: dict[str, Change]


def steps(query: Query) -> Iterator[Step]:
    """Yield the query itself, then with each single thing let go of, then with more and more of them."""
    yield Step(query, {})
    offered = _by_kind(query)
    for kind in _LEAST_FIRST:
        yield from (Step(change.query, {_name(change): change}) for change in offered[kind])
    yield from _together(query, offered)


def _together(query: Query, offered: dict[str, list[Change]]) -> Iterator[Step]:
    let_go: dict[str, Change] = {}
    for kind in _LEAST_FIRST:
        while offered[kind]:
            change = offered[kind][0]
            query, let_go = change.query, let_go | {_name(change): change}
            yield Step(query, let_go)
            offered = _by_kind(query)


def _name(change: Change) -> str:
    return next(iter(change.args))


def _by_kind(query: Query) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes(query):
        found[_kind(change, query)].append(change)
    return found


def _kind(change: Change, query: Query) -> str:
    name, _, word = change.kind.partition(" ")
    if name != "q":
        return name
    if not word:
        # Who chose what is made otherwise can do without words that do not say it.
        is_said = query.pathways or query.activities
        return "words" if is_said and not _activities(query.words) else "all words"
    if not activities_of(word):
        return "words"
    return "activities" if _activities(change.query.words) else "the last activity"


def _activities(words: str | None) -> bool:
    """Tell whether any of the words names something to do."""
    return any(map(activities_of, subjects_in(words or "")))
