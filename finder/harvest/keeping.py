"""Puts a harvest of one source into the store, all of it or nothing, and joins its groups to those of other sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from finder.corrections import keep_groups
from finder.listing import Group, HarvestReport, Listing, Source, Validators
from finder.store import Store


def keep(
    store: Store,
    source: Source,
    listings: Sequence[Listing],
    groups: tuple[Sequence[Group], Sequence[Group]],
    validators: Mapping[str, Validators],
    report: HarvestReport,
) -> HarvestReport:
    """Keep the listings and groups (those before, those now) of a source, in one transaction; return the report kept.

    What people corrected is put in its place here, under the lock: a correction made while the source was being read
    counts too.
    """
    before, now = groups
    with store.transaction():
        store.save_sources([source])
        store.save_listings(source.id, listings)
        kept = keep_groups(store, source.id, listings, before, now)
        report = replace(report, groups=len(kept))
        store.save_report(report)
        for url, found in validators.items():
            store.save_validators(source.id, url, found)
    return report


def keep_report(store: Store, source: Source, report: HarvestReport) -> None:
    """Keep what went wrong; what was known of the source stays as it is."""
    with store.transaction():
        store.save_sources([source])
        store.save_report(report)
