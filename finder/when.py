"""Times: RFC 3339 text to Python and back, printed dates, and time zones by any of their names.

A bare local time belongs to the venue's zone, never to the machine's.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from finder.listing import Window

_DATE_LENGTH = 10
_ISO_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_OFFSET_WITHOUT_COLON = re.compile(r"([T ]\d\d:?\d\d(?::?\d\d)?(?:[.,]\d+)?)\s*([+-]\d\d)(\d\d)$")
_YEAR = re.compile(r"(?<![\d:])(?:19|20)\d\d(?![\d:])|\d{1,2}[/.]\d{1,2}[/.]\d\d(?!\d)")
_CLOCK = re.compile(r"\d\s*[:.]\s*\d\d|\d\s*[ap]\.?m\b|noon|midnight", re.IGNORECASE)
_PREFIX = re.compile(r"^\s*\((?:GMT|UTC)[^)]*\)\s*", re.IGNORECASE)

# Rails names its zones by city or by these words (ActiveSupport::TimeZone::MAPPING); the abbreviations are what
# publishers write when they mean the zone around them, not a fixed offset.
_WORDS = {
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "indiana (east)": "America/Indiana/Indianapolis",
    "arizona": "America/Phoenix",
    "alaska": "America/Juneau",
    "hawaii": "Pacific/Honolulu",
    "newfoundland": "America/St_Johns",
    "saskatchewan": "America/Regina",
    "edinburgh": "Europe/London",
    "bern": "Europe/Zurich",
    "canberra": "Australia/Sydney",
    "wellington": "Pacific/Auckland",
    "new delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "osaka": "Asia/Tokyo",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "est": "America/New_York",
    "edt": "America/New_York",
    "cdt": "America/Chicago",
    "cst": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "bst": "Europe/London",
    "z": "UTC",
}


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


def read(text: str) -> datetime | date | None:
    """Return what a printed date or time says, or None where it says no full date.

    ISO 8601 in its common spellings comes first; then words and American order (`Sat, November 21, 2026 6:30 pm`).
    The time is naive unless the text gives an offset.  A text without a year says too little.
    """
    text = " ".join(text.split())
    if not text or len(text) > 100:  # noqa: PLR2004  no date is longer, and the parser is slow on prose
        return None
    try:
        return _iso(text)
    except ValueError:
        return _words(text)


def _iso(text: str) -> datetime | date:
    if not _ISO_DATE.match(text):
        raise ValueError(text)
    if _ISO_DATE.fullmatch(text):
        return date.fromisoformat(text)
    text = _OFFSET_WITHOUT_COLON.sub(r"\1\2:\3", text.replace(" UTC", "Z").replace(" Z", "Z"))
    return datetime.fromisoformat(text)


def _words(text: str) -> datetime | date | None:
    from dateutil import parser as printed  # noqa: PLC0415  every command loads this module, few read printed dates

    if not _YEAR.search(text):
        return None
    try:
        value = printed.parse(text.replace(" @ ", " ").replace(" at ", " "), default=datetime(1, 1, 1))  # noqa: DTZ001  naive on purpose
        other = printed.parse(text.replace(" @ ", " ").replace(" at ", " "), default=datetime(4, 2, 2))  # noqa: DTZ001
    except (ValueError, OverflowError, TypeError):
        return None
    if not isinstance(value, datetime) or value.date() != other.date():
        return None
    return value if _CLOCK.search(text) else value.date()


def zone(name: str | None) -> ZoneInfo | None:
    """Return the IANA zone that a name means: IANA, Windows, Rails and Outlook spellings, abbreviations, paths.

    None when nobody says which zone it is (`Customized Time Zone`, `floating`).
    """
    return _zone(name.strip().strip('"')) if name and len(name) < 200 else None  # noqa: PLR2004  a name, not a text


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415  it brings a whole library along

    bare = _PREFIX.sub("", name)
    found = _WORDS.get(bare.casefold()) or WINDOWS_TO_OLSON.get(bare)
    if found:
        return ZoneInfo(found)
    return iana_zone(name) or _by_end_of_path(bare) or _by_city(bare)


# Python itself keeps the last eight zones: a country may have more, and reading one takes a hundred times as long.
@lru_cache(maxsize=1024)
def iana_zone(name: str | None) -> ZoneInfo | None:
    """Return the zone of the IANA database that has this name; None where it has none."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, LookupError, OSError):
        # IsADirectoryError for "America", FileNameTooLong, "../": none of them is a zone.
        return None


def _by_end_of_path(name: str) -> ZoneInfo | None:
    # Evolution writes "/freeassociation.sourceforge.net/Europe/Berlin", others a date before the zone.
    parts = name.replace("\\", "/").split("/")
    for length in (3, 2):
        tail = "/".join(parts[-length:])
        if len(parts) >= length and (found := _known().get(tail.casefold().replace(" ", "_"))):
            return ZoneInfo(found)
    return None


def _by_city(name: str) -> ZoneInfo | None:
    # Rails says "London", Outlook shows "Dublin, Edinburgh, Lisbon, London".
    known = _known()
    for city in name.split(","):
        key = city.strip().casefold().replace(" ", "_")
        if found := known.get(key) or known.get(f"/{key}") or _WORDS.get(city.strip().casefold()):
            return ZoneInfo(found)
    return None


@cache
def _known() -> dict[str, str]:
    names = sorted(available_timezones())
    cities = {f"/{name.rpartition('/')[2].casefold()}": name for name in names if "/" in name and name[:3] != "Etc"}
    return cities | {name.casefold(): name for name in names}


def zone_at(latitude: float, longitude: float) -> str | None:
    """Return the IANA zone of a point, None on the open sea and outside the globe."""
    from tzfpy import get_tz  # noqa: PLC0415  loading its map takes 0.2 s, and few sources need it

    name = get_tz(longitude, latitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else ""  # noqa: PLR2004  degrees
    return name if name and not name.startswith("Etc/") else None


def rfc3339(value: datetime | date, where: ZoneInfo | None) -> str:
    """Return the text of a date, or of a moment on the clock of `where`; a naive time is taken to be of that clock.

    Without a zone a moment keeps its own offset, and a naive time is written as UTC says nothing: as `+00:00`.
    """
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        value = value.replace(tzinfo=where or UTC)
    try:
        local = value.astimezone(where) if where else value
    except OverflowError:
        local = value
    offset = local.utcoffset() or timedelta()
    # RFC 3339 has no seconds in offsets; zones before standard time do (Amsterdam +00:19:32).
    if offset.seconds % 60 or offset.microseconds:
        local = local.astimezone(UTC)
    return local.isoformat(timespec="seconds")


def within(start: str | None, end: str | None, window: Window) -> bool:
    """Tell whether a listing touches the days asked for; one without a date is never left out.

    Args:
        start: its RFC 3339 start or date, None when the source gives none.
        end: likewise; without it the listing counts on its first day.
        window: both days included.
    """
    if start is None:
        return True
    first = day(start)
    last = max(first, day(end)) if end else first
    return (window.end is None or first <= window.end) and (window.start is None or last >= window.start)
