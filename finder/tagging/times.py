"""What the clock says of a listing: how long it lasts, and whether it is in the evening or on a weekend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from finder.listing import Listing

EVENING = 17
HALF_DAY = 240
"""Minutes."""

_SATURDAY = 5


@dataclass(frozen=True)
class Clock:
    """Start and length of a listing that has hours."""

    start: datetime
    minutes: float | None

    @property
    def after_work(self) -> bool:
        """Whether it begins at 17:00 or later, or on a weekend."""
        return self.start.hour >= EVENING or self.start.weekday() >= _SATURDAY


def clock(listing: Listing) -> Clock | None:
    """Return the hours; None for whole days and for times that cannot be read."""
    start, end = _moment(listing.start), _moment(listing.end)
    if start is None or listing.all_day:
        return None
    if end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return Clock(start, None)
    length = end - start
    same_day = timedelta(0) < length < timedelta(days=1)
    return Clock(start, length.total_seconds() / 60 if same_day else None)


def nights(listing: Listing) -> int:
    """Return how many nights lie between the first and the last day, 0 where a day is missing or cannot be read."""
    try:
        return (date.fromisoformat((listing.end or "")[:10]) - date.fromisoformat((listing.start or "")[:10])).days
    except ValueError:
        return 0


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text and len(text) > len("2026-11-21") else None
    except ValueError:
        return None
