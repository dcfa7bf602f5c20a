"""`search`: what a query means, reckoned on packed rows; only the groups to be shown are read as records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
import numpy as np

from finder.listing import Group
from finder.search import near
from finder.search.asking import activities_of, subjects_in
from finder.search.clocks import DAY, local_datetime
from finder.search.counts import Counts, counted
from finder.search.cursor import Cursor, moment, written
from finder.search.cursor import read as read_cursor
from finder.search.dates import NEVER, Dates, dates
from finder.search.loosen import changes
from finder.search.order import Match, Page, page_of
from finder.search.query import Answer, Hit, Loosen, Query
from finder.search.verdicts import Verdict, date_verdicts, is_shown, meets_again, verdicts
from finder.store import Store
from finder.tiles import Packed, Span
from finder.tiles import layout as lay
from finder.tiles.layout import Array

_MOST_HINTS = 5
_FAR_KM = (200.0, 800.0, 3200.0, 20_100.0)
"""How far to look for the nearest, step by step; the last reaches around half the globe."""


class _Read(NamedTuple):
    """The rows that a search looks at: each group once."""

    packed: Packed
    km: Array
    title: Array


class _Found(NamedTuple):
    """What a search found, before any record was read."""

    match: Match
    dates: Dates
    set_aside: dict[str, int]
    counts: Counts


class _Shown(NamedTuple):
    """What was found, and which of it stands on the page."""

    found: _Found
    page: Page


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
    after, before = (read_cursor(text) if text else None for text in (query.after, query.before))
    turn = after or before
    at = moment(turn, now) if turn else now
    with store.snapshot():
        found = _match(store, query, at, with_counts=with_counts)
        page = page_of(found.match, query, at, after=after and after.key, before=before and before.key)
        return _answer(store, query, at, _Shown(found, page), with_hints=with_hints)


def _answer(store: Store, query: Query, now: datetime, shown: _Shown, *, with_hints: bool) -> Answer:
    found, page = shown
    total = len(found.match.km)
    elsewhere = int(np.isnan(found.match.km).sum()) if query.latitude is not None else 0
    follows = page.skipped + len(page.at) < total
    return Answer(
        query=query,
        total=total,
        hits=_hits(store, found, page.at),
        first=page.skipped + 1 if len(page.at) else 0,
        earlier=written(Cursor(now, page.first)) if page.first and page.skipped else None,
        later=written(Cursor(now, page.last)) if page.last and follows else None,
        set_aside=found.set_aside,
        counts=found.counts,
        loosen=_loosen(store, query, now) if with_hints and not total else (),
        place_label=query.place_label,
        elsewhere=elsewhere,
        nearest_km=_nearest(store, query, now) if with_hints and elsewhere == total else None,
    )


def _match(store: Store, query: Query, now: datetime, *, with_counts: bool = False) -> _Found:
    read = _read(store, query)
    said = list(verdicts(read.packed.groups, query))
    if not with_counts:
        may_be = ~_any(said, "no", len(read.km))
        read = _Read(read.packed.only(may_be), read.km[may_be], read.title[may_be])
        said = [Verdict(v.name, v.yes[may_be], v.no[may_be]) for v in said]
    ahead = dates(read.packed, query, now, store.zone)
    groups = read.packed.groups
    said += date_verdicts(groups, ahead, query)
    shown = is_shown(groups, ahead)
    fits = shown & ~_any(said, "no", len(groups))
    silent = {v.name: ~v.yes & ~v.no for v in said if v.name not in query.silent}
    set_aside = {name: int(count) for name, mask in silent.items() if (count := (fits & mask).sum())}
    chosen = np.flatnonzero(fits & ~_or(list(silent.values()), len(groups)))
    return _Found(
        match=Match(
            groups=groups[chosen],
            km=read.km[chosen],
            next=ahead.next[chosen],
            again=meets_again(groups, ahead)[chosen],
            title=read.title[chosen],
        ),
        dates=Dates(*(column[chosen] for column in ahead)),
        set_aside=set_aside,
        counts=counted(groups, said, shown, query) if with_counts else {},
    )


def _any(said: Sequence[Verdict], side: str, count: int) -> Array:
    return _or([getattr(verdict, side) for verdict in said], count)


def _or(masks: Sequence[Array], count: int) -> Array:
    return np.logical_or.reduce(masks) if masks else np.zeros(count, bool)


def _read(store: Store, query: Query) -> _Read:
    """Return the groups within the distance, and those that can be joined from home, that hold the words."""
    spans, home = near.places(query), near.from_home(query)
    packed = store.packed(spans)
    km = near.distances(packed.groups, query)
    if query.latitude is not None:
        here = ~np.isnan(km)
        packed, km = packed.only(here), km[here]
    if home:
        packed, km = _with_online(packed, km, store.packed(home), query)
    return _with_words(store, _Read(packed, km, np.zeros(len(km))), [*spans, *home], query)


def _with_online(packed: Packed, km: Array, online: Packed, query: Query) -> tuple[Packed, Array]:
    online = online.only(~near.is_with_places(online.groups, query))
    groups = np.concatenate((packed.groups, online.groups))
    slots = np.concatenate((packed.slots, online.slots))
    return Packed(groups, slots), np.concatenate((km, np.full(len(online.groups), np.nan)))


def _with_words(store: Store, read: _Read, spans: Sequence[Span], query: Query) -> _Read:
    """Return the groups that hold every word, or carry the tag by which people look with it."""
    words = [word for word in subjects_in(query.words or "") if any(c.isalnum() for c in word)]
    if not words:
        return read
    groups = read.packed.groups
    holds = np.logical_and.reduce([_holds(store, groups, spans, word) for word in words])
    packed, km = read.packed.only(holds), read.km[holds]
    title = np.zeros(len(km))
    for word in words:
        in_title = store.with_words(spans, word.split(), in_title=True) or []
        title += np.isin(packed.groups["number"], in_title) / len(words)
    return _Read(packed, km, title)


def _holds(store: Store, groups: Array, spans: Sequence[Span], word: str) -> Array:
    says = np.isin(groups["number"], store.with_words(spans, word.split()) or [])
    tagged: Array = groups["tags"] & np.uint64(lay.bits("activity", activities_of(word))) != 0
    return says | tagged


def _hits(store: Store, found: _Found, at: Array) -> tuple[Hit, ...]:
    numbers = found.match.groups["number"][at].tolist()
    # Inside of one snapshot no group can be missing.
    groups = store.shown(numbers)
    return tuple(_hit(group, found, position, store) for group, position in zip(groups, at.tolist(), strict=True))


def _hit(group: Group, found: _Found, at: int, store: Store) -> Hit:
    km = float(found.match.km[at])
    begins, ends = _next(found, at, store)
    return Hit(group=group, next=begins, next_end=ends, distance_km=None if np.isnan(km) else km)


def _next(found: _Found, at: int, store: Store) -> tuple[str | None, str | None]:
    if found.match.next[at] == NEVER:
        return None, None
    wall, length = int(found.dates.wall[at]), int(found.dates.length[at])
    begins = local_datetime(wall, store.zone(int(found.match.groups["zone"][at])))
    if _is_all_day(found, at, wall, length):
        last = (begins + timedelta(minutes=length - 1)).date().isoformat()
        first = begins.date().isoformat()
        return first, None if last == first else last
    ends = (begins + timedelta(minutes=length)).isoformat() if length else None
    return begins.isoformat(), ends


def _is_all_day(found: _Found, at: int, wall: int, length: int) -> bool:
    return not found.dates.has_hours[at] and wall % DAY == 0 and length % DAY == 0 and length > 0


def _nearest(store: Store, query: Query, now: datetime) -> float | None:
    """Return the distance to the nearest group that fits, where none is within the distance asked for."""
    if query.latitude is None or query.mode == "online":
        return None
    for km in (km for km in _FAR_KM if km > query.within_km):
        wider = msgspec.structs.replace(query, within_km=km, mode="in-person")
        found = _match(store, wider, now)
        if len(found.match.km):
            return float(found.match.km.min())
    return None


def _loosen(store: Store, query: Query, now: datetime) -> tuple[Loosen, ...]:
    """Return the single changes that find something, the one that finds most first."""
    hints: dict[str, Loosen] = {}
    for change in changes(query):
        if change.kind not in hints and (total := len(_match(store, change.query, now).match.km)):
            hints[change.kind] = Loosen(text=change.text, changes=change.args, total=total)
    return tuple(sorted(hints.values(), key=lambda hint: -hint.total)[:_MOST_HINTS])
