"""The stage itself: listings of one source in, groups with lasting ids out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from finder.grouping import by_hand, facts, ids
from finder.grouping.entries import Entry, common_slot, entries, source_key
from finder.grouping.joining import Cluster
from finder.grouping.within import clusters
from finder.listing import Group, GroupEdit, Listing


def series(listings: Sequence[Listing], known: Sequence[Group] = (), edits: Sequence[GroupEdit] = ()) -> list[Group]:
    """Turn the listings of one source into groups, sorted by id.

    A group that shares members with one of the `known` groups, or has nearly its title, place and hour, keeps its id.
    What people said in `edits` comes before what is found.  The order of the listings does not matter.
    """
    found = clusters(entries(listings))
    if edits:
        return _by_hand(found, known, edits)
    groups = _groups(found)
    return _sorted(replace(group, id=name) for group, name in zip(groups, _names(found, groups, known), strict=True))


def _by_hand(found: Sequence[Cluster], known: Sequence[Group], edits: Sequence[GroupEdit]) -> list[Group]:
    old = ids.kept(_groups(found), known)
    owned = [{*owners, old.get(place, "")} for place, owners in enumerate(by_hand.owners(found, known))]
    parts = by_hand.divided(found, owned, edits)
    named = list(zip(_names(parts, _groups(parts), known), parts, strict=True))
    whole = by_hand.joined(named, by_hand.owners(parts, known), edits)
    return _sorted(replace(facts.group(cluster), id=name) for name, cluster in whole.items())


def _sorted(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: group.id or "")


def _groups(found: Sequence[Cluster]) -> list[Group]:
    """Return the groups with the ids that are made of what stays of them."""
    return [replace(facts.group(cluster), id=ids.made(*key)) for cluster, key in zip(found, _keys(found), strict=True)]


def _names(found: Sequence[Cluster], groups: Sequence[Group], known: Sequence[Group]) -> list[str]:
    """Return the id of each cluster: the one it had, else its own."""
    old = ids.kept(groups, known)
    taken = set(old.values())
    return [old.get(place) or _free(key, taken) for place, key in enumerate(_keys(found))]


def _keys(found: Sequence[Cluster]) -> list[tuple[str, ...]]:
    keys = [_key(cluster) for cluster in found]
    shared = Counter(keys)
    return [
        key if shared[key] == 1 else (*key, *map(str, common_slot(cluster)))
        for key, cluster in zip(keys, found, strict=True)
    ]


def _key(cluster: Sequence[Entry]) -> tuple[str, ...]:
    """Return what stays of a group when its dates go by: the source, and its series or its title and place."""
    first = cluster[0]
    source = source_key(first.listing)
    own = sorted({made.listing.series_uid for made in cluster if made.listing.series_uid})
    if own:
        return (source, "series", own[0])
    return (
        source,
        min(made.title.head for made in cluster),
        " ".join(sorted(first.site.core)),
        first.site.street or "",
    )


def _free(key: tuple[str, ...], taken: set[str]) -> str:
    number, name = 1, ids.made(*key)
    while name in taken:
        number += 1
        name = ids.made(*key, str(number))
    taken.add(name)
    return name
