"""`search`: what a query means, reckoned on packed rows; only the groups to be shown are read as records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import isnan
from typing import NamedTuple

import msgspec
import numpy as np

from finder.listing import Group
from finder.search import near
from finder.search.asking import activities_of, subjects_in
from finder.search.clocks import DAY, local_datetime
from finder.search.closest import steps
from finder.search.counts import Counts, counted
from finder.search.cursor import Cursor, moment, written
from finder.search.cursor import read as read_cursor
from finder.search.dates import First, dates
from finder.search.loosen import changes
from finder.search.order import Match, Page, page_of
from finder.search.query import Answer, Closest, Hit, Loosen, Query
from finder.search.verdicts import Verdict, date_verdicts, has, is_shown, verdicts
from finder.store import Store
from finder.tiles import ONLINE, Packed, Span
from finder.tiles import layout as lay
from finder.tiles.layout import Array, dates_of

_MOST_HINTS = 5
_MOST_CLOSE = 5
_AROUND_THE_GLOBE_KM = 20_100.0
_FARTHEST_WORDS_KM = 400.0
"""How far to look for the nearest that holds words: their index is asked anew for each row of tiles."""
_MOST_LOOKED_AT = 4000
"""Rows within a distance beyond which no farther one is looked through for the nearest: that would take too long."""


class _Read(NamedTuple):
    """The rows that a search looks at: each group once, and where in `slots` its dates begin."""

    groups: Array
    firsts: Array
    slots: Array
    km: Array
    title: Array
    access: Array

    def at(self, which: Array) -> _Read:
        """Return what stands at these positions."""
        if len(which) == len(self.groups):
            return self
        # Of rows of several fields, `take` copies each at once; an index in brackets goes field by field.
        columns = (self.groups.take(which), self.firsts.take(which), self.slots, self.km.take(which))
        return _Read(*columns, self.title.take(which), self.access)

    def packed(self) -> Packed:
        """Return the groups with their own dates alone."""
        return Packed(self.groups, dates_of(self.slots, self.firsts, self.groups["slots"]), self.access)


class _Found(NamedTuple):
    """What a search found, before any record was read."""

    match: Match
    set_aside: dict[str, int]
    counts: Counts


class Finding(NamedTuple):
    """What was found, and which of it stands on the page: all that is known before a record is read."""

    found: _Found
    page: Page
    at: datetime
    """The moment for which it was reckoned."""

    @property
    def total(self) -> int:
        """How many groups were found."""
        return len(self.found.match.km)

    @property
    def numbers(self) -> list[int]:
        """The store's numbers of the groups of the page, in order."""
        numbers: list[int] = self.found.match.groups["number"][self.page.at].tolist()
        return numbers


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
    after, before = (read_cursor(text) if text else None for text in (query.after, query.before))
    turn = after or before
    at = moment(turn, now) if turn else now
    with store.snapshot():
        found = _match(store, query, at, with_counts=with_counts)
        page = page_of(found.match, query, at, after=after and after.key, before=before and before.key)
        return Finding(found, page, at)


def _answer(store: Store, query: Query, finding: Finding, *, with_hints: bool) -> Answer:
    found, page, now = finding
    total = finding.total
    elsewhere = int(np.count_nonzero(np.isnan(found.match.km))) if query.latitude is not None else 0
    follows = page.skipped + len(page.at) < total
    nearest = _nearest(store, query, now) if with_hints and elsewhere == total else None
    return Answer(
        query=query,
        total=total,
        hits=_hits(store, finding),
        first=page.skipped + 1 if len(page.at) else 0,
        earlier=written(Cursor(now, page.first)) if page.first and page.skipped else None,
        later=written(Cursor(now, page.last)) if page.last and follows else None,
        set_aside=found.set_aside,
        counts=found.counts,
        loosen=_loosen(store, query, now, nearest) if with_hints and not total else (),
        closest=_closest(store, query, now) if with_hints and not total else None,
        place_label=query.place_label,
        elsewhere=elsewhere,
        nearest_km=nearest,
    )


def _match(store: Store, query: Query, now: datetime, *, with_counts: bool = False) -> _Found:
    read = _read(store, query, with_access=with_counts or bool(query.access))
    said = list(verdicts(read.groups, lay.access_of(read.groups, read.access), query))
    if said and not with_counts:
        may_be = np.flatnonzero(~_any(said, "no", len(read.km)))
        read = read.at(may_be)
        said = [Verdict(v.name, v.yes[may_be], v.no[may_be]) for v in said]
    groups = read.groups
    ahead = dates(read.packed(), query, now, store.zone)
    said += date_verdicts(groups, ahead, query)
    shown = is_shown(groups, ahead)
    fits = shown & ~_any(said, "no", len(groups))
    silent = {v.name: ~v.yes & ~v.no for v in said if v.name not in query.silent}
    set_aside = {name: int(count) for name, mask in silent.items() if (count := np.count_nonzero(fits & mask))}
    chosen = np.flatnonzero(fits & ~_or(list(silent.values()), len(groups)))
    of_chosen = read.at(chosen)
    return _Found(
        match=Match(of_chosen.groups, of_chosen.km, of_chosen.title, ahead, chosen),
        set_aside=set_aside,
        counts=counted(read.packed(), ahead, said, query) if with_counts else {},
    )


def _any(said: Sequence[Verdict], side: str, count: int) -> Array:
    return _or([getattr(verdict, side) for verdict in said], count)


def _or(masks: Sequence[Array], count: int) -> Array:
    return np.logical_or.reduce(masks) if masks else np.zeros(count, bool)


def _read(store: Store, query: Query, *, with_access: bool) -> _Read:
    """Return the groups within the distance, and those that can be joined from home, that hold the words."""
    spans, home = near.places(query), near.from_home(query)
    read = _rows(store.packed(spans, with_access=with_access))
    if query.latitude is not None:
        here, km = near.nearby(read.groups, query)
        read = read.at(here)._replace(km=km)
    if home:
        read = _with_online(read, store.packed(home, with_access=with_access), query)
    # The words of what can be joined from home as well stand in the tile of home, also where only places are asked for.
    has_home = bool(home) or bool(has(read.groups, lay.ONLINE).any())
    return _with_words(store, read, [*spans, *([Span(ONLINE, ONLINE)] if has_home else [])], query)


def _rows(packed: Packed) -> _Read:
    count = len(packed.groups)
    return _Read(packed.groups, packed.firsts(), packed.slots, np.full(count, np.nan), np.zeros(count), packed.access)


def _with_online(read: _Read, packed: Packed, query: Query) -> _Read:
    online = _rows(packed)
    online = online.at(np.flatnonzero(~near.is_with_places(online.groups, query)))
    online = online._replace(firsts=online.firsts + len(read.slots))
    return _Read(*(_one_after_another(*both) for both in zip(read, online, strict=True)))


def _one_after_another(first: Array, second: Array) -> Array:
    # Rows of several fields would be copied one field at a time; as bytes each is copied at once.
    as_bytes = f"V{first.dtype.itemsize}" if first.dtype.names else first.dtype
    both: Array = np.concatenate((first.view(as_bytes), second.view(as_bytes))).view(first.dtype)
    return both


def _with_words(store: Store, read: _Read, spans: Sequence[Span], query: Query) -> _Read:
    """Return the groups that hold every word, or carry the tag by which people look with it."""
    words = [word for word in subjects_in(query.words or "") if any(c.isalnum() for c in word)]
    if not words:
        return read
    # What no tag stands for is looked up at once: the index finds where all of it stands.
    if plain := " ".join(word for word in words if not activities_of(word)):
        read = read.at(np.flatnonzero(_says(store, read.groups, spans, plain)))
    for word in filter(activities_of, words):
        read = read.at(np.flatnonzero(_holds(store, read.groups, spans, word)))
    # Titles count for what is best alone.
    if query.sort != "best" or not len(read.groups):
        return read
    title = np.zeros(len(read.km))
    for word in words:
        title += _says(store, read.groups, spans, word, in_title=True) / len(words)
    return read._replace(title=title)


def _says(store: Store, groups: Array, spans: Sequence[Span], word: str, *, in_title: bool = False) -> Array:
    found = np.sort(np.array(store.with_words(spans, word.split(), in_title=in_title) or [_NO_NUMBER], np.uint32))
    numbers = groups["number"]
    says: Array = found.take(np.searchsorted(found, numbers), mode="clip") == numbers
    return says


_NO_NUMBER = 0
"""A store counts from one."""


def _holds(store: Store, groups: Array, spans: Sequence[Span], word: str) -> Array:
    says = _says(store, groups, spans, word)
    tagged: Array = groups["tags"] & np.uint64(lay.bits("activity", activities_of(word))) != 0
    return says | tagged


def _hits(store: Store, finding: Finding) -> tuple[Hit, ...]:
    found, at = finding.found, finding.page.at
    # Inside of one snapshot no group can be missing.
    columns = (
        found.match.km[at].tolist(),
        found.match.groups["zone"][at].tolist(),
        found.match.dates.first(found.match.at[at]),
    )
    rows = zip(store.shown(finding.numbers), *columns, strict=True)
    return tuple(_hit(group, km, store.zone(zone), date) for group, km, zone, date in rows)


def _hit(group: Group, km: float, zone: str, date: First | None) -> Hit:
    begins, ends = _written(date, zone) if date else (None, None)
    return Hit(group=group, next=begins, next_end=ends, distance_km=None if isnan(km) else km)


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
        found = _match(store, wider, now)
        if len(found.match.km):
            return float(found.match.km.min())
        if len(store.packed(near.places(wider)).groups) > _MOST_LOOKED_AT:
            return None
    return None


def _loosen(store: Store, query: Query, now: datetime, nearest_km: float | None) -> tuple[Loosen, ...]:
    """Return the single changes that find something, the one that finds most first."""
    hints: dict[str, Loosen] = {}
    for change in changes(query):
        # A distance that does not reach the nearest finds none, and is not tried.
        is_too_near = change.kind == "within" and change.query.within_km < (nearest_km or 0)
        if change.kind not in hints and not is_too_near and (total := len(_match(store, change.query, now).match.km)):
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
