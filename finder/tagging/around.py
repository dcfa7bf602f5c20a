"""What stands around a phrase: its sentence, an answer behind it, what denies it, and what holds it back."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from finder.listing import Listing
from finder.tagging.reading import Hit, Reading
from finder.tagging.vocabulary import vocabulary
from finder.tagging.words import fold

_LONGEST_SENTENCE = 160
"""Letters on each side of a phrase that its sentence is looked for in."""

_STOPS = re.compile(r"[.!?](?=\s)|[\n\u2022|]")
_ANSWER = re.compile(r"\s?(?:\([^)\n]{0,30}\)\s?)?[:=]\s?([\w/]+|[\u2713\u2714\u2717\u2718])")
_QUESTION = re.compile(r"[^.!?\n]{0,60}\?")
_WORD = re.compile(r"\s{0,20}([^\W\d]{1,12})\b")
_YES, _NO, _OPEN = (
    "yes y true available provided si sí oui full fully \u2713 \u2714",
    "no n false none not unavailable non \u2717 \u2718",
    "n/a na unknown tbc tbd",
)
_ANSWERS: dict[str, Literal["yes", "no", ""]] = {
    **dict.fromkeys(_YES.split(), "yes"),
    **dict.fromkeys(_NO.split(), "no"),
    **dict.fromkeys(_OPEN.split(), ""),
}
_BARE = " \t\u2022*\u00b7\u2713\u2714-\u2013\u2014.,;:!"
_OF_ACCESS = re.compile(r"\W{0,20}(?:(?:venue|building|physical)\s)?access(?:ibility)?\b", re.IGNORECASE)
_LINE = 200
_BACK = 40


class Marks:
    """Words that hold a statement back, by sentence."""

    def __init__(self, reading: Reading) -> None:
        self.listing: Final[Listing] = reading.listing
        self._hits: dict[tuple[str, str], Sequence[Hit]] = {}
        for matter in _MARKS & reading.hits.keys():
            for hit in reading.hits[matter]:
                self._hits.setdefault((matter, hit.field), []).append(hit)  # type: ignore[attr-defined]

    def first(self, name: str, of: Hit, *, before: bool = False) -> Hit | None:
        """Return the first such words in the sentence of a phrase, or only in what stands before it."""
        hits = self._hits.get((f"limit/{name}", of.field))
        if not hits:
            return None
        start, end = _span(of)
        at = bisect_left(hits, start, key=lambda hit: hit.start)
        last = of.start if before else end
        return hits[at] if at < len(hits) and hits[at].start < last else None


_MARKS = frozenset({"limit/asked", "limit/partly", "limit/on-request", "limit/some-dates"})


def _span(hit: Hit) -> tuple[int, int]:
    """Return where the sentence begins and ends, as far as it is looked for."""
    first = max(0, hit.start - _LONGEST_SENTENCE)
    begins = max((found.end() for found in _STOPS.finditer(hit.text, first, hit.start)), default=first)
    found = _STOPS.search(hit.text, hit.end, hit.end + _LONGEST_SENTENCE)
    return begins, found.end() if found else min(len(hit.text), hit.end + _LONGEST_SENTENCE)


def sentence(hit: Hit) -> str:
    """Return the sentence of a phrase, letter for letter and whole words only."""
    start, end = _span(hit)
    raw = hit.text
    if start and not (raw[start - 1].isspace() or _STOPS.match(raw, start - 1)):
        start += len(raw[start : hit.start].partition(" ")[0])
    if end < len(raw) and not (raw[end].isspace() or raw[end - 1].isspace()) and not _STOPS.match(raw, end - 1):
        end -= len(raw[hit.end : end].rpartition(" ")[2])
    return raw[start:end].strip(" \n\t\u2022|")


class Answer(NamedTuple):
    """What is answered behind a phrase, "" for a question left open, and where that stands."""

    said: Literal["yes", "no", ""]
    start: int
    end: int


def answer(hit: Hit) -> Answer | None:
    """Return what is said behind the phrase: "Lift: yes", "Is it accessible? No."."""
    found = _ANSWER.match(hit.text, hit.end)
    if found and found[1].lower() in _ANSWERS:
        return Answer(_ANSWERS[found[1].lower()], *found.span())
    asked = _QUESTION.match(hit.text, hit.end)
    if not asked:
        return None
    found = _WORD.match(hit.text, asked.end())
    known = _ANSWERS.get(found[1].lower()) if found else None
    return Answer(known, *found.span()) if found and known else Answer("", *asked.span())


def is_named(hit: Hit) -> bool:
    """Tell whether a bare name is a statement: in a field on access, on a line of its own, or in a list on access."""
    if hit.field == "access":
        return True
    raw = hit.text
    begins = raw.rfind("\n", max(0, hit.start - _LINE), hit.start) + 1 or max(0, hit.start - _LINE)
    ends = raw.find("\n", hit.end, hit.end + _LINE)
    before, after = raw[begins : hit.start], raw[hit.end : ends if ends >= 0 else hit.end + _LINE]
    if not before.strip(_BARE) and not after.strip(_BARE):
        return True
    is_item = not after.strip(" ") or after.lstrip(" ")[:1] in ",;.|"
    return is_item and before.rstrip(" ")[-1:] in {",", ";", ":", "|"} and bool(_OF_ACCESS.match(before))


def is_opening(hit: Hit) -> bool:
    """Tell whether a sentence begins with the phrase."""
    before = hit.text[max(0, hit.start - _BACK) : hit.start].rstrip(" \t*-\u2013\u2022\u00b7")
    return not before or before[-1] in ".!?:\n|)"


def is_denied(hit: Hit) -> bool:
    """Tell whether a "not" stands within the phrase, or before it: "no fee, wheelchair accessible" denies nothing."""
    negators = vocabulary().grammar["negators"]
    first, *others = fold(hit.words).split()
    if hit.matter.startswith(_GAPS) and first not in negators and not negators.isdisjoint(others):
        return True
    if not hit.denied or first in negators:
        return False
    before = fold(hit.text[max(0, hit.start - _BACK) : hit.start]).translate(_COMMAS).rpartition(",")[2]
    return not negators.isdisjoint(before.replace("/", " ").split())


_COMMAS = dict.fromkeys(map(ord, ";(\u2013\u2014"), ",")
_GAPS = ("venue-access/", "event-access/", "cost/materials")
"""Matters whose phrases can reach over a "not" without meaning it: "the hall is not accessible"."""
