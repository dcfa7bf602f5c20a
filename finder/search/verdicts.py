"""What each filter says of packed groups: yes, no, or nothing.

A group is shown when every filter says yes, and set aside when none says no and some say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from finder.languages import LANGUAGES
from finder.search.dates import Dates
from finder.search.query import Cadence, Query
from finder.taxonomy import facets
from finder.tiles import layout as lay
from finder.tiles.layout import Array

Sides = tuple[Array, Array]
"""For each group, whether it is a yes and whether it is a no."""


class Verdict(NamedTuple):
    """For each group, whether a filter says yes and whether it says no; where neither, the group is silent on it."""

    name: str
    yes: Array
    no: Array


def verdicts(groups: Array, access: Array, query: Query) -> Iterator[Verdict]:
    """Yield what each filter that was asked for says, by the name under which silence is counted.

    Args:
        groups: rows of groups.
        access: what is said of access, one item for a group.
        query: what is asked for.
    """
    for name, is_asked, judge in _FILTERS:
        if is_asked(query):
            yield Verdict(name, *judge(groups, query))
    situations = [Verdict(name, *_level(groups, name, stated_only=query.stated_only)) for name in query.situations]
    yield from _each_or_any("situation", situations, query)
    yield from _each_or_any("access", [Verdict(name, *access_to(access, name)) for name in query.access], query)


def access_to(access: Array, name: str) -> Sides:
    """Tell which say yes and which say no to an access fact."""
    said = (access >> np.uint64(lay.ACCESS[name])) & np.uint64(3)
    return said == lay.STATED, said == lay.NO


def _each_or_any(name: str, said: list[Verdict], query: Query) -> list[Verdict]:
    if name not in query.any_of or not said:
        return said
    yes, no = np.logical_or.reduce([v.yes for v in said]), np.logical_and.reduce([v.no for v in said])
    return [Verdict(name, yes, no)]


def date_verdicts(groups: Array, dates: Dates, query: Query) -> Iterator[Verdict]:
    """Yield the same for the filters that ask for dates."""
    is_dated = has(groups, lay.DATED)
    if query.cadences:
        said = [cadence(groups, dates, name) for name in query.cadences]
        yield Verdict(
            "cadence", np.logical_or.reduce([s[0] for s in said]), np.logical_and.reduce([s[1] for s in said])
        )
    if query.days or query.date_from or query.date_to:
        yield from _days(is_dated, dates, query)
    if query.times:
        yield Verdict("time", dates.in_time, is_dated & ~dates.in_time & ~dates.no_hours)


def cadence(groups: Array, dates: Dates, name: Cadence) -> Sides:
    """Tell which meet again, only once, or as one course: by their dates, and by what the host says."""
    again, is_dated = meets_again(groups, dates.ahead), has(groups, lay.DATED)
    once, course = has(groups, lay.ONE_OFF), has(groups, lay.COURSE)
    single = once | (is_dated & ~again & ~course)
    match name:
        case "again":
            return again & ~once, ~again & is_dated | once
        case "one-off":
            return single, ~single & (again | course)
        case "course":
            return course, ~course & single


def meets_again(groups: Array, ahead: Array) -> Array:
    """Tell which have a cadence, or more than one date ahead."""
    again: Array = has(groups, lay.CADENCE) | (ahead > 1)
    return again


def is_shown(groups: Array, dates: Dates) -> Array:
    """Tell which have a date ahead, or give no dates at all."""
    shown: Array = dates.is_ahead | ~has(groups, lay.DATED)
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


def has(groups: Array, flag: int) -> Array:
    """Tell which have any of some bits of `flags`."""
    found: Array = groups["flags"] & np.uint32(flag) != 0
    return found


def mode(groups: Array, name: str) -> Sides:
    """Tell which one can go to, or join online."""
    yes = has(groups, lay.IN_PERSON if name == "in-person" else lay.ONLINE)
    return yes, ~yes & has(groups, lay.MODE_SAID)


def _facet(facet: str, wanted: tuple[str, ...], groups: Array, query: Query) -> Sides:
    """Tell which have any of the tags, or all of them where that is asked for."""
    if facet in query.all_of:
        said = [_tagged_with(facet, (tag,), groups, stated_only=query.stated_only) for tag in wanted]
        return np.logical_and.reduce([yes for yes, _ in said]), np.logical_or.reduce([no for _, no in said])
    return _tagged_with(facet, wanted, groups, stated_only=query.stated_only)


def _tagged_with(facet: str, wanted: tuple[str, ...], groups: Array, *, stated_only: bool = False) -> Sides:
    """Tell which have any of the tags; silent are those without a tag of the facet, or with a likely one alone."""
    has = _tagged(groups, lay.bits(facet, wanted))
    no = ~has & (_activity_said(groups, wanted) if facet == "activity" else _tagged(groups, lay.MASK[facet]))
    if stated_only:
        has = np.logical_or.reduce([lay.is_stated(groups, lay.BIT[facet, tag]) for tag in wanted])
    return has, no


def _tagged(groups: Array, bits: int) -> Array:
    found: Array = groups["tags"] & np.uint64(bits) != 0
    return found


def _activity_said(groups: Array, wanted: tuple[str, ...]) -> Array:
    """Tell which say what they do, if it is something else than what is wanted."""
    tags = facets()["activity"].tags
    # Silent is a group of the asked pathway that names none of its activities, or one without any tag of either kind.
    silent = ~_tagged(groups, lay.MASK["activity"] | lay.MASK["pathway"])
    for pathway in {parent for tag in wanted if (parent := tags[tag].parent)}:
        named = lay.bits("activity", (tag for tag, info in tags.items() if info.parent == pathway))
        silent |= _tagged(groups, lay.bits("pathway", [pathway])) & ~_tagged(groups, named)
    return ~silent


def _without(groups: Array, query: Query) -> Sides:
    """Tell which have none of the tags, and speak of each of their facets; those that have one are a no."""
    said = [_tagged_with(_FACET_OF[tag], (tag,), groups) for tag in query.without]
    return np.logical_and.reduce([no for _, no in said]), np.logical_or.reduce([yes for yes, _ in said])


_FACET_OF = {tag: facet for facet, tag in lay.BIT}


def host_of(groups: Array) -> Array:
    """Return the kind of host of each: its place in `HOSTS` plus one, 0 for another or none."""
    kind: Array = (groups["flags"] >> np.uint32(lay.HOST_SHIFT)) & np.uint32(lay.HOST_MASK)
    return kind


def _host(groups: Array, query: Query) -> Sides:
    kind = host_of(groups)
    yes = np.isin(kind, [lay.HOSTS.index(name) + 1 for name in query.hosts])
    return yes, ~yes & (kind != 0)


def _language(groups: Array, query: Query) -> Sides:
    yes = has(groups, lay.language_bits(query.languages))
    return yes, ~yes & has(groups, lay.language_bits(LANGUAGES))


def _level(groups: Array, tag: str, *, stated_only: bool) -> Sides:
    return has_level(groups, tag, stated_only=stated_only), level_of(groups, tag) == lay.NO


def _price(groups: Array, query: Query) -> Sides:
    free, paid = has(groups, lay.FREE), has(groups, lay.PAID)
    if query.free:
        return free, paid
    known = paid & (groups["price"] != lay.NO_PRICE)
    enough = groups["price"] <= round((query.max_price or 0) * 100)
    return free | (known & enough), known & ~enough


def participation(groups: Array, name: str) -> Sides:
    """Tell in which one takes part, or watches."""
    wanted, other = (lay.JOIN, lay.WATCH) if name == "join" else (lay.WATCH, lay.JOIN)
    return has(groups, wanted), has(groups, other)


_Judge = Callable[[Array, Query], Sides]

_FILTERS: tuple[tuple[str, Callable[[Query], bool], _Judge], ...] = (
    ("mode", lambda q: q.mode != "any", lambda g, q: mode(g, q.mode)),
    ("pathway", lambda q: bool(q.pathways), lambda g, q: _facet("pathway", q.pathways, g, q)),
    ("activity", lambda q: bool(q.activities), lambda g, q: _facet("activity", q.activities, g, q)),
    ("format", lambda q: bool(q.formats), lambda g, q: _facet("format", q.formats, g, q)),
    ("beginners", lambda q: q.beginners, lambda g, q: _level(g, "beginners", stated_only=q.stated_only)),
    ("ages", lambda q: bool(q.ages), lambda g, q: _facet("ages", (*q.ages, "all-ages"), g, q)),
    ("together", lambda q: bool(q.together), lambda g, q: _facet("together", q.together, g, q)),
    ("purpose", lambda q: bool(q.purposes), lambda g, q: _facet("purpose", q.purposes, g, q)),
    ("without", lambda q: bool(q.without), _without),
    ("host", lambda q: bool(q.hosts), _host),
    ("language", lambda q: bool(q.languages), _language),
    ("price", lambda q: q.free or q.max_price is not None, _price),
    ("join", lambda q: q.participation is not None, lambda g, q: participation(g, q.participation or "join")),
)
"""Name, whether it was asked for, and what it says of groups."""
