"""A group outside of any search: whether one would show it, and as a hit."""

from __future__ import annotations

from datetime import datetime

from finder.listing import Group
from finder.search.query import Hit
from finder.web.moments import coming, is_ahead


def is_shown(group: Group, now: datetime) -> bool:
    """Tell whether a search would show the group: it has a date ahead, or none at all."""
    # The last dates are looked at first: most that are shown have one ahead there.
    ahead = (is_ahead(one, group, now) for one in reversed(group.occurrences))
    return bool(group.creative) and (not group.occurrences or any(ahead))


def hit(group: Group, now: datetime) -> Hit | None:
    """Return the group with its next date; None for what a search would not show."""
    return coming(group, now) if is_shown(group, now) else None
