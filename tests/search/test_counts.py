from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest

from finder.search.counts import counted, summed
from finder.search.dates import Calendar
from finder.search.query import Query
from finder.search.verdicts import Verdict
from finder.tiles import joined
from finder.tiles import layout as lay

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def rows(count: int, rng: Random) -> lay.Array:
    groups = np.zeros(count, lay.GROUP)
    groups["number"] = range(1, count + 1)
    groups["tags"] = [rng.getrandbits(64) for _ in range(count)]
    groups["stated"] = [rng.getrandbits(32) for _ in range(count)]
    groups["flags"] = [rng.getrandbits(32) for _ in range(count)]
    return groups


@pytest.mark.parametrize("stated_only", [False, True])
@pytest.mark.parametrize("count", [0, 1, 254, 255, 256, 1021])
def test_each_choice_is_counted_among_what_passes_the_other_filters(count: int, *, stated_only: bool) -> None:
    rng = Random(count)
    groups = rows(count, rng)
    yes = np.array([rng.random() < 0.6 for _ in range(count)], bool)
    query = Query(stated_only=stated_only)
    dates = Calendar(joined([groups.tobytes()], []), NOW, lambda _: "UTC").of(np.arange(count), query)
    found = counted(groups, joined([], []).access, dates, [Verdict("format", yes, ~yes)], query)
    expected: dict[str, dict[str, int]] = {}
    for (facet, tag), bit in lay.BIT.items():
        passing = groups if facet == "format" else groups[yes]
        has = [lay.is_stated(passing, bit), passing["tags"] >> np.uint64(bit) & np.uint64(1) == 1][not stated_only]
        expected.setdefault(facet, {})[tag] = int(has.sum())
    flags = [int(flag) for flag in groups[yes]["flags"]]
    enough = {lay.STATED} if stated_only else {lay.STATED, lay.LIKELY}
    for facet, tag in lay.LEVELLED:
        expected.setdefault(facet, {})[tag] = sum(flag >> lay.level_shift(tag) & 3 in enough for flag in flags)
    expected["host"] = {
        name: sum(flag >> lay.HOST_SHIFT & lay.HOST_MASK == n for flag in flags) for n, name in enumerate(lay.HOSTS, 1)
    }
    expected["join"] = {"join": sum(map(bool, (flag & lay.JOIN for flag in flags)))}
    expected["join"]["watch"] = sum(map(bool, (flag & lay.WATCH for flag in flags)))
    assert {name: found[name] for name in expected} == expected


def test_counts_of_two_parts_are_added() -> None:
    assert summed({"join": {"join": 2, "watch": 0}}, {"join": {"join": 3, "watch": 1}}) == {
        "join": {"join": 5, "watch": 1}
    }
