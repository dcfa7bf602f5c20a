"""One venue: the groups that meet there, and what it and they say of getting in, kept apart."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale

from finder.geo import distance_km, geohash_middle
from finder.listing import Group, Place, Record, Topic
from finder.search import search
from finder.search.query import Hit, Query
from finder.text import slug
from finder.web.backend import Backend
from finder.web.browse import addresses
from finder.web.cards import host
from finder.web.visit import Known, said, silent

ACCESS: tuple[Topic, ...] = ("venue-access",)

_AROUND_KM = 2.0
_SAME_CELL_KM = 0.7
SAME_DOOR_KM = 0.5
_MOST = 400
_NEVER = "9999"


class Told(Record, frozen=True, kw_only=True):
    """A fact, and the group whose listing tells it."""

    fact: Known
    group_id: str
    title: str


class Venue(Record, frozen=True, kw_only=True):
    """A venue, by what is listed there; `slug` is the last part of its address.

    `own` is what the venue's own listings say, `others` what those of groups say that meet there, `silent` what nobody
    says.  `first` is the group that tells its name, address and point.
    """

    slug: str
    name: str
    first: Group
    hits: tuple[Hit, ...]
    own: tuple[Told, ...] = ()
    others: tuple[Told, ...] = ()
    silent: tuple[Known, ...] = ()

    @property
    def said(self) -> dict[str, bool]:
        """What is said with a plain yes or no, and by nobody otherwise, by what pages call it."""
        values: dict[str, set[str | None]] = {}
        for fact in (fact for hit in self.hits for fact in hit.group.facts if fact.topic in ACCESS):
            values.setdefault(fact.name, set()).add(None if fact.limit else fact.value)
        plain = {name: said == {"yes"} for name, said in values.items() if said in ({"yes"}, {"no"})}
        labels = {told.fact.name: told.fact.label for told in (*self.own, *self.others)}
        return {labels[name]: value for name, value in plain.items()}


def venue(backend: Backend, address: str, locale: Locale) -> Venue | None:
    """Return the venue of an address; None where no group meets there any more."""
    name, _, cell = address.rpartition("-")
    middle = geohash_middle(cell)
    if not name or middle is None:
        return None
    hits = _same_door(_called(backend, name, middle), cell)
    if not hits:
        return None
    groups = [hit.group for hit in hits]
    slugs = sorted(one for group in groups if (one := addresses.venue_slug(group)))
    own = [group for group in groups if is_its_own(group)]
    first = max(groups, key=lambda group: (group in own, len(group.address or "")))
    return Venue(
        slug=slugs[0],
        name=first.venue or "",
        first=first,
        hits=tuple(sorted(hits, key=lambda hit: hit.next or _NEVER)),
        own=_told(own, locale),
        others=_told([group for group in groups if group not in own], locale),
        silent=tuple(_silent(groups)),
    )


def is_its_own(group: Group) -> bool:
    """Tell whether the venue itself lists the group: its host's name begins that of the venue, or is it."""
    by, at = slug(host(group) or ""), slug(group.venue or "")
    return bool(by) and (at == by or at.startswith(f"{by}-"))


def _called(backend: Backend, name: str, middle: tuple[float, float]) -> list[Hit]:
    """Return the groups near a point whose venue goes by this name in addresses."""
    # An address holds plain letters, a text may hold others (of full width, say): then the point alone must do.
    for words, km in ((name.replace("-", " "), _AROUND_KM), (None, _SAME_CELL_KM)):
        query = Query(
            latitude=middle[0],
            longitude=middle[1],
            within_km=km,
            words=words,
            mode="in-person",
            sort="nearest",
            per_page=_MOST,
        )
        hits = search(backend.store, query, backend.now(), with_hints=False).hits
        if found := [hit for hit in hits if slug(hit.group.venue or "") == name]:
            return found
    return []


def _same_door(hits: list[Hit], cell: str) -> list[Hit]:
    """Return the groups at the venue of that cell: a chain may have a house of the same name some streets off."""
    here = [hit for hit in hits if (addresses.venue_slug(hit.group) or "").endswith(f"-{cell}")] or hits[:1]
    if not here:
        return []
    door = here[0].group.place
    return [hit for hit in hits if door and hit.group.place and is_same_door(door, hit.group.place)]


def is_same_door(one: Place, other: Place) -> bool:
    """Tell whether two points are of one house, as far as points tell."""
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude) <= SAME_DOOR_KM


def _told(groups: Iterable[Group], locale: Locale) -> tuple[Told, ...]:
    """Return the facts that these groups tell, the same words once."""
    found: dict[tuple[str, str, str | None], Told] = {}
    for group in groups:
        for fact in said(group, ACCESS, locale):
            found.setdefault(
                (fact.name, fact.lead, fact.words), Told(fact=fact, group_id=group.id or "", title=group.title)
            )
    return tuple(sorted(found.values(), key=lambda told: told.fact.label))


def _silent(groups: Iterable[Group]) -> list[Known]:
    told = {fact.name for group in groups for fact in group.facts}
    return [one for one in silent(Group(title=""), ACCESS) if one.name not in told]
