"""What each filter says of packed groups: yes, no, or nothing.

A group is shown when every filter says yes, and set aside when none says no and some say nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
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

    def at(self, which: Array) -> Verdict:
        """Return what is said of those at some positions."""
        return Verdict(self.name, self.yes.take(which), self.no.take(which))


class Candidates:
    """Groups that filters judge, and what they say of access where one asks for that."""

    def __init__(self, groups: Array, access: Array) -> None:
        self.groups = groups
        self._said_of_access = access

    @cached_property
    def access(self) -> Array:
        """What each of them says of access."""
        return lay.access_of(self.groups, self._said_of_access)

    def at(self, which: Array) -> Candidates:
        """Return those at some positions."""
        return Candidates(self.groups.take(which), self._said_of_access)


class Filter(NamedTuple):
    """What was asked for: its name, under which silence is counted, and by which values it judges groups.

    Two that are equal say the same of the same groups, whatever else was asked for.
    """

    name: str
    judge: Callable[..., Sides]
    values: tuple[object, ...]

    def said(self, candidates: Candidates) -> Verdict:
        """Return what it says of groups."""
        return Verdict(self.name, *self.judge(candidates, *self.values))


class DateFilter(NamedTuple):
    """The same for what asks for dates."""

    name: str
    judge: Callable[[Array, Dates], Sides]

    def said(self, groups: Array, dates: Dates) -> Verdict:
        """Return what it says of groups and their dates."""
        return Verdict(self.name, *self.judge(groups, dates))


def filters(query: Query) -> Iterator[Filter]:
    """Yield the filters that were asked for, first those that most often say no."""
    for name, judge, values_of in _FILTERS:
        if values := values_of(query):
            yield Filter(name, judge, values)
    levels = [Filter(name, _level, (name, query.stated_only)) for name in query.situations]
    yield from _each_or_any("situation", levels, query)
    yield from _each_or_any("access", [Filter(name, _access, (name,)) for name in query.access], query)


def _access(candidates: Candidates, name: str) -> Sides:
    return access_to(candidates.access, name)


def access_to(access: Array, name: str) -> Sides:
    """Tell which say yes and which say no to an access fact."""
    said = access >> lay.ACCESS[name] & 3
    return said == lay.STATED, said == lay.NO


def _each_or_any(name: str, each: list[Filter], query: Query) -> list[Filter]:
    if name not in query.any_of or not each:
        return each
    return [Filter(name, _any_of, tuple(each))]


def _any_of(candidates: Candidates, *each: Filter) -> Sides:
    return _either([one.judge(candidates, *one.values) for one in each])


def _either(said: Sequence[Sides]) -> Sides:
    return np.logical_or.reduce([yes for yes, _ in said]), np.logical_and.reduce([no for _, no in said])


def date_filters(query: Query) -> Iterator[DateFilter]:
    """Yield the filters that ask for dates."""
    # A group without dates is silent on each of the two; one with dates answers both at once.
    if query.days:
        yield DateFilter("day", _on_day)
    if query.date_from or query.date_to:
        yield DateFilter("when", _on_day)
    if query.times:
        yield DateFilter("time", _in_time)
    if query.cadences:
        yield DateFilter("cadence", partial(_cadences, query.cadences))


def _on_day(groups: Array, dates: Dates) -> Sides:
    return dates.on_day, has(groups, lay.DATED) & ~dates.on_day


def _in_time(groups: Array, dates: Dates) -> Sides:
    return dates.in_time, has(groups, lay.DATED) & ~dates.in_time & ~dates.no_hours


def _cadences(names: tuple[Cadence, ...], groups: Array, dates: Dates) -> Sides:
    sides = cadences(groups, dates)
    return _either([sides[name] for name in names])


def cadences(groups: Array, dates: Dates) -> dict[Cadence, Sides]:
    """Tell which meet again, only once, or as one course: by their dates, and by what the host says."""
    again, is_dated = meets_again(groups, dates.ahead), has(groups, lay.DATED)
    once, course = has(groups, lay.ONE_OFF), has(groups, lay.COURSE)
    single = once | (is_dated & ~again & ~course)
    return {
        "again": (again & ~once, ~again & is_dated | once),
        "one-off": (single, ~single & (again | course)),
        "course": (course, ~course & single),
    }


def meets_again(groups: Array, ahead: Array) -> Array:
    """Tell which have a cadence, or more than one date ahead."""
    again: Array = has(groups, lay.CADENCE) | (ahead > 1)
    return again


def level_of(groups: Array, tag: str) -> Array:
    """Return at which level each has a tag of which *no* is a claim too."""
    level: Array = groups["flags"] >> lay.level_shift(tag) & 3
    return level


def has_level(groups: Array, tag: str, *, stated_only: bool) -> Array:
    """Tell which have such a tag, stated, or likely too."""
    level = level_of(groups, tag)
    found: Array = level == lay.STATED if stated_only else (level == lay.STATED) | (level == lay.LIKELY)
    return found


def has(groups: Array, flag: int) -> Array:
    """Tell which have any of some bits of `flags`."""
    found: Array = (groups["flags"] & flag).astype(bool)
    return found


def _facet(candidates: Candidates, facet: str, wanted: tuple[str, ...], is_all: bool, stated_only: bool) -> Sides:  # noqa: FBT001  values of a filter
    """Tell which have any of the tags, or all of them where that is asked for."""
    groups = candidates.groups
    if is_all:
        said = [_tagged_with(facet, (tag,), groups, stated_only=stated_only) for tag in wanted]
        return np.logical_and.reduce([yes for yes, _ in said]), np.logical_or.reduce([no for _, no in said])
    return _tagged_with(facet, wanted, groups, stated_only=stated_only)


def _tagged_with(facet: str, wanted: tuple[str, ...], groups: Array, *, stated_only: bool = False) -> Sides:
    """Tell which have any of the tags; silent are those without a tag of the facet, or with a likely one alone."""
    has = _tagged(groups, lay.bits(facet, wanted))
    no = ~has & (_activity_said(groups, wanted) if facet == "activity" else _tagged(groups, lay.MASK[facet]))
    if stated_only:
        has = np.logical_or.reduce([lay.is_stated(groups, lay.BIT[facet, tag]) for tag in wanted])
    return has, no


def _tagged(groups: Array, bits: int) -> Array:
    found: Array = (groups["tags"] & bits).astype(bool)
    return found


def _activity_said(groups: Array, wanted: tuple[str, ...]) -> Array:
    """Tell which say what they do, if it is something else than what is wanted."""
    # Silent is a group of the asked pathway that names none of its activities, or one without any tag of either kind.
    silent = ~_tagged(groups, lay.MASK["activity"] | lay.MASK["pathway"])
    for pathway in {parent for tag in wanted if (parent := facets()["activity"].tags[tag].parent)}:
        silent |= _tagged(groups, lay.bits("pathway", [pathway])) & ~_tagged(groups, _ACTIVITIES_OF[pathway])
    return ~silent


def _activities_of() -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for tag, info in facets()["activity"].tags.items():
        if info.parent:
            found[info.parent] |= lay.bits("activity", [tag])
    return found


_ACTIVITIES_OF = _activities_of()
"""Pathway → the bits of its activities."""


def _without(candidates: Candidates, *unwanted: str) -> Sides:
    """Tell which have none of the tags, and speak of each of their facets; those that have one are a no."""
    said = [_tagged_with(_FACET_OF[tag], (tag,), candidates.groups) for tag in unwanted]
    return np.logical_and.reduce([no for _, no in said]), np.logical_or.reduce([yes for yes, _ in said])


_FACET_OF = {tag: facet for facet, tag in lay.BIT}


def host_of(groups: Array) -> Array:
    """Return the kind of host of each: its place in `HOSTS` plus one, 0 for another or none."""
    kind: Array = groups["flags"] >> lay.HOST_SHIFT & lay.HOST_MASK
    return kind


def _host(candidates: Candidates, *kinds: str) -> Sides:
    kind = host_of(candidates.groups)
    yes = np.isin(kind, [lay.HOSTS.index(name) + 1 for name in kinds])
    return yes, ~yes & (kind != 0)


def _language(candidates: Candidates, *wanted: str) -> Sides:
    yes = has(candidates.groups, lay.language_bits(wanted))
    return yes, ~yes & has(candidates.groups, lay.language_bits(LANGUAGES))


def _level(candidates: Candidates, tag: str, stated_only: bool) -> Sides:  # noqa: FBT001  values of a filter
    groups = candidates.groups
    return has_level(groups, tag, stated_only=stated_only), level_of(groups, tag) == lay.NO


def _price(candidates: Candidates, is_free: bool, most: float | None) -> Sides:  # noqa: FBT001  values of a filter
    groups = candidates.groups
    free, paid = has(groups, lay.FREE), has(groups, lay.PAID)
    if is_free:
        return free, paid
    known = paid & (groups["price"] != lay.NO_PRICE)
    enough = groups["price"] <= round((most or 0) * 100)
    return free | (known & enough), known & ~enough


def _mode(candidates: Candidates, name: str) -> Sides:
    """Tell which one can go to, or join online."""
    yes = has(candidates.groups, lay.IN_PERSON if name == "in-person" else lay.ONLINE)
    return yes, ~yes & has(candidates.groups, lay.MODE_SAID)


def _participation(candidates: Candidates, name: str) -> Sides:
    """Tell in which one takes part, or watches."""
    wanted, other = (lay.JOIN, lay.WATCH) if name == "join" else (lay.WATCH, lay.JOIN)
    return has(candidates.groups, wanted), has(candidates.groups, other)


def _asks_for_a_mode(query: Query) -> bool:
    # What is near a point is what one can go to.
    return query.mode == "online" or (query.mode == "in-person" and query.latitude is None)


_Values = Callable[[Query], tuple[object, ...]]


def _tags(facet: str, field: str) -> _Values:
    return lambda q: (facet, wanted, facet in q.all_of, q.stated_only) if (wanted := getattr(q, field)) else ()


_FILTERS: tuple[tuple[str, Callable[..., Sides], _Values], ...] = (
    ("activity", _facet, _tags("activity", "activities")),
    ("pathway", _facet, _tags("pathway", "pathways")),
    ("format", _facet, _tags("format", "formats")),
    ("beginners", _level, lambda q: ("beginners", q.stated_only) if q.beginners else ()),
    ("ages", _facet, lambda q: ("ages", (*q.ages, "all-ages"), "ages" in q.all_of, q.stated_only) if q.ages else ()),
    ("together", _facet, _tags("together", "together")),
    ("purpose", _facet, _tags("purpose", "purposes")),
    ("without", _without, lambda q: q.without),
    ("host", _host, lambda q: q.hosts),
    ("language", _language, lambda q: q.languages),
    ("price", _price, lambda q: (q.free, q.max_price) if q.free or q.max_price is not None else ()),
    ("mode", _mode, lambda q: (q.mode,) if _asks_for_a_mode(q) else ()),
    ("join", _participation, lambda q: (q.participation,) if q.participation else ()),
)
"""Name, what judges, and by which values; by none where it was not asked for."""
