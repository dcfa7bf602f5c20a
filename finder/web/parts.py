"""Results in headed parts for who cannot climb steps: what hosts state, what is only likely, and what nobody says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from finder.listing import Group, Record
from finder.search.query import Answer, Hit, Query
from finder.taxonomy import access_facts
from finder.web.asking import Params, address, changed
from finder.web.cards import Brief
from finder.web.language import _

_MOBILITY = "limited-mobility"
_DOORS = ("wheelchair-access", "step-free-entrance")
"""The facts that speak of the way in; that something is done sitting down does not."""

_Kind = Literal["stated", "likely", "silent", "home"]


class Part(Record, frozen=True, kw_only=True):
    """Cards under a heading; `note` says what to know of all of them."""

    heading: str
    cards: tuple[Brief, ...]
    note: str | None = None


class Door(Record, frozen=True, kw_only=True):
    """A fact on the way in, how many of the groups state it, and the search that finds these alone."""

    label: str
    count: int
    href: str


def parts(answer: Answer, cards: Sequence[Brief]) -> tuple[Part, ...]:
    """Return the cards of the hits under headings, where limited mobility is asked for; they come in this order."""
    query = answer.query
    if not _is_wanted(query) or query.stated_only or query.sort != "best":
        return ()
    found = zip(answer.hits, cards, strict=True)
    return tuple(
        _part(kind, tuple(card for _hit, card in those))
        for kind, those in groupby(found, lambda one: _kind(one[0], query))
    )


def doors(answer: Answer, params: Params, path: str) -> tuple[Door, ...] | None:
    """Return what hosts state of the way in, where limited mobility is asked for and no fact of access yet."""
    counts = answer.counts.get("access", {})
    if not _is_wanted(answer.query) or answer.query.access or not counts:
        return None
    return tuple(
        Door(
            label=_(access_facts()[name].label),
            count=counts[name],
            href=address(path, changed(params, {"access": name})),
        )
        for name in _DOORS
        if counts[name]
    )


def _is_wanted(query: Query) -> bool:
    return _MOBILITY in query.situations


def _part(kind: _Kind, cards: tuple[Brief, ...]) -> Part:
    if kind == "stated":
        # Some speak of steps, others of chairs, of help, or of all abilities.
        note = _("Read the words on each card: they tell what works there.")
        return Part(heading=_("Stated by the host"), cards=cards, note=note)
    if kind == "likely":
        note = _("These are done sitting down. That says nothing about steps at the door.")
        return Part(heading=_("May suit: ask first"), cards=cards, note=note)
    if kind == "home":
        return Part(heading=_("From home, online"), cards=cards)
    return Part(heading=_("Not stated: ask first"), cards=cards)


def _kind(hit: Hit, query: Query) -> _Kind:
    if query.latitude is not None and hit.distance_km is None:
        return "home"
    return _level(hit.group)


def _level(group: Group) -> Literal["stated", "likely", "silent"]:
    levels = {tag.level for tag in group.tags if tag.tag == _MOBILITY}
    return "stated" if "stated" in levels else "likely" if "likely" in levels else "silent"
