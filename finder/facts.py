"""Practical facts beside one another: which of them contradict, and which of many dates are the newest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from finder.listing import Fact, Group

_AGAINST = frozenset({"yes", "no"})


def with_disputes(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts, those marked of which both yes and no is said."""
    kept = tuple(facts)
    if not any(fact.value == "no" or fact.disputed for fact in kept):
        return kept
    values: dict[tuple[str, str], set[str | None]] = {}
    for fact in kept:
        values.setdefault((fact.topic, fact.name), set()).add(fact.value)
    disputed = {key for key, said in values.items() if said >= _AGAINST}
    return tuple(_disputed(fact, is_so=(fact.topic, fact.name) in disputed) for fact in kept)


def with_twins(group: Group, twins: Iterable[tuple[str, Iterable[Fact]]]) -> tuple[Fact, ...]:
    """Return the facts of a group, and what other sources that list it say beyond or against them.

    Args:
        group: the group as its own source tells it.
        twins: of each other source its name and its facts.
    """
    known = {_thing(fact) for fact in group.facts}
    # What a person corrected is no longer a question for any source.
    settled = {(note.facet, note.name) for note in group.corrections}
    added: list[Fact] = []
    for name, facts in twins:
        for fact in facts:
            if _thing(fact) not in known and (fact.topic, fact.name) not in settled:
                known.add(_thing(fact))
                added.append(replace(fact, source=name))
    return with_disputes((*group.facts, *added)) if added else group.facts


def _disputed(fact: Fact, *, is_so: bool) -> Fact:
    return fact if fact.disputed == is_so else replace(fact, disputed=is_so)


def said_now(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return one fact for each thing said, out of those of many dates of one group, given in the order of time.

    Of each name only what was read last counts.  Where the dates read then disagree, all of it is kept, what most of
    them say first; each with the words of the latest date.
    """
    said = list(facts)
    last: dict[tuple[str, str], str] = {}
    for fact in said:
        key = (fact.topic, fact.name)
        last[key] = max(last.get(key, ""), fact.date or "")
    current = [fact for fact in said if (fact.date or "") == last[fact.topic, fact.name]]
    count = Counter(map(_thing, current))
    latest = {_thing(fact): fact for fact in current}
    return with_disputes(latest[thing] for thing in sorted(latest, key=lambda one: (one[:2], -count[one], one[2:])))


def _thing(fact: Fact) -> tuple[str, str, str, float, str]:
    return fact.topic, fact.name, fact.value or "", fact.amount or 0.0, fact.limit or ""


def read_on(fact: Fact, day: str | None) -> Fact:
    """Return the fact as read on another day (YYYY-MM-DD)."""
    return fact if fact.date == day else replace(fact, date=day)
