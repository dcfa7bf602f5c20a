"""Puts the groups of one source into the store as people corrected them, and joins them to those of other sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from finder.corrections.applying import corrected, said
from finder.grouping import marks, series, twins
from finder.listing import Correction, Group, Listing, Twin
from finder.store import Store

_CROWD = 24
"""A mark that more groups have tells nothing: a common word, at an hour at which much happens in one town."""


def keep_groups(
    store: Store, source_id: str, listings: Sequence[Listing], before: Sequence[Group], now: Sequence[Group]
) -> list[Group]:
    """Keep the groups that the listings of a source make, corrected, and return them; call it in a transaction.

    Args:
        store: where to.
        source_id: whose they are.
        listings: what the source lists, by its own words alone.
        before: the groups that it had.
        now: the groups that the creative ones among the listings make.
    """
    own = store.corrections(source_id)
    plain = _regrouped(listings, before, own) if any(one.uid for one in own) else now
    _notice(store, own, listings, plain)
    kept = _corrected(store, plain)
    touched = _touched(before, kept)
    former = store.shown_with(touched)
    store.save_groups(source_id, kept)
    touched |= former | store.save_marks({group.id: marks(group) for group in kept if group.id})
    _correct_all(store, _link_twins(store, touched))
    return kept


def _regrouped(listings: Iterable[Listing], before: Sequence[Group], own: Iterable[Correction]) -> list[Group]:
    """Group anew with what people said of single listings, which can make one creative."""
    by_uid: dict[str, list[Correction]] = defaultdict(list)
    for one in own:
        if one.uid:
            by_uid[one.uid].append(one)
    read = (corrected(listing, concerning(listing, by_uid)) for listing in listings)
    return series([listing for listing in read if listing.creative], before)


def concerning(listing: Listing, by_uid: Mapping[str, Sequence[Correction]]) -> list[Correction]:
    """Return what people said of a listing, under its own uid or its series', the oldest first."""
    uids = {uid for uid in (listing.uid, listing.series_uid) if uid}
    return sorted((one for uid in uids for one in by_uid.get(uid, ())), key=lambda one: one.number)


def _notice(store: Store, own: Iterable[Correction], listings: Iterable[Listing], groups: Iterable[Group]) -> None:
    """Write beside each correction what the organiser's own words give now."""
    by_id: dict[str | None, Listing | Group] = {group.id: group for group in groups}
    for listing in listings:
        by_id |= {uid: listing for uid in (listing.uid, listing.series_uid) if uid}
    for one in own:
        record = by_id.get(one.group_id or one.uid)
        seen = replace(one, listed=True, said_now=said(record, one)) if record else replace(one, listed=False)
        if seen != one:
            store.save_correction(seen)


def _corrected(store: Store, groups: Sequence[Group]) -> list[Group]:
    """Return the groups with what people said of them, or of one that is shown as one with them."""
    ids = {group.id for group in groups if group.id}
    about: dict[str, list[Correction]] = defaultdict(list)
    for one in store.corrections_of(ids | store.shown_with(ids)):
        for group_id in _family(store, one):
            about[group_id].append(one)
    return [corrected(group, about.get(group.id or "", ())) for group in groups]


def _correct_all(store: Store, ids: set[str]) -> None:
    """Correct what is now shown as one with a group that people corrected."""
    families = [_family(store, one) for one in store.corrections_of(ids)]
    wanted = {group_id for family in families if len(family) > 1 for group_id in family}
    if wanted:
        store.replace_groups(_corrected(store, [g for g in store.groups_alike(wanted, 0) if g.id in wanted]))


def _family(store: Store, one: Correction) -> set[str]:
    return {one.group_id, *store.shown_with({one.group_id})} if one.group_id else set()


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


def _link_twins(store: Store, touched: set[str]) -> set[str]:
    """Compare what has changed, and what was shown together with it, with what could be alike; return all their ids."""
    around = store.groups_alike(touched, _CROWD) if touched else []
    there = {group.id for group in around if group.id}
    if there & touched:
        store.link_twins(_concerning(there & touched, twins(around)))
    return there


def _concerning(ids: set[str], links: Mapping[str, Twin | None]) -> dict[str, Twin | None]:
    """Return the links of these groups and of those that are shown together with one of them."""
    shown_as = {name: twin.shown_id if twin else name for name, twin in links.items()}
    families = {shown_as[name] for name in ids}
    return {name: twin for name, twin in links.items() if shown_as[name] in families}
