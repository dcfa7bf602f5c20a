"""Finds the venue or street address that a text means among those around a point."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.geo import distance_km
from finder.places.gazetteer import CityRow, Gazetteer, Nearby, PostalRow, VenueRow
from finder.places.names import KIND_WORDS, key, venue_words
from finder.places.reading import pieces

_ENOUGH = 0.8
_MAY_DIFFER = 2
_OUTSIDE_TOWN_KM = 60.0
_KIND_WEIGHT = 1.0
_OWN_WEIGHT = 3.0
_MAIN = frozenset({"downtown", "central", "main", "headquarters", "public"})
_LAND = frozenset({"lake", "beach", "creek", "river", "island", "mountain", "canyon", "forest", "trail", "trailhead"})
_STREET = re.compile(r"^\s*(\d+[A-Za-z]?)\s+(.+)")
_STREET_WORDS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "boulevard": "blvd", "lane": "ln",
    "court": "ct", "place": "pl", "parkway": "pkwy", "highway": "hwy", "square": "sq", "terrace": "ter",
    "circle": "cir",
    "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip
_PLAIN_STREET_WORDS = frozenset(_STREET_WORDS.values())


def named(text: str, gazetteer: Gazetteer, anchor: CityRow | PostalRow, town: CityRow | None = None) -> VenueRow | None:
    """Return the venue near the anchor whose own words and kind a piece of the text repeats; None rather than a guess.

    A piece that is a town's name means the town, not its library.  Where the text names the town, a venue of another
    one must be called exactly so.
    """
    here = key(town.name) if town else ""
    around = set(key(anchor.name).split()) if isinstance(anchor, CityRow) else set()
    best, best_score, best_piece = None, _ENOUGH, ""
    for piece in pieces(text):
        if _STREET.match(piece) and ends_a_street(piece):
            continue
        words = venue_words(piece)
        own = {word for word in words - KIND_WORDS if not word.isdigit()}
        if town and _is_only_the_town(own, words, town, gazetteer):
            continue
        for venue in gazetteer.venues_near(own, anchor.latitude, anchor.longitude):
            score = likeness(words, venue.words)
            if score > best_score and _may_be(words, venue, here, around):
                best, best_score, best_piece = venue.venue, score, piece
    if best is None or gazetteer.city_near(best_piece, anchor):
        return None
    return gazetteer.venue(best)


def called(text: str, gazetteer: Gazetteer, town: CityRow) -> VenueRow | None:
    """Return the one venue of the town that a piece of the text names word for word, wherever around the town it is."""
    named = (row for piece in pieces(text) if not piece[0].isdigit() for row in gazetteer.venues_named(piece))
    rows = [row for row in named if row.key != row.town and _belongs(row, town)]
    return rows[0] if len({row.id for row in rows}) == 1 else None


def main_library(text: str, gazetteer: Gazetteer, town: CityRow) -> VenueRow | None:
    """Return the town's main library when the text asks for "the central library" and only one can be meant."""
    if not any("library" in (words := venue_words(piece)) and words - {"library"} <= _MAIN for piece in pieces(text)):
        return None
    own = venue_words(town.name)
    plain = _MAIN | {"library", "city"} | own
    near = gazetteer.venues_near(["library"], town.latitude, town.longitude)
    here = [venue for venue in near if venue.town == key(town.name) or venue.words <= plain]
    main = [venue for venue in here if venue.words & _MAIN or len(here) == 1]
    if len(main) > 1:
        main = [venue for venue in main if own <= venue.words]
    found = gazetteer.venue(main[0].venue) if len(main) == 1 else None
    return found if found and _is_of(found, town) else None


def at_address(text: str, gazetteer: Gazetteer, town: CityRow) -> VenueRow | None:
    """Return the venue that stands at a street address in the text: every town has its Main Street."""
    for piece in pieces(text):
        if match := _STREET.match(piece):
            street = street_words(match[2])
            for venue in gazetteer.venues_at(match[1], key(town.name)):
                if _is_same_street(street, street_words((venue.address or "").partition(" ")[2])) and _is_of(
                    venue, town
                ):
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


def ends_a_street(text: str) -> bool:
    """Tell whether a text ends as streets do: "16940 York Road"."""
    return bool(street_words(text.rpartition(" ")[2]) & _PLAIN_STREET_WORDS)


def _is_same_street(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two streets share their own word and differ in little: "W" or "Ste" may be left out."""
    return bool(one & other - _PLAIN_STREET_WORDS) and len(one ^ other) <= _MAY_DIFFER


def _is_only_the_town(own: set[str], words: frozenset[str], town: CityRow, gazetteer: Gazetteer) -> bool:
    """Tell whether a piece says no more than the town and its region: "New Orleans LA" is not its library."""
    if own != words:
        return False
    return all(gazetteer.areas.named(word) for word in own - venue_words(town.name))


def _may_be(words: frozenset[str], venue: Nearby, here: str, around: set[str]) -> bool:
    """Tell a branch from its town's other ones, "Niagara Falls Library, Lasalle", and a lake from the library there."""
    if words == venue.words:
        return True
    more = venue.words - words - KIND_WORDS
    if more and (words & venue.words) - KIND_WORDS <= around | set(venue.town.split()):
        return False
    if words & _LAND and not words & KIND_WORDS:
        return False
    return not (here and venue.town) or here == venue.town


def _weight(words: frozenset[str]) -> float:
    return sum(_KIND_WEIGHT if word in KIND_WORDS else _OWN_WEIGHT for word in words)


def _belongs(venue: VenueRow, town: CityRow) -> bool:
    own = (venue.country, venue.region, venue.town) == (town.country, town.region, key(town.name))
    return own and distance_km(venue.latitude, venue.longitude, town.latitude, town.longitude) <= _OUTSIDE_TOWN_KM


def _is_of(venue: VenueRow, town: CityRow) -> bool:
    return distance_km(venue.latitude, venue.longitude, town.latitude, town.longitude) <= town.reach_km
