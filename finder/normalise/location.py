"""Locations: which part of what a feed prints in one line is the venue, the room, the postal address, or no place.

Nothing is looked up here: words and punctuation decide, and where they do not, the text stays whole as the venue.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from finder.listing import Mode
from finder.text import fold, is_markup, plain, squash

_LONGEST = 600

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
_PLACEHOLDER = re.compile(
    r"^\W*(?:t\.?b\.?[acd]\.?|to be (?:announced|confirmed|determined|decided)|none|n/?a|null|undefined|unknown|"
    r"various(?: locations?)?|multiple(?: locations?)?|see (?:description|details|below|website|notes).*|"
    r"location t\.?b\.?[acd]\.?|no location|not specified|external location|other|off-?site|location|venue|address|"
    r"private(?: residence| home)?|register.*|details.*|check website.*)?\W*$",
    re.IGNORECASE,
)
_OFFSITE = re.compile(r"^(?:off-?site|off-?campus|external location|outreach|in the community)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:location|where|venue|place|address)\s*:\s*", re.IGNORECASE)
_ROOM_LABEL = re.compile(r"^(?:room number|room name|room|location in building)\s*:\s*", re.IGNORECASE)
_MEETING = re.compile(
    r"https?://(?:[\w-]+\.)*(?:zoom\.us|zoomgov\.com|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com|"
    r"gotomeeting\.com|jit\.si|youtube\.com|youtu\.be|twitch\.tv|discord\.(?:gg|com)|facebook\.com/\S*live|crowdcast\.io|"
    r"whereby\.com|bigbluebutton\.\w+)\b",
    re.IGNORECASE,
)
_URL = re.compile(r"\(?\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE)
_TEMPLATE = re.compile(r"#_[A-Z]+|\{\{?\w+\}?\}|%\w+%")

_STREETS = (
    r"st|street|ave?|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|ct|court|pl|place|pkwy|parkway|hwy|highway|"
    r"ter|terrace|cir|circle|sq|square|pike|trail|trl|row|mews|close|cl|crescent|cres|quay|alley|loop|plaza|route|rte|"
    r"expressway|turnpike|walk|grove|gardens|hill|broadway|strasse|straße|str|rue|via|calle|gata"
)
_COMPASS = r"(?:[NSEW]\.?|[NS][EW]\.?|north|south|east|west)"
_NUMBERED = re.compile(
    r"^(?:#\s*)?\d+[\w/-]*\.?\s+(?:"
    + _COMPASS
    + r"\s+)?[^\W\d]|^\d+[\w-]*\s+\d+(?:st|nd|rd|th)\b|^p\.?\s?o\.?\s+box\b",
    re.IGNORECASE,
)
_STREET_END = re.compile(
    rf"\b(?:{_STREETS})\b\.?(?:\s+{_COMPASS})?(?:\s*[&/]\s*.+)?(?:\s+(?:suite|ste|unit|#|apt|bldg|building|floor)\b.*)?$",
    re.IGNORECASE,
)
_CROSSING = re.compile(
    rf"\b(?:{_STREETS})\b\.?(?:\s+{_COMPASS})?\s*(?:&|and|/|at)\s+.*\b(?:{_STREETS})\b", re.IGNORECASE
)
_NUMBER_LAST = re.compile(r"^[^\W\d][^\d,]{3,40}\s\d{1,4}[a-z]?$", re.IGNORECASE)
_ZIP = re.compile(
    r"\b(?:[A-Z]{2}\.?\s+\d{5}(?:-\d{4})?|\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|"
    r"\d{4}\s?[A-Z]{2})\b"
)
_REGION_NAMES = (
    r"A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|"
    r"AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|NT|NU|YT|Ontario|Quebec|British Columbia|Alberta|England|Scotland|Wales"
)
_COUNTRY_NAMES = (
    r"U\.?S\.?A?\.?|United States(?: of America)?|Canada|U\.?K\.?|United Kingdom|GB|Ireland|Australia|New Zealand"
)
_REGION_ONLY = re.compile(rf"^(?:(?:{_REGION_NAMES}|{_COUNTRY_NAMES})[\s,]*)+$", re.IGNORECASE)
_CITY_REGION = re.compile(rf"^[A-Z][\w.' -]+?,?\s+(?:{_REGION_NAMES})\.?(?:\s+\d{{5}}(?:-\d{{4}})?)?$")

_ROOMS = re.compile(
    r"\b(?:room|rm|auditorium|hall [a-z0-9]\b|classroom|lab|laboratory|studio|theater|theatre|gallery|lounge|lobby|"
    r"floor|level|suite|area|desk|space|makerspace|lawn|patio|courtyard|garden|atrium|gym|gymnasium|kitchen|chapel|"
    r"sanctuary|basement|foyer|annex|court|field|corner|stacks|stage|ballroom|chambers?|commons|terrace|porch|cafe|café|"
    r"plaza|conference|story ?time|children'?s|teen|kids place|quiet study|grounds|parking lot|reading|alcove|nook|"
    r"board ?room|upstairs|downstairs|mezzanine|room \w+|amphitheat(?:er|re)|pavilion|meeting)\b|^#?\d{1,4}[a-z]?$",
    re.IGNORECASE,
)
_VENUES = re.compile(
    r"\b(?:library|branch|museum|church|school|college|university|park|centre|center|hall|house|club|institute|academy|"
    r"campus|building|temple|synagogue|mosque|cathedral|bookstore|brewery|pub|inn|hotel|arena|stadium|farm|ymca|jcc|"
    r"community|society|guild|headquarters|store|shop|bar|restaurant|market|theat(?:er|re)|gallery)\b",
    re.IGNORECASE,
)


class Location(NamedTuple):
    """Where something is, as far as the words say."""

    venue: str | None = None
    room: str | None = None
    address: str | None = None
    mode: Mode | None = None


@lru_cache(maxsize=4096)
def read_location(venue: str | None, room: str | None, address: str | None) -> Location:
    """Return the parts of a place.

    A feed with a single location field hands it in as `venue`, alone; it is taken apart.  Where the feed has parts of
    its own they are kept as they are, save for markup, placeholders ("TBC") and names that only mean online.
    """
    name, place = _one_line(venue), _one_line(address)
    if name and (found := _linked(name)):
        return found._replace(address=found.address or _address(place))
    if name and _ONLINE.search(name) and (found := _online(name)):
        return found if not place else Location(None, None, None, found.mode)
    if name and not place:
        return _named(_split(name), _one_line(room))
    return _named(Location(_kept(name), None, _address(place)), _one_line(room))


def _named(found: Location, room: str | None) -> Location:
    room = _room(room or found.room)
    if room and _OFFSITE.match(room):
        # "Offsite at Main Library" is the library's listing, somewhere else.
        return Location(None, None, found.address, found.mode)
    venue = found.venue
    if venue and found.address and _begins_with_street(venue, found.address):
        venue = None
    return Location(venue, None if room and venue and fold(room) == fold(venue) else room, found.address, found.mode)


def _begins_with_street(venue: str, address: str) -> bool:
    """Tell whether the name is only the address's own beginning: a street or a town, and no house before a street."""
    first, *rest = _comma_parts(address) or [""]
    return fold(first) == fold(venue) and (_looks_like_street(venue) or not any(map(_looks_like_street, rest)))


def _one_line(text: str | None) -> str | None:
    if not text:
        return None
    text = text[: _LONGEST * 20]
    if is_markup(text):
        text = plain(text, "html")
    text = ", ".join(part for part in (squash(p).strip(" ,") for p in text.split("\n")) if part)[:_LONGEST]
    text = _TEMPLATE.sub("", _LABEL.sub("", text))
    return text.strip(" ,;") or None


def _kept(text: str | None) -> str | None:
    if not text:
        return None
    text = _URL.sub("", text).replace("()", "").strip(" ,;-–—|")  # noqa: RUF001  dashes left over
    return None if not text or _PLACEHOLDER.match(text) or _REGION_ONLY.match(text) else text


def _room(text: str | None) -> str | None:
    return _kept(_ROOM_LABEL.sub("", text)) if text else None


def _linked(text: str) -> Location | None:
    """Return what a location with a meeting's address in it is: online, unless it names a place as well."""
    if not _MEETING.search(text):
        return None
    rest = _URL.sub("", text).strip(" ,;-()")
    if _VENUES.search(rest) or any(map(_looks_like_street, _comma_parts(rest))):
        return _split(
            re.sub(r"\s*(?:&|\band\b|\bor\b|/|\+|,)\s*(?:online|virtually|(?:via |on )?zoom)?\W*$", "", rest)
        )._replace(mode="hybrid")
    return Location(mode="online")


def _online(text: str) -> Location | None:
    """Return an online place, a hybrid one ("Council Chambers & Virtual"), or None when the word is part of a name."""
    bare = _URL.sub("", text).strip()
    parts = [part for part in re.split(r"\s*(?:,|\s[-–—|/]\s|;)\s*", bare) if part]  # noqa: RUF001  dashes between parts
    online = [part for part in parts if _ONLINE.search(part) and _ONLINE_ONLY.match(part)]
    physical = [part for part in parts if not _ONLINE.search(part) and not _REGION_ONLY.match(part)]
    if online and not any(_looks_like_street(part) or _VENUES.search(part) or _ROOMS.search(part) for part in physical):
        return Location(mode="online")
    if (both := _ALSO_ONLINE.match(bare)) and not _ONLINE_ONLY.match(both["name"]):
        return _split(both["name"] + both["rest"])._replace(mode="hybrid")
    if (also := _ALSO_HERE.match(bare)) and _VENUES.search(also["name"]):
        return _split(also["name"])._replace(mode="hybrid")
    return Location(mode="online") if _HELD_ONLINE.match(bare) and not any(map(_looks_like_street, parts)) else None


def _split(text: str) -> Location:
    text = _URL.sub("", text).strip(" ,;")
    if not text or _PLACEHOLDER.match(text) or _REGION_ONLY.match(text):
        return Location()
    for reader in (_at_sign, _dashed_address, _comma_address, _room_at, _divided):
        if found := reader(text):
            return found
    return Location(_kept(text))


def _at_sign(text: str) -> Location | None:
    """`Backspace Gallery @ 112 W 6th St, Bloomington IN`."""
    name, mark, place = text.partition(" @ ")
    if not mark or not _looks_like_street(place.split(",")[0]):
        return None
    return _with_name(name, place)


def _dashed_address(text: str) -> Location | None:
    """`City Hall > Council Chambers - 290 E Herning Ave Wasilla AK 99654`, `Library - 1404 Sandhill Rd. - Candler`."""
    if text.startswith("- "):
        return Location(None, None, _address(text[2:].strip(" -,")))
    pieces = re.split(r"\s+[-–—]\s+", text)  # noqa: RUF001  dashes between name and address
    for cut in range(1, len(pieces)):
        first, *others = _comma_parts(pieces[cut]) or [""]
        last = cut == len(pieces) - 1 and not any(map(_looks_like_street, others))
        if (_NUMBERED.match(first) and not _ROOMS.search(first)) or (last and _ZIP.search(pieces[cut])):
            return _with_name(" - ".join(pieces[:cut]), ", ".join(pieces[cut:]))
    return None


def _comma_address(text: str) -> Location | None:
    """`Old Mill Theatre, 3 Mill Ln, Riverside, NY, 10014, United States`."""
    parts = _comma_parts(text)
    street = next((i for i, part in enumerate(parts) if _looks_like_street(part)), None)
    if street == 0 and len(parts) == 1 and not re.search(r"\d", text):
        # "Mudeford Quay", "Monument Circle": a street's word, but all the name there is.
        return None
    if street is None:
        street = _town(parts)
    if street is None:
        return None
    if street == 0:
        return Location(None, None, _address(text))
    return _with_name(", ".join(parts[:street]), ", ".join(parts[street:]))


def _town(parts: list[str]) -> int | None:
    """Return where the address begins that has a town but no street: `Renaissance High School, Detroit, MI 48235`."""
    last = next((i for i, part in enumerate(parts) if i and (_ZIP.search(part) or _REGION_ONLY.match(part))), None)
    if last is None:
        return 0 if len(parts) == 1 and _ZIP.fullmatch(parts[0]) else None
    if _CITY_REGION.match(parts[last]) or re.match(r"^[A-Z][a-z]+ " + _ZIP.pattern, parts[last]):
        return last
    if last == 1 and not _VENUES.search(parts[0]):
        return 0
    return max(1, last - 1)


def _comma_parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r",(?![^()]*\))", text) if part.strip()]


def _looks_like_street(part: str) -> bool:
    part = part.strip()
    if _NUMBERED.match(part) and not (_ROOMS.search(part) and not _STREET_END.search(part)):
        return True
    words = part.split()
    if len(words) > 1 and (
        _CROSSING.search(part)
        or (
            _STREET_END.search(part)
            and not _VENUES.search(part)
            and words[-1].lower()
            not in {"hill", "gardens", "plaza", "square", "court", "grove", "place", "way", "walk", "row"}
        )
    ):
        return not _ROOMS.search(part)
    return bool(_NUMBER_LAST.match(part) and not _ROOMS.search(part) and not _VENUES.search(part))


def _with_name(name: str, place: str) -> Location:
    name = name.strip(" ,-–—|")  # noqa: RUF001  dashes left over
    names = _comma_parts(name)
    # CivicPlus prints the address twice: once typed into the name, once from its own fields.
    street = next((i for i, part in enumerate(names) if i and _looks_like_street(part)), len(names))
    names, name = names[:street], ", ".join(names[:street])
    inner = _divided(name) or _room_at(name) or Location(_kept(name))
    parts = _comma_parts(place)
    room = inner.room
    # "Music Center, Room 4, 12 Main St": the room stands between name and street.
    if not room and len(names) == 2 and _is_room(names[1]):  # noqa: PLR2004
        inner, room = Location(_kept(names[0])), names[1]
    return Location(inner.venue, room, _address(", ".join(parts)))


def _room_at(text: str) -> Location | None:
    """`Petaluma Meeting Room at Petaluma Regional Library`."""
    room, mark, venue = text.rpartition(" at ")
    if mark and "," not in venue and (_ROOMS.search(room) or _OFFSITE.match(room)) and _VENUES.search(venue):
        return Location(_kept(venue), room)
    return None


def _divided(text: str) -> Location | None:
    """`Downtown Library - Room 2C`, `Arts Centre | Tepper Hall`, `Myron Hall, 110`, `Room 5, Town Hall`."""
    for mark in (" > ", " | "):
        venue, found, room = text.partition(mark)
        if found and venue.strip() and room.strip():
            return Location(_kept(venue), room.strip())
    venue, found, room = text.partition(" - ")
    if found or text.endswith(" -"):
        return _venue_and_room(venue.removesuffix(" -"), room, dashed=True)
    parts = _comma_parts(text)
    return _venue_and_room(*parts) if len(parts) == 2 else None  # noqa: PLR2004  a name and a room


def _venue_and_room(first: str, second: str, *, dashed: bool = False) -> Location | None:
    if not second.strip():
        return Location(_kept(first))
    if _OFFSITE.match(first):
        return Location(_kept(second))
    labelled = bool(_ROOM_LABEL.match(second))
    if labelled or _is_room(second) or (dashed and _VENUES.search(first) and _ROOMS.search(second)):
        return Location(_kept(first), _ROOM_LABEL.sub("", second))
    if _is_room(first) and _VENUES.search(second):
        return Location(_kept(second), first)
    return None


def _is_room(text: str) -> bool:
    return bool(_ROOMS.search(text)) and not (
        _VENUES.search(text) and not re.search(r"\broom\b|\bfloor\b", text, re.IGNORECASE)
    )


def _address(text: str | None) -> str | None:
    """Return the address on one line, repeated parts once; none where only a region is left."""
    kept = _kept(text)
    if not kept:
        return None
    parts: list[str] = []
    for part in _comma_parts(kept):
        if not parts or fold(part) != fold(parts[-1]):
            parts.append(part)
    return ", ".join(parts)
