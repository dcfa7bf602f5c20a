"""Times of iCalendar: values with their zones, whichever way a feed names or defines them; durations."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import icalendar

from finder import when
from finder.errors import TooLarge
from scrapers.ics_text import MOST_ZONES, Calendar, Property, listed

_VALUE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.IGNORECASE)
_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)
_LOCATION = re.compile(r"^X-LIC-LOCATION[^:\n]*:(.+)$", re.IGNORECASE | re.MULTILINE)
_RULE = re.compile(r"^RRULE[^:\n]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_MOST_RULES = 24
_MOST_BUILT = 24
"""Zones of their own definition in one calendar: building one takes the library some 10 ms."""

_UNIVERSAL = {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu"}


class Clock:
    """Reads the times of one calendar; `zone` is the one around its venues, None where nothing says it."""

    def __init__(self, calendar: Calendar, known: str | None) -> None:
        self._definitions = calendar.zones
        self._zones: dict[str, tzinfo | None] = {}
        self._built = 0
        self.zone = _local(when.zone(known)) or _local(when.zone(calendar.text("X-WR-TIMEZONE"))) or self._only_one()

    def time(self, prop: Property | None) -> datetime | date | None:
        """Return what a DTSTART or DTEND says: aware, a date, or naive where it floats in no known zone."""
        return self._value(prop.value.strip(), prop.param("TZID")) if prop else None

    def times(self, props: list[Property]) -> list[datetime | date | tuple[datetime, datetime | timedelta]]:
        """Return the values of RDATE or EXDATE lines; a period is its start with its end or length."""
        found: list[datetime | date | tuple[datetime, datetime | timedelta]] = []
        for prop in props:
            for value in listed(prop):
                first, period, rest = value.partition("/")
                start = self._value(first, prop.param("TZID"))
                if period and isinstance(start, datetime):
                    end = duration(rest) if rest[:1] in "+-P" else self._value(rest, prop.param("TZID"))
                    if isinstance(end, datetime | timedelta):
                        found.append((start, end))
                elif start is not None:
                    found.append(start)
        return found

    def zone_of(self, prop: Property | None) -> ZoneInfo | None:
        """Return the venue's zone as a line names it, or else as the calendar does."""
        named = self._named(tzid) if prop and (tzid := prop.param("TZID")) else None
        return _local(named if isinstance(named, ZoneInfo) else None) or self.zone

    def _value(self, text: str, tzid: str | None) -> datetime | date | None:
        match = _VALUE.fullmatch(text)
        try:
            if not match:
                return when.read(text)
            year, month, day, hour, minute, second, universal = match.groups()
            if hour is None:
                return date(int(year), int(month), int(day))
            # 24:00:00 and leap seconds stand in real feeds; both are the next moment.
            value = datetime(int(year), int(month), int(day)) + timedelta(  # noqa: DTZ001  the zone follows
                hours=int(hour), minutes=int(minute), seconds=int(second or 0)
            )
        except (ValueError, OverflowError):
            return None
        if universal:
            return value.replace(tzinfo=UTC)
        return value.replace(tzinfo=(self._named(tzid) if tzid else None) or self.zone)

    def _named(self, tzid: str) -> tzinfo | None:
        if tzid not in self._zones:
            if len(self._zones) >= MOST_ZONES:
                raise TooLarge(f"times in more than {MOST_ZONES:,} time zones in one calendar")
            self._zones[tzid] = when.zone(tzid) or self._defined(tzid)
        return self._zones[tzid]

    def _defined(self, tzid: str) -> tzinfo | None:
        definition = self._definitions.get(tzid)
        if definition is None:
            return None
        if (known := _LOCATION.search(definition)) and (named := when.zone(known[1])):
            return named
        self._built += 1
        if self._built > _MOST_BUILT or not _is_modest(definition):
            return None
        try:
            zone = icalendar.Timezone.from_ical(definition)
            assert isinstance(zone, icalendar.Timezone)
            found: tzinfo = zone.to_tz(lookup_tzid=False)
            datetime(2026, 7, 1, tzinfo=found).utcoffset()
        except Exception:  # noqa: BLE001  a broken definition raises whatever its breakage leads to
            return None
        return found

    def _only_one(self) -> ZoneInfo | None:
        found = {zone for tzid in self._definitions if (zone := _local(when.zone(tzid)))}
        return found.pop() if len(found) == 1 else None


def _is_modest(definition: str) -> bool:
    """Tell whether a zone's own definition changes the clock as zones do: by a few yearly rules and some dates."""
    rules = _RULE.findall(definition)
    return len(rules) <= _MOST_RULES and all("FREQ=YEARLY" in rule.upper() for rule in rules)


def _local(zone: ZoneInfo | None) -> ZoneInfo | None:
    return None if zone is None or zone.key in _UNIVERSAL else zone


def duration(text: str) -> timedelta | None:
    """Return the length of an RFC 5545 duration, None when it is none or longer than a century."""
    match = _DURATION.fullmatch(text.strip())
    if not match or not any(match.groups()[1:]):
        return None
    sign, *parts = match.groups()
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts)
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length > timedelta(days=36525):
        return None
    return -length if sign == "-" else length
