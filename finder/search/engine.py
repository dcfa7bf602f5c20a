"""`search`: what a query means, over the store's candidates.  Simple and exact: a faster engine must agree with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from finder.geo import Box, box_around
from finder.listing import Group
from finder.search.coming import coming
from finder.search.filters import Dates, Verdict, date_verdicts, distance, fitting, meets_again, verdicts
from finder.search.loosen import changes, words_changed
from finder.search.order import Found, sort_key
from finder.search.query import Answer, Hit, Loosen, Query
from finder.store import Store

_MOST_HINTS = 5
_FAR_KM = (200.0, 800.0, 3200.0, 20_100.0)
"""How far to look for the nearest, step by step; the last reaches around half the globe."""


def search(store: Store, query: Query, now: datetime) -> Answer:
    """Return the page of hits asked for, the exact total, and what was set aside or could be let go.

    Shown are creative groups that have a date ahead which takes place, or give no dates at all.  Each filter must say
    yes; a group that nothing speaks against, but which is silent on some filters, is set aside and counted under each
    of those.

    Args:
        store: the groups.
        query: what is asked for.
        now: the moment of asking; what ended before is over.

    Raises:
        StoreError: the store cannot be read.
    """
    found, set_aside = _match(_candidates(store, query), query, now)
    found.sort(key=sort_key(query, now))
    elsewhere = sum(one.distance_km is None for one in found) if query.latitude is not None else 0
    first = (query.page - 1) * query.per_page
    return Answer(
        query=query,
        total=len(found),
        hits=tuple(_hit(one) for one in found[first : first + query.per_page]),
        set_aside=dict(set_aside),
        loosen=() if found else _loosen(store, query, now),
        place_label=query.place_label,
        elsewhere=elsewhere,
        nearest_km=_nearest(store, query, now) if elsewhere == len(found) else None,
    )


def _nearest(store: Store, query: Query, now: datetime) -> float | None:
    """Return the distance to the nearest group that fits, where none is within the distance asked for."""
    if query.latitude is None or query.mode == "online":
        return None
    for km in (km for km in _FAR_KM if km > query.within_km):
        wider = msgspec.structs.replace(query, within_km=km, mode="in-person")
        found = _match(_candidates(store, wider), wider, now)[0]
        if distances := [one.distance_km for one in found if one.distance_km is not None]:
            return min(distances)
    return None


def _candidates(store: Store, query: Query) -> Iterable[Group]:
    return store.candidates(_box(query), (query.words or "").split())


def _box(query: Query) -> Box | None:
    if query.latitude is None or query.longitude is None:
        return None
    # A little wider than the circle, so that rounding cuts nothing off; the distance decides.
    return box_around(query.latitude, query.longitude, query.within_km * 1.000001 + 0.001)


def _match(groups: Iterable[Group], query: Query, now: datetime) -> tuple[list[Found], Counter[str]]:
    found: list[Found] = []
    set_aside: Counter[str] = Counter()
    for group in groups:
        said: dict[str, Verdict] = dict(verdicts(group, query)) if group.creative else {"creative": False}
        if False in said.values():
            continue
        dates = Dates(coming=tuple(coming(group, now)), are_known=bool(group.occurrences))
        said |= date_verdicts(group, dates, query)
        if False in said.values() or (dates.are_known and not dates.coming):
            continue
        silent = sorted(name for name, verdict in said.items() if verdict is None and name not in query.silent)
        set_aside.update(silent)
        if not silent:
            found.append(_found(group, dates, query))
    return found, set_aside


def _found(group: Group, dates: Dates, query: Query) -> Found:
    return Found(
        group=group,
        next=fitting(dates, query),
        distance_km=distance(group, query),
        meets_again=meets_again(group, dates),
    )


def _hit(found: Found) -> Hit:
    date = found.next.occurrence if found.next else None
    return Hit(
        group=found.group,
        next=date.start if date else None,
        next_end=date.end if date else None,
        distance_km=found.distance_km,
    )


def _loosen(store: Store, query: Query, now: datetime) -> tuple[Loosen, ...]:
    """Return the single changes that find something, the one that finds most first."""
    tried = list(changes(query))
    farthest = max((change.query.within_km for change in tried), default=query.within_km)
    widest = msgspec.structs.replace(query, within_km=farthest)
    with_words: Sequence[Group] = list(_candidates(store, widest))
    without: Sequence[Group] = []
    if query.words:
        without = list(_candidates(store, words_changed(query)))
    hints: dict[str, Loosen] = {}
    for change in tried:
        if change.kind in hints:
            continue
        groups = without if change.query.words != query.words else with_words
        if total := len(_match(groups, change.query, now)[0]):
            hints[change.kind] = Loosen(text=change.text, changes=change.args, total=total)
    return tuple(sorted(hints.values(), key=lambda hint: -hint.total)[:_MOST_HINTS])
