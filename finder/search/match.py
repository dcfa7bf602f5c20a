"""Which groups match: filters are asked one after another, and each looks only at what those before it left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from finder.search import near
from finder.search.counts import Counts, counted, summed
from finder.search.dates import Calendar, Dates
from finder.search.matches import Known, Matches
from finder.search.query import Query
from finder.search.reading import Part, Reading
from finder.search.verdicts import Verdict, date_filters, filters, has
from finder.search.wording import Wording
from finder.tiles import ONLINE, Packed, Span
from finder.tiles import layout as lay
from finder.tiles.layout import Array


class Found(NamedTuple):
    """What a search found, before any record was read."""

    parts: tuple[Matches, ...]
    """Those near, and then those that are only online; all in one where no place is asked for."""
    set_aside: dict[str, int]
    counts: Counts

    @property
    def total(self) -> int:
        """How many groups were found."""
        return sum(map(len, self.parts))

    @property
    def elsewhere(self) -> int:
        """How many of them are only online, where a place is asked for."""
        return sum(map(len, self.parts[1:]))


def match(reading: Reading, query: Query, *, with_counts: bool = False) -> Found:
    """Return the groups to which every filter says yes; how many are silent on a filter while none says no."""
    parts = reading.parts(query)
    wording = Wording(reading, query.words, _spans(parts[0], query)) if query.words else None
    found = [
        _sifted(part, Calendar(part.rows, query, reading.now, reading.zone), query, wording, with_counts=with_counts)
        for part in parts
    ]
    return found[0] if len(found) == 1 else _together(*found)


def _together(near: Found, online: Found) -> Found:
    set_aside = dict(Counter(near.set_aside) + Counter(online.set_aside))
    return Found(near.parts + online.parts, set_aside, summed(near.counts, online.counts))


def _spans(part: Part, query: Query) -> list[Span]:
    # The words of what can be joined from home as well stand in the tile of home, also where only places are asked for.
    has_home = bool(near.from_home(query)) or bool(has(part.rows.groups, lay.ONLINE).any())
    return [*near.places(query), *([Span(ONLINE, ONLINE)] if has_home else [])]


def _sifted(part: Part, calendar: Calendar, query: Query, wording: Wording | None, *, with_counts: bool) -> Found:
    at = calendar.shown(part.at)
    if wording:
        at = wording.holding(part.rows.groups, at)
    sieve = _Sieve(part.rows, at, query.silent)
    counts, known = _counting(sieve, calendar, query) if with_counts else ({}, _filtering(sieve, calendar, query))
    set_aside = sieve.take_aside()
    # Titles count for what is best alone.
    said = wording.said(part.rows.groups, sieve.at) if wording and query.sort == "best" else None
    dates = Known(known, sieve.index) if known else None
    return Found(
        (Matches(part.rows, sieve.at, calendar, square=part.square, said=said, known=dates),), set_aside, counts
    )


def _filtering(sieve: _Sieve, calendar: Calendar, query: Query) -> Dates | None:
    """Ask all filters; return the dates of what went into those that ask for dates."""
    for asked in filters(query):
        sieve.hear(asked.name, *asked.judge(sieve.groups, sieve.access()))
    of_dates = list(date_filters(query))
    if not of_dates:
        return None
    dates = calendar.of(sieve.at)
    sieve.begin_anew()
    groups = sieve.groups
    for asked_of in of_dates:
        sieve.hear_of_all(Verdict(asked_of.name, *asked_of.judge(groups, dates)))
    return dates


def _counting(sieve: _Sieve, calendar: Calendar, query: Query) -> tuple[Counts, Dates]:
    """Ask all filters about all groups, since a choice is counted among what passes all of them but one."""
    groups, dates = sieve.groups, calendar.of(sieve.at)
    said = [Verdict(asked.name, *asked.judge(groups, sieve.access())) for asked in filters(query)]
    said += [Verdict(asked.name, *asked.judge(groups, dates)) for asked in date_filters(query)]
    counts = counted(groups, sieve.rows.access, dates, said, query)
    for verdict in said:
        sieve.hear_of_all(verdict)
    return counts, dates


class _Sieve:
    """The groups to which no filter has said no so far, and on which filters each of them is silent.

    `at`: their positions in the rows.  `index`: their positions among those that there were in the beginning.
    """

    def __init__(self, rows: Packed, at: Array, may_be_silent: Sequence[str]) -> None:
        self.rows, self.at = rows, at
        self._may_be_silent = may_be_silent
        self._silent: dict[str, Array] = {}
        self._groups: Array | None = None
        self.begin_anew()

    @property
    def groups(self) -> Array:
        """The rows of the groups."""
        if self._groups is None:
            self._groups = self.rows.groups.take(self.at)
        return self._groups

    def access(self) -> Array:
        """Return what each of the groups says of access."""
        return lay.access_of(self.groups, self.rows.access)

    def begin_anew(self) -> None:
        """Take those that there are for those of the beginning."""
        self.index = np.arange(len(self.at))

    def hear(self, name: str, yes: Array, no: Array) -> None:
        """Let go of those to which a filter says no, and keep in mind which of the others it is silent on."""
        kept = np.flatnonzero(~no)
        if len(kept) < len(no):
            self._keep(kept)
            yes = yes.take(kept)
        if name not in self._may_be_silent:
            self._silent[name] = ~yes

    def hear_of_all(self, verdict: Verdict) -> None:
        """Do the same with what a filter says of all that there were in the beginning."""
        self.hear(verdict.name, verdict.yes.take(self.index), verdict.no.take(self.index))

    def take_aside(self) -> dict[str, int]:
        """Let go of those on which any filter is silent, and return of how many each is."""
        silent = {name: mask for name, mask in self._silent.items() if mask.any()}
        if silent:
            self._keep(np.flatnonzero(~np.logical_or.reduce(list(silent.values()))))
        return {name: int(np.count_nonzero(mask)) for name, mask in silent.items()}

    def _keep(self, which: Array) -> None:
        self.at, self.index = self.at.take(which), self.index.take(which)
        self._groups = None if self._groups is None else self._groups.take(which)
        self._silent = {name: mask.take(which) for name, mask in self._silent.items()}
