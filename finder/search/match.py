"""Which groups match: filters are asked one after another, and each looks only at what those before it left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from finder.search.counts import Counts, counted, summed
from finder.search.dates import Dates
from finder.search.matches import Known, Matches
from finder.search.query import Query
from finder.search.reading import Part, Reading
from finder.search.verdicts import Candidates, Filter, Verdict, date_filters, filters
from finder.search.wording import Wording
from finder.tiles import Packed
from finder.tiles.layout import Array, positions


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


def match(reading: Reading, query: Query, *, with_counts: bool = False, is_one_of_many: bool = False) -> Found:
    """Return the groups to which every filter says yes; how many are silent on a filter while none says no.

    Args:
        reading: the groups.
        query: what is asked for.
        with_counts: whether to count what each choice would find.
        is_one_of_many: whether other queries ask much the same of the same groups.
    """
    wording = Wording(reading, query.words) if query.words else None
    asked = list(filters(query))
    how = _counting if with_counts else _as_before if is_one_of_many else _filtering
    found = [_sifted(part, query, asked, wording, how) for part in reading.parts(query)]
    return found[0] if len(found) == 1 else _together(*found)


def fitting(reading: Reading, query: Query) -> tuple[Matches, ...]:
    """Return the groups to which every filter says yes, and nothing of those that are silent.

    Where many queries are tried that find little, this is quicker than `match`: most rows are gone before words and
    dates are looked up.
    """
    wording = Wording(reading, query.words) if query.words else None
    asked = list(filters(query))
    return tuple(Matches(part, _fitting(part, query, asked, wording), query) for part in reading.parts(query))


def _fitting(part: Part, query: Query, asked: Sequence[Filter], wording: Wording | None) -> Array:
    at = part.shown
    for one in asked:
        if len(at):
            at = _agreeing(at, [part.said_at(at, one)], query)
    if wording:
        at = wording.holding(part, at)
    if len(at) and any(date_filters(query)):
        at = _agreeing(at, part.said_of_dates_at(at, query), query)
    return at


def _agreeing(at: Array, said: Sequence[Verdict], query: Query) -> Array:
    masks = (~one.no if one.name in query.silent else one.yes for one in said)
    return at.take(positions(reduce(np.logical_and, masks)))


def _together(near: Found, online: Found) -> Found:
    set_aside = dict(Counter(near.set_aside) + Counter(online.set_aside))
    return Found(near.parts + online.parts, set_aside, summed(near.counts, online.counts))


def _sifted(part: Part, query: Query, asked: Sequence[Filter], wording: Wording | None, how: _Sifting) -> Found:
    sieve = _Sieve(part.rows, wording.holding(part, part.shown) if wording else part.shown, query.silent)
    counts, dates = how(sieve, part, query, asked)
    set_aside = sieve.take_aside()
    # Titles count for what is best alone.
    said = wording.said(part, sieve.at) if wording and query.sort == "best" else None
    known = Known(dates, sieve.index) if dates else None
    return Found((Matches(part, sieve.at, query, said=said, known=known),), set_aside, counts)


_Sifting = Callable[["_Sieve", Part, Query, Sequence[Filter]], tuple[Counts, Dates | None]]
"""Asks all filters about the groups in a sieve; gives counts, and the dates of what the sieve began with at last."""


def _filtering(sieve: _Sieve, part: Part, query: Query, asked: Sequence[Filter]) -> tuple[Counts, Dates | None]:
    """Ask each filter about those alone that are left."""
    for one in asked:
        if len(sieve.at):
            sieve.hear(one.said(sieve.candidates))
    return {}, _of_dates(sieve, part, query)


def _as_before(sieve: _Sieve, part: Part, query: Query, asked: Sequence[Filter]) -> tuple[Counts, Dates | None]:
    """Ask the filters about all rows that were not asked before."""
    sieve.begin_with_rows()
    sieve.hear_all([part.said(one) for one in asked])
    if not part.is_short or not len(sieve.at) or not any(date_filters(query)):
        return {}, _of_dates(sieve, part, query)
    said, dates = part.said_of_dates(query)
    sieve.hear_all(said)
    return {}, dates


def _of_dates(sieve: _Sieve, part: Part, query: Query) -> Dates | None:
    """Ask the filters that ask for dates; return the dates of what went into those."""
    asked = list(date_filters(query))
    if not asked or not len(sieve.at):
        return None
    dates = part.calendar.of(sieve.at, query)
    sieve.begin_anew()
    groups = sieve.candidates.groups
    sieve.hear_all([one.said(groups, dates) for one in asked])
    return dates


def _counting(sieve: _Sieve, part: Part, query: Query, asked: Sequence[Filter]) -> tuple[Counts, Dates]:
    """Ask all filters about all groups, since a choice is counted among what passes all of them but one."""
    candidates, dates = sieve.candidates, part.calendar.of(sieve.at, query)
    said = [one.said(candidates) for one in asked]
    said += [one.said(candidates.groups, dates) for one in date_filters(query)]
    counts = counted(candidates.groups, part.rows.access, dates, said, query)
    sieve.hear_all(said)
    return counts, dates


class _Sieve:
    """The groups to which no filter has said no so far, and on which filters each of them is silent.

    `at`: their positions in the rows.  `index`: their positions among those that there were in the beginning.
    """

    def __init__(self, rows: Packed, at: Array, may_be_silent: Sequence[str]) -> None:
        self._rows, self.at = rows, at
        self._may_be_silent = may_be_silent
        self._silent: dict[str, Array] = {}
        self._candidates: Candidates | None = None
        self.begin_anew()

    @property
    def candidates(self) -> Candidates:
        """Those that are left, for filters to judge."""
        if self._candidates is None:
            self._candidates = Candidates(self._rows.groups.take(self.at), self._rows.access)
        return self._candidates

    def begin_anew(self) -> None:
        """Take those that there are for those of the beginning."""
        self.index = np.arange(len(self.at))

    def begin_with_rows(self) -> None:
        """Take all rows for those of the beginning."""
        self.index = self.at

    def hear(self, said: Verdict) -> None:
        """Let go of those to which a filter says no, and keep in mind which of the others it is silent on."""
        yes, kept = said.yes, positions(~said.no)
        if len(kept) < len(yes):
            self._keep(kept)
            yes = yes.take(kept)
        if said.name not in self._may_be_silent:
            self._silent[said.name] = ~yes

    def hear_all(self, said: Sequence[Verdict]) -> None:
        """Do the same with what several filters say of all that there were in the beginning."""
        if said:
            no = np.logical_or.reduce([verdict.no for verdict in said]).take(self.index)
            self._keep(positions(~no))
        if len(self.at):
            self._silent |= {v.name: ~v.yes.take(self.index) for v in said if v.name not in self._may_be_silent}

    def take_aside(self) -> dict[str, int]:
        """Let go of those on which any filter is silent, and return of how many each is."""
        if not len(self.at):
            return {}
        silent = {name: mask for name, mask in self._silent.items() if mask.any()}
        if silent:
            self._keep(positions(~np.logical_or.reduce(list(silent.values()))))
        return {name: int(np.count_nonzero(mask)) for name, mask in silent.items()}

    def _keep(self, which: Array) -> None:
        self.at, self.index = self.at.take(which), self.index.take(which)
        self._candidates = self._candidates.at(which) if self._candidates else None
        self._silent = {name: mask.take(which) for name, mask in self._silent.items()}
