"""Which dates of one source are one group: by the source's own series, then by title and place, then by habit."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

from finder.grouping import sites
from finder.grouping.cadence import infer
from finder.grouping.entries import Entry, common_slot, days
from finder.grouping.habits import habits
from finder.grouping.joining import Cluster, bucketed, joined, same_habit
from finder.grouping.themes import misspelt, one_programme
from finder.text import fold

_ROUND = 3
"""Venues of the shortest round: two that take turns may as well be two groups."""

_WEEK = 7
_BRANCH = re.compile(r"\b(?:library|branch|school|campus|elementary)\b")


def clusters(entries: Sequence[Entry]) -> list[Cluster]:
    """Sort the entries of one source into groups; each entry comes in exactly one, and their order does not matter."""
    found: list[Cluster] = []
    for bucket in bucketed(entries, lambda made: made.title.key):
        found += [lane for place in _by_place(bucket) for lane in habits(place)]
    found = _joined_by_series(found)
    found = _joined_in_blocks(found, lambda c: (c[0].title.head, common_slot(c)[0]), one_programme)
    found = _joined_in_blocks(found, lambda c: (common_slot(c), _first_letters(c)), misspelt)
    return sorted(found, key=lambda cluster: cluster[0].order)


def _first_letters(cluster: Cluster) -> str:
    return cluster[0].title.key[:2]


def _by_place(bucket: Cluster) -> list[Cluster]:
    """Part entries of one title by place; a room that changes, or one place left out, parts nothing."""
    places = sorted(bucketed(bucket, lambda made: (made.site, _host(made))), key=lambda cluster: cluster[0].order)
    merged = joined(places, lambda a, b: sites.same(a[0].site, b[0].site) is True and _one_host(a, b))
    if _take_turns(merged):
        return [sorted((made for place in merged for made in place), key=lambda made: made.order)]
    return joined(merged, lambda a, b: _may_be_one_place(a, b, len(merged)) and _one_host(a, b))


def _take_turns(places: Sequence[Cluster]) -> bool:
    """Tell whether one programme goes from venue to venue: on one weekday and hour, and only all together regularly.

    Branches of a library offer the same programme each for their own neighbours.
    """
    members = [made for place in places for made in place]
    if len(places) < _ROUND or any(_BRANCH.search(fold(_venue(made))) for made in members):
        return False
    if len({made.slot for made in members}) > 1 or len(days(members)) < len(members):
        return False
    whole = infer(days(members))
    return whole is not None and whole.rule.interval == 1 and not any(_goes_alone(place) for place in places)


def _goes_alone(place: Cluster) -> bool:
    """Tell whether a venue has dates week after week, and so a habit of its own."""
    own = days(place)
    return any((after - before).days <= _WEEK for before, after in pairwise(own))


def _venue(made: Entry) -> str:
    listing = made.listing
    kind = listing.source.kind if listing.source else None
    return " ".join(part for part in (listing.venue, listing.location, kind) if part)


def _host(made: Entry) -> str:
    return fold(made.listing.organizer or "")


def _one_host(a: Cluster, b: Cluster) -> bool:
    """Tell whether one organisation holds both; where two take turns at one weekday and hour, it is one programme."""
    hosts, others = {_host(made) for made in a} - {""}, {_host(made) for made in b} - {""}
    return not hosts or not others or bool(hosts & others) or same_habit(a, b)


def _may_be_one_place(a: Cluster, b: Cluster, places: int) -> bool:
    first, second = a[0].site, b[0].site
    verdict = sites.same(first, second)
    moving = first.room_like and second.room_like and not (first.street and second.street)
    if verdict is False and not moving:
        return False
    if not first or not second:
        return places == 2 or same_habit(a, b)  # noqa: PLR2004  the known place and the unknown one
    return same_habit(a, b)


def _joined_by_series(found: list[Cluster]) -> list[Cluster]:
    """Join what the source itself calls one series."""
    owner: dict[str, int] = {}
    parent = list(range(len(found)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for place, cluster in enumerate(found):
        for name in {made.listing.series_uid for made in cluster if made.listing.series_uid}:
            first, second = sorted((root(owner.setdefault(name, place)), root(place)))
            parent[second] = first
    wholes = bucketed(enumerate(found), lambda numbered: root(numbered[0]))
    return [sorted((made for _, c in group for made in c), key=lambda made: made.order) for group in wholes]


def _joined_in_blocks(
    found: list[Cluster], block: Callable[[Cluster], Hashable], join: Callable[[list[Cluster]], list[Cluster]]
) -> list[Cluster]:
    out: list[Cluster] = []
    for candidates in bucketed(found, block):
        out += join(sorted(candidates, key=lambda c: c[0].order)) if len(candidates) > 1 else candidates
    return out
