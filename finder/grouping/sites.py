"""Whether two listings are at one place, as far as their coordinates, street numbers and venue names tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from finder.geo import distance_km
from finder.listing import Place, Record
from finder.text import fold

_NEAR_KM = 0.15
_FAR_KM = 2.0
_TOWN_KM = 10.0
_CERTAIN = ("address", "venue")
_ROOM = re.compile(
    r"\b(?:room|rooms|rm|floor|suite|lounge|studio|lab|auditorium|classroom|gallery|kitchen|hall|building|bldg|"
    r"conference|patio|area|zone|teenzone|level|lobby|theater|theatre|stage)\b|\b[a-z]{1,4}\s?\d{2,4}[a-z]?\b|^\d+$"
)
_SETTLED = re.compile(r"\b(?:library|branch|center|centre|park|church|school|museum|cafe|bar|club|house|street|ave)\b")
_STREET = re.compile(
    r"\b(\d{1,6})[a-z]?\s+(?:(?:north|south|east|west|n|s|e|w|ne|nw|se|sw)\.?\s+)?([a-z0-9]+)\b", re.IGNORECASE
)
_ONLINE = re.compile(r"\b(?:online|virtual|zoom|webinar|remote|teams meeting|google meet)\b")
_NOWHERE = re.compile(r"^(?:off ?site|tba|tbd|tbc|various|see description|location)\b")
_SMALL = frozenset({"the", "of", "at", "and", "in", "for", "a", "de", "la", "an", "on", "to"})
GENERIC = frozenset(
    {
        *("library", "branch", "center", "centre", "park", "room", "hall", "school", "church", "community", "public"),
        *("regional", "main", "central", "museum", "building", "floor", "meeting", "program", "studio", "theater"),
        *("art", "arts", "cultural", "gallery", "memorial", "recreation", "senior", "seniors", "studios", "town"),
        *("books", "bookstore", "brewery", "brewing", "coffee", "company", "county", "lodge", "shop", "store"),
        *("theatre", "cafe", "bar", "club", "house", "college", "university", "campus", "city", "street", "downtown"),
    }
)
"""Words that venues of many towns have in common."""
_ORDINALS = {
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
}
_SHORT = {
    "ave": "avenue",
    "av": "avenue",
    "st": "street",
    "rd": "road",
    "blvd": "boulevard",
    "dr": "drive",
    "ctr": "center",
    "centre": "center",
    "theatre": "theater",
    "lib": "library",
    "bldg": "building",
    "mt": "mount",
    "saint": "street",
}
"""Spellings of words in names of places; a saint is as good as a street where both sides are treated alike."""
_BRACKETS = re.compile(r"\([^)]*\)")


class Site(Record, frozen=True, kw_only=True):
    """A place as it is compared: the words of its name, all its words, street number and name, and its point."""

    core: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset()
    street: str | None = None
    online: bool = False
    room_like: bool = False
    point: tuple[float, float, float] | None = None
    """Latitude, longitude and radius in kilometres."""
    certain: bool = False
    """Whether the point is that of the venue, not of its town."""

    def __bool__(self) -> bool:
        """Tell whether anything is known."""
        return bool(self.core or self.street or self.point or self.online)


@lru_cache(maxsize=20_000)
def read(venue: str, address: str, *, online: bool = False, place: Place | None = None) -> Site:
    """Return a site from the venue's name or location text, the address, and the point that was found for it."""
    folded = fold(venue)
    if _NOWHERE.match(folded):
        folded = ""
    street, name = _street(folded, fold(address))
    core = _core(name)
    return Site(
        core=core,
        full=_tokens(name) | core,
        street=street,
        online=online or bool(_ONLINE.search(folded)),
        room_like=bool(_ROOM.search(name)) and not _SETTLED.search(name),
        point=(place.latitude, place.longitude, place.radius_km) if place else None,
        certain=place is not None and place.precision in _CERTAIN,
    )


def _street(venue: str, address: str) -> tuple[str | None, str]:
    """Return the street with its number, and the venue's name without it."""
    inside = _STREET.search(venue)
    if inside and (inside.start() == 0 or venue[: inside.start()].rstrip().endswith((",", "("))):
        return _numbered(inside), venue[: inside.start()].strip(" ,(")
    found = _STREET.search(address)
    return (_numbered(found) if found else None), venue


def _numbered(match: re.Match[str]) -> str:
    return f"{match[1]} {_ORDINALS.get(match[2], match[2])}"


def _core(name: str) -> frozenset[str]:
    """Return the words of the place itself: "Board Room, North Library" and "North Library" have the same."""
    name = _BRACKETS.sub(" ", name)
    head, at, tail = name.rpartition(" at ")
    parts = [part for part in re.split(r",\s*|\s+-\s+|\s+-$", tail if at else name) if part.strip()]
    kept = [part for part in parts if not _ROOM.search(part) or _SETTLED.search(part)] or parts
    return _tokens(kept[0]) if kept else _tokens(head)


def _tokens(text: str) -> frozenset[str]:
    return spelt(re.findall(r"[^\W_]+", text.replace("'", "")))


def spelt(words: Iterable[str]) -> frozenset[str]:
    """Return folded words as names of places are compared: without small words, "Ave" as "Avenue"."""
    return frozenset(_SHORT.get(word, word) for word in words) - _SMALL


def same(a: Site, b: Site) -> bool | None:
    """Tell whether they are one place; None where what is known does not decide it."""
    if a.online or b.online:
        return True if a.online and b.online else (False if a and b else None)
    if a == b:
        return True if a else None
    km = distance_km(*a.point[:2], *b.point[:2]) if a.point and b.point else None
    if km is None or not (a.certain and b.certain):
        return False if km is not None and km > _far(a, b) else _by_name(a, b)
    return km <= _NEAR_KM or (bool(a.core) and a.core == b.core and km <= _FAR_KM)


def _far(a: Site, b: Site) -> float:
    """Return the distance beyond which two points of towns are two towns, in kilometres."""
    assert a.point
    assert b.point
    return a.point[2] + b.point[2] + _TOWN_KM


def _by_name(a: Site, b: Site) -> bool | None:
    if a.street and b.street and a.street != b.street:
        return False
    if a.street and a.street == b.street:
        return True
    if not a.core or not b.core:
        return None
    if _alike(a.core, b.core):
        return True
    held = [(x.core, y.full) for x, y in ((a, b), (b, a)) if x.core <= y.full]
    if held:
        return True if max(len(core) for core, _ in held) > 1 else None
    return None if (a.full & b.full) - GENERIC else False


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return a == b or "".join(sorted(a)) == "".join(sorted(b)) or _initials(a, b) or _initials(b, a)


def _initials(short: frozenset[str], long: frozenset[str]) -> bool:
    """Tell whether one word of the shorter name stands for the initials of what only the longer one has."""
    extra, missing = short - long, sorted(word[0] for word in long - short)
    return len(extra) == 1 and len(missing) > 1 and sorted(next(iter(extra))) == missing
