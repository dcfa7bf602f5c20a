"""The sentence around the words that earned a tag, letter for letter, with those words marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache

from finder.listing import Group, Record

_SENTENCE_END = re.compile(r"[.!?…][\"'”\u2019)]*\s+|\n+")
_LONGEST = 160


class Quote(Record, frozen=True, kw_only=True):
    """What stands before the words that count, those words, and what stands after; `…` where something was cut off."""

    words: str
    before: str = ""
    after: str = ""


def quote(group: Group, field: str | None, evidence: str, longest: int = _LONGEST) -> Quote:
    """Return the sentence of the field in which the evidence stands, or the evidence alone where it is not found.

    A sentence of more than `longest` characters is cut at the ends of words.
    """
    texts = _FIELDS.get(part(field))
    for text in texts(group) if texts and evidence else ():
        if text and (start := _place(text, evidence)) is not None:
            return _cut(text, start, start + len(evidence), longest)
    return Quote(words=evidence)


def part(field: str | None) -> str:
    """Return the part of a listing in which a field lies: `source` for `source.kind`."""
    if field and "." in field:
        return field.partition(".")[0]
    return field or ""


def _place(text: str, evidence: str) -> int | None:
    """Return where the evidence stands, as whole words if it does anywhere: "art" is not the end of "start"."""
    first = start = text.find(evidence)
    while start >= 0:
        if not (_is_in_word(text, start - 1) or _is_in_word(text, start + len(evidence))):
            return start
        start = text.find(evidence, start + 1)
    return first if first >= 0 else None


def _is_in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _cut(text: str, start: int, end: int, longest: int) -> Quote:
    ends = _ends(text)
    first, last = ends[bisect_right(ends, start) - 1], ends[bisect_left(ends, end, 0, len(ends) - 1)]
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    room = max(0, longest - (end - start))
    # What one side does not need is left to the other.
    ahead = min(len(before), max(room // 2, room - len(after)))
    behind = min(len(after), room - ahead)
    return Quote(words=text[start:end], before=_tail(before, ahead), after=_head(after, behind))


@lru_cache(maxsize=64)
def _ends(text: str) -> tuple[int, ...]:
    """Return where the sentences end, with both ends of the text; a card quotes the same description ten times."""
    return (0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text))


def _tail(text: str, length: int) -> str:
    """Return the last words of the text that fit into the length."""
    if len(text) <= length:
        return text
    kept = text[len(text) - length :]
    at_word = kept if text[-length - 1].isspace() else kept.partition(" ")[2]
    return f"…{at_word.lstrip()}" if length else "…"


def _head(text: str, length: int) -> str:
    """Return the first words of the text that fit into the length."""
    if len(text) <= length:
        return text
    kept = text[:length]
    at_word = kept if text[length].isspace() else kept.rpartition(" ")[0]
    return f"{at_word.rstrip()}…"


_FIELDS: dict[str, Callable[[Group], Iterable[str | None]]] = {
    "title": lambda group: (group.title,),
    "description": lambda group: (group.description,),
    "price": lambda group: (group.price.text if group.price else None,),
    "ages": lambda group: (group.ages.text if group.ages else None,),
    "categories": lambda group: group.categories,
    "venue": lambda group: (group.venue,),
    "room": lambda group: (group.room,),
    "location": lambda group: (group.address,),
    "organizer": lambda group: (group.organizer,),
    "schedule_note": lambda group: (group.schedule_note,),
}
"""By the field that a tag names, the texts in which its evidence stands."""
