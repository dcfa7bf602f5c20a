"""What people corrected, as pages tell it: who, when and why, in the visitor's language."""

from __future__ import annotations

from babel import Locale

from finder.listing import CORRECTED, Group, Note
from finder.taxonomy import facets, fact_topics, label
from finder.web import words
from finder.web.language import _


def corrected(field: str | None, evidence: str | None, group: Group, locale: Locale) -> str | None:
    """Return who says so instead of the organiser, when and why; None where the evidence is the organiser's words."""
    if field != CORRECTED:
        return None
    note = next((one for one in group.corrections if one.words == evidence), None)
    if note is None:
        return evidence
    return _("corrected by %(who)s on %(day)s: %(why)s", who=note.by, day=_day(note, locale), why=note.why)


def taken_off(group: Group, locale: Locale) -> list[str]:
    """Return a sentence for each tag and fact that somebody took off the group."""
    return [
        _(
            "%(who)s took “%(what)s” off on %(day)s: %(why)s",
            who=note.by,
            what=_name(note),
            day=_day(note, locale),
            why=note.why,
        )
        for note in group.corrections
        if note.removed
    ]


def _day(note: Note, locale: Locale) -> str:
    return words.day_words(note.at[:10], locale) or note.at[:10]


def _name(note: Note) -> str:
    if note.facet in facets():
        return _(label(note.facet, note.name))
    known = next((topic.facts for name, topic in fact_topics().items() if name == note.facet), {})
    return _(known[note.name].label) if note.name in known else note.name
