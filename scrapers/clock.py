"""Times as pages publish them, and which of two to believe when an offset contradicts the printed clock."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from zoneinfo import ZoneInfo

from finder.text import fold
from scrapers import markup

_TIME = re.compile(
    # OutSavvy writes one field too many: 2025-03-13T19:00:00:00+00:00
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.:,]\d+)?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d)?)?)?"
)
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_NEAR = 300
_NOON = 12
_LONGEST_TITLE = 300
_MOST_SPOTS = 20


def read(text: object) -> datetime | date | str | None:
    """Return a time with its offset, a wall clock without one, a day, or the words as they are printed.

    Takes ISO 8601 with its usual slips: a blank for the T, `+0100`, `+01`, no seconds, one field too many.
    """
    if not isinstance(text, str) or not text.strip():
        return None
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return text.strip()
    try:
        return _built(match)
    except ValueError:
        return text.strip()


def _built(match: re.Match[str]) -> datetime | date:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if match[4] is None:
        return date(year, month, day)
    offset = None
    if match[7] or match[8]:
        span = timedelta(hours=int(match[9] or 0), minutes=int(match[10] or 0))
        offset = timezone(-span if match[8] == "-" else span)
    return datetime(year, month, day, int(match[4]), int(match[5]), int(match[6] or 0), tzinfo=offset)


def duration(text: object) -> timedelta | None:
    """Return an ISO 8601 duration (`PT2H`, `P1DT30M`); months and years have no fixed length and are none."""
    match = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or not any(match.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    try:
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None


class PrintedClock:
    """What a page prints near a title, by which a published offset is believed or not.

    Calendars are seen to publish their wall clock with `+00:00`, or all year with the offset of the day of asking.
    """

    def __init__(self, page_text: str, zone: ZoneInfo | None) -> None:
        self._page_text = page_text
        self._zone = zone
        self._distances: dict[tuple[str, int, int], int | None] = {}
        self._printed_at: dict[str, list[int]] = {}

    @cached_property
    def _visible(self) -> str:
        return fold(markup.visible(self._page_text))

    def corrected(self, value: datetime, title: str) -> datetime:
        """Return the time without its offset when the page shows that clock as the venue's own."""
        if self._zone is None or value.tzinfo is None:
            return value
        wall, local = value.replace(tzinfo=None), value.astimezone(self._zone).replace(tzinfo=None)
        if wall == local:
            return value
        as_written = self._distance(wall, title)
        return wall if as_written is not None and as_written <= (self._distance(local, title) or _NEAR) else value

    def _distance(self, clock: datetime, title: str) -> int | None:
        """Return how far from the title the clock is printed, in characters; None when it is not near."""
        known = (title, clock.hour, clock.minute)
        if known not in self._distances:
            self._distances[known] = self._measured(_printed(clock), title)
        return self._distances[known]

    def _measured(self, pattern: re.Pattern[str], title: str) -> int | None:
        found = [
            abs(match.start() - spot)
            for spot in self._spots(title)
            for match in pattern.finditer(self._visible, max(0, spot - _NEAR), spot + len(title) + _NEAR)
        ]
        return min(found, default=None)

    def _spots(self, title: str) -> list[int]:
        """Return where the title is printed, the first few times."""
        if title not in self._printed_at:
            wanted = fold(title[:_LONGEST_TITLE])
            spots: list[int] = []
            spot = self._visible.find(wanted)
            while spot >= 0 and len(spots) < _MOST_SPOTS:
                spots.append(spot)
                spot = self._visible.find(wanted, spot + 1)
            self._printed_at[title] = spots
        return self._printed_at[title]


def _printed(clock: datetime) -> re.Pattern[str]:
    hour, half = clock.hour % _NOON or _NOON, "p" if clock.hour >= _NOON else "a"
    minutes = f":{clock.minute:02d}" if clock.minute else "(?::00)?"
    return re.compile(
        rf"(?<![\d:])0?{hour}{minutes}\s?{half}\.?m\b|(?<![\d:])0?{clock.hour}:{clock.minute:02d}(?![\d:]*\s?[ap]\.?m)"
    )
