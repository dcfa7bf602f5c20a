"""What the words of a listing say: every phrase found, where, and whether it is denied or only part of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from msgspec import Struct

from finder.listing import Listing
from finder.tagging.automaton import Found
from finder.tagging.tracing import NAMED, Trace
from finder.tagging.vocabulary import Vocabulary, vocabulary
from finder.tagging.words import Text, clause, fold, read

_REACH_OF_NOT = 3
"""Words after "not" or "no" that it denies."""

_SHORTEST_NAME = 6
"""Letters a venue's name must have to be taken for a name where it stands in the text."""

_OF_PLACES = ("ages/children", "ages/teens", "mode/", "gate/art-house")
"""Matters that the name of a place or a room can speak of; what people do is not among them."""

_NOT_OF_HOSTS = ("gate/", "format/group")
"""Matters that the name behind "hosted by" says nothing of."""

OF_HOSTS = frozenset({"organizer", "source.name"})
"""Fields that say who invites: they support what the listing says of itself, and earn nothing alone."""

_ONLY_OF = {
    **dict.fromkeys(("venue", "room", "location"), _OF_PLACES),
    **dict.fromkeys(OF_HOSTS, ("activity/", "pathway/", "gate/art-house")),
    "access": ("venue-access/", "event-access/", "limit/"),
    "price": ("cost/",),
}
"""Field → the matters that it can speak of, where that is not all of them."""

_MARK_OF_ADDRESS = re.compile(r"://|www\.|@[a-z]|\.(?:com|org|net|edu|gov|co\.uk|ca)\b")
_MARK_OF_HOST = re.compile(r"\b(?:host|sponsor|organi[sz]|present|fund|support)ed by:? [^\n.;:|()]{3,60}")
_SIGNS_OF_ADDRESS = ("://", "www.", "@", ".com", ".org", ".net", ".edu", ".gov", ".co.uk", ".ca")
"""One of these stands in every address: most texts have none, and are searched for no more."""

_NAME_ENDS = re.compile(r",| - | at ")
_LAST_UNBROKEN = re.compile(r"\S{1,60}\Z")
_LONGEST_NAME_OF_HOST = 60
_UNBROKEN = re.compile(r"\S+")
_HEADING = re.compile(r"^[^\n.!?]{3,140}(?=\n)")
_LONGEST_HEADING_ITEM = 4


class Hit(Struct, frozen=True, gc=False):
    """A phrase that counts: letters `start` to `end` of a field, as they stand there."""

    matter: str
    kind: str
    field: str
    start: int
    end: int
    words: str
    text: str
    """The whole field, out of which `quote` is cut."""
    heading: bool = False
    denied: bool = False

    @property
    def quote(self) -> str:
        """The clause in which the phrase stands, letter for letter: what a visitor is shown."""
        return clause(self.text, self.start, self.end, listed=self.heading)


@dataclass(frozen=True)
class Reading:
    """All hits of a listing by matter, in the order of the fields."""

    listing: Listing
    texts: dict[str, Text]
    hits: dict[str, list[Hit]]
    trace: Trace | None = None

    def all(self, matter: str, *kinds: str, denied: bool = False) -> list[Hit]:
        """Return the hits of a matter, of these kinds if any are named."""
        found = self.hits.get(matter)
        return [h for h in found if h.denied == denied and (not kinds or h.kind in kinds)] if found else []

    def first(self, matter: str, *kinds: str, denied: bool = False) -> Hit | None:
        """Return the first hit, titles before descriptions."""
        for hit in self.hits.get(matter, ()):
            if hit.denied == denied and (not kinds or hit.kind in kinds):
                return hit
        return None


def read_listing(listing: Listing, only: frozenset[str] | None = None, trace: Trace | None = None) -> Reading:
    """Find all phrases of the vocabulary in the listing's own words; with `only`, those of some facets, the faster.

    A `trace` notes what is found and does not count.
    """
    known = vocabulary(only)
    texts: dict[str, Text] = {}
    hits: dict[str, list[Hit]] = {}
    names = _venue_names(listing)
    for text in _texts(listing, only):
        texts[text.field] = text
        for hit in _hits(text, known, names, trace):
            if (others := hits.get(hit.matter)) is None:
                hits[hit.matter] = [hit]
            else:
                others.append(hit)
    return Reading(listing, texts, hits, trace)


def _texts(listing: Listing, only: frozenset[str] | None) -> Iterator[Text]:
    fields = (
        ("title", listing.title),
        ("categories", "\n".join(listing.categories)),
        ("description", listing.description),
        ("ages", listing.ages.text if listing.ages else None),
        ("schedule_note", listing.schedule_note),
        ("access", listing.access),
        ("price", listing.price.text if listing.price else None),
        ("venue", listing.venue),
        ("room", listing.room),
        ("location", listing.location),
        ("organizer", listing.organizer),
        ("source.name", _group(listing)),
    )
    return (read(name, value) for name, value in fields if value and _can_speak(name, only))


@cache
def _can_speak(field: str, only: frozenset[str] | None) -> bool:
    """Tell whether a field can speak of any of the facets asked for."""
    matters = _ONLY_OF.get(field)
    return only is None or matters is None or not only.isdisjoint(matter.partition("/")[0] for matter in matters)


def _group(listing: Listing) -> str | None:
    """Return the name of a group that publishes its own meetings: it tells what its members do."""
    source = listing.source
    return source.name if source and source.kind == "meetup_group" else None


def _hits(text: Text, known: Vocabulary, names: list[str], trace: Trace | None) -> Iterator[Hit]:
    found = known.find(text)
    if text.field in _ONLY_OF:
        found = [f for f in found if f.meaning.matter.startswith(_ONLY_OF[text.field])]
    if not found:
        return
    counter = _counters(found)
    denied = _denied(text, known)
    named = _named(text, names) if any(f.meaning.is_subject for f in found) else []
    hosts = [m.span() for m in _MARK_OF_HOST.finditer(text.folded)] if "ed by" in text.folded else []
    titled, listed = text.field == "title", text.field == "categories"
    heading = _heading_end(text)
    field, raw, starts, ends = text.field, text.raw, text.starts, text.ends
    for one in found:
        meaning = one.meaning
        masks = counter.get(meaning.matter) if counter else None
        if masks and (meaning.kind == "not" or any(_overlap(one, mask) for mask in masks)):
            if trace:
                trace.counter(one, text, masks)
            continue
        start, end = starts[one.start], ends[one.end - 1]
        if meaning.is_subject and (
            (raw[starts[one.end - 1]].isupper() and _in_name(one, text, known))
            or (named and any(a < end and start < b for a, b in named))
            or (hosts and meaning.matter.startswith(_NOT_OF_HOSTS) and any(a <= start < b for a, b in hosts))
        ):
            if trace:
                trace.stop(one, text, NAMED)
            continue
        # A title denies nothing of what people do: "Not Your Mother's Book Club".
        is_denied = one.start in denied and not (titled and meaning.is_subject)
        # Without the names of its fields a record is made three times as fast.
        yield Hit(
            meaning.matter, meaning.kind, field, start, end, raw[start:end], raw, listed or end <= heading, is_denied
        )


def _counters(found: Iterable[Found]) -> dict[str, list[Found]]:
    counter: dict[str, list[Found]] = {}
    for one in [one for one in found if one.meaning.kind == "not"]:
        counter.setdefault(one.meaning.matter, []).append(one)
    return counter


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _denied(text: Text, known: Vocabulary) -> set[int]:
    """Return the words that a "not" shortly before them, in the same sentence, takes back."""
    out: set[int] = set()
    negators = known.grammar["negators"]
    if negators.isdisjoint(text.words):
        return out
    for i in [i for i, word in enumerate(text.words) if word in negators]:
        for j in range(i + 1, min(i + 1 + _REACH_OF_NOT, len(text.words))):
            if text.first[j] or (j == i + 1 and text.words[j] in known.grammar["after_negator"]):
                break
            out.add(j)
    return out


def _venue_names(listing: Listing) -> list[str]:
    places = (listing.venue, listing.room, (listing.location or "").split(",")[0])
    names = {fold(_NAME_ENDS.split(place, 1)[0]).strip() for place in places if place}
    # A room called "Gallery" or "Studio" bears no name of its own.
    return [name for name in names if len(name) >= _SHORTEST_NAME and not name.isalpha()]


def _named(text: Text, names: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the venue's own name stands in a title or description, and where addresses of the web do."""
    if text.field not in {"title", "description"}:
        return []
    named = [(start, start + len(name)) for name in names for start in _starts(name, text.folded)]
    if any(map(text.folded.__contains__, _SIGNS_OF_ADDRESS)):
        named.extend(_addresses(text.folded))
    return named


def _starts(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for mark in _MARK_OF_ADDRESS.finditer(text):
        if mark.start() >= end:
            before = _LAST_UNBROKEN.search(text[max(end, mark.start() - _LONGEST_NAME_OF_HOST) : mark.start()])
            start = mark.start() - (len(before[0]) if before else 0)
            rest = _UNBROKEN.match(text, mark.start())
            end = rest.end() if rest else mark.end()
            yield start, end


def _in_name(one: Found, text: Text, known: Vocabulary) -> bool:
    """Tell whether words with a capital are part of a street's, a house's or a person's name: "Art Street"."""
    after = one.end
    if after < len(text.words) and text.words[after] in known.grammar["places"] and _joined(text, after):
        return True
    return one.end - one.start == 1 and _is_surname(one.start, text, known)


def _joined(text: Text, at: int) -> bool:
    """Tell whether word `at` follows the one before it with one blank and a capital letter, as names do."""
    return text.capital(at) and text.raw[text.ends[at - 1] : text.starts[at]] == " "


def _is_surname(at: int, text: Text, known: Vocabulary) -> bool:
    if at + 1 < len(text.words) and text.words[at + 1] in known.grammar["professions"]:
        return True
    if text.words[at].removesuffix("'s") not in known.grammar["surnames"]:
        return False
    possessive = text.words[at].endswith("'s") and at + 1 < len(text.words) and text.capital(at + 1)
    before = at - 1
    is_name = before >= 0 and not text.first[at] and _joined(text, at) and text.capital(before)
    plain = (
        is_name
        and text.words[before] not in known.grammar["no_first_names"]
        and text.field == "description"
        and not text.first[before]
    )
    return (possessive and text.words[at + 1] in known.grammar["places"]) or plain


def _heading_end(text: Text) -> int:
    """Return the end of a first line that only lists categories ("Arts & Crafts, Adults"), or 0."""
    found = _HEADING.match(text.raw) if text.field == "description" else None
    if not found:
        return 0
    items = [item.split() for item in found[0].split(",")]
    listed = all(0 < len(item) <= _LONGEST_HEADING_ITEM and item[0][0].isupper() for item in items)
    return found.end() if listed and len(items) > 1 else 0
