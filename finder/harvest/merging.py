"""What a source lists now, put together with what it listed before: pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from finder.errors import FarFewer
from finder.facts import read_on
from finder.listing import Listing, Record, Window
from finder.when import day, span, within

REMEMBERED = timedelta(days=400)
"""For how long past dates stay: a yearly event keeps its group."""

ENOUGH = 10
"""From this many coming dates on, a fall by half is a sign that the source was not read wholly."""


class Kept(Record, frozen=True, kw_only=True):
    """The listings of a source after a harvest, and how they differ from those before."""

    listings: tuple[Listing, ...]
    new: int = 0
    changed: int = 0
    gone: int = 0


def merge(known: Sequence[Listing], fresh: Sequence[Listing], now: datetime, window: Window, *, whole: bool) -> Kept:
    """Return what is listed now with the past dates of before; what is coming and no longer listed is gone.

    Args:
        known: what the source listed before.
        fresh: what it lists now.
        now: what begins before this moment is past.
        window: the days that it was asked for; what lies beyond them stays as it was.
        whole: all its pages were read; else nothing goes.

    Raises:
        FarFewer: so much less is coming than before that it was hardly read right.
    """
    shared = _shared_uids(known) | _shared_uids(fresh)
    before, after = _coming(known, now, window), _coming(fresh, now, window)
    if whole and _far_fewer(before, after):
        raise FarFewer(before, after)
    old, current = _by_name(known, shared), _by_name(fresh, shared)
    missing = {name: listing for name, listing in old.items() if name not in current}
    stay = {n: x for n, x in missing.items() if not whole or _settled(x, now, window)}
    kept = {n: x for n, x in (stay | current).items() if not _forgotten(x, now)}
    return Kept(
        listings=tuple(sorted(kept.values(), key=_order)),
        new=sum(name not in old for name in current),
        changed=sum(_differ(old[name], current[name]) for name in current if name in old),
        gone=len(missing) - len(stay),
    )


def confirmed(known: Sequence[Listing], now: datetime) -> Kept:
    """Return the listings of a source that says that nothing has changed: it vouches for what is coming."""
    today = now.date().isoformat()
    return Kept(listings=tuple(x if _begun(x, now) else replace(x, confirmed=today) for x in known))


def still_to_come(listings: Iterable[Listing], now: datetime) -> list[Listing]:
    """Return those that have not begun, or have no date."""
    return [listing for listing in listings if not _begun(listing, now)]


def inside(listing: Listing, window: Window) -> bool:
    """Tell whether a listing lies in the days asked for, or has no date."""
    return within(listing.start, listing.end, window)


def _shared_uids(listings: Iterable[Listing]) -> set[str]:
    """Return the uids that stand for several dates."""
    starts: dict[str, set[str | None]] = defaultdict(set)
    for listing in listings:
        if listing.uid:
            starts[listing.uid].add(listing.start)
    return {uid for uid, found in starts.items() if len(found) > 1}


def _by_name(listings: Iterable[Listing], shared: set[str]) -> dict[Hashable, Listing]:
    return {_name(listing, shared): listing for listing in listings}


def _name(listing: Listing, shared: set[str]) -> Hashable:
    if listing.uid is None:
        return (listing.url, listing.title, listing.start, listing.venue, listing.room)
    return (listing.uid, listing.start) if listing.uid in shared else listing.uid


def _coming(listings: Iterable[Listing], now: datetime, window: Window) -> int:
    return sum(1 for x in listings if x.start is not None and not _begun(x, now) and inside(x, window))


def _far_fewer(before: int, after: int) -> bool:
    """Tell whether a calendar was hardly read right: one that still had dates does not run empty at once."""
    return (before > 0 and after == 0) or (before >= ENOUGH and after * 2 < before)


def _settled(listing: Listing, now: datetime, window: Window) -> bool:
    """Tell whether a listing stays although its source no longer lists it: it has begun, or was not asked for."""
    return listing.start is not None and (_begun(listing, now) or not inside(listing, window))


def _begun(listing: Listing, now: datetime) -> bool:
    begin = _begin(listing)
    return begin is not None and begin <= now


def _forgotten(listing: Listing, now: datetime) -> bool:
    begin = _begin(listing)
    return begin is not None and begin < now - REMEMBERED and _last_day(listing) < now.date() - REMEMBERED


def _last_day(listing: Listing) -> date:
    return day(listing.end or listing.start or "")


def _begin(listing: Listing) -> datetime | None:
    if listing.start is None:
        return None
    try:
        return span(listing.start, listing.end, listing.timezone)[0]
    except (ValueError, LookupError):
        return None


def _order(listing: Listing) -> tuple[str, str, str]:
    return (listing.start or "9", listing.uid or "", listing.title)


def _differ(a: Listing, b: Listing) -> bool:
    return _said(a) != _said(b)


def _said(listing: Listing) -> Listing:
    source = replace(listing.source, fetched_at=None) if listing.source else None
    return replace(listing, source=source, confirmed=None, facts=tuple(read_on(fact, None) for fact in listing.facts))
