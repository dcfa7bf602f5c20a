"""How many groups each choice of a filter would find, the other filters as they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import get_args

import numpy as np

from finder.languages import LANGUAGES
from finder.search.dates import Dates
from finder.search.query import Cadence, Query
from finder.search.verdicts import Verdict, access_to, cadence, is_shown
from finder.tiles import Packed
from finder.tiles import layout as lay
from finder.tiles.layout import Array

Counts = dict[str, dict[str, int]]
"""Parameter → choice → how many groups."""

_BYTE = 256
_BITS_OF_BYTE = np.unpackbits(np.arange(_BYTE, dtype=np.uint8).reshape(-1, 1), axis=1, bitorder="little").astype(float)
_NONE = (0,) * 8


class _Tally:
    """How many groups have each bit of `tags` and `flags`, and each value of some bits of `flags`.

    All of it follows from how often each value of a byte occurs.
    """

    def __init__(self, groups: Array, passing: Array) -> None:
        which = np.flatnonzero(passing)
        self._fields = {name: groups[name].take(which).view(np.uint8) for name in ("tags", "flags")}
        self._known: dict[tuple[str, int], list[int]] = {}

    def per_bit(self, field: str, mask: int) -> list[int]:
        """Return how many have each bit of a field; nothing worth reading where none of a byte is in the mask."""
        every = range(lay.GROUP[field].itemsize)
        return [n for byte in every for n in (self._in_byte(field, byte) if mask >> 8 * byte & 0xFF else _NONE)]

    def _in_byte(self, field: str, byte: int) -> list[int]:
        if (field, byte) not in self._known:
            # Numbers of groups are exact as floats, and only those are multiplied fast.
            per_bit = self._often(field, byte) @ _BITS_OF_BYTE
            self._known[field, byte] = per_bit.astype(np.int64).tolist()
        return self._known[field, byte]

    def values(self, shift: int, mask: int) -> list[int]:
        """Return how many have each value of some bits of `flags`, which lie within one byte."""
        byte, within = divmod(shift, 8)
        held = (np.arange(_BYTE) >> within) & mask
        values: list[int] = np.bincount(held, self._often("flags", byte), mask + 1).astype(np.int64).tolist()
        return values

    def _often(self, field: str, byte: int) -> Array:
        every = lay.GROUP[field].itemsize
        return np.bincount(self._fields[field][byte::every], minlength=_BYTE)


def counted(packed: Packed, dates: Dates, said: Sequence[Verdict], query: Query) -> Counts:
    """Return the counts of the choices of each facet.

    Where several choices of a facet can be taken, each is counted as if it were the only one; a situation, an access
    fact and beginners as if they were asked for with those already chosen.
    """
    groups = packed.groups
    passing = _Passing(groups, said, is_shown(groups, dates), query)
    found: Counts = {}
    for facet, bits in _BITS_OF_FACET.items():
        if query.stated_only:
            here = passing.but(facet)
            found[facet] = {tag: _both(lay.is_stated(groups, bit), here) for tag, bit in bits.items()}
        else:
            per_bit = passing.tally(facet).per_bit("tags", lay.MASK[facet])
            found[facet] = {tag: per_bit[bit] for tag, bit in bits.items()}
    enough = (lay.STATED,) if query.stated_only else (lay.STATED, lay.LIKELY)
    for facet, tag in lay.LEVELLED:
        levels = passing.tally(facet if facet in query.any_of else tag).values(lay.level_shift(tag), 3)
        found.setdefault(facet, {})[tag] = sum(levels[level] for level in enough)
    hosts = passing.tally("host").values(lay.HOST_SHIFT, lay.HOST_MASK)
    found["host"] = dict(zip(lay.HOSTS, hosts[1:], strict=False))
    for name, flags in _FLAGS.items():
        per_bit = passing.tally(name).per_bit("flags", sum(flags.values()))
        found[name] = {choice: per_bit[flag.bit_length() - 1] for choice, flag in flags.items()}
    here = passing.but("cadence")
    found["cadence"] = {name: _both(cadence(groups, dates, name)[0], here) for name in get_args(Cadence)}
    found["access"] = _per_access(packed, passing, query)
    return found


_BITS_OF_FACET = {facet: {tag: bit for (of, tag), bit in lay.BIT.items() if of == facet} for facet in lay.SET_FACETS}
_FLAGS = {
    "language": {name: lay.language_bits([name]) for name in LANGUAGES},
    "mode": {"in-person": lay.IN_PERSON, "online": lay.ONLINE},
    "join": {"join": lay.JOIN, "watch": lay.WATCH},
}
"""Parameter → choice → the bit of `flags` that says yes to it."""


class _Passing:
    """Tells which groups pass all filters, or all but one: what was asked for differs, the rest is the same."""

    def __init__(self, groups: Array, said: Sequence[Verdict], shown: Array, query: Query) -> None:
        self._groups = groups
        self._masks = {v.name: v.yes | ~v.no if v.name in query.silent else v.yes for v in said}
        self._shown = shown
        self._all: Array = np.logical_and.reduce([shown, *self._masks.values()])
        self._tallies: dict[str, _Tally] = {}

    def but(self, name: str) -> Array:
        """Return a mask of those that pass all filters but one."""
        if name not in self._masks:
            return self._all
        others = [mask for other, mask in self._masks.items() if other != name]
        passing: Array = np.logical_and.reduce([self._shown, *others])
        return passing

    def tally(self, name: str) -> _Tally:
        """Return what is counted of those; once for all filters that nobody asked for."""
        if name not in self._tallies:
            passing = self.but(name)
            # Those that pass all pass all but one too: as many are the same ones.
            is_all = name in self._masks and np.count_nonzero(passing) == np.count_nonzero(self._all)
            new = name in self._masks and not is_all
            self._tallies[name] = _Tally(self._groups, passing) if new else self._of_all
        return self._tallies[name]

    @cached_property
    def _of_all(self) -> _Tally:
        return _Tally(self._groups, self._all)


def _per_access(packed: Packed, passing: _Passing, query: Query) -> dict[str, int]:
    """Count only among the groups that say anything of access: most say nothing."""
    if not len(packed.access):
        return dict.fromkeys(lay.ACCESS, 0)
    says = np.flatnonzero(np.isin(packed.groups["number"], packed.access["number"]))
    access = lay.access_of(packed.groups[says], packed.access)
    names = query.access if "access" not in query.any_of else ()
    asked = {name: passing.but(name)[says] for name in names}
    others = passing.but("access")[says]
    return {name: _both(access_to(access, name)[0], asked.get(name, others)) for name in lay.ACCESS}


def _both(yes: Array, here: Array) -> int:
    return int(np.count_nonzero(yes & here))
