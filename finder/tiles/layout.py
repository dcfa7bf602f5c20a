"""How a group and its dates are packed into rows of fixed length, and which bit means what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from struct import Struct
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from finder.languages import LANGUAGES
from finder.taxonomy import access_facts, facets

Array = npt.NDArray[Any]

GROUP: Final = np.dtype(
    [
        ("x", "<i4"),
        ("y", "<i4"),
        ("z", "<i4"),
        ("number", "<u4"),
        ("tags", "<u8"),
        ("stated", "<u4"),
        ("price", "<u4"),
        ("flags", "<u4"),
        ("slots", "<u2"),
        ("zone", "<u2"),
        ("radius", "<u2"),
        ("until", "<u2"),
    ]
)
"""One group.

`x`, `y`, `z`: centimetres from the centre of the globe.  `number`: the store's own.  `tags`: one bit to a tag that is
stated or likely; `stated`: one bit to each of those that it has, in their order, set where it is stated (of the first
32, which is more than any group has; see `is_stated`).  `price`: cents, `NO_PRICE` when it is not known.  `slots`: how
many rows of dates belong to it.  `zone`: number of its time zone.  `radius`: how far off the point can be, in steps of
10 metres.  `until`: the day, counted from `EPOCH`, on which its last date is over by the venue's clock; `LAST_DAY` for
one that gives no dates.  Whether anything lies ahead is mostly known by that alone.
"""

ACCESS_ROW: Final = np.dtype([("number", "<u4"), ("access", "<u8")])
"""What a group says of access, where it says anything: two bits to a fact.  Read only by those who ask for it."""

SLOT: Final = np.dtype([("days", "<u8"), ("base", "<u2"), ("start", "<u2"), ("length", "<u4")])
"""Dates that begin at the same minute of the day and last as long, on the venue's own clock.

Bit n of `days`: it takes place on the day `base` + n, counted from `EPOCH`.  `start`: minutes after midnight in the
low bits, `HAS_HOURS` and `SAME_BEGIN` in the high ones.  `length`: minutes.  What goes on past midnight has a slot to
itself.
"""


def form_of(kind: np.dtype[Any]) -> Struct:
    """Return what packs one row of a kind."""
    return Struct("<" + "".join(_CODES[field[1]] for field in kind.descr))


_CODES = {"<i4": "i", "<u2": "H", "<u4": "I", "<u8": "Q"}

DAYS_OF_SLOT = 64
EPOCH = 730_120
"""The first of January 2000, as `date.toordinal` counts."""
LAST_DAY = 0xFFFF

HAS_HOURS = 1 << 14
"""It says at what hours one can come."""
SAME_BEGIN = 1 << 15
"""Another slot of the group begins at the same moments: not to be counted twice."""
MINUTE = (1 << 14) - 1

NO_PRICE = 0xFFFFFFFF
DEAREST = NO_PRICE - 1
WIDEST = 0xFFFF
CM_PER_KM = 100_000

IN_PERSON = 1 << 0
ONLINE = 1 << 1
MODE_SAID = 1 << 2
POINT = 1 << 3
DATED = 1 << 4
CADENCE = 1 << 5
FREE = 1 << 6
PAID = 1 << 7
JOIN = 1 << 8
WATCH = 1 << 9

HOSTS = (
    *("library", "makerspace", "arts_org", "parks_and_rec", "aggregator"),
    *("religious_or_community_org", "community_center", "meetup_group"),
)
"""Kinds of host; the place in this tuple, plus one, stands in `flags` (0 is another kind, or unknown)."""
HOST_SHIFT = 10
HOST_MASK = 0xF
COURSE = 1 << 14
ONE_OFF = 1 << 15
"""The host says so; most do not say."""
FIRST_LANGUAGE = 26
"""One bit of `flags` to a language in which the listing is written; none where that cannot be told."""

UNKNOWN, LIKELY, STATED, NO = range(4)
LEVELS = {"likely": LIKELY, "stated": STATED, "no": NO}
_FIRST_LEVEL = 16

LEVELLED = (*(("situation", tag) for tag in facets()["situation"].tags), ("welcome", "beginners"))
"""Facet and tag of those of which *no* is a claim too: two bits of `flags` each."""
SET_FACETS = ("pathway", "activity", "format", "ages", "together", "purpose")

BIT: Final = {at: n for n, at in enumerate((f, tag) for f in SET_FACETS for tag in facets()[f].tags)}
"""Facet and tag → the bit of `tags` and `stated`."""
MASK: Final = {f: sum(1 << bit for (facet, _), bit in BIT.items() if facet == f) for f in SET_FACETS}
"""Facet → all its bits."""


ACCESS: Final = {name: 2 * n for n, name in enumerate(access_facts())}
"""Access fact → where in `access` its two bits stand: `STATED`, `NO` or `UNKNOWN`."""


def level_shift(tag: str) -> int:
    """Return where in `flags` the level of a levelled tag stands."""
    return _LEVEL_SHIFT[tag]


_LEVEL_SHIFT = {tag: _FIRST_LEVEL + 2 * n for n, (_, tag) in enumerate(LEVELLED)}


def language_bits(names: Iterable[str]) -> int:
    """Return the bits of `flags` of some languages."""
    return sum(1 << (FIRST_LANGUAGE + LANGUAGES.index(name)) for name in names)


def bits(facet: str, tags: Iterable[str]) -> int:
    """Return the bits of some tags of a facet."""
    return sum(1 << BIT[facet, tag] for tag in tags)


def is_stated(groups: Array, bit: int) -> Array:
    """Tell which groups have the tag of a bit, and have it stated."""
    rank = np.bitwise_count(groups["tags"] & (1 << bit) - 1)
    stated: Array = (groups["tags"] >> bit & groups["stated"] >> rank & 1).astype(bool)
    return stated


_MEANING = (GROUP.descr, SLOT.descr, ACCESS_ROW.descr, list(BIT), LEVELLED, HOSTS, LANGUAGES, list(ACCESS), 3)
LAYOUT: Final = hashlib.sha256(repr(_MEANING).encode()).hexdigest()[:16]
"""Changes with the meaning of any bit: rows of another layout have to be made anew."""


class Packed(NamedTuple):
    """Rows of groups, the rows of their dates in the same order, and what those say of access that say anything."""

    groups: Array
    slots: Array
    access: Array

    def only(self, mask: Array) -> Packed:
        """Return the groups for which `mask` is true, with their dates."""
        return self.at(positions(mask))

    def at(self, which: Array) -> Packed:
        """Return the groups at these positions, with their dates."""
        groups = self.groups.take(which)
        access = self.access[np.isin(self.access["number"], groups["number"])]
        slots = self.slots.take(dates_at(self.firsts().take(which), groups["slots"]))
        return Packed(groups, slots, access)

    def firsts(self) -> Array:
        """Return where in `slots` the dates of each group begin."""
        return firsts_of(self.groups["slots"])


def access_of(groups: Array, access: Array) -> Array:
    """Return what each group says of access, of the rows that say anything."""
    if not len(access):
        return np.zeros(len(groups), np.uint64)
    numbers, first = np.unique(access["number"], return_index=True)
    at = np.minimum(np.searchsorted(numbers, groups["number"]), len(numbers) - 1)
    found: Array = np.where(numbers[at] == groups["number"], access["access"][first[at]], np.uint64(0))
    return found


def firsts_of(counts: Array) -> Array:
    """Return where the dates of each group begin, where there are so many of each."""
    firsts: Array = counts.cumsum(dtype=np.int64)
    firsts -= counts
    return firsts


def dates_at(firsts: Array, counts: Array) -> Array:
    """Return the positions of all dates, of those that begin at `firsts` so many each."""
    if has_one_each(counts):
        return firsts
    begin = firsts_of(counts)
    found: Array = (firsts - begin).repeat(counts) + np.arange(begin[-1] + counts[-1])
    return found


def has_one_each(counts: Array) -> bool:
    """Tell whether each group has exactly one row of dates: most often that is so where few are looked at."""
    return int(np.count_nonzero(counts == 1)) == len(counts)


def positions(mask: Array) -> Array:
    """Return where a mask is true: NumPy's `flatnonzero` takes several times as long where it is short."""
    return mask.nonzero()[0]


def appended(parts: Sequence[Array]) -> Array:
    """Return the rows of several arrays of one kind, one after another."""
    # Rows of several fields would be copied one field at a time; as bytes each is copied at once.
    kind = parts[0].dtype
    rows: Array = np.concatenate([part.view(f"V{kind.itemsize}") for part in parts]).view(kind)
    return rows


def last_number(groups: bytes) -> int:
    """Return the number of the last of some rows of groups, 0 where there is none."""
    return int(np.frombuffer(groups[-GROUP.itemsize :], GROUP)["number"][0]) if groups else 0


def joined(groups: Iterable[bytes], slots: Iterable[bytes], access: Iterable[bytes] = ()) -> Packed:
    """Return the rows of several tiles."""
    return Packed(
        np.frombuffer(b"".join(groups), GROUP),
        np.frombuffer(b"".join(slots), SLOT),
        np.frombuffer(b"".join(access), ACCESS_ROW),
    )
