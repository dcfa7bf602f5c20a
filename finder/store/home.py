"""The tile of what can be joined from home: every search reads it, so it is kept until it changes."""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection

from finder.tiles import Packed


def renew(db: Connection) -> None:
    """Mark that the tile has changed: readers that keep it read it anew.

    The mark is no number that grows: a copy of the store that was put back must never come to have one again that stood
    for something else.
    """
    db.execute("INSERT OR REPLACE INTO meta VALUES ('home', hex(randomblob(8)))")


class Home:
    """Keeps the tile as it was read last; threads may share it."""

    def __init__(self) -> None:
        self._kept: tuple[str | None, Packed] | None = None

    def rows(self, db: Connection, read: Callable[[], Packed]) -> Packed:
        """Return the tile in the state that a connection sees, as `read` gives it."""
        found = db.execute("SELECT value FROM meta WHERE name = 'home'").fetchone()
        mark = found[0] if found else None
        kept = self._kept
        # The mark is read first: where the tile changes in between, what is kept is not taken for older than it is.
        if mark is None or kept is None or kept[0] != mark:
            kept = self._kept = (mark, read())
        return kept[1]
