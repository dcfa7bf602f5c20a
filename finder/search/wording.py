"""Which groups hold the words asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from finder.search.asking import activities_of, subjects_in
from finder.search.reading import Reading
from finder.tiles import Span
from finder.tiles import layout as lay
from finder.tiles.layout import Array


class Wording:
    """The words of a query, looked up in the tiles that it touches."""

    def __init__(self, reading: Reading, text: str, spans: Sequence[Span]) -> None:
        self._reading, self._spans = reading, spans
        self._words = [word for word in subjects_in(text) if any(c.isalnum() for c in word)]

    def holding(self, groups: Array, at: Array) -> Array:
        """Return those of some positions where a group holds every word, or has the tag that people mean by it."""
        # What no tag stands for is looked up at once: the index finds where all of it stands.
        if plain := " ".join(word for word in self._words if not activities_of(word)):
            at = at.take(np.flatnonzero(self._says(groups["number"].take(at), plain)))
        for word in filter(activities_of, self._words):
            tagged = groups["tags"].take(at) & np.uint64(lay.bits("activity", activities_of(word))) != 0
            at = at.take(np.flatnonzero(self._says(groups["number"].take(at), word) | tagged))
        return at

    def said(self, groups: Array, at: Array) -> Array | None:
        """Return how much of the words each says: 1 for all in its title, half for all elsewhere in its texts.

        What has only the tag that people mean by a word says nothing of it.  None where no word was asked for.
        """
        if not len(at) or not self._words:
            return None
        numbers = groups["number"].take(at)
        said = np.zeros(len(at))
        for word in self._words:
            # Words that no tag stands for are in the texts of all that were found.
            said += 0.5 * (self._says(numbers, word) if activities_of(word) else 1.0)
            said += 0.5 * self._says(numbers, word, in_title=True)
        share: Array = said / len(self._words)
        return share

    def _says(self, numbers: Array, words: str, *, in_title: bool = False) -> Array:
        found_there = self._reading.numbers(self._spans, words, in_title=in_title)
        says: Array = found_there.take(np.searchsorted(found_there, numbers), mode="clip") == numbers
        return says
