"""How many groups each choice of a filter would find, the other filters as they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar, get_args

import numpy as np

from finder.languages import LANGUAGES
from finder.search.dates import Dates
from finder.search.query import Cadence, Query
from finder.search.verdicts import (
    Sides,
    Verdict,
    access_to,
    cadence,
    has,
    has_level,
    host_of,
    is_shown,
    mode,
    participation,
)
from finder.tiles import Packed
from finder.tiles import layout as lay
from finder.tiles.layout import Array

Counts = dict[str, dict[str, int]]
"""Parameter → choice → how many groups."""

_BITS = 64
_BITS_OF_BYTE = np.unpackbits(np.arange(256, dtype=np.uint8).reshape(-1, 1), axis=1, bitorder="little").astype(np.int64)
R = TypeVar("R")


def counted(packed: Packed, dates: Dates, said: Sequence[Verdict], query: Query) -> Counts:
    """Return the counts of the choices of each facet.

    Where several choices of a facet can be taken, each is counted as if it were the only one; a situation, an access
    fact and beginners as if they were asked for with those already chosen.
    """
    groups = packed.groups
    passing = _Passing(said, is_shown(groups, dates), query)
    found: Counts = {}
    for facet in lay.SET_FACETS:
        per_bit = passing.counted(facet, partial(_per_bit, groups, stated_only=query.stated_only))
        found[facet] = {tag: per_bit[bit] for (of, tag), bit in lay.BIT.items() if of == facet}
    for facet, tag in lay.LEVELLED:
        yes = has_level(groups, tag, stated_only=query.stated_only)
        found.setdefault(facet, {})[tag] = _both(yes, passing.but(facet if facet in query.any_of else tag))
    found["host"] = passing.counted("host", partial(_per_host, groups))
    for name, sides in _sides(groups, dates).items():
        here = passing.but(name)
        found[name] = {choice: _both(yes, here) for choice, (yes, _) in sides.items()}
    found["access"] = _per_access(packed, passing, query)
    return found


class _Passing:
    """Tells which groups pass all filters, or all but one: what was asked for differs, the rest is the same."""

    def __init__(self, said: Sequence[Verdict], shown: Array, query: Query) -> None:
        self._masks = {v.name: v.yes | ~v.no if v.name in query.silent else v.yes for v in said}
        self._shown = shown
        self._all: Array = np.logical_and.reduce([shown, *self._masks.values()])
        self._counted: dict[object, Any] = {}

    def but(self, name: str) -> Array:
        """Return a mask of those that pass all filters but one."""
        if name not in self._masks:
            return self._all
        others = [mask for other, mask in self._masks.items() if other != name]
        passing: Array = np.logical_and.reduce([self._shown, *others])
        return passing

    def counted(self, name: str, count: partial[R]) -> R:
        """Return what is counted of those; once for all filters that nobody asked for."""
        if name in self._masks:
            return count(self.but(name))
        if count.func not in self._counted:
            self._counted[count.func] = count(self._all)
        found: R = self._counted[count.func]
        return found


def _sides(groups: Array, dates: Dates) -> dict[str, dict[str, Sides]]:
    return {
        "language": {name: (has(groups, lay.language_bits([name])), _NOTHING) for name in LANGUAGES},
        "cadence": {name: cadence(groups, dates, name) for name in get_args(Cadence)},
        "mode": {name: mode(groups, name) for name in ("in-person", "online")},
        "join": {name: participation(groups, name) for name in ("join", "watch")},
    }


_NOTHING = np.zeros(0, bool)


def _per_host(groups: Array, passing: Array) -> dict[str, int]:
    per_kind = np.bincount(host_of(groups)[passing], minlength=len(lay.HOSTS) + 1).tolist()
    return dict(zip(lay.HOSTS, per_kind[1:], strict=False))


def _per_access(packed: Packed, passing: _Passing, query: Query) -> dict[str, int]:
    """Count only among the groups that say anything of access: most say nothing."""
    says = np.flatnonzero(np.isin(packed.groups["number"], packed.access["number"]))
    access = lay.access_of(packed.groups[says], packed.access)
    names = query.access if "access" not in query.any_of else ()
    asked = {name: passing.but(name)[says] for name in names}
    others = passing.but("access")[says]
    return {name: _both(access_to(access, name)[0], asked.get(name, others)) for name in lay.ACCESS}


def _both(yes: Array, here: Array) -> int:
    return int(np.count_nonzero(yes & here))


def _per_bit(groups: Array, passing: Array, *, stated_only: bool) -> list[int]:
    if stated_only:
        return [int(np.count_nonzero(lay.is_stated(groups, bit) & passing)) for bit in range(len(lay.BIT))]
    tags = groups["tags"][passing].astype("<u8").view(np.uint8).reshape(-1, _BITS // 8)
    # Byte by byte: how often each of its 256 values occurs, times the bits of that value.
    per_byte = [np.bincount(tags[:, byte], minlength=256) @ _BITS_OF_BYTE for byte in range(_BITS // 8)]
    per_bit: list[int] = np.concatenate(per_byte).tolist()
    return per_bit
