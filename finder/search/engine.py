"""`search`: what a query means, reckoned on packed rows; only the groups to be shown are read as records."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from finder.listing import Group
from finder.search.clocks import DAY, local_datetime
from finder.search.cursor import Cursor, moment, written
from finder.search.cursor import read as read_cursor
from finder.search.dates import First
from finder.search.hints import Close, Hints, hints
from finder.search.match import Found, match
from finder.search.matches import NOT_NEAR
from finder.search.order import Page, page_of
from finder.search.query import Answer, Closest, Hit, Query
from finder.search.reading import Reading
from finder.store import Store
from finder.tiles.layout import Array

_MOST_CLOSE = 5


class Finding(NamedTuple):
    """What was found, and which of it stands on the page: all that is known before a record is read."""

    found: Found
    page: Page
    reading: Reading

    @property
    def at(self) -> datetime:
        """The moment for which it was reckoned."""
        return self.reading.now

    @property
    def total(self) -> int:
        """How many groups were found."""
        return self.found.total

    @property
    def numbers(self) -> list[int]:
        """The store's numbers of the groups of the page, in order."""
        return [number for run in self.page.runs for number in run.column("number").tolist()]

    @property
    def all_numbers(self) -> Array:
        """The store's numbers of all that was found, in the order in which the store came to know them."""
        numbers: Array = np.sort(np.concatenate([part.groups["number"] for part in self.found.parts]))
        return numbers


def search(
    store: Store,
    query: Query,
    now: datetime,
    *,
    with_counts: bool = False,
    with_hints: bool = True,
    with_closest: bool = False,
) -> Answer:
    """Return the page of hits asked for, the exact total, and what was set aside or could be let go.

    Shown are creative groups that have a date ahead which takes place, or give no dates at all.  Each filter must say
    yes; a group that nothing speaks against, but which is silent on some filters, is set aside and counted under each
    of those.

    Args:
        store: the groups.
        query: what is asked for.
        now: the moment of asking; what ended before is over.
        with_counts: whether to count, for each choice of a filter, how many groups it would find.
        with_hints: whether to look, where nothing is found, for what could be let go and how far the nearest is.
        with_closest: whether these hints tell which groups come closest: only a page that shows them wants the work.

    Raises:
        InputError: a cursor is none that an answer gave.
        StoreError: the store cannot be read.
    """
    with store.snapshot():
        finding = find(store, query, now, with_counts=with_counts)
        # Where no place is asked for, nothing has a distance.
        is_asked = with_hints and finding.found.elsewhere == finding.total
        told = hints(finding.reading, query, finding.found, with_closest=with_closest) if is_asked else Hints()
        return _answer(store, query, finding, told)


def find(store: Store, query: Query, now: datetime, *, with_counts: bool = False) -> Finding:
    """Return what `search` finds without reading a record; see there."""
    after, before = read_cursor(query, "after"), read_cursor(query, "before")
    turn = after or before
    at = moment(turn, now) if turn else now
    reading = Reading(store, at, with_access=with_counts or bool(query.access))
    with store.snapshot():
        found = match(reading, query, with_counts=with_counts)
        page = page_of(found.parts, query, at, after=after and after.key, before=before and before.key)
        return Finding(found, page, reading)


def _answer(store: Store, query: Query, finding: Finding, told: Hints) -> Answer:
    found, page, now = finding.found, finding.page, finding.at
    total = finding.total
    follows = page.skipped + page.size < total
    return Answer(
        query=query,
        total=total,
        hits=_hits(store, finding),
        first=page.skipped + 1 if page.size else 0,
        earlier=written(Cursor(now, page.first), query) if page.size and page.skipped else None,
        later=written(Cursor(now, page.last), query) if page.size and follows else None,
        set_aside=found.set_aside,
        counts=found.counts,
        loosen=told.loosen,
        closest=_closest(store, query, finding.reading, told.closest) if told.closest else None,
        place_label=query.place_label,
        elsewhere=found.elsewhere,
        nearest_km=told.nearest_km,
    )


def _hits(store: Store, finding: Finding) -> tuple[Hit, ...]:
    # Inside of one snapshot no group can be missing.
    groups = iter(store.shown(finding.numbers))
    hits = [
        _hit(group, km, store.zone(zone), date)
        for run in finding.page.runs
        # The groups stand last: those beyond a run are left for the next one.
        for km, zone, date, group in zip(run.km.tolist(), run.column("zone").tolist(), run.dates.first(), groups)  # noqa: B905
    ]
    return tuple(hits)


def _hit(group: Group, km: float, zone: str, date: First | None) -> Hit:
    begins, ends = _written(date, zone) if date else (None, None)
    return Hit(group=group, next=begins, next_end=ends, distance_km=None if km == NOT_NEAR else km)


@lru_cache(maxsize=4096)
def _written(date: First, zone: str) -> tuple[str, str | None]:
    begins = local_datetime(date.wall, zone)
    if _is_all_day(date):
        last = (begins + timedelta(minutes=date.length - 1)).date().isoformat()
        first = begins.date().isoformat()
        return first, None if last == first else last
    ends = (begins + timedelta(minutes=date.length)).isoformat() if date.length else None
    return begins.isoformat(), ends


def _is_all_day(date: First) -> bool:
    return not date.has_hours and date.wall % DAY == 0 and date.length % DAY == 0 and date.length > 0


def _closest(store: Store, query: Query, reading: Reading, close: Close) -> Closest:
    few = replace(close.query, per_page=_MOST_CLOSE)
    found = match(reading, few, is_one_of_many=True)
    finding = Finding(found, page_of(found.parts, few, reading.now, after=None, before=None), reading)
    return Closest(
        query=replace(close.query, per_page=query.per_page),
        let_go=close.let_go,
        hits=_hits(store, finding),
        total=finding.total,
    )
