"""Courses that a calendar gives as one entry: the first session's start to the last session's end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import msgspec

from finder.listing import RawListing

_SESSIONS = re.compile(
    r"\b(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-]*"
    r"(?:sessions?|class(?:es)?|weeks?|lessons?|meetings?|parts?|dates|evenings)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|\bweekly\b|\bevery week\b",
    re.IGNORECASE,
)
_LONGEST_SESSION = timedelta(hours=8)
_LONGEST_COURSE = timedelta(days=400)
_WEEK = 7


def noted(raw: RawListing) -> RawListing:
    """Return the record with a schedule note where it is such a course; its first start and last end stay."""
    if not isinstance(raw.start, datetime) or not isinstance(raw.end, datetime) or raw.schedule_note:
        return raw
    start, end = raw.start.replace(tzinfo=None), raw.end.replace(tzinfo=None)
    days = (end.date() - start.date()).days
    session = datetime.combine(start.date(), end.time()) - start
    if days < 2 or end - start > _LONGEST_COURSE or not timedelta() < session <= _LONGEST_SESSION:  # noqa: PLR2004  a weekend is no course
        return raw
    said = _SESSIONS.search(raw.title) or (_SESSIONS.search(raw.description or "") if days >= _WEEK - 1 else None)
    if said is None and days % _WEEK:
        return raw
    return msgspec.structs.replace(raw, schedule_note=_note(start, end, said[0] if said else None))


def _note(start: datetime, end: datetime, words: str | None) -> str:
    told = f" (\u201c{words}\u201d)" if words else ""
    return f"sessions between {start:%Y-%m-%d} and {end:%Y-%m-%d}, {start:%H:%M} to {end:%H:%M}{told}"
