"""Days by name: "this weekend" from the day that it is."""

from __future__ import annotations

from datetime import date, timedelta

from finder.search.query import When

_SATURDAY, _SUNDAY = 5, 6


def days_of(when: When, today: date) -> tuple[date, date]:
    """Return the first and the last day of a name; what is over of this week or weekend is left out."""
    to_sunday = today + timedelta(days=_SUNDAY - today.weekday())
    match when:
        case "today":
            return today, today
        case "tomorrow":
            return today + timedelta(days=1), today + timedelta(days=1)
        case "this-week":
            return today, to_sunday
        case "this-weekend":
            return max(today, to_sunday - timedelta(days=1)), to_sunday
        case "next-14-days":
            return today, today + timedelta(days=13)
        case "next-30-days":
            return today, today + timedelta(days=29)
