"""The stage itself: listings of one source in, groups with lasting ids out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from finder.grouping import facts, ids
from finder.grouping.entries import Entry, common_slot, entries, source_key
from finder.grouping.within import clusters
from finder.listing import Group, Listing


def series(listings: Sequence[Listing], known: Sequence[Group] = ()) -> list[Group]:
    """Turn the listings of one source into groups, sorted by id.

    A group that shares members with one of the `known` groups, or has nearly its title, place and hour, keeps its id.
    The order of the listings does not matter.
    """
    found = clusters(entries(listings))
    groups = [facts.group(cluster) for cluster in found]
    old = ids.kept(groups, known)
    taken = set(old.values())
    named = []
    keys = [_key(cluster) for cluster in found]
    shared = Counter(keys)
    for place, group in enumerate(groups):
        key = keys[place] if shared[keys[place]] == 1 else (*keys[place], *map(str, common_slot(found[place])))
        named.append(replace(group, id=old.get(place) or _free(key, taken)))
    return sorted(named, key=lambda group: group.id or "")


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
