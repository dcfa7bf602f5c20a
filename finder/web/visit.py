"""What to know before going: each practical fact as said, denied or not stated, and a letter that asks for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from babel import Locale

from finder.listing import Fact, Group, Record, Topic
from finder.taxonomy import fact_topics, fact_value
from finder.web import words
from finder.web.claims import is_sample
from finder.web.language import _
from finder.web.links import mail
from finder.web.notes import corrected

Kind = Literal["stated", "no", "silent"]


class Known(Record, frozen=True, kw_only=True):
    """One fact as pages show it: `lead` is the value, `words` are the organiser's, `day` when they were read.

    With `is_ours` the words are of our own summary of the listing; `source` tells whose they are, where several list
    the group.
    """

    name: str
    label: str
    kind: Kind
    lead: str
    words: str | None = None
    day: str | None = None
    is_ours: bool = False
    source: str | None = None


class Letter(Record, frozen=True, kw_only=True):
    """A letter to the host that asks for what nobody says; `href` opens it in the visitor's own mail program."""

    text: str
    href: str


def said(group: Group, topics: Iterable[Topic], locale: Locale) -> list[Known]:
    """Return the facts of these topics that the host tells, in the order of the vocabulary."""
    order = {(topic, name): place for place, (topic, name) in enumerate(_names(topics))}
    facts = [fact for fact in group.facts if (fact.topic, fact.name) in order]
    return [_known(fact, group, locale) for fact in sorted(facts, key=lambda one: order[one.topic, one.name])]


def silent(group: Group, topics: Iterable[Topic]) -> list[Known]:
    """Return the facts of these topics that nobody tells."""
    told = {(fact.topic, fact.name) for fact in group.facts}
    return [
        Known(name=name, label=_label(topic, name), kind="silent", lead=_("not stated"))
        for topic, name in _names(topics)
        if (topic, name) not in told
    ]


def silence(group: Group) -> list[tuple[str, list[Known]]]:
    """Return all that nobody tells of access, of the building and of the sessions, each with the words before it."""
    parts: tuple[tuple[str, Topic], ...] = (
        (_("Not stated of the building:"), "venue-access"),
        (_("Not stated of the sessions:"), "event-access"),
    )
    return [(lead, names) for lead, topic in parts if (names := silent(group, [topic]))]


def letter(group: Group, page: str) -> Letter | None:
    """Return a letter with the questions that the listing leaves open; None where it leaves none."""
    told = {fact.name for fact in group.facts} | _priced(group)
    if group.mode == "online":
        return None
    return _asking(group.title, [question() for name, question in _QUESTIONS.items() if name not in told], page)


def letter_to_venue(venue: str, open_facts: Iterable[Known], page: str) -> Letter | None:
    """Return a letter that asks a venue for what nobody tells of it; None where there is nothing to ask."""
    return _asking(venue, [_QUESTIONS[one.name]() for one in open_facts if one.name in _QUESTIONS], page)


def _asking(title: str, asked: list[str], page: str) -> Letter | None:
    if not asked:
        return None
    opening = _("Hello, I would like to come to “%(title)s” and have some questions:", title=title)
    text = "\n".join([opening, "", *(f"- {question}" for question in asked), "", _("Thank you!"), page])
    return Letter(text=text, href=mail(title, text))


def _priced(group: Group) -> set[str]:
    known = group.price is not None and group.price.status != "unknown"
    return {"price"} if known else set()


def _names(topics: Iterable[Topic]) -> list[tuple[Topic, str]]:
    known = fact_topics()
    return [(topic, name) for topic in topics for name in known[topic].facts]


def _label(topic: Topic, name: str) -> str:
    return _(fact_topics()[topic].facts[name].label)


def _known(fact: Fact, group: Group, locale: Locale) -> Known:
    label, kind = _label(fact.topic, fact.name), _kind(fact)
    if by_people := corrected(fact.field, fact.evidence, group, locale):
        # Who said so and when stands in the words, which are not the host's.
        lead = ", ".join(part for part in (_lead(fact, locale), by_people) if part)
        return Known(name=fact.name, label=label, kind=kind, lead=lead)
    return Known(
        name=fact.name,
        label=label,
        kind=kind,
        lead=_lead(fact, locale),
        words=fact.evidence or None,
        # The day of a summary of ours is that of loading it: the notice above says when the group was seen.
        day=None if is_sample(group) else words.day_words(fact.date, locale),
        # A summary of ours is no word of the organiser's.
        is_ours=is_sample(group) and fact.field == "description" and not fact.source,
        source=_source(fact, group),
    )


def _source(fact: Fact, group: Group) -> str | None:
    """Return who says so: another source, or the group's own beside what another says of the same."""
    own = group.source.name if group.source else None
    beside = any(one.source for one in group.facts if (one.topic, one.name) == (fact.topic, fact.name))
    return fact.source or (own if beside else None)


def _kind(fact: Fact) -> Kind:
    return "no" if fact.value == "no" else "stated"


def _lead(fact: Fact, locale: Locale) -> str:
    value = _(fact_value(fact.value)) if fact.value else ""
    if fact.amount is not None:
        amount = words.money(fact.amount, fact.currency, locale) if fact.topic == "cost" else f"{fact.amount:g}"
        value = f"{value} {amount}".strip()
    parts = (
        value,
        _(fact_value(fact.limit)) if fact.limit else "",
        _("but said otherwise too") if fact.disputed else "",
    )
    return ", ".join(part for part in parts if part)


_QUESTIONS: dict[str, Callable[[], str]] = {
    "step-free-entrance": lambda: _("Can one get in without a step?"),
    "lift": lambda: _("Is there a lift, if it is not on the ground floor?"),
    "accessible-toilet": lambda: _("Is there an accessible toilet?"),
    "accessible-parking": lambda: _("Is there parking for disabled people?"),
    "hearing-loop": lambda: _("Is there a hearing loop?"),
    "seating": lambda: _("Can one sit all the time?"),
    "price": lambda: _("What does it cost, materials included?"),
    "come-alone": lambda: _("Can I come alone?"),
    "must-speak": lambda: _("Must everybody speak or perform?"),
    "group-size": lambda: _("How many people come as a rule?"),
    "bring": lambda: _("What should I bring?"),
}
"""What to ask where nobody tells, by the name of the fact."""
