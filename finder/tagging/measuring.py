"""How good the tags are: compared with labels that people gave, tag by tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from finder.listing import Ages, Listing, Mode, Participation, Price, PriceStatus, Record, SourceRef, Tag
from finder.tagging import tag
from finder.text import squash

Verdict = Literal["stated", "likely", "no", "unknown"]

SITUATIONS = ("introvert-friendly", "limited-mobility", "low-budget", "time-constrained")
_SETS = {
    "pathways": "pathway",
    "activities": "activity",
    "format": "format",
    "ages": "ages",
    "together": "together",
    "purpose": "purpose",
}
"""What labels call each set of tags → its facet."""

_SUITS = frozenset({"stated", "likely"})
_CENT = 0.01
_ENOUGH = 5
"""Labels that a tag needs to count in an average over tags."""


class Sample(Record, frozen=True, kw_only=True):
    """A listing as labelled ones are kept: what its organiser published, and where."""

    id: str
    title: str
    description: str | None = None
    location: str | None = None
    start: str | None = None
    end: str | None = None
    url: str | None = None
    host: str | None = None
    host_kind: str | None = None
    price: str | None = None
    ages: str | None = None

    def listing(self) -> Listing:
        """Return it as a listing to tag."""
        return Listing(
            uid=self.id,
            title=self.title,
            description=self.description,
            venue=self.location or None,
            start=self.start,
            end=self.end,
            url=self.url,
            source=SourceRef(name=self.host, kind=self.host_kind),
            price=Price(text=self.price) if self.price else None,
            ages=Ages(text=self.ages) if self.ages else None,
        )

    def words(self) -> str:
        """Return all its texts as they are searched for evidence."""
        texts = (getattr(self, name) for name in self.__struct_fields__)
        return _folded(" ".join(text for text in texts if text))


class Label(Record, frozen=True, kw_only=True):
    """What a person says of the listing with this id."""

    id: str
    creative: bool
    participation: Participation | None = None
    pathways: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    introvert_friendly: Verdict = "unknown"
    limited_mobility: Verdict = "unknown"
    low_budget: Verdict = "unknown"
    time_constrained: Verdict = "unknown"
    beginners: bool = False
    mode: Mode = "in-person"
    cancelled: bool = False
    price_status: PriceStatus = "unknown"
    price_min: float | None = None

    def situation(self, name: str) -> Verdict:
        """Return how sure it is that the listing suits somebody."""
        verdict: Verdict = getattr(self, name.replace("-", "_"))
        return verdict


@dataclass
class Score:
    """How often a tag was given rightly, given wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of the given that is right; 1 where none was given."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of the labelled that was given; 1 where there is none."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def support(self) -> int:
        """How often it was labelled."""
        return self.right + self.missed


@dataclass
class Share:
    """How often something was so, of how many."""

    count: int = 0
    of: int = 0

    def add(self, is_so: bool) -> None:  # noqa: FBT001  one thing is counted
        """Count one."""
        self.count += is_so
        self.of += 1

    @property
    def share(self) -> float:
        """From 0 to 1; 1 of nothing."""
        return _share(self.count, self.of)


class Miss(Record, frozen=True, kw_only=True):
    """One thing on which a listing's label and its tags differ; `tag` is the tag that was given, if one was."""

    sample: Sample
    what: str
    said: str
    label: str
    tag: Tag | None = None


@dataclass
class Measure:
    """All scores: of tags by "facet/tag", of single answers by field; and where they went wrong."""

    listings: int = 0
    tags: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    answers: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    evidence: Share = field(default_factory=Share)
    false_stated: Share = field(default_factory=Share)
    misses: list[Miss] = field(default_factory=list)

    def together(self, head: str) -> Score:
        """Return the score of all tags of a kind, added up (micro)."""
        scores = [score for name, score in self.tags.items() if name.split("/")[0] == head]
        return Score(sum(s.right for s in scores), sum(s.wrong for s in scores), sum(s.missed for s in scores))

    def average(self, head: str) -> float:
        """Return the mean F1 of the tags of a kind that were labelled often enough (macro)."""
        scores = [s.f1 for name, s in self.tags.items() if name.split("/")[0] == head and s.support >= _ENOUGH]
        return sum(scores) / len(scores) if scores else 0.0


def measure(samples: Iterable[Sample], labels: Mapping[str, Label]) -> Measure:
    """Tag the samples that have a label, and compare.

    Price, mode and status count in every listing, the rest of what it is for only where it is creative.
    """
    found = Measure()
    for sample in samples:
        if label := labels.get(sample.id):
            _Comparison(sample, label, tag(sample.listing()), found).run()
    return found


class _Comparison:
    """One listing beside its label, counted into the measure."""

    def __init__(self, sample: Sample, label: Label, result: Listing, into: Measure) -> None:
        self._sample, self._label, self._result, self._into = sample, label, result, into
        self._tags = {(tag.facet, tag.tag): tag for tag in result.tags}

    def run(self) -> None:
        """Compare everything."""
        self._into.listings += 1
        self._evidence()
        self._count("creative", bool(self._result.creative), self._label.creative)
        self._count("beginners", self._has("welcome", "beginners"), self._label.beginners)
        self._facts()
        if self._label.creative:
            self._answer("participation", self._result.participation, self._label.participation)
            for head, facet in _SETS.items():
                self._set(head, facet, getattr(self._label, head))
            for name in SITUATIONS:
                self._situation(name)

    def _has(self, facet: str, name: str) -> bool:
        tag = self._tags.get((facet, name))
        return tag is not None and tag.level != "no"

    def _evidence(self) -> None:
        words = self._sample.words()
        for one in self._result.tags:
            if one.evidence or one.level == "stated":
                is_there = bool(one.evidence) and _folded(one.evidence or "") in words
                self._into.evidence.add(is_there)
                if not is_there:
                    self._miss(f"{one.facet}/{one.tag}", "evidence", "words of the listing", one)

    def _facts(self) -> None:
        result, label = self._result, self._label
        price = result.price or Price()
        self._answer("mode", result.mode or "in-person", label.mode)
        self._answer("price status", price.status, label.price_status)
        if label.price_min is not None:
            is_right = price.min is not None and abs(price.min - label.price_min) < _CENT
            self._into.answers["price min"].add(is_right)
            if not is_right:
                self._miss("price min", str(price.min), str(label.price_min))
        self._answer("cancelled", result.status == "cancelled", label.cancelled)

    def _set(self, head: str, facet: str, labelled: Sequence[str]) -> None:
        given = {name for of, name in self._tags if of == facet and self._has(facet, name)}
        for name in sorted(given | set(labelled)):
            self._count(f"{head}/{name}", name in given, name in labelled, self._tags.get((facet, name)))

    def _situation(self, name: str) -> None:
        tag = self._tags.get(("situation", name))
        given, labelled = tag.level if tag else "unknown", self._label.situation(name)
        self._count(f"situation/{name}", given in _SUITS, labelled in _SUITS, tag)
        self._count(f"situation-no/{name}", given == "no", labelled == "no", tag)
        self._into.answers[f"level of {name}"].add(given == labelled)
        if given == "stated":
            self._into.false_stated.add(labelled not in _SUITS)

    def _answer(self, what: str, given: object, labelled: object) -> None:
        self._into.answers[what].add(given == labelled)
        if given != labelled:
            self._miss(what, str(given), str(labelled))

    def _count(self, what: str, given: bool, labelled: bool, tag: Tag | None = None) -> None:  # noqa: FBT001  a pair
        score = self._into.tags[what]
        score.right += given and labelled
        score.wrong += given and not labelled
        score.missed += labelled and not given
        if given != labelled:
            self._miss(what, "given" if given else "not given", "is so" if labelled else "is not so", tag)

    def _miss(self, what: str, said: str, label: str, tag: Tag | None = None) -> None:
        self._into.misses.append(Miss(sample=self._sample, what=what, said=said, label=label, tag=tag))


def by_listing(misses: Iterable[Miss]) -> Iterator[tuple[Sample, list[Miss]]]:
    """Yield the misses of each listing together."""
    found: dict[str, list[Miss]] = {}
    for miss in misses:
        found.setdefault(miss.sample.id, []).append(miss)
    yield from ((some[0].sample, some) for some in found.values())


def _folded(text: str) -> str:
    return squash(text).casefold()


def _share(count: int, of: int) -> float:
    return count / of if of else 1.0
