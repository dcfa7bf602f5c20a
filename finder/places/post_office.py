"""What the post office knows beside GeoNames: hamlets, counties, and which of two towns of one name people mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from finder.geo import distance_km
from finder.listing import Record
from finder.places.names import key
from finder.places.rows import City, Postal

_ONE_TOWN_KM = 25.0
"""How far from one of its codes a town's middle lies."""

_AROUND_A_CODE_KM = 6.0


class PostTown(Record, frozen=True, kw_only=True):
    """A name with all its codes; `own` when it is the name of one of them, not another way to write it."""

    name: str
    region: str
    codes: tuple[Postal, ...]
    own: bool


class Known(NamedTuple):
    """A place of GeoNames that is called so; `own` when that is its name, not another spelling."""

    id: int
    latitude: float
    longitude: float
    own: bool


KnownBy = Callable[[str, str], Sequence[Known]]
"""Looks up by the key of a name and a region."""


def post_towns(codes: Iterable[Postal]) -> list[PostTown]:
    """Return each name that codes have, by region."""
    members: dict[tuple[str, str], list[tuple[str, Postal]]] = {}
    for code in codes:
        for name in (code.city, *code.other_cities):
            if name and code.region:
                members.setdefault((key(name), code.region), []).append((name, code))
    return [
        PostTown(
            name=named[0][0],
            region=region,
            codes=tuple(code for _, code in named),
            own=any(name == code.city for name, code in named),
        )
        for (_, region), named in members.items()
    ]


def hamlets(towns: Iterable[PostTown], known: KnownBy) -> Iterator[City]:
    """Yield the places that only the post office names (hamlets, parts of cities), at the middle of their codes."""
    number = 0
    for town in towns:
        places = known(key(town.name), town.region)
        if not places or (town.own and not _near(town, places)):
            number -= 1
            latitude, longitude = _middle(town.codes)
            yield City(
                id=number,
                name=town.name,
                country=town.codes[0].country,
                region=town.region,
                latitude=latitude,
                longitude=longitude,
                timezone=town.codes[0].timezone,
            )


def namesakes(towns: Iterable[PostTown], known: KnownBy) -> Iterator[int]:
    """Yield the places that lie far from the codes of their name: of two towns of one name the other is meant."""
    for town in towns:
        places = known(key(town.name), town.region) if town.own else ()
        near = _near(town, places)
        yield from (place.id for place in places if place.own and place not in near)


def counties(codes: Iterable[Postal]) -> Iterator[tuple[object, ...]]:
    """Yield each county as a row of the gazetteer: at the middle of its codes, as wide as they lie apart."""
    members: dict[tuple[str, str, str], list[Postal]] = {}
    for code in codes:
        if code.county and code.region:
            members.setdefault((key(code.county), code.region, code.country), []).append(code)
    for names, found in members.items():
        middle = _middle(found)
        reach = max(distance_km(*middle, code.latitude, code.longitude) for code in found) + _AROUND_A_CODE_KM
        yield (*names, found[0].county, *middle, round(reach), found[0].timezone)


def _near(town: PostTown, places: Iterable[Known]) -> list[Known]:
    points = {(code.latitude, code.longitude) for code in town.codes}
    return [
        place
        for place in places
        if any(distance_km(*point, place.latitude, place.longitude) < _ONE_TOWN_KM for point in points)
    ]


def _middle(codes: Sequence[Postal]) -> tuple[float, float]:
    return (
        sum(code.latitude for code in codes) / len(codes),
        sum(code.longitude for code in codes) / len(codes),
    )
