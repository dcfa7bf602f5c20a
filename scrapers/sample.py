"""The sample: facts of real groups in eight areas, with our own summaries, in `data/sample/<area>.jsonl`.

Dates come from each group's rule.  What would be over is carried forward by whole seasons, so that the sample never
runs dry; `schedule_note` says so on every entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any, ClassVar

import msgspec
from dateutil.rrule import rrulestr

from finder.errors import Changed, NotACalendar
from finder.listing import Ages, Page, Price, RawListing, Record, Registration, Request, Source, Window

SEASON = timedelta(days=91)
"""Thirteen weeks: a quarter of a year that keeps the weekday."""

_OPEN_END = timedelta(days=366)
_MOST_DATES = 5_000


class SampleGroup(Record, frozen=True, kw_only=True):
    """One line of a sample file; times are the venue's wall clock, `seen` the day on which the facts were recorded."""

    id: str
    title: str
    summary: str
    first_start: datetime
    timezone: str
    seen: date
    duration_minutes: int | None = None
    rrule: str | None = None
    dates: tuple[datetime, ...] = ()
    organizer: str | None = None
    host_kind: str | None = None
    venue: str | None = None
    room: str | None = None
    address: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    url: str | None = None
    price: Price | None = None
    registration: Registration | None = None
    ages: Ages | None = None
    mode: str | None = None
    access_stated: tuple[str, ...] = ()


class Sample:
    """Reads the bundled sample files like any other source."""

    key: ClassVar[str] = "sample"
    rank: ClassVar[int] = 5

    def claims(self, url: str) -> bool:
        """Tell whether the address names a bundled sample file."""
        return url.startswith("bundled:sample/")

    def recognises(self, page: Page) -> str | None:
        """Return the two fields that only sample lines have."""
        first = page.content[:20_000].partition(b"\n")[0]
        found = first.startswith(b"{") and b'"first_start":' in first and b'"seen":' in first
        return "first_start and seen in JSON Lines" if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  a file holds all dates
        """Yield the file itself."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:  # noqa: ARG002  the protocol's
        """Yield one record per date inside the window.

        Raises:
            NotACalendar: the file is empty.
            Changed: a line is not as `SampleGroup` says; the error names it.
        """
        lines = [line for line in page.content.splitlines() if line.strip()]
        if not lines:
            raise NotACalendar("an empty file")
        for number, line in enumerate(lines, start=1):
            yield from _listings(_group(line, number), window)


def _group(line: bytes, number: int) -> SampleGroup:
    try:
        return msgspec.json.decode(line, type=SampleGroup)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Changed("sample", f"line {number}: {error}") from error


def _listings(group: SampleGroup, window: Window) -> Iterator[RawListing]:
    recorded = _recorded_starts(group, window)
    carry = _carry(recorded[-1].date(), window.start)
    common = _common(group, carried=bool(carry))
    for start in (day + carry for day in recorded):
        if _inside(start.date(), window):
            yield RawListing(uid=f"sample-{group.id}-{start:%Y-%m-%d}", start=start, end=_end(group, start), **common)


def _recorded_starts(group: SampleGroup, window: Window) -> list[datetime]:
    """Return the starts up to the window's end, the first one always among them."""
    starts = {group.first_start, *group.dates}
    if group.rrule:
        last = datetime.combine(window.end or (window.start or group.seen) + _OPEN_END, datetime.max.time())
        starts |= set(_expanded(group, last))
    return sorted(starts)


def _expanded(group: SampleGroup, last: datetime) -> list[datetime]:
    try:
        rule = rrulestr(group.rrule, dtstart=group.first_start)
    except ValueError as error:
        raise Changed("sample", f"{group.id} has the rule {group.rrule}: {error}") from error
    return list(islice(takewhile(lambda start: start <= last, rule), _MOST_DATES))


def _carry(last: date, start: date | None) -> timedelta:
    if start is None or last >= start:
        return timedelta()
    return SEASON * -((last - start) // SEASON)


def _inside(day: date, window: Window) -> bool:
    return (window.start is None or day >= window.start) and (window.end is None or day <= window.end)


def _end(group: SampleGroup, start: datetime) -> datetime | None:
    return None if group.duration_minutes is None else start + timedelta(minutes=group.duration_minutes)


def _common(group: SampleGroup, *, carried: bool) -> dict[str, Any]:
    """Return what all dates of a group share; a rule that has run out no longer describes the carried dates."""
    return {
        "title": group.title,
        "series_uid": group.id,
        "url": group.url,
        "timezone": group.timezone,
        "mode": group.mode,
        "venue": group.venue,
        "room": group.room,
        "address": ", ".join(part for part in (group.address, group.city, group.region) if part) or None,
        "latitude": group.latitude,
        "longitude": group.longitude,
        "registration": group.registration,
        "organizer": group.organizer,
        "host_kind": group.host_kind,
        "description": _description(group),
        "description_format": "text",
        "recurrence": None if carried else group.rrule,
        "schedule_note": _note(group.seen),
        "confirmed": group.seen,
        **_price(group.price),
        **_ages(group.ages),
    }


def _description(group: SampleGroup) -> str:
    access = f"The organiser says: {'; '.join(group.access_stated)}." if group.access_stated else None
    return "\n\n".join(part for part in (group.summary, access) if part)


def _note(seen: date) -> str:
    return (
        f"A sample entry: its facts were recorded on {seen.day} {seen:%B %Y}, and its dates may be carried over from an"
        " earlier season. Ask the organiser before you go."
    )


_PRICE_WORDS = {"donation": "by donation", "paid": "there is a fee"}


def _price(price: Price | None) -> dict[str, Any]:
    if price is None or price.status == "unknown":
        return {}
    if price.status == "free":
        return {"is_free": True}
    amounts = {"price_min": price.min, "price_max": price.max, "currency": price.currency}
    return {"is_free": False, "price_text": _PRICE_WORDS[price.status], **amounts}


def _ages(ages: Ages | None) -> dict[str, Any]:
    return {} if ages is None else {"age_min": ages.min, "age_max": ages.max}
