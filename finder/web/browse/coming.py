"""A group outside of any search as a hit: with its next date."""

from __future__ import annotations

from datetime import datetime

from finder.listing import Group, Occurrence
from finder.search.query import Hit
from finder.tiles.wall import NOT_HELD
from finder.web import words


def is_shown(group: Group, now: datetime) -> bool:
    """Tell whether a search would show the group: it has a date ahead, or none at all."""
    # The last dates are looked at first: most that are shown have one ahead there.
    ahead = (_is_ahead(one, group, now) for one in reversed(group.occurrences))
    return bool(group.creative) and (not group.occurrences or any(ahead))


def hit(group: Group, now: datetime) -> Hit | None:
    """Return the group with its next date; None for what a search would not show: it has only dates that are over."""
    if not group.creative:
        return None
    ahead = [one for one in group.occurrences if _is_ahead(one, group, now)]
    if group.occurrences and not ahead:
        return None
    first = min(ahead, key=lambda one: words.instant_of(one.start, group.timezone), default=None)
    return Hit(group=group, next=first.start if first else None, next_end=first.end if first else None)


def _is_ahead(one: Occurrence, group: Group, now: datetime) -> bool:
    return one.status not in NOT_HELD and words.end_of(one.start, one.end, group.timezone) > now
