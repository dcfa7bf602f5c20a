"""Times: RFC 3339 text to Python and back.  A bare local time belongs to the venue's zone, never to the machine's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_DATE_LENGTH = 10


def moment(text: str) -> datetime | date:
    """Return the date of `2026-11-21` or the datetime of any longer RFC 3339 text.

    Raises:
        ValueError: it is neither.
    """
    return date.fromisoformat(text) if len(text) == _DATE_LENGTH else datetime.fromisoformat(text)


def day(text: str) -> date:
    """Return the day on the venue's own calendar."""
    return date.fromisoformat(text[:_DATE_LENGTH])


def instant(text: str, zone: str | None = None) -> datetime:
    """Return the moment in UTC; a date counts from its first minute in `zone`, as does a time without offset.

    Raises:
        ValueError: the text is no date or time.
    """
    value = moment(text)
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  the zone is put on in the next line
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
    return value.astimezone(UTC)
