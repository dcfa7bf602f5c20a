"""Words and punctuation that tell streets, rooms and venues apart in the location that a feed prints."""

from __future__ import annotations

import re

from finder.text import is_markup, plain, squash

_LONGEST = 600

PLACEHOLDER = re.compile(
    r"^\W*(?:t\.?b\.?[acd]\.?|to be (?:announced|confirmed|determined|decided)|none|n/?a|null|undefined|unknown|"
    r"various(?: locations?)?|multiple(?: locations?)?|see (?:description|details|below|website|notes).*|"
    r"location t\.?b\.?[acd]\.?|no location|not specified|external location|other|off-?site|location|venue|address|"
    r"private(?: residence| home)?|register.*|details.*|check website.*)?\W*$",
    re.IGNORECASE,
)

OFFSITE = re.compile(r"^(?:off-?site|off-?campus|external location|outreach|in the community)\b", re.IGNORECASE)

_LABEL = re.compile(r"^\s*(?:location|where|venue|place|address)\s*:\s*", re.IGNORECASE)

ROOM_LABEL = re.compile(r"^(?:room number|room name|room|location in building)\s*:\s*", re.IGNORECASE)

URL = re.compile(r"\(?\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE)

_TEMPLATE = re.compile(r"#_[A-Z]+|\{\{?\w+\}?\}|%\w+%")

_STREETS = (
    r"st|street|ave?|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|ct|court|pl|place|pkwy|parkway|hwy|highway|"
    r"ter|terrace|cir|circle|sq|square|pike|trail|trl|row|mews|close|cl|crescent|cres|quay|alley|loop|plaza|route|rte|"
    r"expressway|turnpike|walk|grove|gardens|hill|broadway|strasse|straße|str|rue|via|calle|gata"
)

_COMPASS = r"(?:[NSEW]\.?|[NS][EW]\.?|north|south|east|west)"

NUMBERED = re.compile(
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

ZIP = re.compile(
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

REGION_ONLY = re.compile(rf"^(?:(?:{_REGION_NAMES}|{_COUNTRY_NAMES})[\s,]*)+$", re.IGNORECASE)

CITY_REGION = re.compile(rf"^[A-Z][\w.' -]+?,?\s+(?:{_REGION_NAMES})\.?(?:\s+\d{{5}}(?:-\d{{4}})?)?$")

ROOMS = re.compile(
    r"\b(?:room|rm|auditorium|hall [a-z0-9]\b|classroom|lab|laboratory|studio|theater|theatre|gallery|lounge|lobby|"
    r"floor|level|suite|area|desk|space|makerspace|lawn|patio|courtyard|garden|atrium|gym|gymnasium|kitchen|chapel|"
    r"sanctuary|basement|foyer|annex|court|field|corner|stacks|stage|ballroom|chambers?|commons|terrace|porch|cafe|café|"
    r"plaza|conference|story ?time|children'?s|teen|kids place|quiet study|grounds|parking lot|reading|alcove|nook|"
    r"board ?room|upstairs|downstairs|mezzanine|room \w+|amphitheat(?:er|re)|pavilion|meeting)\b|^#?\d{1,4}[a-z]?$",
    re.IGNORECASE,
)

VENUES = re.compile(
    r"\b(?:library|branch|museum|church|school|college|university|park|centre|center|hall|house|club|institute|academy|"
    r"campus|building|temple|synagogue|mosque|cathedral|bookstore|brewery|pub|inn|hotel|arena|stadium|farm|ymca|jcc|"
    r"community|society|guild|headquarters|store|shop|bar|restaurant|market|theat(?:er|re)|gallery)\b",
    re.IGNORECASE,
)


def one_line(text: str | None) -> str | None:
    """Return a location on one line without markup, labels and unfilled templates; None when nothing is left."""
    if not text:
        return None
    text = text[: _LONGEST * 20]
    if is_markup(text):
        text = plain(text, "html")
    text = ", ".join(part for part in (squash(p).strip(" ,") for p in text.split("\n")) if part)[:_LONGEST]
    text = _TEMPLATE.sub("", _LABEL.sub("", text))
    return text.strip(" ,;") or None


def comma_parts(text: str) -> list[str]:
    """Return the parts between commas; what stands in brackets stays whole."""
    return [part.strip() for part in re.split(r",(?![^()]*\))", text) if part.strip()]


def looks_like_street(part: str) -> bool:
    """Tell whether a part is a street, with or without its number, or a crossing."""
    part = part.strip()
    if NUMBERED.match(part) and not (ROOMS.search(part) and not _STREET_END.search(part)):
        return True
    words = part.split()
    if len(words) > 1 and (
        _CROSSING.search(part)
        or (
            _STREET_END.search(part)
            and not VENUES.search(part)
            and words[-1].lower()
            not in {"hill", "gardens", "plaza", "square", "court", "grove", "place", "way", "walk", "row"}
        )
    ):
        return not ROOMS.search(part)
    return bool(_NUMBER_LAST.match(part) and not ROOMS.search(part) and not VENUES.search(part))


def is_room(text: str) -> bool:
    """Tell whether a text names a room, not the house that it is in."""
    return bool(ROOMS.search(text)) and not (
        VENUES.search(text) and not re.search(r"\broom\b|\bfloor\b", text, re.IGNORECASE)
    )
