"""In which order hits are shown.

Groups near come before those that are only online. "best" adds up points: up to 3 for being near (a place
known only to some kilometres counts as that far away), up to 2 for being soon (half of it a week ahead), 1
for meeting again, up to 3 for words asked for that stand in the title, up to 1 for tags asked for that are
stated rather than likely. Equal hits come by next date, distance, title and id, so that the order is the same
each time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from finder.listing import Group, Record
from finder.search.coming import Coming
from finder.search.query import Query
from finder.search.terms import FACETS
from finder.text import fold

_NEAR, _SOON, _AGAIN, _TITLE, _STATED = 3.0, 2.0, 1.0, 3.0, 1.0
_WEEK = 7
_LAST = datetime.max.replace(tzinfo=UTC)
_SHORTEST_STEM = 3


class Found(Record, frozen=True, kw_only=True):
    """A group that matches, with what its place in the order depends on."""

    group: Group
    next: Coming | None
    distance_km: float | None
    meets_again: bool


def sort_key(query: Query, now: datetime) -> Callable[[Found], tuple[Any, ...]]:
    """Return the key by which hits are sorted; within a day it does not depend on the hour."""

    def key(found: Found) -> tuple[Any, ...]:
        begins = found.next.begins if found.next else _LAST
        km = -1.0 if found.distance_km is None else found.distance_km
        rank: tuple[Any, ...]
        match query.sort:
            case "nearest":
                rank = (km,)
            case "soonest":
                rank = (begins,)
            case "best":
                rank = (-score(found, query, now),)
        is_far = found.distance_km is None and query.latitude is not None
        return (is_far, *rank, begins, km, fold(found.group.title), found.group.id or "")

    return key


def score(found: Found, query: Query, now: datetime) -> float:
    """Return the points of "best", rounded so that the machine's arithmetic does not matter."""
    points = _AGAIN if found.meets_again else 0.0
    if found.distance_km is not None and found.group.place:
        km = max(found.distance_km, found.group.place.radius_km)
        points += _NEAR * max(0.0, 1 - km / query.within_km)
    if found.next:
        days = max(0, (found.next.begins.date() - now.astimezone(UTC).date()).days)
        points += _SOON / (1 + days / _WEEK)
    points += _TITLE * _share_in_title(query.words or "", found.group.title)
    points += _STATED * _share_stated(found.group, query)
    return round(points, 6)


def _share_in_title(words: str, title: str) -> float:
    asked, given = fold(words).split(), fold(title).split()
    return sum(any(_alike(word, other) for other in given) for word in asked) / len(asked) if asked else 0.0


def _alike(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    return word == other or (len(shorter) >= _SHORTEST_STEM and longer.startswith(shorter))


def _share_stated(group: Group, query: Query) -> float:
    asked = {(facet, tag) for facet, field in FACETS.items() for tag in getattr(query, field)}
    if query.beginners:
        asked.add(("welcome", "beginners"))
    stated = {(tag.facet, tag.tag) for tag in group.tags if tag.level == "stated"}
    return len(asked & stated) / len(asked) if asked else 0.0
