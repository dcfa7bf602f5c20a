"""What a person said of a tag or a fact, put in the place of what the organiser's words gave: pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, cast

from msgspec.structs import replace

from finder.listing import CORRECTED, Correction, Fact, Group, Level, Listing, Note, Said, Tag, Topic
from finder.taxonomy import facets

_SUBJECTS = ("pathway", "activity")
_TIMES = ("start", "end")
R = TypeVar("R", Listing, Group)


def corrected(record: R, corrections: Iterable[Correction]) -> R:
    """Return the listing or group with its tags and facts as people say they are, the latest word counting.

    Creative is what has a pathway: giving it one, or taking its last one, says that too.  An activity that is given
    brings its pathway along.
    """
    latest: dict[tuple[str, str], Correction] = {}
    for one in corrections:
        latest.pop((one.facet, one.name), None)
        latest[one.facet, one.name] = one
    for one in latest.values():
        if one.facet not in facets():
            record = replace(record, facts=_facts(record.facts, one))
            continue
        record = replace(record, tags=_tags(record.tags, one))
        if one.facet in _SUBJECTS:
            record = replace(record, creative=any(tag.facet == "pathway" for tag in record.tags))
    return replace(record, corrections=_notes(record.corrections, latest.values()))


def _notes(known: Iterable[Note], new: Iterable[Correction]) -> tuple[Note, ...]:
    """Return who says what, the latest word of each tag and fact: also of those that are no longer there."""
    notes = {(one.facet, one.name): one for one in known}
    for one in new:
        notes[one.facet, one.name] = Note(
            facet=one.facet, name=one.name, by=one.by, why=one.why, at=one.at, value=one.value, removed=one.removed
        )
    return tuple(notes.values())


def said(record: Listing | Group, about: Correction) -> Said | None:
    """Return what the record gives of the tag or fact that a correction is about, before it is corrected."""
    for tag in record.tags:
        if (tag.facet, tag.tag) == (about.facet, about.name):
            # Times of day say the same on every date.
            return Said(value=tag.level, words=None if tag.field in _TIMES else tag.evidence)
    for fact in record.facts:
        if (fact.topic, fact.name) == (about.facet, about.name):
            return Said(value=fact.value, words=fact.evidence)
    return None


def _tags(tags: tuple[Tag, ...], one: Correction) -> tuple[Tag, ...]:
    kept = {(tag.facet, tag.tag): tag for tag in tags if (tag.facet, tag.tag) != (one.facet, one.name)}
    if not one.removed:
        level = cast("Level", one.value)
        given = Tag(facet=one.facet, tag=one.name, level=level, evidence=one.words, field=CORRECTED)
        kept[one.facet, one.name] = given
        parent = facets()[one.facet].tags[one.name].parent
        if parent:
            kept.setdefault(("pathway", parent), replace(given, facet="pathway", tag=parent))
    return tuple(kept[key] for key in sorted(kept))


def _facts(facts: tuple[Fact, ...], one: Correction) -> tuple[Fact, ...]:
    kept = tuple(fact for fact in facts if (fact.topic, fact.name) != (one.facet, one.name))
    if one.removed:
        return kept
    fact = Fact(
        topic=cast("Topic", one.facet),
        name=one.name,
        value=one.value,
        evidence=one.words,
        field=CORRECTED,
        date=one.at[:10],
    )
    return (*kept, fact)
