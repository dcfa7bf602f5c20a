"""Tags as claims: what is said, how sure that is, and the organiser's own words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Literal

from finder.listing import Group, Level, Record, Tag
from finder.taxonomy import facets, label
from finder.web.language import _

Kind = Literal["stated", "likely", "no", "silent"]

_SUITS = ("situation", "welcome")
"""The facets that decide whether somebody can come at all: these stand on the card itself."""

_WEIGHT: dict[Kind, int] = {"no": 0, "stated": 1, "likely": 2, "silent": 3}


class Claim(Record, frozen=True, kw_only=True):
    """One claim as pages show it: `lead` leads over to `quote`, and differs between stated and likely."""

    facet: str
    tag: str
    label: str
    kind: Kind
    lead: str
    quote: str | None = None
    field: str | None = None


def claims(tags: Iterable[Tag]) -> tuple[Claim, ...]:
    """Return the tags as claims, in the order of the vocabulary; one that it does not know comes last."""
    return tuple(_claim(tag) for tag in _ordered(tags))


def suits(group: Group) -> tuple[Claim, ...]:
    """Return what decides whether somebody can come: what stands against it first, then what is stated, then likely."""
    found = claims(tag for tag in group.tags if tag.facet in _SUITS)
    return tuple(sorted(found, key=lambda claim: _WEIGHT[claim.kind]))


def others(group: Group) -> tuple[Claim, ...]:
    """Return all other claims."""
    return claims(tag for tag in group.tags if tag.facet not in _SUITS)


def complete(group: Group) -> tuple[Claim, ...]:
    """Return one claim for each fact that decides whether somebody can come; silence is said to be silence."""
    known = suits(group)
    said = {(claim.facet, claim.tag) for claim in known}
    return known + tuple(
        Claim(facet=facet, tag=tag, label=_(label(facet, tag)), kind="silent", lead=_("not stated"))
        for facet, tag in _vocabulary()
        if facet in _SUITS and (facet, tag) not in said
    )


def names(group: Group, facet: str) -> tuple[str, ...]:
    """Return the tags of a facet that apply, without those that are denied."""
    applying = [tag for tag in group.tags if tag.facet == facet and tag.level != "no"]
    return tuple(dict.fromkeys(tag.tag for tag in _ordered(applying)))


def _ordered(tags: Iterable[Tag]) -> list[Tag]:
    order = _vocabulary()
    return sorted(tags, key=lambda tag: order.get((tag.facet, tag.tag), len(order)))


@cache
def _vocabulary() -> dict[tuple[str, str], int]:
    pairs = ((name, tag) for name, facet in facets().items() for tag in facet.tags)
    return {pair: place for place, pair in enumerate(pairs)}


def _claim(tag: Tag) -> Claim:
    # A time is evidence, but no words of anybody: it is told as "by the listed times".
    quote = None if tag.field in _TIMES else tag.evidence
    return Claim(
        facet=tag.facet,
        tag=tag.tag,
        label=_(label(tag.facet, tag.tag)),
        kind=tag.level,
        lead=_lead(tag.level, quoted=bool(quote)),
        quote=quote,
        field=_field(tag.field, _QUOTED if quote else _BARE),
    )


def _lead(level: Level, *, quoted: bool) -> str:
    if level == "stated":
        return _("listing says") if quoted else _("yes")
    if level == "likely":
        return _("likely, because") if quoted else _("likely")
    return _("no, listing says") if quoted else _("no")


def _field(name: str | None, words: dict[str, Callable[[], str]]) -> str | None:
    found = words.get((name or "").split(".")[0])
    return found() if found else None


_TIMES = frozenset({"start", "end"})

_QUOTED: dict[str, Callable[[], str]] = {
    "title": lambda: _("in the title"),
    "description": lambda: _("in the description"),
    "price": lambda: _("in the price"),
    "ages": lambda: _("in the ages"),
    "categories": lambda: _("in its categories"),
    "venue": lambda: _("in the venue"),
    "organizer": lambda: _("in the name of the host"),
}
"""Where quoted words stand."""

_BARE: dict[str, Callable[[], str]] = {
    "start": lambda: _("by the listed times"),
    "end": lambda: _("by the listed times"),
    "price": lambda: _("by the listed price"),
    "ages": lambda: _("by the listed ages"),
    "mode": lambda: _("by the way it meets"),
    "registration": lambda: _("by how one signs up"),
}
"""What a claim without a quote rests on."""
