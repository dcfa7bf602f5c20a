"""By what a group is looked up among those that could be the same programme: numbers that a store can hold."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from hashlib import blake2b

from finder.grouping.across import cells, hours, sample
from finder.grouping.faces import Face, face, specific
from finder.grouping.likeness import ACRONYM
from finder.listing import Group


def marks(group: Group) -> frozenset[int]:
    """Return numbers of which twins have at least one in common: square of ten kilometres, weekday, hour, and a word.

    A group without a point has none.
    """
    one = face(group)
    return frozenset(_number(mark) for mark in _marks(one)) if one.site.point else frozenset()


def _marks(one: Face) -> Iterator[Hashable]:
    words = [*one.all_words, *(word for word in (one.initials, *one.joined) if len(word) >= ACRONYM)]
    if one.site.core:
        words.append(" ".join(sorted(one.site.core)))
    days = sample(sorted(one.dates))
    times = {(day.weekday(), hour) for day in days for hour in hours(one.dates[day])}
    for cell in cells(one):
        yield from ((cell, weekday, hour, word) for weekday, hour in times for word in words)
        yield from ((cell, weekday, "name", one.title.key) for weekday, _ in one.slots)
        yield from ((cell, weekday, "head", one.title.head) for weekday, _ in one.slots)
    yield from (("page", url) for _, url in one.urls if specific(url))


def _number(mark: Hashable) -> int:
    """Return a number of 63 bits, which stays the same from run to run."""
    return int.from_bytes(blake2b(repr(mark).encode(), digest_size=8).digest()) >> 1
