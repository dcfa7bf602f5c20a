"""How a saved selection is: what it finds now, how fresh that is, which sources fail, and what to worry about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from finder.errors import InputError, PlaceNotFound
from finder.listing import Record
from finder.places import Locator
from finder.saved import Counted, Counts, SavedSelection
from finder.search.query import Hit
from finder.selections.asked import found_now
from finder.source_health import Condition, condition
from finder.store import Store
from finder.when import instant

Status = Literal["well", "look", "empty", "lost"]
Kind = Literal["lost", "empty", "fewer", "old", "source", "no-dates"]

OLD_AFTER = timedelta(days=14)
"""Groups that nobody confirmed for so long are told as old: most calendars are read daily."""

_READ_WELL = frozenset({"working", "quiet"})


class Warned(Record, frozen=True, kw_only=True):
    """Something to worry about.

    `what` is the reason ("lost"), or the name of a source ("source"); `day` is since when, or when it was last well;
    `number` is how many groups there were then ("fewer"), or how many come from the source.
    """

    kind: Kind
    what: str | None = None
    day: str | None = None
    number: int | None = None
    source_id: str | None = None
    reason: str | None = None


class Standing(Record, frozen=True, kw_only=True, omit_defaults=False):
    """How a selection is; times are RFC 3339, days YYYY-MM-DD, and what is not known is None.

    `confirmed` is when any of its groups was last seen on the page of its host, `oldest` when that was for the one that
    was not seen for longest, which `oldest_source` lists.  `empty_since` is None before the first count, too.
    """

    name: str
    title: str
    status: Status
    groups: int = 0
    next: str | None = None
    confirmed: str | None = None
    oldest: str | None = None
    oldest_source: str | None = None
    counted_on: str | None = None
    empty_since: str | None = None
    changes: tuple[Counted, ...] = ()
    warnings: tuple[Warned, ...] = ()


def standing(selection: SavedSelection, store: Store, locator: Locator, now: datetime) -> Standing:
    """Look at a selection as it is at this moment."""
    counts = store.counts(selection.name)
    told = partial(
        Standing,
        name=selection.name,
        title=selection.title,
        counted_on=counts.counted_on,
        changes=counts.changes,
    )
    try:
        answer, hits = found_now(selection, locator, store, now)
    except (InputError, PlaceNotFound) as error:
        return told(status="lost", warnings=(Warned(kind="lost", what=str(error)),))
    warnings = tuple(_warnings(answer.total, hits, counts, _failing(hits, store, now), now))
    oldest = min((hit for hit in hits if hit.group.last_confirmed), key=_confirmed, default=None)
    return told(
        status="empty" if not answer.total else "look" if warnings else "well",
        groups=answer.total,
        next=min((hit.next for hit in hits if hit.next), key=instant, default=None),
        confirmed=max((one for hit in hits if (one := hit.group.last_confirmed)), default=None),
        oldest=oldest.group.last_confirmed if oldest else None,
        oldest_source=_source_name(oldest) if oldest else None,
        empty_since=None if answer.total else counts.empty_since,
        warnings=warnings,
    )


def _warnings(
    total: int, hits: Sequence[Hit], counts: Counts, failing: Sequence[Warned], now: datetime
) -> Iterator[Warned]:
    if not total:
        yield Warned(kind="empty", day=counts.empty_since)
        return
    most = max(counts.changes, key=lambda one: one.groups, default=None)
    if most and total * 2 < most.groups:
        yield Warned(kind="fewer", day=most.day, number=most.groups)
    yield from failing
    confirmed = max((one for hit in hits if (one := hit.group.last_confirmed)), default=None)
    if confirmed and confirmed[:10] < (now - OLD_AFTER).date().isoformat():
        yield Warned(kind="old", day=confirmed[:10])
    if not any(hit.next for hit in hits):
        yield Warned(kind="no-dates")


def _failing(hits: Sequence[Hit], store: Store, now: datetime) -> list[Warned]:
    """Return the sources of these groups that could not be read the last time, those of most groups first."""
    listed = Counter(hit.group.source.id for hit in hits if hit.group.source and hit.group.source.id)
    names = {source.id: source.name for source in store.sources() if source.id in listed}
    found = (condition(report, now) for report in store.reports() if report.source_id in listed)
    failing = [one for one in found if one.state not in _READ_WELL]
    failing.sort(key=lambda one: (-listed[one.source_id], one.source_id))
    return [_unread(one, names.get(one.source_id, one.source_id), listed[one.source_id]) for one in failing]


def _unread(one: Condition, name: str, groups: int) -> Warned:
    day = one.last_good[:10] if one.last_good else None
    return Warned(kind="source", what=name, day=day, number=groups, source_id=one.source_id, reason=one.reason)


def _confirmed(hit: Hit) -> str:
    return hit.group.last_confirmed or ""


def _source_name(hit: Hit) -> str | None:
    return hit.group.source.name if hit.group.source else None
