"""Puts entries, and clusters of them, together by what they have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from finder.grouping.entries import Entry, apart, days

_QUARTER = 15
ENOUGH = 3
"""Dates from which on a weekday and hour count as a habit."""

T = TypeVar("T")
Cluster = list[Entry]


def bucketed(items: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """Return the items by a key, in the order in which the keys come first."""
    buckets: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        buckets[key(item)].append(item)
    return list(buckets.values())


def joined(groups: list[Cluster], alike: Callable[[Cluster, Cluster], bool]) -> list[Cluster]:
    """Join those that are alike, whichever comes first; the result is sorted inside and out."""
    done: list[Cluster] = []
    for cluster in groups:
        matching = [other for other in done if alike(other, cluster)]
        done = [other for other in done if not any(other is match for match in matching)]
        done.append(sorted([*cluster, *(made for match in matching for made in match)], key=lambda made: made.order))
    return sorted(done, key=lambda cluster: cluster[0].order)


def same_habit(a: Cluster, b: Cluster) -> bool:
    """Tell whether both meet on the same weekday at the same hour, on different days."""
    if set(days(a)) & set(days(b)):
        return False
    slots, others = {made.slot for made in a}, {made.slot for made in b}
    return any(day == other and apart(m, n) <= _QUARTER for day, m in slots for other, n in others)
