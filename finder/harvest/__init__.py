"""Runs sources through the stages, one report per source.

A source that cannot be read, or that suddenly lists much less than before, changes nothing but its report.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from finder.errors import FinderError, StoreError
from finder.fetch import Fetcher
from finder.grouping import series
from finder.harvest.alike import tagged
from finder.harvest.keeping import keep, keep_report
from finder.harvest.merging import Kept, confirmed, inside, merge
from finder.harvest.reading import Reading, read
from finder.listing import HarvestReport, Source, Window
from finder.places import Locator, place
from finder.store import Store

__all__ = ["harvest"]


def harvest(
    sources: Iterable[Source], store: Store, fetcher: Fetcher, locator: Locator, now: datetime, window: Window
) -> Iterator[HarvestReport]:
    """Read each source, keep what it lists, and yield what was done.

    Each source is kept in one transaction: after a kill or a power loss the store holds its old or its new state.

    Raises:
        StoreError: the store cannot be written, so that to go on makes no sense.
    """
    for source in sources:
        started_at = fetcher.clock().isoformat(timespec="seconds")
        begun = time.monotonic()
        try:
            reading, kept = _read(source, store, fetcher, locator, now, window)
            known = store.groups(source.id)
            groups = series([listing for listing in kept.listings if listing.creative], known)
            report = _report(source, started_at, reading, kept, window)
            report = replace(report, groups=len(groups), seconds=_since(begun))
            keep(store, source, kept.listings, (known, groups), reading.validators, report)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  a fault of ours in one source must not stop the others
            report = HarvestReport(
                source_id=source.id, started_at=started_at, seconds=_since(begun), error=_in_words(error)
            )
            keep_report(store, source, report)
        yield report


def _read(
    source: Source, store: Store, fetcher: Fetcher, locator: Locator, now: datetime, window: Window
) -> tuple[Reading, Kept]:
    known = store.listings(source.id)
    reading = read(source, fetcher, window, known, store.validators)
    if reading.unchanged:
        return reading, confirmed(known, now)
    listings = (place(listing, source, locator) for listing in reading.listings if inside(listing, window))
    return reading, merge(known, list(tagged(listings)), now, window, whole=not reading.left)


def _report(source: Source, started_at: str, reading: Reading, kept: Kept, window: Window) -> HarvestReport:
    outside = sum(not inside(listing, window) for listing in reading.listings)
    dropped = reading.dropped | ({"outside the days asked for": outside} if outside else {})
    dropped |= {"pages beyond the limit": reading.left} if reading.left else {}
    return HarvestReport(
        source_id=source.id,
        started_at=started_at,
        pages=reading.pages,
        listings=len(kept.listings),
        creative=sum(bool(listing.creative) for listing in kept.listings),
        new=kept.new,
        changed=kept.changed,
        gone=kept.gone,
        dropped=dropped,
    )


def _since(begun: float) -> float:
    return round(time.monotonic() - begun, 3)


def _in_words(error: Exception) -> str:
    return str(error) if isinstance(error, FinderError) else f"a fault of ours: {type(error).__name__}: {error}"
