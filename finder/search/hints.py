"""What is told where nothing is found: how far off the nearest is, what could be let go of, and what comes closest."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from finder.search.closest import steps
from finder.search.loosen import Change, changes
from finder.search.match import Found, fitting, match
from finder.search.matches import Matches
from finder.search.query import Loosen, Query, Sort
from finder.search.reading import SOON_READ, Reading

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


class _Around(NamedTuple):
    """The first circle that holds anything that fits, as far as it was looked for: its radius, and what fits in it."""

    km: float
    here: Matches

    @property
    def nearest_km(self) -> float:
        """How far off the nearest is."""
        return float(self.here.km().min())


def hints(reading: Reading, query: Query, found: Found, *, with_closest: bool) -> Hints:
    """Return what helps on where a query finds nothing near; where it finds nothing at all, also what to let go of."""
    asked = _Asked(reading, query, found)
    around = _around(asked, query)
    nearest = around.nearest_km if around else None
    if found.total:
        return Hints(nearest)
    return Hints(nearest, _loosen(asked, query, around), _closest(asked, query) if with_closest else None)


class _Asked:
    """What a wish and smaller ones find, each reckoned once: hints of two kinds ask for much the same."""

    def __init__(self, reading: Reading, query: Query, found: Found) -> None:
        self.reading = reading
        self._found = {_whole(query): found}
        self._fitting = {_whole(query): found.parts}

    def rows(self, query: Query) -> int:
        """Return in how many rows is looked for what a query finds near."""
        return len(self.reading.parts(query)[0].rows.groups)

    def fitting(self, query: Query) -> tuple[Matches, ...]:
        """Return what fits a query, whichever page of it."""
        whole = _whole(query)
        if whole not in self._fitting:
            self._fitting[whole] = fitting(self.reading, whole)
        return self._fitting[whole]

    def found(self, query: Query) -> Found:
        """Return the same, and of how many each filter knows nothing."""
        whole = _whole(query)
        if whole not in self._found:
            self._found[whole] = match(self.reading, whole, is_one_of_many=True)
        return self._found[whole]


def _whole(query: Query) -> Query:
    # In which order does not matter here, and "best" would look up each word in titles too.
    sort: Sort = "soonest" if query.latitude is None else "nearest"
    return msgspec.structs.replace(query, after=None, before=None, per_page=1, sort=sort)


def _around(asked: _Asked, query: Query) -> _Around | None:
    """Return the first of wider and wider circles that holds a group that fits, where none is within the distance.

    None also where the nearest lies very far off, or too many that do not fit lie between.
    """
    if query.latitude is None or query.mode == "online":
        return None
    km, farthest = query.within_km, _FARTHEST_WORDS_KM if query.words else _AROUND_THE_GLOBE_KM
    looked_at = asked.rows(query)
    while km < farthest:
        km = min(_wider(looked_at) * km, farthest)
        wider = msgspec.structs.replace(query, within_km=km, mode="in-person")
        (here,) = asked.fitting(wider)
        if len(here):
            return _Around(km, here)
        if (looked_at := asked.rows(wider)) > _MOST_LOOKED_AT:
            return None
    return None


def _wider(looked_at: int) -> int:
    """Return how many times as far to look where so many did not fit: to ask again costs as much as to read some."""
    # Twice as far holds four times as many.
    return next((times for times in (8, 4) if looked_at * times**2 <= SOON_READ), 2)


def _loosen(asked: _Asked, query: Query, around: _Around | None) -> tuple[Loosen, ...]:
    """Return the single changes that find something, the one that finds most first."""
    found: dict[str, Loosen] = {}
    for change in changes(query):
        if change.kind not in found and (total := _total(asked, change, around)):
            found[change.kind] = Loosen(text=change.text, changes=change.args, total=total)
    return tuple(sorted(found.values(), key=lambda hint: -hint.total)[:_MOST_HINTS])


def _total(asked: _Asked, change: Change, around: _Around | None) -> int:
    if change.kind == "within" and around and change.query.within_km <= around.km:
        # What can only be joined from home was not found, and is not found from farther off.
        return around.here.within(change.query)
    return sum(map(len, asked.fitting(change.query)))


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
