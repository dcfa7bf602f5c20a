"""Searches that have a name: what is made, what is done, and what suits, each with the filters of the find page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from finder.taxonomy import facets, label
from finder.web.asking import Params
from finder.web.language import _


class Choice(NamedTuple):
    """A search by its name in addresses; `label` is that of a link, `heading` names the groups: "Free groups"."""

    slug: str
    params: Params
    label: Callable[[], str]
    heading: Callable[[], str]
    parent: str | None = None


@cache
def made() -> dict[str, Choice]:
    """Return what people make: each pathway, and after it the activities that belong to it."""
    activities = facets()["activity"].tags
    found: dict[str, Choice] = {}
    for pathway in facets()["pathway"].tags:
        found[pathway] = _tagged("pathway", pathway)
        found |= {tag: _tagged("activity", tag, pathway) for tag, info in activities.items() if info.parent == pathway}
    return found


def _tagged(facet: str, tag: str, parent: str | None = None) -> Choice:
    def name() -> str:
        return _(label(facet, tag))

    return Choice(tag, {facet: [tag]}, name, name, parent)


SUITS = {
    one.slug: one
    for one in (
        Choice(
            "without-having-to-talk",
            {"situation": ["introvert-friendly"]},
            lambda: _("Without having to talk"),
            lambda: _("Quiet and low-pressure groups"),
        ),
        Choice(
            "sitting-down",
            {"situation": ["limited-mobility"]},
            lambda: _("Sitting down, or without steps"),
            lambda: _("Groups that work with limited mobility"),
        ),
        Choice(
            "step-free",
            {"access": ["step-free-entrance"]},
            lambda: _("Through a step-free door"),
            lambda: _("Groups with a step-free entrance"),
        ),
        Choice("free", {"free": ["1"]}, lambda: _("Free or by donation"), lambda: _("Free groups")),
        Choice(
            "under-an-hour",
            {"situation": ["time-constrained"]},
            lambda: _("In an hour or less"),
            lambda: _("Groups that take little time"),
        ),
        Choice(
            "for-beginners",
            {"beginners": ["1"]},
            lambda: _("As a beginner"),
            lambda: _("Groups that welcome beginners"),
        ),
        Choice("evenings", {"time": ["evening"]}, lambda: _("In the evening"), lambda: _("Evening groups")),
        Choice("weekends", {"day": ["sa", "su"]}, lambda: _("At the weekend"), lambda: _("Weekend groups")),
    )
}
"""What suits, by its name in addresses."""


def choice(slug: str) -> Choice | None:
    """Return the search of this name."""
    return made().get(slug) or SUITS.get(slug)
