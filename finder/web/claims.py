"""Tags as claims: what is said, how sure that is, and the organiser's own words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Literal, NamedTuple

import msgspec
from babel import Locale

from finder.listing import Group, Level, Record, Tag
from finder.taxonomy import facets, label
from finder.web.facts import fact
from finder.web.language import _, remembered
from finder.web.quotes import Quote, quote

Kind = Literal["stated", "likely", "no", "silent"]

_SUITS = ("situation", "welcome")
"""The facets that decide whether somebody can come at all: these stand on the card itself."""

_WEIGHT: dict[Kind, int] = {"no": 0, "stated": 1, "likely": 2, "silent": 3}


SAMPLE = "sample"
"""The platform of what is bundled."""
_PRICED = frozenset({"free", "donation", "paid"})


def is_sample(group: Group) -> bool:
    """Tell whether the group is part of the sample, whose descriptions are summaries of ours."""
    return group.source is not None and group.source.platform == SAMPLE


class Claim(Record, frozen=True, kw_only=True):
    """One claim as pages show it: `lead` leads over to `quote` or `fact`, and differs between stated and likely."""

    facet: str
    tag: str
    label: str
    kind: Kind
    lead: str
    quote: Quote | None = None
    fact: str | None = None
    field: str | None = None


def claims(group: Group, tags: Iterable[Tag], locale: Locale) -> tuple[Claim, ...]:
    """Return tags of the group as claims, in the order of the vocabulary; one that it does not know comes last."""
    return tuple([_claim(tag, group, locale) for tag in _ordered(tags)])


def suits(group: Group, locale: Locale) -> tuple[Claim, ...]:
    """Return what decides whether somebody can come: what stands against it first, then what is stated, then likely."""
    found = claims(group, (tag for tag in group.tags if tag.facet in _SUITS), locale)
    return tuple(sorted(found, key=lambda claim: _WEIGHT[claim.kind]))


def at_a_glance(group: Group, locale: Locale) -> tuple[Claim, ...]:
    """Return the same for a card: claims that rest on the same words are one, and a known cost is not said twice."""
    return _joined(suits(group, locale), group)


def stated(group: Group, locale: Locale) -> tuple[Claim, ...]:
    """Return of these what is stated."""
    return _joined(
        claims(group, (one for one in group.tags if one.facet in _SUITS and one.level == "stated"), locale), group
    )


def labels(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the names of what is stated: what is only likely needs its reason beside it, and a list has no room."""
    return tuple(claim.label for claim in claims if claim.kind == "stated")


def _joined(claims: Iterable[Claim], group: Group) -> tuple[Claim, ...]:
    is_priced = group.price is not None and group.price.status in _PRICED
    joined: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        if is_priced and claim.tag == "low-budget":
            continue
        basis = (claim.kind, claim.quote or claim.tag, claim.fact)
        first = joined.get(basis)
        joined[basis] = msgspec.structs.replace(first, label=f"{first.label} · {claim.label}") if first else claim
    return tuple(joined.values())


def others(group: Group, locale: Locale) -> tuple[Claim, ...]:
    """Return all other claims."""
    return claims(group, (tag for tag in group.tags if tag.facet not in _SUITS), locale)


def complete(group: Group, locale: Locale) -> tuple[Claim, ...]:
    """Return one claim for each fact that decides whether somebody can come; silence is said to be silence."""
    known = suits(group, locale)
    said = {(claim.facet, claim.tag) for claim in known}
    return known + tuple(
        Claim(facet=facet, tag=tag, label=_(label(facet, tag)), kind="silent", lead=_("not stated"))
        for facet, tag in _vocabulary()
        if facet in _SUITS and (facet, tag) not in said
    )


def names(group: Group, facet: str) -> tuple[str, ...]:
    """Return the tags of a facet that apply, without those that are denied."""
    applying = [tag for tag in group.tags if tag.facet == facet and tag.level != "no"]
    return tuple(dict.fromkeys([tag.tag for tag in _ordered(applying)]))


def _ordered(tags: Iterable[Tag]) -> list[Tag]:
    return sorted(tags, key=_place)


def _place(tag: Tag) -> int:
    return _vocabulary().get((tag.facet, tag.tag), _LAST)


_LAST = 10_000
"""Where a tag stands that the vocabulary does not know."""


@cache
def _vocabulary() -> dict[tuple[str, str], int]:
    pairs = ((name, tag) for name, facet in facets().items() for tag in facet.tags)
    return {pair: place for place, pair in enumerate(pairs)}


def _claim(tag: Tag, group: Group, locale: Locale) -> Claim:
    told = fact(tag, group, locale)
    quoted = quote(group, tag.field, tag.evidence) if tag.evidence and not told else None
    name = (tag.field or "").partition(".")[0] if quoted else ""
    is_ours = name == "description" and is_sample(group)
    basis: _Basis = ("summary" if is_ours else "quote") if quoted else "fact" if told else "alone"
    words = _words(tag.facet, tag.tag, tag.level, basis, "" if is_ours else name)
    return Claim(
        facet=tag.facet,
        tag=tag.tag,
        label=words.label,
        kind=tag.level,
        lead=words.lead,
        quote=quoted,
        fact=told,
        field=words.field,
    )


class _Words(NamedTuple):
    """What of a claim only the vocabulary decides."""

    label: str
    lead: str
    field: str | None


@remembered
def _words(facet: str, tag: str, level: Level, basis: _Basis, field: str) -> _Words:
    name = _(label(facet, tag))
    # What is likely is that one sits: nothing is known of steps at the door.
    is_guess = tag == "limited-mobility" and level == "likely"
    return _Words(
        label=_("%(name)s (done sitting down)", name=name) if is_guess else name,
        lead=_LEADS[basis][level](),
        field=_FIELDS[field]() if field in _FIELDS else None,
    )


_Basis = Literal["fact", "alone", "quote", "summary"]
_Leads = dict[Level, Callable[[], str]]
_BEFORE_FACT: _Leads = {"stated": lambda: _("yes:"), "likely": lambda: _("likely:"), "no": lambda: _("no:")}
_ALONE: _Leads = {"stated": lambda: _("yes"), "likely": lambda: _("likely"), "no": lambda: _("no")}
_BEFORE_QUOTE: _Leads = {
    "stated": lambda: _("listing says"),
    "likely": lambda: _("likely, because"),
    "no": lambda: _("no, listing says"),
}
_BEFORE_SUMMARY: _Leads = {
    "stated": lambda: _("our summary says"),
    "likely": lambda: _("likely, as our summary says"),
    "no": lambda: _("no, our summary says"),
}
_LEADS: dict[_Basis, _Leads] = {
    "fact": _BEFORE_FACT,
    "alone": _ALONE,
    "quote": _BEFORE_QUOTE,
    "summary": _BEFORE_SUMMARY,
}

_FIELDS: dict[str, Callable[[], str]] = {
    "title": lambda: _("in the title"),
    "description": lambda: _("in the description"),
    "price": lambda: _("in the price"),
    "ages": lambda: _("in the ages"),
    "categories": lambda: _("in its categories"),
    "venue": lambda: _("in the venue"),
    "room": lambda: _("in the name of the room"),
    "organizer": lambda: _("in the name of the host"),
}
"""Where quoted words stand."""
