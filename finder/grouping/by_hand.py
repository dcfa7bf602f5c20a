"""What people said of which dates are one group, put in the place of what grouping finds by itself: pure functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations

from finder.grouping.entries import Entry
from finder.grouping.joining import Cluster
from finder.listing import Aspect, Group, GroupEdit
from finder.text import fold

Pair = frozenset[str]

ASPECTS: dict[Aspect, Callable[[Entry], Hashable]] = {
    "title": lambda made: made.title.key,
    "weekday": lambda made: made.slot[0],
    "time": lambda made: made.minute,
    "venue": lambda made: (made.site.core, made.site.street),
    "room": lambda made: fold(made.listing.room or ""),
}
"""In what dates of one group can differ."""


def divided(found: Sequence[Cluster], owned: Sequence[Iterable[str]], edits: Iterable[GroupEdit]) -> list[Cluster]:
    """Return the clusters with those taken apart that people split.

    Args:
        found: what grouping finds.
        owned: for each of them the ids of the known groups that it holds dates of.
        edits: what people said.
    """
    aspects: dict[str, list[Aspect]] = defaultdict(list)
    for edit in edits:
        if edit.kind == "split" and edit.aspect:
            aspects[edit.groups[0]].append(edit.aspect)
    return [
        part
        for cluster, ids in zip(found, owned, strict=True)
        for part in _parts(cluster, sorted({aspect for name in ids for aspect in aspects.get(name, ())}))
    ]


def _parts(cluster: Cluster, aspects: Sequence[Aspect]) -> list[Cluster]:
    parts: dict[Hashable, Cluster] = defaultdict(list)
    for made in cluster:
        parts[tuple(ASPECTS[aspect](made) for aspect in aspects)].append(made)
    return list(parts.values())


def owners(found: Iterable[Cluster], known: Iterable[Group]) -> list[Counter[str]]:
    """Return for each cluster how many of its dates were in which of the known groups."""
    by_uid = {uid: group.id for group in known for uid in group.members if group.id}
    return [Counter(by_uid[made.uid] for made in cluster if made.uid in by_uid) for cluster in found]


def joined(
    named: Sequence[tuple[str, Cluster]], owned: Sequence[Counter[str]], edits: Iterable[GroupEdit]
) -> dict[str, Cluster]:
    """Return the clusters by the ids of their groups, with those put together that people merged.

    A cluster belongs to a merged group by its own id, or when most of its dates were in that group already.
    """
    first = firsts(edit for edit in edits if edit.source_id is not None)
    out: dict[str, Cluster] = defaultdict(list)
    for (name, cluster), ids in zip(named, owned, strict=True):
        most = min(ids, key=lambda owner: (-ids[owner], owner), default=name)
        out[first.get(name) or first.get(most) or name] += cluster
    return {name: sorted(cluster, key=lambda made: made.order) for name, cluster in out.items()}


def firsts(edits: Iterable[GroupEdit]) -> dict[str, str]:
    """Return, for each group that people merged with others, the one whose id stays; that one is among them."""
    first: dict[str, str] = {}
    for edit in edits:
        if edit.kind == "merge":
            whole = {first.get(name, name) for name in edit.groups}
            stays = first.get(edit.groups[0], edit.groups[0])
            first |= {name: stays for name, other in first.items() if other in whole}
            first |= dict.fromkeys([*edit.groups, stays], stays)
    return first


def one_programme(edits: Sequence[GroupEdit]) -> dict[Pair, str]:
    """Return the pairs of groups of different sources that people said are one, each with the reason to show."""
    return {
        pair: _reason(edit)
        for edit in edits
        if edit.kind == "merge" and edit.source_id is None
        for pair in _pairs(edit, edits)
    }


def never_one(edits: Sequence[GroupEdit]) -> set[Pair]:
    """Return the pairs of groups that people said are not one."""
    return {pair for edit in edits if edit.kind == "split" and not edit.aspect for pair in _pairs(edit, edits)}


def _pairs(edit: GroupEdit, edits: Iterable[GroupEdit]) -> list[Pair]:
    stays = firsts(one for one in edits if one.source_id is not None)
    return [frozenset(pair) for pair in combinations(sorted({stays.get(name, name) for name in edit.groups}), 2)]


def _reason(edit: GroupEdit) -> str:
    return f"merged by {edit.by} on {edit.at[:10]}" + (f": {edit.why}" if edit.why else "")


def held_apart(one: Iterable[str], other: Sequence[str], pairs: set[Pair]) -> bool:
    """Tell whether people said that a group of the one family and one of the other are not one."""
    return bool(pairs) and any(frozenset((a, b)) in pairs for a in one for b in other)
