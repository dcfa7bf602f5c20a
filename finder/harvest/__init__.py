"""Runs sources through the stages, hosts side by side, one report per source.

Threads ask and read; only the caller's thread writes.  A source that cannot be read, or that suddenly lists much less
than before, changes nothing but its report.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from threading import Lock

from msgspec import field
from msgspec.structs import replace

from finder.errors import StoreError, Unreachable
from finder.fetch import Fetcher, NotYet
from finder.grouping import series
from finder.harvest.alike import tagged
from finder.harvest.faults import fault_of, in_words
from finder.harvest.keeping import keep, keep_report
from finder.harvest.merging import Kept, confirmed, inside, merge, still_to_come
from finder.harvest.program import fingerprint
from finder.harvest.queues import Later, side_by_side
from finder.harvest.reading import Reading, Round, host_of
from finder.harvest.rhythm import is_due, next_due
from finder.listing import Group, HarvestReport, Listing, Record, Source, Validators, Window, prepare_reading
from finder.places import Locator, other_clock, place
from finder.selections import count_all
from finder.store import Store
from finder.tagging import tag
from scrapers.registry import scrapers

__all__ = ["due", "harvest"]

THREADS = 32
"""Hosts that are asked at once: most of the time they are waited for."""

PATIENCE = 5.0
"""Seconds for which a thread waits for a host that is busy; beyond them the host's turn comes later."""

HOLD = 0.02
"""Seconds for which a thread waits for the next turn of a host; beyond them it asks another one meanwhile."""

_COMES_BACK = 120.0
"""Seconds after which a busy host is asked again in the same harvest; who wants a longer pause is due another time."""

_TRIES = 3


class _Asked(Record, frozen=True, kw_only=True):
    """A source that was asked; without a `kept` there is only a report of what went wrong."""

    source: Source
    report: HarvestReport
    kept: tuple[Listing, ...] | None = None
    groups_before: tuple[Group, ...] = ()
    groups: tuple[Group, ...] = ()
    validators: dict[str, Validators] = field(default_factory=dict)


def due(sources: Iterable[Source], store: Store, now: datetime) -> list[Source]:
    """Return the sources that may be asked again, by the rhythm in which each of them changes."""
    last = {report.source_id: report for report in store.reports()}
    return [source for source in sources if is_due(last.get(source.id), now)]


def harvest(
    sources: Iterable[Source], store: Store, fetcher: Fetcher, locator: Locator, now: datetime, window: Window
) -> Iterator[HarvestReport]:
    """Read each source, keep what it lists, and yield what was done, as the sources are done.

    Each source is kept in one transaction: after a kill or a power loss the store holds its old or its new state.  At
    the end it is noted how many groups each saved selection has.

    Raises:
        StoreError: the store cannot be read or written, so that to go on makes no sense.
    """
    last = {report.source_id: report for report in store.reports()}
    _warm_up()
    run = _Run(store, fetcher, locator, now, window, last)
    chosen = {source.id: source for source in sources}.values()
    items = [(host_of(source, window), source) for source in chosen]
    answers: Iterator[_Asked | StoreError] = side_by_side(
        items, run.ask, threads=THREADS, pause=fetcher.settings.request_delay
    )
    for asked in answers:
        if isinstance(asked, StoreError):
            raise asked
        with run.computing:
            report = _keep(store, asked)
        yield report
    store.tidy()
    count_all(store, locator, now)


def _warm_up() -> None:
    """Fill caches that all threads would otherwise fill at once, each for itself."""
    prepare_reading()
    scrapers()
    tag(Listing(title="Choir"))


class _Begun:
    """A source that is being read: since when, and the round that goes on when its host's turn comes."""

    def __init__(self, started_at: str) -> None:
        self.started_at = started_at
        self.since = time.monotonic()
        self.round: Round | None = None


class _Run:
    """One harvest: what its threads share; of one source they change only what no other thread has in hand."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        locator: Locator,
        now: datetime,
        window: Window,
        last: Mapping[str, HarvestReport],
    ) -> None:
        self._store, self._fetcher, self._locator = store, fetcher, locator
        self._now, self._window, self._last = now, window, last
        self._program = fingerprint()
        # Python lets only one thread compute: those that wait for it here do not wake one another up all the time,
        # and do not keep the one that writes waiting after each of its statements.
        self.computing = Lock()
        self._tries: dict[str, int] = {}
        self._begun: dict[str, _Begun] = {}

    def ask(self, source: Source) -> _Asked | Later | StoreError:
        """Ask one source and read it, without keeping anything."""
        begun = self._begun.pop(source.id, None) or _Begun(self._fetcher.clock().isoformat(timespec="seconds"))
        made = partial(HarvestReport, source_id=source.id, started_at=begun.started_at, program=self._program)
        try:
            asked = self._read(source, begun, made(last_good=begun.started_at))
        except NotYet as wait_for:
            self._begun[source.id] = begun
            return Later(wait_for.seconds)
        except StoreError as error:
            return error
        except Exception as error:  # noqa: BLE001  a fault of ours in one source must not stop the others
            later = self._later(source, error)
            if later:
                return later
            before = self._last.get(source.id)
            good = before.last_good if before else None
            report = made(error=in_words(error), fault=fault_of(error), last_good=good)
            asked = _Asked(source=source, report=report)
            wait = error.retry_after if isinstance(error, Unreachable) else None
        else:
            wait = None
        asked_again = next_due(self._last.get(source.id), asked.report, wait).isoformat(timespec="seconds")
        return replace(asked, report=replace(asked.report, due=asked_again, seconds=_since(begun.since)))

    def _later(self, source: Source, error: Exception) -> Later | None:
        wait = error.retry_after if isinstance(error, Unreachable) else None
        self._tries[source.id] = self._tries.get(source.id, 0) + 1
        if wait is None or wait > _COMES_BACK or self._tries[source.id] >= _TRIES:
            return None
        return Later(wait)

    def _read(self, source: Source, begun: _Begun, report: HarvestReport) -> _Asked:
        begun.round = begun.round or self._round(source)
        reading = begun.round.run()
        with self.computing:
            return self._understood(source, reading, report)

    def _understood(self, source: Source, reading: Reading, report: HarvestReport) -> _Asked:
        known = self._store.listings(source.id)
        kept = self._merged(source, known, reading)
        groups_before = self._store.groups(source.id)
        groups = series([listing for listing in kept.listings if listing.creative], groups_before)
        return _Asked(
            source=source,
            report=replace(_counted(report, reading, kept, self._window, self._now), groups=len(groups)),
            kept=kept.listings,
            groups_before=tuple(groups_before),
            groups=tuple(groups),
            validators=reading.validators,
        )

    def _round(self, source: Source) -> Round:
        before = self._last.get(source.id)
        # What has not changed there is still to be read anew by a program that has changed.
        same_program = before is not None and before.program == self._program
        known = self._store.listings(source.id) if same_program else []
        asked_with = partial(self._store.validators, source.id)
        return Round(source, self._fetcher, self._window, known, asked_with, computing=self.computing)

    def _merged(self, source: Source, known: Sequence[Listing], reading: Reading) -> Kept:
        if reading.unchanged:
            return confirmed(known, self._now)
        wanted = (place(x, source, self._locator) for x in reading.listings if inside(x, self._window))
        return merge(known, list(tagged(wanted)), self._now, self._window, whole=not reading.left)


def _keep(store: Store, asked: _Asked) -> HarvestReport:
    if asked.kept is None:
        keep_report(store, asked.source, asked.report)
        return asked.report
    groups = (asked.groups_before, asked.groups)
    return keep(store, asked.source, asked.kept, groups, asked.validators, asked.report)


def _counted(report: HarvestReport, reading: Reading, kept: Kept, window: Window, now: datetime) -> HarvestReport:
    outside = sum(not inside(listing, window) for listing in reading.listings)
    dropped = reading.dropped | ({"outside the days asked for": outside} if outside else {})
    dropped |= {"pages not asked for": reading.left} if reading.left else {}
    coming = still_to_come(kept.listings, now)
    lacking = {
        "a date": sum(listing.start is None for listing in coming),
        "a link": sum(listing.url is None for listing in coming),
        "a point": sum(listing.place is None and listing.mode != "online" for listing in coming),
    }
    return replace(
        report,
        pages=reading.pages,
        listings=len(kept.listings),
        creative=sum(bool(listing.creative) for listing in kept.listings),
        new=kept.new,
        changed=kept.changed,
        gone=kept.gone,
        dropped=dropped,
        coming=len(coming),
        lacking={what: count for what, count in lacking.items() if count},
        clocks=_clocks(coming),
    )


def _clocks(listings: Iterable[Listing]) -> dict[str, int]:
    """Count the listings that are given in another time zone than that of their place, by both zones."""
    found = (zones for listing in listings if (zones := other_clock(listing)))
    return dict(sorted(Counter(f"{given}, not {there}" for given, there in found).items()))


def _since(begun: float) -> float:
    return round(time.monotonic() - begun, 3)
