"""Finds the venue or street address that a text means among those around a point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from finder.geo import distance_km
from finder.places.gazetteer import CityRow, Surroundings, VenueRow
from finder.places.names import KIND_WORDS, key, venue_words
from finder.places.reading import pieces

_ENOUGH = 0.8
_KIND_WEIGHT = 1.0
_OWN_WEIGHT = 3.0
_MAIN = frozenset({"downtown", "central", "main", "headquarters", "public"})
_STREET = re.compile(r"^\s*(\d+[A-Za-z]?)\s+(.+)")
_STREET_WORDS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "boulevard": "blvd", "lane": "ln",
    "court": "ct", "place": "pl", "parkway": "pkwy", "highway": "hwy", "square": "sq", "terrace": "ter",
    "circle": "cir",
    "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip
_PLAIN_STREET_WORDS = frozenset(_STREET_WORDS.values())


def named(text: str, around: Surroundings) -> VenueRow | None:
    """Return the venue whose own words and kind a piece of the text repeats; None rather than a guess."""
    best, best_score = None, _ENOUGH
    for piece in pieces(text):
        if key(piece) in around.towns:
            continue
        words = venue_words(piece)
        for index in _candidates(words, around):
            score = likeness(words, around.words[index])
            if score > best_score:
                best, best_score = around.venues[index], score
    return best


def main_library(text: str, around: Surroundings, town: CityRow) -> VenueRow | None:
    """Return the town's main library when the text asks for "the central library" and only one can be meant."""
    if not any("library" in (words := venue_words(piece)) and words - {"library"} <= _MAIN for piece in pieces(text)):
        return None
    at_home = [venue for venue in around.venues if venue.kind == "library" and _is_of(venue, town)]
    main = [venue for venue in at_home if venue_words(venue.name) & _MAIN or len(at_home) == 1]
    return main[0] if len(main) == 1 else None


def at_address(text: str, around: Surroundings, town: CityRow) -> VenueRow | None:
    """Return the venue that stands at a street address in the text: every town has its Main Street."""
    for piece in pieces(text):
        if match := _STREET.match(piece):
            street = street_words(match[2])
            for index in around.by_number.get(match[1], ()):
                venue = around.venues[index]
                known = street_words((venue.address or "").partition(" ")[2])
                if not _is_of(venue, town):
                    continue
                if street & known - _PLAIN_STREET_WORDS and len(street ^ known) <= 2:  # noqa: PLR2004  "W" and "Ste" may lack
                    return venue
    return None


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return 0 to 1 by shared words, a venue's own words counting more than its kind; 0 if only kinds are shared."""
    common = one & other
    if common <= KIND_WORDS:
        return 0.0
    return 2 * _weight(common) / (_weight(one) + _weight(other))


@lru_cache(maxsize=4096)
def street_words(street: str) -> frozenset[str]:
    """Return a street's words in the short forms of USPS Publication 28."""
    words = re.findall(r"[^\W_]+", street.casefold())
    return frozenset(_STREET_WORDS.get(word, word) for word in words)


def _candidates(words: frozenset[str], around: Surroundings) -> Iterator[int]:
    for word in words - KIND_WORDS:
        yield from around.by_word.get(word, ())


def _weight(words: frozenset[str]) -> float:
    return sum(_KIND_WEIGHT if word in KIND_WORDS else _OWN_WEIGHT for word in words)


def _is_of(venue: VenueRow, town: CityRow) -> bool:
    if venue.city:
        return key(venue.city) == key(town.name)
    return distance_km(venue.latitude, venue.longitude, town.latitude, town.longitude) < 2  # noqa: PLR2004  km
