"""Which groups hold the words asked for."""

from __future__ import annotations

import numpy as np

from finder.search.reading import Part, Reading, Subject
from finder.tiles.layout import Array, positions


class Wording:
    """The words of a query, looked up in the tiles that it touches."""

    def __init__(self, reading: Reading, text: str) -> None:
        self._reading = reading
        self._subjects = reading.subjects(text)

    def holding(self, part: Part, at: Array) -> Array:
        """Return those of some positions whose groups hold every word, or have the tag that people mean by it."""
        groups = part.rows.groups
        # What no tag stands for is looked up at once: the index finds where all of it stands.
        plain = " ".join(one.words for one in self._subjects if not one.tags)
        if plain and len(at):
            at = at.take(positions(self._says(part, at, plain)))
        for one in self._subjects:
            if one.tags and len(at):
                tagged = (groups["tags"].take(at) & one.tags).astype(bool)
                at = at.take(positions(self._means(part, at, one) | tagged))
        return at

    def said(self, part: Part, at: Array) -> Array | None:
        """Return how much of the words each says: 1 for all in its title, half for all elsewhere in its texts.

        What has only the tag that people mean by a word says nothing of it.  None where no word was asked for.
        """
        if not len(at) or not self._subjects:
            return None
        said = np.zeros(len(at))
        for one in self._subjects:
            # Words that no tag stands for are in the texts of all that were found.
            said += 0.5 * (self._means(part, at, one) if one.tags else 1.0)
            said += 0.5 * self._means(part, at, one, in_title=True)
        share: Array = said / len(self._subjects)
        return share

    def _means(self, part: Part, at: Array, one: Subject, *, in_title: bool = False) -> Array:
        # Who looks for "dibujo" is glad of a listing that says "drawing".
        says: Array = np.logical_or.reduce(
            [self._says(part, at, words, in_title=in_title) for words in (one.words, *one.also)]
        )
        return says

    def _says(self, part: Part, at: Array, words: str, *, in_title: bool = False) -> Array:
        numbers = part.rows.groups["number"].take(at)
        found = [self._reading.numbers(tiles, words, in_title=in_title) for tiles in part.of_words]
        says: Array = np.logical_or.reduce([_is_among(numbers, there) for there in found])
        return says


def _is_among(numbers: Array, found: Array) -> Array:
    is_among: Array = found.take(np.searchsorted(found, numbers), mode="clip") == numbers
    return is_among
