"""Puts the groups of one source into the store as people corrected them, and joins them to those of other sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from finder.corrections.applying import corrected, said
from finder.errors import InputError
from finder.grouping import marks, series, twins
from finder.listing import Correction, Group, GroupEdit, Listing, Twin
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
    edits = [edit for edit in store.edits() if edit.source_id == source_id]
    plain = _regrouped(listings, before, own, edits) if edits or any(one.uid for one in own) else now
    _notice(store, own, listings, plain)
    kept = _corrected(store, plain)
    touched = _touched(before, kept)
    former = store.shown_with(touched)
    store.save_groups(source_id, kept)
    touched |= former | store.save_marks({group.id: marks(group) for group in kept if group.id})
    relink(store, touched)
    return kept


def regroup(store: Store, source_ids: Iterable[str]) -> None:
    """Make the groups of these sources anew out of what they list; call it in a transaction."""
    for source_id in sorted(source_ids):
        listings, before = store.listings(source_id), store.groups(source_id)
        if before and not listings:
            raise InputError(f"nothing that “{source_id}” lists is kept here: harvest it first")
        now = series([listing for listing in listings if listing.creative], before)
        keep_groups(store, source_id, listings, before, now)


def relink(store: Store, ids: set[str]) -> None:
    """Show these groups as one with those of other sources that they are one with; call it in a transaction."""
    _correct_all(store, _link_twins(store, ids))


def _regrouped(
    listings: Iterable[Listing], before: Sequence[Group], own: Iterable[Correction], edits: Sequence[GroupEdit]
) -> list[Group]:
    """Group anew with what people said: of groups, and of single listings, which can make one creative."""
    by_uid: dict[str, list[Correction]] = defaultdict(list)
    for one in own:
        if one.uid:
            by_uid[one.uid].append(one)
    read = (corrected(listing, concerning(listing, by_uid)) for listing in listings)
    return series([listing for listing in read if listing.creative], before, edits)


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
    edits = store.edits()
    named = {name for edit in edits if not touched.isdisjoint(edit.groups) for name in edit.groups}
    around = store.groups_alike(touched | named, _CROWD) if touched else []
    there = {group.id for group in around if group.id}
    if there & touched:
        store.link_twins(_concerning(there & touched, twins(around, edits)))
    return there


def _concerning(ids: set[str], links: Mapping[str, Twin | None]) -> dict[str, Twin | None]:
    """Return the links of these groups and of those that are shown together with one of them."""
    shown_as = {name: twin.shown_id if twin else name for name, twin in links.items()}
    families = {shown_as[name] for name in ids}
    return {name: twin for name, twin in links.items() if shown_as[name] in families}
