"""What people said of which dates are one group: rows that no harvest writes."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from msgspec.structs import replace

from finder.listing import GroupEdit
from finder.store import rows

_FIRST_OF = """SELECT json_extract(e.record, '$.groups[0]') FROM group_edit e, json_each(e.record, '$.groups') AS one
WHERE one.value = ? AND one.key > 0 AND json_extract(e.record, '$.kind') = 'merge' AND e.source_id IS NOT NULL
ORDER BY e.number DESC LIMIT 1"""


def save(db: Connection, edit: GroupEdit) -> GroupEdit:
    """Write it under a new number."""
    number = db.execute(
        "INSERT INTO group_edit (source_id, record) VALUES (?, ?)", (edit.source_id, rows.encoded(edit))
    ).lastrowid
    return replace(edit, number=number or 0)


def read(db: Connection) -> list[GroupEdit]:
    """Return all, in the order in which they were made."""
    return _read(db.execute("SELECT number, record FROM group_edit ORDER BY number"))


def remove(db: Connection, number: int) -> GroupEdit | None:
    """Delete it and return what it was."""
    found = db.execute("DELETE FROM group_edit WHERE number = ? RETURNING number, record", (number,)).fetchall()
    return next(iter(_read(found)), None)


def merged_into(db: Connection, group_id: str) -> str | None:
    """Return the group that a group became part of; None when it did not."""
    row = db.execute(_FIRST_OF, (group_id,)).fetchone()
    return row[0] if row else None


def _read(found: Iterable[tuple[int, str]]) -> list[GroupEdit]:
    return [replace(rows.decoded(record, GroupEdit), number=number) for number, record in found]
