"""One host: its groups, from every calendar that is surely of the same one, by name and by house."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from finder.listing import Group, Place
from finder.search import search
from finder.search.query import Hit, Query
from finder.text import slug
from finder.web import words
from finder.web.backend import Backend
from finder.web.browse import venues
from finder.web.browse.coming import hit
from finder.web.cards import host

_MOST_DOORS = 3
_MOST = 400


def of(backend: Backend, source_id: str, name: str) -> list[Hit]:
    """Return the groups of a host that one source lists, and those of its name that others list at the same houses.

    Those of the source that tells most of it come first; none where it has no group any more.
    """
    own = _listed(backend, source_id, name)
    others = {source for door in _doors(own) for source in _sources_at(backend, door, name)} - {source_id}
    parts = [own, *(_listed(backend, source, name) for source in sorted(others))] if own else []
    return [one for part in sorted(parts, key=_rank) for one in part]


def apart(hits: Iterable[Hit]) -> list[list[Hit]]:
    """Return hits by their hosts, told apart by name, and by source where they share no house."""
    found: dict[tuple[str, str], list[Hit]] = defaultdict(list)
    for one in hits:
        if one.group.source and (name := slug(host(one.group) or "")):
            found[one.group.source.id or "", name].append(one)
    hosts: list[list[Hit]] = []
    for (_source, name), part in found.items():
        same = [known for known in hosts if _name(known) == name and _share_a_door(known, part)]
        hosts = [known for known in hosts if known not in same]
        hosts.append([one for piece in sorted([*same, part], key=_rank) for one in piece])
    return hosts


def _listed(backend: Backend, source_id: str, name: str) -> list[Hit]:
    groups = (one for one in backend.store.groups(source_id) if slug(host(one) or "") == name)
    return [found for one in groups if (found := hit(one, backend.now()))]


def _sources_at(backend: Backend, door: Place, name: str) -> set[str]:
    """Return the sources that list groups of a host of this name at a door."""
    around = Query(
        latitude=door.latitude,
        longitude=door.longitude,
        within_km=venues.SAME_DOOR_KM,
        mode="in-person",
        sort="nearest",
        per_page=_MOST,
    )
    groups = (one.group for one in search(backend.store, around, backend.now(), with_hints=False).hits)
    found = (one for one in groups if slug(host(one) or "") == name and words.is_exact(one.place))
    return {one.source.id for one in found if one.source and one.source.id}


def _doors(hits: Sequence[Hit]) -> list[Place]:
    """Return the houses in which most of them meet, where these are surely known."""
    places = [place for one in hits if (place := _door(one.group))]
    known = {(round(place.latitude, 3), round(place.longitude, 3)): place for place in places}
    counts = Counter((round(place.latitude, 3), round(place.longitude, 3)) for place in places)
    return [known[cell] for cell, _count in counts.most_common(_MOST_DOORS)]


def _door(group: Group) -> Place | None:
    return group.place if group.place and group.mode != "online" and words.is_exact(group.place) else None


def _share_a_door(some: Sequence[Hit], others: Sequence[Hit]) -> bool:
    return any(venues.is_same_door(one, other) for one in _doors(some) for other in _doors(others))


def _rank(hits: Sequence[Hit]) -> tuple[bool, int, str]:
    """Return what sorts the host's own calendar first, then the one that tells most."""
    source = hits[0].group.source
    own = source is not None and slug(source.name or "") == _name(hits)
    return not own, -len(hits), (source.id if source else None) or ""


def _name(hits: Sequence[Hit]) -> str:
    return slug(host(hits[0].group) or "")
