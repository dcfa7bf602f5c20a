"""A group's record → its packed rows and the tiles that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from math import cos, radians, sin
from typing import NamedTuple

from finder.geo import EARTH_RADIUS_KM
from finder.languages import languages_of
from finder.listing import Fact, Group, Occurrence, Place, Price, Tag
from finder.tiles import layout as lay
from finder.tiles.keys import ONLINE, UNPLACED, key
from finder.tiles.wall import NOT_HELD, on_the_wall, zone_name

_DAY_MINUTES = 1440
_DAY = timedelta(days=1)
_LONGEST = 0xFFFFFFFF
_BARE_DATE = len("2026-11-21")


class PackedGroup(NamedTuple):
    """The rows of one group: the tiles they go to, and the name of the zone whose number is still to be put in."""

    tiles: tuple[int, ...]
    group: bytes
    slots: bytes
    access: bytes


class _Date(NamedTuple):
    """One date by the venue's clock: the day it begins, the minute of that day, how many minutes it lasts."""

    day: int
    start: int
    length: int
    has_hours: bool


def packed(group: Group, number: int, zone: int) -> PackedGroup:
    """Return the rows of a group.

    Args:
        group: the record.
        number: the number by which the store knows it.
        zone: the number of the zone `zone_name` gives.
    """
    dates = list(_dates(group.occurrences, zone_name(group)))
    slots = _slots(dates)
    place = group.place
    row = _GROUP.pack(
        *(_xyz(place) if place else (0, 0, 0)),
        number,
        *_tag_bits(group),
        _cents(group.price),
        _flags(group),
        len(slots),
        zone,
        min(round(place.radius_km * 100), lay.WIDEST) if place else 0,
        _until(dates) if group.occurrences else lay.LAST_DAY,
    )
    access = _access_bits(group.facts)
    said = _ACCESS_ROW.pack(number, access) if access else b""
    return PackedGroup(tiles_of(group), row, b"".join(_SLOT.pack(*slot) for slot in slots), said)


# One row at a time is packed by Python in a tenth of the time that an array takes.
_GROUP, _SLOT, _ACCESS_ROW = (lay.form_of(kind) for kind in (lay.GROUP, lay.SLOT, lay.ACCESS_ROW))


def tiles_of(group: Group) -> tuple[int, ...]:
    """Return the tiles in which a group stands; what one can go to and join from home stands in two."""
    online = (ONLINE,) if group.mode in {"online", "hybrid"} else ()
    here = (key(group.place.latitude, group.place.longitude),) if group.place and group.mode != "online" else ()
    return here + online or (UNPLACED,)


def cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return the point on the globe in centimetres from its centre."""
    radius = EARTH_RADIUS_KM * lay.CM_PER_KM
    phi, lam = radians(latitude), radians(longitude)
    return radius * cos(phi) * cos(lam), radius * cos(phi) * sin(lam), radius * sin(phi)


def _xyz(place: Place) -> tuple[int, int, int]:
    x, y, z = cartesian(place.latitude, place.longitude)
    return round(x), round(y), round(z)


def _tag_bits(group: Group) -> tuple[int, int]:
    """Return the bits of all tags, and of those of them that are stated, counted from the first that is there."""
    given = {(t.facet, t.tag): t.level == "stated" for t in sorted(group.tags, key=_is_stated) if t.level != "no"}
    bits = sorted((lay.BIT[at], is_stated) for at, is_stated in given.items() if at in lay.BIT)
    stated = sum(1 << n for n, (_, is_stated) in enumerate(bits[:_STATED_BITS]) if is_stated)
    return sum(1 << bit for bit, _ in bits), stated


def _is_stated(tag: Tag) -> bool:
    return tag.level == "stated"


_STATED_BITS = 32


def _access_bits(facts: Iterable[Fact]) -> int:
    """Return what is said of access; what is disputed, or not always and everywhere so, is no answer."""
    found: dict[str, int] = {}
    for fact in facts:
        if fact.topic in _ACCESS and fact.name in lay.ACCESS:
            is_answer = not fact.disputed and fact.limit in {None, "on-request"}
            found.setdefault(fact.name, {"yes": lay.STATED, "no": lay.NO}.get(fact.value or "", 0) if is_answer else 0)
    return sum(level << lay.ACCESS[name] for name, level in found.items())


_ACCESS = frozenset({"venue-access", "event-access"})


def _cents(price: Price | None) -> int:
    if price is None or price.min is None:
        return lay.NO_PRICE
    return min(max(round(price.min * 100), 0), lay.DEAREST)


def _flags(group: Group) -> int:
    languages = lay.language_bits(languages_of(f"{group.title} {group.description or ''}"))
    return _meeting(group) | _terms(group) | _levels(group) | _host(group) << lay.HOST_SHIFT | _faces(group) | languages


def _faces(group: Group) -> int:
    said = {fact.value for fact in group.facts if (fact.topic, fact.name) == ("social", "faces") and not fact.disputed}
    return lay.COURSE * ("course" in said) | lay.ONE_OFF * ("one-off" in said)


def _meeting(group: Group) -> int:
    in_person = group.mode != "online" if group.mode else group.place is not None or group.venue is not None
    said = {
        lay.IN_PERSON: in_person,
        lay.ONLINE: group.mode in {"online", "hybrid"},
        lay.MODE_SAID: group.mode is not None,
        lay.POINT: group.place is not None,
        lay.DATED: bool(group.occurrences),
        lay.CADENCE: group.cadence is not None,
    }
    return sum(bit for bit, is_so in said.items() if is_so)


def _terms(group: Group) -> int:
    status = group.price.status if group.price else "unknown"
    price = {"paid": lay.PAID, "unknown": 0}.get(status, lay.FREE)
    return price | {"join": lay.JOIN, "watch": lay.WATCH, None: 0}[group.participation]


def _levels(group: Group) -> int:
    found: dict[str, str] = {}
    for tag in group.tags:
        # Where a group carries several levels of a tag, the strongest claim for it wins.
        if (tag.facet, tag.tag) in _LEVELLED and _STRONGER[tag.level] > _STRONGER[found.get(tag.tag, "")]:
            found[tag.tag] = tag.level
    return sum(lay.LEVELS[level] << lay.level_shift(tag) for tag, level in found.items())


_LEVELLED = frozenset(lay.LEVELLED)
_STRONGER = {"": 0, "no": 1, "likely": 2, "stated": 3}


def _host(group: Group) -> int:
    kind = group.source.kind if group.source else None
    return lay.HOSTS.index(kind) + 1 if kind in lay.HOSTS else 0


def _dates(occurrences: Iterable[Occurrence], zone: str) -> Iterator[_Date]:
    for occurrence in occurrences:
        if occurrence.status not in NOT_HELD and (date := _date(occurrence, zone)):
            yield date


def _date(occurrence: Occurrence, zone: str) -> _Date | None:
    try:
        begin, end, lasts = on_the_wall(occurrence.start, occurrence.end, zone)
    except (ValueError, OverflowError):
        return None
    first = begin.toordinal()
    if not 0 <= first - lay.EPOCH <= lay.LAST_DAY:
        return None
    start = begin.hour * 60 + begin.minute
    over = (end.toordinal() - first) * _DAY_MINUTES + end.hour * 60 + end.minute + bool(end.second or end.microsecond)
    has_hours = len(occurrence.start) > _BARE_DATE and lasts <= _DAY
    return _Date(first - lay.EPOCH, start, max(min(over - start, _LONGEST), 0), has_hours)


def _until(dates: Iterable[_Date]) -> int:
    """Return the day on which the last date is over."""
    return min(max((d.day + (d.start + d.length) // _DAY_MINUTES for d in dates), default=0), lay.LAST_DAY)


def _slots(dates: Iterable[_Date]) -> list[tuple[int, int, int, int]]:
    slots: list[list[int]] = []
    latest: dict[tuple[int, int], list[int]] = {}
    longest: dict[tuple[int, int], int] = {}
    # The longest of those that begin together comes first, and stands for all of them.
    for date in sorted(set(dates), key=lambda d: (d.day, d.start, -d.length, d.has_hours)):
        is_second = longest.setdefault((date.day, date.start), date.length) != date.length
        start = date.start | lay.HAS_HOURS * date.has_hours | lay.SAME_BEGIN * is_second
        slot = latest.get((start, date.length))
        if slot is None or date.day - slot[1] >= lay.DAYS_OF_SLOT or goes_on(date.start, date.length):
            slot = latest[start, date.length] = [0, date.day, start, date.length]
            slots.append(slot)
        slot[0] |= 1 << (date.day - slot[1])
    return [(days, base, start, length) for days, base, start, length in slots]


def goes_on(start: int, length: int) -> bool:
    """Tell whether a date touches the day after the one it begins on."""
    return start + length > _DAY_MINUTES
