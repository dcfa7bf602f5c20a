"""What tagging passed over, noted while it happens: for whoever asks why a tag was not given."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from finder.listing import Record
from finder.tagging.automaton import Found
from finder.tagging.words import Text

NAMED = "part of a name or an address"
INSIDE = "part of a longer phrase that says something else"
LIFE = "told of a person's life, not of what is done here"
FAINT = "its words are too few or too weak"
BESIDE = "only named beside what the listing is mainly about"
ELSEWHERE = "of another pathway than those that the listing is about"
UNDONE = "named beside the main activity, only listed, or not done by those who come"
ELSE = "the listing is mainly about something that is not made, played or shown"
STORY = "of a story time only what is made or sung counts"


class Passed(Record, frozen=True, kw_only=True):
    """Words that a phrase of the vocabulary (`matter`, `kind`) matched, and why they do not count.

    `by` is the longer phrase, or the counter-phrase, that took them.
    """

    matter: str
    kind: str
    field: str
    words: str
    start: int
    end: int
    why: str
    by: str | None = None


class Trace:
    """Collects while one listing is tagged; tagging carries one only where somebody asks why."""

    def __init__(self) -> None:
        self.passed: list[Passed] = []
        self.lost: dict[str, str] = {}

    def counter(self, one: Found, text: Text, masks: Sequence[Found]) -> None:
        """Note a phrase beside the counter-phrases of its matter; a counter-phrase itself is nothing to note."""
        if one.meaning.kind != "not":
            mask = next(mask for mask in masks if one.start < mask.end and mask.start < one.end)
            by = text.stretch(mask.start, mask.end - 1)
            self.stop(one, text, "its counter-phrase", by)

    def stop(self, one: Found, text: Text, why: str, by: str | None = None) -> None:
        """Note a phrase that does not count."""
        start, end = text.starts[one.start], text.ends[one.end - 1]
        words = text.raw[start:end]
        meaning = one.meaning
        self.passed.append(
            Passed(
                matter=meaning.matter,
                kind=meaning.kind,
                field=text.field,
                words=words,
                start=start,
                end=end,
                why=why,
                by=by,
            )
        )

    def lose(self, facet: str, before: Iterable[str], after: Container[str], why: str) -> None:
        """Note tags that had words for them and were dropped."""
        for name in before:
            if name not in after:
                self.lost.setdefault(f"{facet}/{name}", why)
