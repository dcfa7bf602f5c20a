"""`search`: what a query means, reckoned on packed rows; only the groups to be shown are read as records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from finder.listing import Group
from finder.search import near
from finder.search.clocks import DAY, local_datetime
from finder.search.closest import steps
from finder.search.cursor import Cursor, moment, written
from finder.search.cursor import read as read_cursor
from finder.search.dates import First
from finder.search.loosen import changes
from finder.search.match import Found, match
from finder.search.matches import NOT_NEAR
from finder.search.order import Page, page_of
from finder.search.query import Answer, Closest, Hit, Loosen, Query
from finder.store import Store

_MOST_HINTS = 5
_MOST_CLOSE = 5
_AROUND_THE_GLOBE_KM = 20_100.0
_FARTHEST_WORDS_KM = 400.0
"""How far to look for the nearest that holds words: their index is asked anew for each row of tiles."""
_MOST_LOOKED_AT = 4000
"""Rows within a distance beyond which no farther one is looked through for the nearest: that would take too long."""


class Finding(NamedTuple):
    """What was found, and which of it stands on the page: all that is known before a record is read."""

    found: Found
    page: Page
    at: datetime
    """The moment for which it was reckoned."""

    @property
    def total(self) -> int:
        """How many groups were found."""
        return self.found.total

    @property
    def numbers(self) -> list[int]:
        """The store's numbers of the groups of the page, in order."""
        return [number for run in self.page.runs for number in run.column("number").tolist()]


def search(store: Store, query: Query, now: datetime, *, with_counts: bool = False, with_hints: bool = True) -> Answer:
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

    Raises:
        InputError: a cursor is none that an answer gave.
        StoreError: the store cannot be read.
    """
    with store.snapshot():
        return _answer(store, query, find(store, query, now, with_counts=with_counts), with_hints=with_hints)


def find(store: Store, query: Query, now: datetime, *, with_counts: bool = False) -> Finding:
    """Return what `search` finds without reading a record; see there."""
    after, before = read_cursor(query, "after"), read_cursor(query, "before")
    turn = after or before
    at = moment(turn, now) if turn else now
    with store.snapshot():
        found = match(store, query, at, with_counts=with_counts)
        page = page_of(found.parts, query, at, after=after and after.key, before=before and before.key)
        return Finding(found, page, at)


def _answer(store: Store, query: Query, finding: Finding, *, with_hints: bool) -> Answer:
    found, page, now = finding
    total = finding.total
    follows = page.skipped + page.size < total
    # Where no place is asked for, nothing has a distance.
    nearest = _nearest(store, query, now) if with_hints and found.elsewhere == total else None
    return Answer(
        query=query,
        total=total,
        hits=_hits(store, finding),
        first=page.skipped + 1 if page.size else 0,
        earlier=written(Cursor(now, page.first), query) if page.size and page.skipped else None,
        later=written(Cursor(now, page.last), query) if page.size and follows else None,
        set_aside=found.set_aside,
        counts=found.counts,
        loosen=_loosen(store, query, now, nearest) if with_hints and not total else (),
        closest=_closest(store, query, now) if with_hints and not total else None,
        place_label=query.place_label,
        elsewhere=found.elsewhere,
        nearest_km=nearest,
    )


def _hits(store: Store, finding: Finding) -> tuple[Hit, ...]:
    # Inside of one snapshot no group can be missing.
    groups = iter(store.shown(finding.numbers))
    return tuple(
        _hit(next(groups), km, store.zone(zone), date)
        for run in finding.page.runs
        for km, zone, date in zip(run.km.tolist(), run.column("zone").tolist(), run.dates.first(), strict=True)
    )


def _hit(group: Group, km: float, zone: str, date: First | None) -> Hit:
    begins, ends = _written(date, zone) if date else (None, None)
    return Hit(group=group, next=begins, next_end=ends, distance_km=None if km == NOT_NEAR else km)


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


def _nearest(store: Store, query: Query, now: datetime) -> float | None:
    """Return the distance to the nearest group that fits, where none is within the distance asked for.

    None also where it lies very far off, or too many that do not fit lie between.
    """
    if query.latitude is None or query.mode == "online":
        return None
    km, farthest = query.within_km, _FARTHEST_WORDS_KM if query.words else _AROUND_THE_GLOBE_KM
    while km < farthest:
        # Twice as far holds four times as much: step by step, little more is read than what is needed.
        km = min(2 * km, farthest)
        wider = msgspec.structs.replace(query, within_km=km, mode="in-person")
        (here,) = match(store, wider, now).parts
        if len(here):
            return float(here.km().min())
        if len(store.packed(near.places(wider)).groups) > _MOST_LOOKED_AT:
            return None
    return None


def _loosen(store: Store, query: Query, now: datetime, nearest_km: float | None) -> tuple[Loosen, ...]:
    """Return the single changes that find something, the one that finds most first."""
    hints: dict[str, Loosen] = {}
    for change in changes(query):
        # A distance that does not reach the nearest finds none, and is not tried.
        is_too_near = change.kind == "within" and change.query.within_km < (nearest_km or 0)
        if change.kind not in hints and not is_too_near and (total := match(store, change.query, now).total):
            hints[change.kind] = Loosen(text=change.text, changes=change.args, total=total)
    return tuple(sorted(hints.values(), key=lambda hint: -hint.total)[:_MOST_HINTS])


def _closest(store: Store, query: Query, now: datetime) -> Closest | None:
    """Return what the first smaller wish finds; where all are silent on some of it, those to which nothing says no."""
    for step in steps(msgspec.structs.replace(query, after=None, before=None, per_page=_MOST_CLOSE)):
        asked, found = step.query, find(store, step.query, now)
        if not found.total and (silent := found.found.set_aside):
            asked = msgspec.structs.replace(asked, silent=(*asked.silent, *silent))
            found = find(store, asked, now)
        if found.total:
            let_go = tuple(change.args for change in step.let_go.values())
            whole = msgspec.structs.replace(asked, per_page=query.per_page)
            return Closest(query=whole, let_go=let_go, hits=_hits(store, found), total=found.total)
    return None
