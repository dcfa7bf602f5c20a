"""What each filter says of packed groups: yes, no, or nothing.

A group is shown when every filter says yes, and set aside when none says no and some say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from finder.search.dates import Dates
from finder.search.query import Query
from finder.taxonomy import facets
from finder.tiles import layout as lay
from finder.tiles.layout import Array


class Verdict(NamedTuple):
    """For each group, whether a filter says yes and whether it says no; where neither, the group is silent on it."""

    name: str
    yes: Array
    no: Array


def verdicts(groups: Array, query: Query) -> Iterator[Verdict]:
    """Yield what each filter that was asked for says, by the name under which silence is counted."""
    for name, is_asked, judge in _FILTERS:
        if is_asked(query):
            yield Verdict(name, *judge(groups, query))
    for situation in query.situations:
        yield Verdict(situation, *_level(groups, situation, stated_only=query.stated_only))
    for name in query.access:
        said = (groups["access"] >> np.uint64(lay.ACCESS[name])) & np.uint64(3)
        yield Verdict(name, said == lay.STATED, said == lay.NO)


def date_verdicts(groups: Array, dates: Dates, query: Query) -> Iterator[Verdict]:
    """Yield the same for the filters that ask for dates."""
    is_dated = _has(groups, lay.DATED)
    if query.meets_again:
        yes = meets_again(groups, dates)
        yield Verdict("again", yes, ~yes & is_dated)
    if query.days or query.date_from or query.date_to:
        yield from _days(is_dated, dates, query)
    if query.times:
        yield Verdict("time", dates.in_time, is_dated & ~dates.in_time & ~dates.no_hours)


def meets_again(groups: Array, dates: Dates) -> Array:
    """Tell which have a cadence, or more than one date ahead."""
    again: Array = _has(groups, lay.CADENCE) | (dates.ahead > 1)
    return again


def is_shown(groups: Array, dates: Dates) -> Array:
    """Tell which have a date ahead, or give no dates at all."""
    shown: Array = (dates.ahead > 0) | ~_has(groups, lay.DATED)
    return shown


def level_of(groups: Array, tag: str) -> Array:
    """Return at which level each has a tag of which *no* is a claim too."""
    level: Array = (groups["flags"] >> np.uint32(lay.level_shift(tag))) & np.uint32(3)
    return level


def has_level(groups: Array, tag: str, *, stated_only: bool) -> Array:
    """Tell which have such a tag, stated, or likely too."""
    level = level_of(groups, tag)
    found: Array = level == lay.STATED if stated_only else (level == lay.STATED) | (level == lay.LIKELY)
    return found


def _days(is_dated: Array, dates: Dates, query: Query) -> Iterator[Verdict]:
    # A group without dates is silent on each of the two; one with dates answers both at once.
    asked = {"day": bool(query.days), "when": query.date_from is not None or query.date_to is not None}
    for name in (name for name, is_asked in asked.items() if is_asked):
        yield Verdict(name, dates.on_day, is_dated & ~dates.on_day)


def _has(groups: Array, flag: int) -> Array:
    found: Array = groups["flags"] & np.uint32(flag) != 0
    return found


def _mode(groups: Array, query: Query) -> tuple[Array, Array]:
    yes = _has(groups, lay.IN_PERSON if query.mode == "in-person" else lay.ONLINE)
    return yes, ~yes & _has(groups, lay.MODE_SAID)


def _any_of(facet: str, wanted: tuple[str, ...], groups: Array) -> tuple[Array, Array]:
    yes = _tagged(groups, lay.bits(facet, wanted))
    return yes, ~yes & _tagged(groups, lay.MASK[facet])


def _tagged(groups: Array, bits: int) -> Array:
    found: Array = groups["tags"] & np.uint64(bits) != 0
    return found


def _activity(groups: Array, query: Query) -> tuple[Array, Array]:
    yes = _tagged(groups, lay.bits("activity", query.activities))
    tags = facets()["activity"].tags
    # Silent is a group of the asked pathway that names none of its activities, or one without any tag of either kind.
    silent = ~_tagged(groups, lay.MASK["activity"] | lay.MASK["pathway"])
    for pathway in {parent for tag in query.activities if (parent := tags[tag].parent)}:
        named = lay.bits("activity", (tag for tag, info in tags.items() if info.parent == pathway))
        silent |= _tagged(groups, lay.bits("pathway", [pathway])) & ~_tagged(groups, named)
    return yes, ~yes & ~silent


def _level(groups: Array, tag: str, *, stated_only: bool) -> tuple[Array, Array]:
    return has_level(groups, tag, stated_only=stated_only), level_of(groups, tag) == lay.NO


def _price(groups: Array, query: Query) -> tuple[Array, Array]:
    free, paid = _has(groups, lay.FREE), _has(groups, lay.PAID)
    if query.free:
        return free, paid
    known = paid & (groups["price"] != lay.NO_PRICE)
    enough = groups["price"] <= round((query.max_price or 0) * 100)
    return free | (known & enough), known & ~enough


def _participation(groups: Array, query: Query) -> tuple[Array, Array]:
    wanted, other = (lay.JOIN, lay.WATCH) if query.participation == "join" else (lay.WATCH, lay.JOIN)
    return _has(groups, wanted), _has(groups, other)


_Judge = Callable[[Array, Query], tuple[Array, Array]]

_FILTERS: tuple[tuple[str, Callable[[Query], bool], _Judge], ...] = (
    ("mode", lambda q: q.mode != "any", _mode),
    ("pathway", lambda q: bool(q.pathways), lambda g, q: _any_of("pathway", q.pathways, g)),
    ("activity", lambda q: bool(q.activities), _activity),
    ("format", lambda q: bool(q.formats), lambda g, q: _any_of("format", q.formats, g)),
    ("beginners", lambda q: q.beginners, lambda g, q: _level(g, "beginners", stated_only=q.stated_only)),
    ("ages", lambda q: bool(q.ages), lambda g, q: _any_of("ages", (*q.ages, "all-ages"), g)),
    ("together", lambda q: bool(q.together), lambda g, q: _any_of("together", q.together, g)),
    ("purpose", lambda q: bool(q.purposes), lambda g, q: _any_of("purpose", q.purposes, g)),
    ("price", lambda q: q.free or q.max_price is not None, _price),
    ("join", lambda q: q.participation is not None, _participation),
)
"""Name, whether it was asked for, and what it says of groups."""
