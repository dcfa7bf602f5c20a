"""A group outside of any search as a hit: with its next date."""

from __future__ import annotations

from datetime import datetime

from finder.listing import Group
from finder.search.query import Hit
from finder.web import words

_OFF = frozenset({"cancelled", "postponed"})


def hit(group: Group, now: datetime) -> Hit | None:
    """Return the group with its next date; None for what a search would not show: it has only dates that are over."""
    if not group.creative:
        return None
    ahead = [
        one
        for one in group.occurrences
        if one.status not in _OFF and words.end_of(one.start, one.end, group.timezone) > now
    ]
    if group.occurrences and not ahead:
        return None
    first = min(ahead, key=lambda one: words.instant_of(one.start, group.timezone), default=None)
    return Hit(group=group, next=first.start if first else None, next_end=first.end if first else None)
