"""Locations: which part of what a feed prints in one line is the venue, the room, the postal address, or no place.

Nothing is looked up here: words and punctuation decide, and where they do not, the text stays whole as the venue.
"""

from __future__ import annotations

import re
from functools import lru_cache

from finder.normalise.location_parts import Location, address_line, room_name, said_name, split
from finder.normalise.location_words import (
    OFFSITE,
    REGION_ONLY,
    ROOMS,
    URL,
    VENUES,
    comma_parts,
    looks_like_street,
    one_line,
)
from finder.text import fold

_ONLINE = re.compile(
    r"\b(?:online|on-line|virtual(?:ly)?|zoom|webinar|livestream(?:ed)?|live stream|google meet|microsoft teams|"
    r"ms teams|facebook live|youtube|discord|twitch|webex|gotomeeting|jitsi|remote(?:ly)?|internet)\b",
    re.IGNORECASE,
)

_ONLINE_ONLY = re.compile(
    r"^(?:\W|\b(?:online|on-line|virtual(?:ly)?|zoom|webinar|live|streamed|livestream(?:ed)?|stream|google|meet|microsoft|"
    r"ms|teams|facebook|youtube|discord|twitch|webex|gotomeeting|jitsi|remote(?:ly)?|internet|event|events|only|meeting|"
    r"meetings|program|programs|programme|class|classes|room|link|via|on|by|from home|server|channel|platform|call|"
    r"conference|registration|required|the|a|an|and|or|video|digital|branch|session|attendance|location|venue|offsite)"
    r"\b)+$",
    re.IGNORECASE,
)

_ALSO_ONLINE = re.compile(
    r"^(?P<name>.*?\S)\s*(?:&|\band\b|\bor\b|/|\+)\s*"
    r"(?:online|virtual(?:ly)?|(?:via |on )?zoom|livestream)\b(?P<rest>.*)$",
    re.IGNORECASE,
)

_ALSO_HERE = re.compile(
    r"^(?:online|virtual(?:ly)?|(?:via |on )?zoom|livestream)\s*(?:&|and|or|/|\+)\s*"
    r"(?:at |in[- ]person at |in )?(?P<name>\S.*)$",
    re.IGNORECASE,
)

_HELD_ONLINE = re.compile(
    r"^(?:(?:join |held |meets? |this )?(?:online|virtual(?:ly)?|zoom)\W*"
    r"(?:$|via|on|through|only|from|with|event|meeting|program|class|session|link)|(?:via|on) zoom)\b",
    re.IGNORECASE,
)

_MEETING = re.compile(
    r"https?://(?:[\w-]+\.)*(?:zoom\.us|zoomgov\.com|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com|"
    r"gotomeeting\.com|jit\.si|youtube\.com|youtu\.be|twitch\.tv|discord\.(?:gg|com)|facebook\.com/\S*live|crowdcast\.io|"
    r"whereby\.com|bigbluebutton\.\w+)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def read_location(venue: str | None, room: str | None, address: str | None) -> Location:
    """Return the parts of a place.

    A feed with a single location field hands it in as `venue`, alone; it is taken apart.  Where the feed has parts of
    its own they are kept as they are, save for markup, placeholders ("TBC") and names that only mean online.
    """
    name, place = one_line(venue), one_line(address)
    if name and (found := _linked(name)):
        return found._replace(address=found.address or address_line(place))
    if name and _ONLINE.search(name) and (found := _online(name)):
        return found if not place else Location(None, None, None, found.mode)
    if name and not place:
        return _named(split(name), one_line(room))
    return _named(Location(said_name(name), None, address_line(place)), one_line(room))


def _named(found: Location, room: str | None) -> Location:
    room = room_name(room or found.room)
    if room and OFFSITE.match(room):
        # "Offsite at Main Library" is the library's listing, somewhere else.
        return Location(None, None, found.address, found.mode)
    venue = found.venue
    if venue and found.address and _begins_with_street(venue, found.address):
        venue = None
    return Location(venue, None if room and venue and fold(room) == fold(venue) else room, found.address, found.mode)


def _begins_with_street(venue: str, address: str) -> bool:
    """Tell whether the name is only the address's own beginning: a street or a town, and no house before a street."""
    first, *rest = comma_parts(address) or [""]
    return fold(first) == fold(venue) and (looks_like_street(venue) or not any(map(looks_like_street, rest)))


def _linked(text: str) -> Location | None:
    """Return what a location with a meeting's address in it is: online, unless it names a place as well."""
    if not _MEETING.search(text):
        return None
    rest = URL.sub("", text).strip(" ,;-()")
    if VENUES.search(rest) or any(map(looks_like_street, comma_parts(rest))):
        return split(
            re.sub(r"\s*(?:&|\band\b|\bor\b|/|\+|,)\s*(?:online|virtually|(?:via |on )?zoom)?\W*$", "", rest)
        )._replace(mode="hybrid")
    return Location(mode="online")


def _online(text: str) -> Location | None:
    """Return an online place, a hybrid one ("Council Chambers & Virtual"), or None when the word is part of a name."""
    bare = URL.sub("", text).strip()
    parts = [part for part in re.split(r"\s*(?:,|\s[-–—|/]\s|;)\s*", bare) if part]  # noqa: RUF001  dashes between parts
    online = [part for part in parts if _ONLINE.search(part) and _ONLINE_ONLY.match(part)]
    physical = [part for part in parts if not _ONLINE.search(part) and not REGION_ONLY.match(part)]
    if online and not any(looks_like_street(part) or VENUES.search(part) or ROOMS.search(part) for part in physical):
        return Location(mode="online")
    if (both := _ALSO_ONLINE.match(bare)) and not _ONLINE_ONLY.match(both["name"]):
        return split(both["name"] + both["rest"])._replace(mode="hybrid")
    if (also := _ALSO_HERE.match(bare)) and VENUES.search(also["name"]):
        return split(also["name"])._replace(mode="hybrid")
    return Location(mode="online") if _HELD_ONLINE.match(bare) and not any(map(looks_like_street, parts)) else None
