"""Tags as claims: what is said, how sure that is, and the organiser's own words for it."""

from __future__ import annotations

from collections.abc import Iterable
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
    order = {(facet, tag): place for place, (facet, tag) in enumerate(_vocabulary())}
    return tuple(_claim(tag) for tag in sorted(tags, key=lambda t: order.get((t.facet, t.tag), len(order))))


def suits(group: Group) -> tuple[Claim, ...]:
    """Return what decides whether somebody can come: what stands against it first, then what is stated, then likely."""
    found = (claim for claim in claims(group.tags) if claim.facet in _SUITS)
    return tuple(sorted(found, key=lambda claim: _WEIGHT[claim.kind]))


def others(group: Group) -> tuple[Claim, ...]:
    """Return all other claims."""
    return tuple(claim for claim in claims(group.tags) if claim.facet not in _SUITS)


def complete(group: Group) -> tuple[Claim, ...]:
    """Return one claim for each fact that decides whether somebody can come; silence is said to be silence."""
    known = suits(group)
    said = {(claim.facet, claim.tag) for claim in known}
    return known + tuple(
        Claim(facet=facet, tag=tag, label=label(facet, tag), kind="silent", lead=_("not stated"))
        for facet, tag in _vocabulary()
        if facet in _SUITS and (facet, tag) not in said
    )


def names(group: Group, facet: str) -> tuple[str, ...]:
    """Return the tags of a facet that apply, without those that are denied."""
    return tuple(
        dict.fromkeys(claim.tag for claim in claims(group.tags) if claim.facet == facet and claim.kind != "no")
    )


def _vocabulary() -> list[tuple[str, str]]:
    return [(name, tag) for name, facet in facets().items() for tag in facet.tags]


def _claim(tag: Tag) -> Claim:
    # A time is evidence, but no words of anybody: it is told as "by the listed times".
    quote = None if tag.field in _TIMES else tag.evidence
    return Claim(
        facet=tag.facet,
        tag=tag.tag,
        label=label(tag.facet, tag.tag),
        kind=tag.level,
        lead=_lead(tag.level, quoted=bool(quote)),
        quote=quote,
        field=_quoted_field(tag.field) if quote else _bare_field(tag.field),
    )


def _lead(level: Level, *, quoted: bool) -> str:
    if level == "stated":
        return _("listing says") if quoted else _("yes")
    if level == "likely":
        return _("likely, because") if quoted else _("likely")
    return _("no, listing says") if quoted else _("no")


def _quoted_field(name: str | None) -> str | None:
    words = {
        "title": _("in the title"),
        "description": _("in the description"),
        "price": _("in the price"),
        "ages": _("in the ages"),
        "categories": _("in its categories"),
        "venue": _("in the venue"),
        "organizer": _("in the name of the host"),
    }
    return words.get(_base(name))


def _bare_field(name: str | None) -> str | None:
    words = {
        "start": _("by the listed times"),
        "end": _("by the listed times"),
        "price": _("by the listed price"),
        "ages": _("by the listed ages"),
        "mode": _("by the way it meets"),
        "registration": _("by how one signs up"),
    }
    return words.get(_base(name))


def _base(name: str | None) -> str:
    return (name or "").split(".")[0]


_TIMES = frozenset({"start", "end"})
