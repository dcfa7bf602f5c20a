"""Takes a location of one line apart: venue, room and postal address."""

from __future__ import annotations

import re
from typing import NamedTuple

from finder.listing import Mode
from finder.normalise.location_words import (
    CITY_REGION,
    NUMBERED,
    OFFSITE,
    PLACEHOLDER,
    REGION_ONLY,
    ROOM_LABEL,
    ROOMS,
    URL,
    VENUES,
    ZIP,
    comma_parts,
    is_room,
    looks_like_street,
)
from finder.text import fold


class Location(NamedTuple):
    """Where something is, as far as the words say."""

    venue: str | None = None
    room: str | None = None
    address: str | None = None
    mode: Mode | None = None


def said_name(text: str | None) -> str | None:
    """Return a text without addresses of pages; None for placeholders ("TBC") and bare regions."""
    if not text:
        return None
    text = URL.sub("", text).replace("()", "").strip(" ,;-–—|")  # noqa: RUF001  dashes left over
    return None if not text or PLACEHOLDER.match(text) or REGION_ONLY.match(text) else text


def room_name(text: str | None) -> str | None:
    """Return the name of a room without its label."""
    return said_name(ROOM_LABEL.sub("", text)) if text else None


def split(text: str) -> Location:
    """Take a location of one line apart; where nothing tells, it stays whole as the venue."""
    text = URL.sub("", text).strip(" ,;")
    if not text or PLACEHOLDER.match(text) or REGION_ONLY.match(text):
        return Location()
    for reader in (_at_sign, _dashed_address, _comma_address, _room_at, _divided):
        if found := reader(text):
            return found
    return Location(said_name(text))


def _at_sign(text: str) -> Location | None:
    """`Backspace Gallery @ 112 W 6th St, Bloomington IN`."""
    name, mark, place = text.partition(" @ ")
    if not mark or not looks_like_street(place.split(",")[0]):
        return None
    return _with_name(name, place)


def _dashed_address(text: str) -> Location | None:
    """`City Hall > Council Chambers - 290 E Herning Ave Wasilla AK 99654`, `Library - 1404 Sandhill Rd. - Candler`."""
    if text.startswith("- "):
        return Location(None, None, address_line(text[2:].strip(" -,")))
    pieces = re.split(r"\s+[-–—]\s+", text)  # noqa: RUF001  dashes between name and address
    for cut in range(1, len(pieces)):
        first, *others = comma_parts(pieces[cut]) or [""]
        last = cut == len(pieces) - 1 and not any(map(looks_like_street, others))
        if (NUMBERED.match(first) and not ROOMS.search(first)) or (last and ZIP.search(pieces[cut])):
            return _with_name(" - ".join(pieces[:cut]), ", ".join(pieces[cut:]))
    return None


def _comma_address(text: str) -> Location | None:
    """`Old Mill Theatre, 3 Mill Ln, Riverside, NY, 10014, United States`."""
    parts = comma_parts(text)
    street = next((i for i, part in enumerate(parts) if looks_like_street(part)), None)
    if street == 0 and len(parts) == 1 and not re.search(r"\d", text):
        # "Mudeford Quay", "Monument Circle": a street's word, but all the name there is.
        return None
    if street is None:
        street = _town(parts)
    if street is None:
        return None
    if street == 0:
        return Location(None, None, address_line(text))
    return _with_name(", ".join(parts[:street]), ", ".join(parts[street:]))


def _town(parts: list[str]) -> int | None:
    """Return where the address begins that has a town but no street: `Renaissance High School, Detroit, MI 48235`."""
    last = next((i for i, part in enumerate(parts) if i and (ZIP.search(part) or REGION_ONLY.match(part))), None)
    if last is None:
        return 0 if len(parts) == 1 and ZIP.fullmatch(parts[0]) else None
    if CITY_REGION.match(parts[last]) or re.match(r"^[A-Z][a-z]+ " + ZIP.pattern, parts[last]):
        return last
    if last == 1 and not VENUES.search(parts[0]):
        return 0
    return max(1, last - 1)


def _with_name(name: str, place: str) -> Location:
    name = name.strip(" ,-–—|")  # noqa: RUF001  dashes left over
    names = comma_parts(name)
    # CivicPlus prints the address twice: once typed into the name, once from its own fields.
    street = next((i for i, part in enumerate(names) if i and looks_like_street(part)), len(names))
    names, name = names[:street], ", ".join(names[:street])
    inner = _divided(name) or _room_at(name) or Location(said_name(name))
    parts = comma_parts(place)
    room = inner.room
    # "Music Center, Room 4, 12 Main St": the room stands between name and street.
    if not room and len(names) == 2 and is_room(names[1]):  # noqa: PLR2004
        inner, room = Location(said_name(names[0])), names[1]
    return Location(inner.venue, room, address_line(", ".join(parts)))


def _room_at(text: str) -> Location | None:
    """`Petaluma Meeting Room at Petaluma Regional Library`."""
    room, mark, venue = text.rpartition(" at ")
    if mark and "," not in venue and (ROOMS.search(room) or OFFSITE.match(room)) and VENUES.search(venue):
        return Location(said_name(venue), room)
    return None


def _divided(text: str) -> Location | None:
    """`Downtown Library - Room 2C`, `Arts Centre | Tepper Hall`, `Myron Hall, 110`, `Room 5, Town Hall`."""
    for mark in (" > ", " | "):
        venue, found, room = text.partition(mark)
        if found and venue.strip() and room.strip():
            return Location(said_name(venue), room.strip())
    venue, found, room = text.partition(" - ")
    if found or text.endswith(" -"):
        return _venue_and_room(venue.removesuffix(" -"), room, dashed=True)
    parts = comma_parts(text)
    return _venue_and_room(*parts) if len(parts) == 2 else None  # noqa: PLR2004  a name and a room


def _venue_and_room(first: str, second: str, *, dashed: bool = False) -> Location | None:
    if not second.strip():
        return Location(said_name(first))
    if OFFSITE.match(first):
        return Location(said_name(second))
    labelled = bool(ROOM_LABEL.match(second))
    if labelled or is_room(second) or (dashed and VENUES.search(first) and ROOMS.search(second)):
        return Location(said_name(first), ROOM_LABEL.sub("", second))
    if is_room(first) and VENUES.search(second):
        return Location(said_name(second), first)
    return None


def address_line(text: str | None) -> str | None:
    """Return the address on one line, repeated parts once; none where only a region is left."""
    kept = said_name(text)
    if not kept:
        return None
    parts: list[str] = []
    for part in comma_parts(kept):
        if not parts or fold(part) != fold(parts[-1]):
            parts.append(part)
    return ", ".join(parts)
