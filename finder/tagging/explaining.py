"""Why a listing carries the tags that it has, and none of those that it might have: read off tagging itself."""

from __future__ import annotations

from collections.abc import Iterator

from finder.listing import Fact, Level, Listing, Mode, Participation, Price, Record, Status, Tag
from finder.tagging import tagged
from finder.tagging.around import sentence
from finder.tagging.reading import Hit, Reading, read_listing
from finder.tagging.tracing import STORY, Passed, Trace
from finder.taxonomy import facets

_FACTS = {
    "start": "its hours",
    "end": "its hours",
    "price": "its price",
    "source.kind": "the kind of its host",
    "mode": "the way it meets",
}
_SUBJECTS = ("pathway", "activity", "format")
_WEAK = frozenset({"weak", "title", "words", "shown", "provided"})
"""Kinds of phrases that count only in a title, or with others beside them."""


class Phrase(Record, frozen=True, kw_only=True):
    """Words that a phrase of the vocabulary matched, and the sentence in which they stand; `why` they do not count."""

    matter: str
    kind: str
    field: str
    words: str
    sentence: str
    why: str | None = None
    by: str | None = None


class Given(Record, frozen=True, kw_only=True):
    """A tag that was given: by which phrase, pattern or fact, and all words that speak for or against it."""

    facet: str
    tag: str
    level: Level
    by: str
    evidence: str | None = None
    field: str | None = None
    sentence: str | None = None
    phrases: tuple[Phrase, ...] = ()
    passed: tuple[Phrase, ...] = ()


class Withheld(Record, frozen=True, kw_only=True):
    """A tag of which there are words, and which was not given."""

    facet: str
    tag: str
    why: str
    phrases: tuple[Phrase, ...] = ()
    passed: tuple[Phrase, ...] = ()


class Explanation(Record, frozen=True, kw_only=True):
    """What tagging makes of a listing.

    `gate` are words that say that it is about something else than making, `taking_part` those that tell joining from
    watching; `silent` are the tags of which nothing is said.
    """

    title: str
    creative: bool
    uid: str | None = None
    participation: Participation | None = None
    mode: Mode | None = None
    status: Status | None = None
    price: Price | None = None
    given: tuple[Given, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    gate: tuple[Phrase, ...] = ()
    taking_part: tuple[Phrase, ...] = ()
    facts: tuple[Fact, ...] = ()
    silent: tuple[str, ...] = ()


def explain(listing: Listing) -> Explanation:
    """Tag a listing as always, and return why each tag was and was not given."""
    trace = Trace()
    reading = read_listing(listing, trace=trace)
    result = tagged(reading)
    told = _Told(reading, trace, result)
    given = tuple(told.given(tag) for tag in result.tags)
    withheld = tuple(told.withheld())
    spoken = {(one.facet, one.tag) for one in given} | {(one.facet, one.tag) for one in withheld}
    return Explanation(
        uid=listing.uid,
        title=listing.title,
        creative=bool(result.creative),
        participation=result.participation,
        mode=result.mode,
        status=result.status,
        price=result.price,
        given=given,
        withheld=withheld,
        gate=tuple(told.of("gate")),
        taking_part=tuple(told.of("participation")),
        facts=result.facts,
        silent=tuple(f"{facet}/{tag}" for facet, tag in _all() if (facet, tag) not in spoken),
    )


def _all() -> Iterator[tuple[str, str]]:
    return ((facet, tag) for facet, info in facets().items() for tag in info.tags)


class _Told:
    """One listing after it was tagged, with what was noted on the way."""

    def __init__(self, reading: Reading, trace: Trace, result: Listing) -> None:
        self._reading, self._trace, self._result = reading, trace, result

    def given(self, tag: Tag) -> Given:
        """Return a tag with what earned it."""
        matter = f"{tag.facet}/{tag.tag}"
        hit = self._earned(tag, matter)
        return Given(
            facet=tag.facet,
            tag=tag.tag,
            level=tag.level,
            by=_by(tag, hit),
            evidence=tag.evidence,
            field=tag.field,
            sentence=sentence(hit) if hit else None,
            phrases=self._phrases(matter),
            passed=self._passed(matter),
        )

    def _earned(self, tag: Tag, matter: str) -> Hit | None:
        """Return the phrase that gave a tag its evidence, its own before another's, such as its activity's."""
        hits = [hit for found in self._reading.hits.values() for hit in found]
        quoted = [hit for hit in hits if hit.field == tag.field and hit.quote == tag.evidence]
        return min(quoted, key=lambda hit: (hit.matter != matter, _is_of_place(hit), -len(hit.words)), default=None)

    def withheld(self) -> Iterator[Withheld]:
        """Yield the tags that have words for them and were not given."""
        there = {(tag.facet, tag.tag) for tag in self._result.tags}
        for facet, tag in _all():
            matter = f"{facet}/{tag}"
            phrases, passed = self._phrases(matter), self._passed(matter)
            lost = self._trace.lost.get(matter)
            if (facet, tag) not in there and (phrases or passed or (lost and lost != STORY)):
                why = lost or self._why(facet, matter, phrases)
                yield Withheld(facet=facet, tag=tag, why=why, phrases=phrases, passed=passed)

    def of(self, facet: str) -> Iterator[Phrase]:
        """Yield the words that speak of a facet that has no tags."""
        for matter in self._reading.hits:
            if matter.startswith(f"{facet}/"):
                yield from self._phrases(matter)

    def _why(self, facet: str, matter: str, phrases: tuple[Phrase, ...]) -> str:
        if not phrases:
            return "its words do not count"
        if facet in _SUBJECTS and not self._result.creative:
            return "the listing is not about making, playing or showing anything"
        if all(hit.denied for hit in self._reading.hits.get(matter, ())):
            return "a “not” or “no” takes its words back"
        if all(phrase.kind in _WEAK for phrase in phrases):
            return "its words are not enough by themselves"
        others = [tag.tag for tag in self._result.tags if tag.facet == facet]
        return f"other words weigh more: {', '.join(others)}" if others else "other words weigh more"

    def _phrases(self, matter: str) -> tuple[Phrase, ...]:
        passed = {(one.field, one.start, one.end) for one in self._trace.passed if one.matter == matter}
        hits = [h for h in self._reading.hits.get(matter, ()) if (h.field, h.start, h.end) not in passed]
        once = {(hit.words, hit.kind, hit.field): hit for hit in reversed(hits)}
        return tuple(_phrase(hit) for hit in reversed(once.values()))

    def _passed(self, matter: str) -> tuple[Phrase, ...]:
        return tuple(self._one(one) for one in self._trace.passed if one.matter == matter)

    def _one(self, one: Passed) -> Phrase:
        text = self._reading.texts[one.field].raw
        hit = Hit(
            matter=one.matter,
            kind=one.kind,
            field=one.field,
            start=one.start,
            end=one.end,
            words=one.words,
            text=text,
        )
        return Phrase(
            matter=one.matter,
            kind=one.kind,
            field=one.field,
            words=one.words,
            sentence=sentence(hit),
            why=one.why,
            by=one.by,
        )


def _is_of_place(hit: Hit) -> bool:
    """Tell whether a phrase is not of what people do, so that it seldom is what another tag rests on."""
    return not hit.matter.startswith(("activity/", "pathway/"))


def _phrase(hit: Hit) -> Phrase:
    return Phrase(
        matter=hit.matter,
        kind=hit.kind,
        field=hit.field,
        words=hit.words,
        sentence=sentence(hit),
        why="a “not” or “no” stands before it" if hit.denied else None,
    )


def _by(tag: Tag, hit: Hit | None) -> str:
    if hit is None:
        return _FACTS.get(tag.field or "", "a pattern") + ("" if tag.field in _FACTS else f" in the {tag.field}")
    if hit.matter == f"{tag.facet}/{tag.tag}":
        return f"the phrase “{hit.words}” ({hit.kind})"
    return f"the phrase “{hit.words}” of {hit.matter} ({hit.kind})"
