"""Tags many dates at the cost of few: dates of one programme differ in nothing that tags depend on but the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import msgpack
from msgspec.structs import replace

from finder.facts import read_on
from finder.listing import Listing, Tag
from finder.tagging import day_read, tag
from finder.when import moment

_TIMES = ("start", "end")


def tagged(listings: Iterable[Listing]) -> Iterator[Listing]:
    """Yield each listing as `tag` returns it; those that are alike but for their dates are read once."""
    read: dict[bytes, Listing] = {}
    for listing in listings:
        key = _key(listing)
        if key not in read:
            read[key] = tag(listing)
        yield _as(read[key], listing)


def _as(read: Listing, listing: Listing) -> Listing:
    """Return what was read of one date for another one of the same programme."""
    return replace(
        listing,
        creative=read.creative,
        participation=read.participation,
        mode=read.mode,
        status=read.status,
        price=read.price,
        ages=read.ages,
        registration=read.registration,
        tags=tuple(_own(found, listing) for found in read.tags),
        facts=tuple(read_on(fact, day_read(listing)) for fact in read.facts),
    )


def _own(found: Tag, listing: Listing) -> Tag:
    return replace(found, evidence=getattr(listing, found.field)) if found.field in _TIMES else found


def _key(listing: Listing) -> bytes:
    """Return all that tags depend on; of the times the weekday, the hour and how long it lasts."""
    bare = replace(listing, uid=None, url=None, start=None, end=None, confirmed=None, place=None, source=None)
    return msgpack.encode((bare, _hours(listing)))


def _hours(listing: Listing) -> tuple[object, ...]:
    try:
        start = moment(listing.start or "")
        end = moment(listing.end or listing.start or "")
        length = str(end - start) if type(start) is type(end) else None
    except (ValueError, TypeError):
        return (listing.start, listing.end)
    clock = f"{start:%H:%M}" if isinstance(start, datetime) else None
    return (start.weekday(), clock, listing.end is None, length)
