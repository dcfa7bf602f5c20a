"""Times: RFC 3339 text to Python and back.  A bare local time belongs to the venue's zone, never to the machine's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
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


def span(start: str, end: str | None, zone: str | None = None) -> tuple[datetime, datetime]:
    """Return when something begins and when it is over, in UTC.

    The last day of an all-day entry counts to its midnight.  Without an end a time is over as it begins, since nobody
    said how long it lasts, and a date lasts that day; an end before the start is passed over.

    Raises:
        ValueError: a text is no date or time, or `zone` is no time zone.
    """
    first = instant(start, zone)
    last = moment(end or start)
    try:
        over = instant(end or start, zone) if isinstance(last, datetime) else _midnight_after(last, zone)
    except OverflowError as error:
        raise ValueError(f"{end or start} lies beyond the calendar") from error
    return first, max(first, over)


def _midnight_after(day: date, zone: str | None) -> datetime:
    return instant((day + timedelta(days=1)).isoformat(), zone)
