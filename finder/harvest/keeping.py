"""Puts a harvest of one source into the store, all of it or nothing, and joins its groups to those of other sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from finder.geo import Box, box_around
from finder.grouping import twins
from finder.listing import Group, HarvestReport, Listing, Source, Twin, Validators
from finder.store import Store

_AFFECTED_KM = 1.0
"""Twins lie nearer to each other than this, so only groups within it of a change can have won or lost one."""

_AROUND_KM = 2.0
"""Groups that are compared with those, so that the outermost of them keep the twins that lie further out."""


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
        store.save_listings(source.id, listings)
        store.save_groups(source.id, now)
        _link_twins(store, _touched(before, now))
        store.save_report(report)
        for url, found in validators.items():
            store.save_validators(source.id, url, found)


def keep_report(store: Store, source: Source, report: HarvestReport) -> None:
    """Keep what went wrong; what was known of the source stays as it is."""
    with store.transaction():
        store.save_sources([source])
        store.save_report(report)


def _touched(before: Iterable[Group], now: Iterable[Group]) -> list[Group]:
    """Return the groups that came, went or changed in what they are compared by, as they were and as they are."""
    old, new = {_compared(group): group for group in before}, {_compared(group): group for group in now}
    return [group for key, group in (old | new).items() if not (key in old and key in new)]


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


def _link_twins(store: Store, touched: Iterable[Group]) -> None:
    points = {(round(place.latitude, 3), round(place.longitude, 3)) for group in touched if (place := group.place)}
    if not points:
        return
    around = store.groups_near([box_around(*point, _AROUND_KM) for point in points])
    affected = [box_around(*point, _AFFECTED_KM) for point in points]
    inner = {group.id for group in around if group.id and _lies_in(group, affected)}
    store.link_twins(_concerning(inner, twins(around)))


def _concerning(ids: set[str], links: Mapping[str, Twin | None]) -> dict[str, Twin | None]:
    """Return the links of these groups and of those that are shown together with one of them."""
    shown_as = {name: twin.shown_id if twin else name for name, twin in links.items()}
    families = {shown_as[name] for name in ids}
    return {name: twin for name, twin in links.items() if shown_as[name] in families}


def _lies_in(group: Group, boxes: Sequence[Box]) -> bool:
    place = group.place
    return place is not None and any(box.holds(place.latitude, place.longitude) for box in boxes)
