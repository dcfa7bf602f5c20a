"""Keeping the index of words in step with the groups: changes are gathered, and written in the order of the index.

The index keeps in memory what one transaction adds, as long as that comes in the order of its row numbers; by triggers,
or in any other order, each group was a piece of its own, to be merged with others.  It holds no text, so what is taken
out has to be given word for word: that is read from the group's record before it is written anew.
"""

from __future__ import annotations

from sqlite3 import Connection

import msgspec

from finder.listing import Group

Texts = tuple[str | None, ...]
"""Title, description, venue, organizer and categories."""

_COLUMNS = "rowid, title, description, venue, organizer, categories"
_ADD = f"INSERT INTO group_words ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608  names of columns
_REMOVE = f"INSERT INTO group_words (group_words, {_COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?, ?)"  # noqa: S608  as above
_KNOWN = "SELECT title, description, venue, organizer, categories FROM group_text WHERE at = ?"


class Words:
    """Changes to the index of words; nothing is written before `write`."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._gone: dict[int, Texts] = {}
        self._come: dict[int, Texts] = {}

    def take(self, number: int, tile: int) -> None:
        """Take out the words of a group that stands under a tile, before its record is written anew or deleted."""
        at = _at(number, tile)
        # What was put in and is not yet written only has to be forgotten.
        if self._come.pop(at, None) is None and (known := self._db.execute(_KNOWN, (at,)).fetchone()):
            self._gone[at] = known

    def put(self, number: int, tile: int, group: Group) -> None:
        """Put in the words of a group under a tile."""
        at, texts = _at(number, tile), texts_of(group)
        # What is the same stays: mostly it is dates that change.
        if self._gone.get(at) == texts:
            del self._gone[at]
        else:
            self._come[at] = texts

    def write(self) -> None:
        """Write what has changed."""
        for at in sorted(self._gone.keys() | self._come.keys()):
            for statement, texts in ((_REMOVE, self._gone.get(at)), (_ADD, self._come.get(at))):
                if texts is not None:
                    self._db.execute(statement, (at, *texts))
        self._gone.clear()
        self._come.clear()


def texts_of(group: Group) -> Texts:
    """Return what of a group is in the index, as the view `group_text` reads it from the record."""
    categories = msgspec.json.encode(group.categories).decode() if group.categories else None
    return group.title, group.description, group.venue, group.organizer, categories


def _at(number: int, tile: int) -> int:
    return tile << 32 | number
