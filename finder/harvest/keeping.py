"""Puts a harvest of one source into the store, all of it or nothing, and joins its groups to those of other sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from finder.grouping import marks, twins
from finder.listing import Group, HarvestReport, Listing, Source, Twin, Validators
from finder.store import Store

_CROWD = 24
"""A mark that more groups have tells nothing: a common word, at an hour at which much happens in one town."""


def keep(
    store: Store,
    source: Source,
    listings: Sequence[Listing],
    groups: tuple[Sequence[Group], Sequence[Group]],
    validators: Mapping[str, Validators],
    report: HarvestReport,
) -> None:
    """Keep the listings and groups (those before, those now) of a source, in one transaction."""
    before, now = groups
    with store.transaction():
        store.save_sources([source])
        touched = _touched(before, now)
        former = store.shown_with(touched)
        store.save_listings(source.id, listings)
        store.save_groups(source.id, now)
        touched |= former | store.save_marks({group.id: marks(group) for group in now if group.id})
        _link_twins(store, touched)
        store.save_report(report)
        for url, found in validators.items():
            store.save_validators(source.id, url, found)


def keep_report(store: Store, source: Source, report: HarvestReport) -> None:
    """Keep what went wrong; what was known of the source stays as it is."""
    with store.transaction():
        store.save_sources([source])
        store.save_report(report)


def _touched(before: Iterable[Group], now: Iterable[Group]) -> set[str]:
    """Return the ids of the groups that came, went or changed in what they are compared by."""
    old, new = ({_compared(group) for group in groups} for groups in (before, now))
    return {str(group_id) for group_id, *_ in old ^ new}


def _compared(group: Group) -> tuple[object, ...]:
    return (
        group.id,
        group.title,
        group.url,
        group.venue,
        group.address,
        group.place,
        group.occurrences,
        group.organizer,
    )


def _link_twins(store: Store, touched: set[str]) -> None:
    """Compare what has changed, and what was shown together with it, with what could be alike."""
    around = store.groups_alike(touched, _CROWD) if touched else []
    there = {group.id for group in around if group.id}
    if there & touched:
        store.link_twins(_concerning(there & touched, twins(around)))


def _concerning(ids: set[str], links: Mapping[str, Twin | None]) -> dict[str, Twin | None]:
    """Return the links of these groups and of those that are shown together with one of them."""
    shown_as = {name: twin.shown_id if twin else name for name, twin in links.items()}
    families = {shown_as[name] for name in ids}
    return {name: twin for name, twin in links.items() if shown_as[name] in families}
