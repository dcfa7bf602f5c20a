"""Keeps what online geocoders answered, so that no place is asked for twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

from finder.errors import StoreError
from finder.listing import Place

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
  asked TEXT PRIMARY KEY, place TEXT, provider TEXT NOT NULL, terms TEXT NOT NULL, asked_at TEXT NOT NULL
) WITHOUT ROWID
"""


class AnswerCache:
    """One SQLite file; each answer carries its date and the terms under which it may be kept and shown."""

    def __init__(self, path: Path) -> None:
        """Open the file, made when it is not there.

        Raises:
            StoreError: it cannot be made or read.
        """
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as connection:
                connection.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"cannot keep the answers of geocoders at {path}: {error}") from error

    def get(self, asked: str) -> tuple[bool, Place | None]:
        """Return whether this was asked before, and the place, which is None when nobody knew it."""
        with self._open() as connection:
            row = connection.execute("SELECT place FROM answer WHERE asked = ?", (asked,)).fetchone()
        if row is None:
            return False, None
        return True, msgspec.json.decode(row[0], type=Place) if row[0] else None

    def put(self, asked: str, place: Place | None, provider: str, terms: str, now: datetime) -> None:
        """Keep an answer."""
        text = msgspec.json.encode(place).decode() if place else None
        with self._open() as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", (asked, text, provider, terms, now.isoformat())
            )

    def _open(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self._path, timeout=30))
