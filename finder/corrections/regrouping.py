"""What people say of which dates are one group: checked, kept for good, and shown at once."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from finder.corrections.keeping import regroup, relink
from finder.errors import InputError
from finder.listing import Aspect, Group, GroupEdit
from finder.store import Store

_TWO = 2


def merge(store: Store, ids: Sequence[str], *, by: str, at: str, why: str | None = None) -> GroupEdit:
    """Say that groups are one, and return that with its number.

    The dates of groups of one source become one group, under the id of the first.  Groups of several sources are shown
    as one, as those are that were found to be the same.

    Raises:
        InputError: a group is unknown, or people said before that they are not one.
        StoreError: the store cannot be written.
    """
    with store.transaction():
        groups = _known(store, ids)
        if len(groups) < _TWO:
            raise InputError("these are one group already; merging needs two")
        edit = _said("merge", groups, by=by, at=at, why=why)
        _refuse(store, edit)
        return _keep(store, edit)


def split(
    store: Store, ids: Sequence[str], *, by: str, at: str, aspect: Aspect | None = None, why: str | None = None
) -> GroupEdit:
    """Say that groups are not one; or, with an `aspect`, that the dates of one group are several, and return that.

    Raises:
        InputError: a group is unknown or has nothing to split, or people merged it before.
        StoreError: the store cannot be written.
    """
    with store.transaction():
        groups = _known(store, ids)
        if (len(groups) == 1) != (aspect is not None):
            raise InputError("split one group by an aspect of its dates, or two and more from one another")
        edit = replace(_said("split", groups, by=by, at=at, why=why), aspect=aspect)
        if edit.source_id and not aspect:
            raise InputError("these are several groups of one source already")
        _refuse(store, edit)
        count = len(store.groups(edit.source_id)) if edit.source_id else 0
        kept = _keep(store, edit)
        if aspect and edit.source_id and len(store.groups(edit.source_id)) == count:
            raise InputError(f"all dates of “{groups[0].title}” have one {aspect}: nothing is split")
        return kept


def undo_edit(store: Store, number: int) -> GroupEdit:
    """Forget what was said, so that groups are what is found again; return it.

    Raises:
        InputError: there is none of this number.
        StoreError: the store cannot be written.
    """
    with store.transaction():
        edit = store.remove_edit(number)
        if edit is None:
            raise InputError(f"nobody merged or split anything under the number {number}")
        _show(store, edit)
        return edit


def _known(store: Store, ids: Sequence[str]) -> list[Group]:
    """Return the groups of these ids, each once: those themselves, not the ones that are shown for them."""
    found: dict[str, Group] = {}
    for name in ids:
        shown = store.group(name)
        wanted = {name} if shown and name in store.shown_with({name}) else {str(shown.id)} if shown else set()
        own = [group for group in store.groups_alike(wanted, 0) if group.id in wanted]
        if not own:
            raise InputError(f"there is no group “{name}”")
        found[str(own[0].id)] = own[0]
    return list(found.values())


def _said(kind: str, groups: Sequence[Group], *, by: str, at: str, why: str | None) -> GroupEdit:
    sources = {group.source.id if group.source else None for group in groups}
    return GroupEdit(
        kind="merge" if kind == "merge" else "split",
        groups=tuple(str(group.id) for group in groups),
        titles=tuple(group.title for group in groups),
        source_id=sources.pop() if len(sources) == 1 else None,
        by=by,
        at=at,
        why=why,
    )


def _refuse(store: Store, edit: GroupEdit) -> None:
    """Refuse what contradicts what people said before; parts of a group that was split may be merged."""
    for other in store.edits():
        common = len({*edit.groups} & {*other.groups})
        enough = 1 if edit.aspect and other.source_id else _TWO
        if other.kind != edit.kind and other.aspect is None and common >= enough:
            raise InputError(f"{other.by} said otherwise on {other.at[:10]}: finder groups undo {other.number} first")


def _keep(store: Store, edit: GroupEdit) -> GroupEdit:
    kept = store.save_edit(edit)
    _show(store, kept)
    return kept


def _show(store: Store, edit: GroupEdit) -> None:
    if edit.source_id:
        regroup(store, [edit.source_id])
    else:
        relink(store, {*edit.groups, *store.shown_with(set(edit.groups))})
