"""What people correct of tags and facts: kept beside what organisers say, and put in its place after every harvest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from finder.corrections.applying import corrected
from finder.corrections.checking import checked, named
from finder.corrections.keeping import keep_groups, regroup
from finder.corrections.regrouping import merge, split, undo_edit
from finder.errors import InputError
from finder.listing import Correction, Group, Said
from finder.store import Store

__all__ = [
    "Standing",
    "correct",
    "corrected",
    "keep_groups",
    "merge",
    "named",
    "split",
    "standing",
    "undo",
    "undo_edit",
]

Standing = Literal["holds", "agreed", "changed", "not-listed", "replaced"]


def correct(store: Store, correction: Correction) -> Correction:
    """Keep what a person says and show it at once; return it with its number.

    Args:
        store: where to.
        correction: of a group, whose `source_id` is found here, or of the listings of a source that go by `uid`.

    Raises:
        InputError: it cannot be kept as it is, or what it is about is not listed.
        StoreError: the store cannot be written.
    """
    one = checked(correction)
    with store.transaction():
        family = _family(store, one.group_id) if one.group_id else []
        one = store.save_correction(_about_group(one, family) if one.group_id else _about_listing(one, store))
        regroup(store, {one.source_id, *_sources(family)})
        [noticed] = [kept for kept in store.corrections(one.source_id) if kept.number == one.number]
        return store.save_correction(replace(noticed, said_then=noticed.said_now))


def undo(store: Store, number: int) -> Correction:
    """Forget a correction, so that the organiser's own words count again, or what a person said before; return it.

    Raises:
        InputError: there is none of this number.
        StoreError: the store cannot be written.
    """
    with store.transaction():
        one = store.remove_correction(number)
        if one is None:
            raise InputError(f"there is no correction {number}")
        regroup(store, {one.source_id, *_sources(_family(store, one.group_id) if one.group_id else [])})
        return one


def standing(one: Correction, corrections: Iterable[Correction]) -> Standing:
    """Return how a correction stands among all: whether the organiser's words have changed since, or say the same."""
    later = (other for other in corrections if other.number > one.number)
    if any(_about(other) == _about(one) for other in later):
        return "replaced"
    if not one.listed:
        return "not-listed"
    if one.said_now == one.said_then:
        return "holds"
    return "agreed" if _agrees(one.said_now, one) else "changed"


def _about(one: Correction) -> tuple[object, ...]:
    return one.source_id, one.group_id, one.uid, one.facet, one.name


def _agrees(said: Said | None, one: Correction) -> bool:
    return said is None if one.removed else said is not None and said.value == one.value


def _family(store: Store, group_id: str) -> list[Group]:
    """Return the group and those that are shown as one with it."""
    wanted = {group_id, *store.shown_with({group_id})}
    return [group for group in store.groups_alike({group_id}, 0) if group.id in wanted]


def _sources(groups: Iterable[Group]) -> set[str]:
    return {group.source.id for group in groups if group.source and group.source.id}


def _about_group(one: Correction, family: Sequence[Group]) -> Correction:
    group = next((group for group in family if group.id == one.group_id), None)
    if group is None or not group.source or not group.source.id:
        raise InputError(f"there is no group “{one.group_id}”")
    return replace(one, source_id=group.source.id, title=group.title)


def _about_listing(one: Correction, store: Store) -> Correction:
    listed = (x for x in store.listings(one.source_id) if one.uid in (x.uid, x.series_uid))
    listing = next(listed, None)
    if listing is None:
        raise InputError(f"the source “{one.source_id}” lists nothing with the uid “{one.uid}”")
    return replace(one, title=listing.title)
