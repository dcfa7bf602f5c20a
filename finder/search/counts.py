"""How many groups each choice of a filter would find, the other filters as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from finder.languages import LANGUAGES
from finder.search.bits import counted_bits
from finder.search.dates import Dates
from finder.search.query import Query
from finder.search.verdicts import Verdict, access_to, cadences, has
from finder.search.when_counts import OF_DATES, per_date
from finder.tiles import layout as lay
from finder.tiles.layout import Array, positions

Counts = dict[str, dict[str, int]]
"""Parameter → choice → how many groups."""


class _Tally:
    """How many groups have each bit of `tags` and of `flags`, each tag with levels at one that is enough, each host."""

    def __init__(self, groups: Array, which: Array, *, stated_only: bool) -> None:
        self.size = len(which)
        self._groups, self._which, self._stated_only = groups, which, stated_only

    @cached_property
    def tags(self) -> list[int]:
        """How many have each bit of `tags`."""
        return counted_bits(self._groups["tags"].take(self._which))

    @cached_property
    def _all_flags(self) -> Array:
        return self._groups["flags"].take(self._which).astype(np.uint64)

    @cached_property
    def _flags(self) -> list[int]:
        flags = self._all_flags
        # Two bits of a level become one, where the lower of them stood: whether it is enough.
        enough = (flags >> _ONE & ~flags) if self._stated_only else (flags ^ flags >> _ONE)
        return counted_bits(flags | enough << _HALF)

    def flagged(self, flag: int) -> int:
        """Return how many have one bit of `flags`."""
        return self._flags[flag.bit_length() - 1]

    def levelled(self, tag: str) -> int:
        """Return how many have a tag with levels at one that is enough."""
        return self._flags[int(_HALF) + lay.level_shift(tag)]

    def hosts(self) -> list[int]:
        """Return how many have each kind of host, first those of another or none."""
        found = self._all_flags >> np.uint64(lay.HOST_SHIFT) & np.uint64(lay.HOST_MASK)
        kinds: list[int] = np.bincount(found.astype(np.int64), minlength=lay.HOST_MASK + 1).tolist()
        return kinds


_ONE, _HALF = np.uint64(1), np.uint64(32)


def counted(groups: Array, access: Array, dates: Dates, said: Sequence[Verdict], query: Query) -> Counts:
    """Return the counts of the choices of each facet among groups that could be shown.

    Where several choices of a facet can be taken, each is counted as if it were the only one; a situation, an access
    fact and beginners as if they were asked for with those already chosen.
    """
    passing = _Passing(groups, said, query)
    found: Counts = {}
    for facet, bits in _BITS_OF_FACET.items():
        if query.stated_only:
            here = passing.but(facet)
            found[facet] = {tag: _both(lay.is_stated(groups, bit), here) for tag, bit in bits.items()}
        else:
            per_bit = passing.tally(facet).tags
            found[facet] = {tag: per_bit[bit] for tag, bit in bits.items()}
    for facet, tag in lay.LEVELLED:
        found.setdefault(facet, {})[tag] = passing.tally(facet if facet in query.any_of else tag).levelled(tag)
    found["host"] = dict(zip(lay.HOSTS, passing.tally("host").hosts()[1:], strict=False))
    for name, flags in _FLAGS.items():
        found[name] = {choice: passing.tally(name).flagged(flag) for choice, flag in flags.items()}
    here = passing.but("cadence")
    found["cadence"] = {name: _both(yes, here) for name, (yes, _) in cadences(groups, dates).items()}
    found["access"] = _per_access(groups, access, passing, query)
    found["free"] = {"1": _free(passing.tally("price"), query)}
    return found | per_date(dates, has(groups, lay.DATED), passing.but_dates(), query)


def summed(one: Counts, other: Counts) -> Counts:
    """Return the counts of groups of which each was counted in one of two."""
    return {name: {choice: n + other[name][choice] for choice, n in each.items()} for name, each in one.items()}


_BITS_OF_FACET = {facet: {tag: bit for (of, tag), bit in lay.BIT.items() if of == facet} for facet in lay.SET_FACETS}
_FLAGS = {
    "language": {name: lay.language_bits([name]) for name in LANGUAGES},
    "mode": {"in-person": lay.IN_PERSON, "online": lay.ONLINE},
    "join": {"join": lay.JOIN, "watch": lay.WATCH},
}
"""Parameter → choice → the bit of `flags` that says yes to it."""


class _Passing:
    """Tells which groups pass all filters, or all but one: what was asked for differs, the rest is the same."""

    def __init__(self, groups: Array, said: Sequence[Verdict], query: Query) -> None:
        self._groups, self._stated_only = groups, query.stated_only
        self._masks = {v.name: v.yes | ~v.no if v.name in query.silent else v.yes for v in said}
        self._all = self._and(self._masks.values())
        self._tallies: dict[str, _Tally] = {}

    def _and(self, masks: Iterable[Array]) -> Array:
        given = list(masks)
        passing: Array = np.logical_and.reduce(given) if given else np.ones(len(self._groups), bool)
        return passing

    def but(self, name: str) -> Array:
        """Return a mask of those that pass all filters but one."""
        if name not in self._masks:
            return self._all
        return self._and(mask for other, mask in self._masks.items() if other != name)

    def but_dates(self) -> Array:
        """Return a mask of those that pass all filters but those that ask for days and hours."""
        return self._and(mask for name, mask in self._masks.items() if name not in OF_DATES)

    def tally(self, name: str) -> _Tally:
        """Return what is counted of those; once for all filters that nobody asked for."""
        if name not in self._masks:
            return self._of_all
        if name not in self._tallies:
            passing = self.but(name)
            # Those that pass all pass all but one too: as many are the same ones.
            is_all = np.count_nonzero(passing) == np.count_nonzero(self._all)
            self._tallies[name] = self._of_all if is_all else self._tally(passing)
        return self._tallies[name]

    @cached_property
    def _of_all(self) -> _Tally:
        return self._tally(self._all)

    def _tally(self, passing: Array) -> _Tally:
        return _Tally(self._groups, positions(passing), stated_only=self._stated_only)


def _per_access(groups: Array, said: Array, passing: _Passing, query: Query) -> dict[str, int]:
    """Count only among the groups that say anything of access: most say nothing."""
    if not len(said):
        return dict.fromkeys(lay.ACCESS, 0)
    says = positions(np.isin(groups["number"], said["number"]))
    access = lay.access_of(groups.take(says), said)
    names = query.access if "access" not in query.any_of else ()
    asked = {name: passing.but(name)[says] for name in names}
    others = passing.but("access")[says]
    return {name: _both(access_to(access, name)[0], asked.get(name, others)) for name in lay.ACCESS}


def _free(tally: _Tally, query: Query) -> int:
    return tally.size - tally.flagged(lay.PAID) if "price" in query.silent else tally.flagged(lay.FREE)


def _both(yes: Array, here: Array) -> int:
    return int(np.count_nonzero(yes & here))
