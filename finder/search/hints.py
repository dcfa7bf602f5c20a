"""What is told where nothing is found: how far off the nearest is, what could be let go of, and what comes closest."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from finder.search.closest import steps
from finder.search.loosen import changes
from finder.search.match import Found, match
from finder.search.query import Loosen, Query, Sort
from finder.search.reading import Reading

_MOST_HINTS = 5
_AROUND_THE_GLOBE_KM = 20_100.0
_FARTHEST_WORDS_KM = 400.0
"""How far to look for the nearest that holds words: their index is asked anew for each row of tiles."""
_MOST_LOOKED_AT = 4000
"""Rows within a distance beyond which no farther one is looked through for the nearest: that would take too long."""


class Close(NamedTuple):
    """A query that asks for less and finds something, and what was let go of for it."""

    query: Query
    let_go: tuple[dict[str, str | None], ...]


class Hints(NamedTuple):
    """The distance to the nearest that fits, single changes that find something, and what comes closest."""

    nearest_km: float | None = None
    loosen: tuple[Loosen, ...] = ()
    closest: Close | None = None


def hints(reading: Reading, query: Query, found: Found, *, with_closest: bool) -> Hints:
    """Return what helps on where a query finds nothing near; where it finds nothing at all, also what to let go of."""
    asked = _Asked(reading, query, found)
    nearest = _nearest(asked, query)
    if found.total:
        return Hints(nearest)
    return Hints(nearest, _loosen(asked, query, nearest), _closest(asked, query) if with_closest else None)


class _Asked:
    """What a wish and smaller ones find, each reckoned once: hints of two kinds ask for much the same."""

    def __init__(self, reading: Reading, query: Query, found: Found) -> None:
        self.reading = reading
        self._found = {_whole(query): found}

    def found(self, query: Query) -> Found:
        """Return what matches a query, whichever page of it."""
        whole = _whole(query)
        if whole not in self._found:
            self._found[whole] = match(self.reading, whole, is_one_of_many=True)
        return self._found[whole]


def _whole(query: Query) -> Query:
    # In which order does not matter here, and "best" would look up each word in titles too.
    sort: Sort = "soonest" if query.latitude is None else "nearest"
    return msgspec.structs.replace(query, after=None, before=None, per_page=1, sort=sort)


def _nearest(asked: _Asked, query: Query) -> float | None:
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
        (here,) = asked.found(wider).parts
        if len(here):
            return float(here.km().min())
        if len(asked.reading.parts(wider)[0].rows.groups) > _MOST_LOOKED_AT:
            return None
    return None


def _loosen(asked: _Asked, query: Query, nearest_km: float | None) -> tuple[Loosen, ...]:
    """Return the single changes that find something, the one that finds most first."""
    found: dict[str, Loosen] = {}
    for change in changes(query):
        # A distance that does not reach the nearest finds none, and is not tried.
        is_too_near = change.kind == "within" and change.query.within_km < (nearest_km or 0)
        if change.kind not in found and not is_too_near and (total := asked.found(change.query).total):
            found[change.kind] = Loosen(text=change.text, changes=change.args, total=total)
    return tuple(sorted(found.values(), key=lambda hint: -hint.total)[:_MOST_HINTS])


def _closest(asked: _Asked, query: Query) -> Close | None:
    """Return what the first smaller wish finds; where all are silent on some of it, those to which nothing says no."""
    for step in steps(msgspec.structs.replace(query, after=None, before=None)):
        wish, found = step.query, asked.found(step.query)
        if not found.total and (silent := found.set_aside):
            wish = msgspec.structs.replace(wish, silent=(*wish.silent, *silent))
            found = asked.found(wish)
        if found.total:
            return Close(wish, tuple(change.args for change in step.let_go.values()))
    return None
