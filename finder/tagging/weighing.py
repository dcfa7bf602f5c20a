"""How much the words found weigh: titles more than descriptions, beginnings more than ends, repetition nothing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache

from msgspec import Struct

from finder.tagging.lives import tells_of_life
from finder.tagging.reading import OF_HOSTS, Hit, Reading
from finder.tagging.tracing import INSIDE, LIFE, Passed
from finder.taxonomy import facets

ENOUGH = 2.0
"""Points that earn a tag: one clear phrase in a description."""

_UNCLEAR_ENOUGH = 2.8
"""Points that a pathway needs when no phrase of it is clear by itself: several words that point the same way."""

EARLY = 800
"""Letters of a description that are surely about the event itself; hosts introduce themselves after that."""

_NAMES = frozenset({"title", "organizer", "source.name"})
_LATE_AT_MOST = 1.5
"""Points that all later words together can give."""


class Case(Struct, frozen=True, gc=False):
    """The words that speak for one tag, and what they weigh together."""

    hits: list[Hit]
    points: float
    clear: bool
    """Whether at least one of them earns the tag by itself."""

    @property
    def enough(self) -> bool:
        """Whether they earn the tag."""
        return self.points >= (ENOUGH if self.clear else _UNCLEAR_ENOUGH)

    @property
    def best(self) -> Hit:
        """The words to show: the weightiest, of these the longest."""
        if len(self.hits) == 1:
            return self.hits[0]
        return max(self.hits, key=lambda h: (_worth((h.kind, h.field, h.heading, _late(h))), len(h.words)))

    @property
    def only_listed(self) -> bool:
        """Whether only a list of categories names it."""
        return all(h.heading for h in self.hits if clear(h))

    @property
    def titled(self) -> bool:
        """Whether the title names it by a clear phrase."""
        return any(clear(h) and h.field == "title" for h in self.hits)


def weigh(hits: list[Hit]) -> Case:
    """Weigh hits: repetition counts nothing, and of the early words only the best four do."""
    best: dict[str, tuple[float, bool]] = {}
    for hit in hits:
        words, late = hit.words.lower(), _late(hit)
        worth = _worth((hit.kind, hit.field, hit.heading, late))
        if words not in best or worth > best[words][0]:
            best[words] = worth, late
    early = sorted([v for v, late in best.values() if not late], reverse=True)[:4]
    rest = min(_LATE_AT_MOST, sum([v for v, late in best.values() if late]))
    return Case(hits, sum(early) + rest, any(map(clear, hits)))


def clear(hit: Hit) -> bool:
    """Tell whether the phrase earns its tag by itself; some do so only in titles."""
    return hit.kind in _CLEAR or (hit.kind == "title" and hit.field in _NAMES)


_CLEAR = frozenset({"strong", "place", "anywhere", "band"})


@cache
def _worth(of: tuple[str, str, bool, bool]) -> float:
    """Return what a phrase of a kind weighs in a field, in a heading or not, far down or not."""
    kind, field, heading, late = of
    strong = kind in _CLEAR or (kind == "title" and field in _NAMES)
    if heading:
        return 2.0 if strong else 0.7
    if field == "title":
        return 4.0 if strong else 1.5
    if field in OF_HOSTS or late:
        return 1.0 if strong else 0.3
    return 2.0 if strong else 0.7


def _late(hit: Hit) -> bool:
    return hit.start >= EARLY and hit.field == "description" and hit.kind != "anywhere"


@cache
def parent(activity: str) -> str | None:
    """Return the pathway that an activity belongs to."""
    return facets()["activity"].tags[activity].parent


def longest_only(reading: Reading) -> Reading:
    """Return the reading without what stands inside a longer phrase: "bluegrass" in "bluegrass jam"."""
    subjects = {m: hits for m, hits in reading.hits.items() if m.startswith(("activity/", "pathway/"))}
    every = [h for hits in subjects.values() for h in hits]
    near = _Near([h for h in every if clear(h)])
    inside = {id(h) for h in every for other in near.to(h) if other.matter != h.matter and _instead(other, h)}
    if not inside:
        return reading
    kept = {m: [h for h in hits if id(h) not in inside] for m, hits in subjects.items()}
    if reading.trace:
        reading.trace.passed += (_passed(h, INSIDE) for h in every if id(h) in inside)
    return Reading(reading.listing, reading.texts, {**reading.hits, **kept}, reading.trace)


def without_lives(reading: Reading) -> Reading:
    """Return the reading without pathways that only somebody's life speaks of, where others are what is done."""
    said: dict[str | None, list[Hit]] = {}
    subjects = {m: hits for m, hits in reading.hits.items() if m.startswith(("activity/", "pathway/"))}
    for hit in (h for hits in subjects.values() for h in hits if clear(h) and not h.denied and h.field not in OF_HOSTS):
        said.setdefault(_pathway(hit), []).append(hit)
    lives = {name for name, hits in said.items() if len(said) > 1 and all(map(of_life, hits))}
    itself = [h for name, hits in said.items() if name not in lives for h in hits]
    if not lives or not (any(h.field == "title" for h in itself) or weigh(itself).points >= 2 * ENOUGH):
        return reading
    if reading.trace:
        reading.trace.passed += (_passed(h, LIFE) for name in lives for h in said[name])
    kept = {m: [h for h in hits if _pathway(h) not in lives] for m, hits in subjects.items()}
    return Reading(reading.listing, reading.texts, {**reading.hits, **kept}, reading.trace)


def of_life(hit: Hit) -> bool:
    """Tell whether the words stand in a sentence on what somebody is and has done."""
    return hit.field == "description" and tells_of_life(hit.text, hit.start, hit.end)


def _passed(hit: Hit, why: str) -> Passed:
    return Passed(
        matter=hit.matter,
        kind=hit.kind,
        field=hit.field,
        words=hit.words,
        start=hit.start,
        end=hit.end,
        why=why,
    )


class _Near:
    """Hits by where they begin, so that a long text is not compared with itself word by word."""

    def __init__(self, hits: list[Hit]) -> None:
        self._hits = sorted(hits, key=_place)
        self._places = [_place(h) for h in self._hits]
        self._longest = max((h.end - h.start for h in hits), default=0)

    def to(self, hit: Hit) -> list[Hit]:
        """Return the hits that begin at this one or so shortly before it that they can reach into it."""
        first = bisect_left(self._places, (hit.field, hit.start - self._longest))
        return self._hits[first : bisect_right(self._places, _place(hit))]


def _place(hit: Hit) -> tuple[str, int]:
    return hit.field, hit.start


def _same(one: Hit, other: Hit) -> bool:
    """Tell whether both are clear phrases of one pathway, which stand beside each other: "poetry reading"."""
    family = [parent(h.matter.partition("/")[2]) for h in (one, other) if h.matter.startswith("activity/")]
    return one.kind == other.kind == "strong" and len(family) > 1 and family[0] == family[1]


def _instead(other: Hit, hit: Hit) -> bool:
    """Tell whether the words say the other matter: they stand inside its phrase, or its phrase begins before theirs.

    "3D printing workshop" is 3D printing, no printing workshop: what comes first tells of which kind the rest is.
    """
    if _holds(other, hit):
        return not _same(other, hit)
    # Words of a whole pathway stand in lists ("painting, theater, dance"), where each counts.
    runs_into = other.field == hit.field and other.start < hit.start < other.end < hit.end
    runs_into = runs_into and other.matter.startswith("activity/")
    # An open mic is of any stage: "comedy open mic" is one.
    return runs_into and _pathway(other) != _pathway(hit) and hit.matter != "activity/open-mic"


def _pathway(hit: Hit) -> str | None:
    facet, _, name = hit.matter.partition("/")
    return parent(name) if facet == "activity" else name


def _holds(outer: Hit, inner: Hit) -> bool:
    within = outer.start <= inner.start and inner.end <= outer.end and outer.field == inner.field
    return within and outer.end - outer.start > inner.end - inner.start
