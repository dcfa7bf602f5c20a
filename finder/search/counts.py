"""How many groups each choice of a filter would find, the other filters as they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from finder.search.query import Query
from finder.search.verdicts import Verdict, has_level
from finder.tiles import layout as lay
from finder.tiles.layout import Array

Counts = dict[str, dict[str, int]]
"""Parameter → choice → how many groups."""

_BITS = 64


def counted(groups: Array, said: Sequence[Verdict], shown: Array, query: Query) -> Counts:
    """Return the counts of the choices of each facet.

    Where several choices of a facet can be taken, each is counted as if it were the only one; a situation, and
    beginners, as if it were asked for with those already chosen.
    """
    found: Counts = {}
    for facet in lay.SET_FACETS:
        passed = groups["tags"][_passing(said, shown, query, but=facet)]
        per_bit = _per_bit(passed)
        found[facet] = {tag: int(per_bit[bit]) for (of, tag), bit in lay.BIT.items() if of == facet}
    for facet, tag in lay.LEVELLED:
        here = _passing(said, shown, query, but=tag)
        yes = has_level(groups[here], tag, stated_only=query.stated_only)
        found.setdefault(facet, {})[tag] = int(yes.sum())
    return found


def _passing(said: Sequence[Verdict], shown: Array, query: Query, *, but: str) -> Array:
    masks = [v.yes | ~v.no if v.name in query.silent else v.yes for v in said if v.name != but]
    passing: Array = np.logical_and.reduce([shown, *masks])
    return passing


def _per_bit(tags: Array) -> Array:
    rows = np.unpackbits(tags.astype("<u8").view(np.uint8).reshape(-1, _BITS // 8), axis=1, bitorder="little")
    per_bit: Array = rows.sum(axis=0, dtype=np.int64)
    return per_bit
