"""A listing as grouping sees it: read once, compared often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

import msgspec

from finder.grouping import sites, titles
from finder.listing import Listing
from finder.when import iana_zone, instant, moment

_DAY_MINUTES = 1440
_ENCODER = msgspec.json.Encoder()
_YEARS = range(1900, 2200)
"""Beyond these a date is a mistake, or a placeholder such as year 1 or 9999."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A listing with its title, place and time as they are compared; `start` is in the venue's own zone."""

    listing: Listing
    uid: str
    title: titles.Title
    site: sites.Site
    start: datetime | None
    end: datetime | None
    all_day: bool

    @property
    def day(self) -> date | None:
        """The day on the venue's calendar."""
        return self.start.date() if self.start else None

    @property
    def minute(self) -> int:
        """The minute of the day; -1 when it is all day or unknown."""
        return -1 if self.start is None or self.all_day else self.start.hour * 60 + self.start.minute

    @property
    def slot(self) -> tuple[int, int]:
        """Weekday (Monday 0, -1 unknown) and minute of the day."""
        return (self.start.weekday() if self.start else -1, self.minute)

    @property
    def order(self) -> tuple[str, str]:
        """A key that sorts by time, then by uid."""
        return (self.start.astimezone(UTC).isoformat() if self.start else "", self.uid)


def entries(listings: Iterable[Listing]) -> list[Entry]:
    """Read listings of one source, each once, sorted by time; a uid is made where the source gives none.

    A uid that the source gives to several dates gets the date added, so that each date has its own.
    """
    unique = sorted(listings, key=_ENCODER.encode)
    starts: dict[str, set[str | None]] = defaultdict(set)
    for listing in unique:
        starts[listing.uid or ""].add(listing.start)
    by_uid = {uid: listing for listing in unique for uid in (_uid(listing, starts),)}
    return sorted((entry(listing, uid) for uid, listing in by_uid.items()), key=lambda made: made.order)


def _uid(listing: Listing, starts: Mapping[str, set[str | None]]) -> str:
    if listing.uid:
        return listing.uid if len(starts[listing.uid]) == 1 else f"{listing.uid}@{listing.start or 'undated'}"
    where = listing.venue or listing.location or ""
    text = "\n".join((source_key(listing), listing.url or "", listing.title, listing.start or "", where))
    return f"made-{blake2b(text.encode(errors='replace'), digest_size=8).hexdigest()}"


def source_key(listing: Listing) -> str:
    """Return the source's id, or its name, by which listings of one calendar belong together."""
    return (listing.source.id or listing.source.name or "") if listing.source else ""


def entry(listing: Listing, uid: str) -> Entry:
    """Read one listing."""
    venue = listing.venue or listing.location or ""
    names = tuple(name for name in (listing.venue, listing.location) if name and len(name) > 3)  # noqa: PLR2004
    start = local(listing.start, listing.timezone)
    return Entry(
        listing=listing,
        uid=uid,
        title=titles.read(listing.title, names),
        site=sites.read(venue, listing.address or "", online=listing.mode == "online", place=listing.place),
        start=start,
        end=_end(listing, start),
        all_day=bool(listing.all_day) or (listing.start is not None and "T" not in listing.start),
    )


def _end(listing: Listing, start: datetime | None) -> datetime | None:
    """Return when it ends; on the night on which clocks go forward, a start that no clock shows keeps its length."""
    end = local(listing.end, listing.timezone)
    if not start or not end or end > start:
        return end
    length = _clock(listing.end) - _clock(listing.start)
    return start + length if length > timedelta(0) else end


def _clock(text: str | None) -> datetime:
    value = moment(text or "")
    return datetime(*value.timetuple()[:6])  # noqa: DTZ001  as a clock on the wall shows it


@lru_cache(maxsize=20_000)
def local(text: str | None, zone: str | None) -> datetime | None:
    """Return an RFC 3339 text, or a date, in the venue's own zone; None when it is no time."""
    if not text:
        return None
    try:
        value = moment(text)
        if value.year not in _YEARS:
            return None
        if isinstance(value, datetime) and value.tzinfo and iana_zone(zone) is None:
            return value
        return instant(text, zone if iana_zone(zone) else None).astimezone(iana_zone(zone) or UTC)
    except (ValueError, OverflowError):
        return None


def days(members: Iterable[Entry]) -> list[date]:
    """Return the distinct days, sorted."""
    return sorted({made.day for made in members if made.day})


def common_slot(members: Sequence[Entry]) -> tuple[int, int]:
    """Return the commonest weekday and minute; of equals the earlier."""
    counts = Counter(made.slot for made in members)
    return min(counts, key=lambda slot: (-counts[slot], slot))


def apart(a: int, b: int) -> int:
    """Return how many minutes lie between two minutes of the day, across midnight too."""
    if a < 0 or b < 0:
        return 0 if a == b else _DAY_MINUTES
    gap = abs(a - b)
    return min(gap, _DAY_MINUTES - gap)
