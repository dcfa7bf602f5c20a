"""What people said of groups and listings: rows that no harvest writes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from sqlite3 import Connection

from msgspec.structs import replace

from finder.listing import Correction
from finder.store import rows


def save(db: Connection, correction: Correction) -> Correction:
    """Write it, under a new number where it has none."""
    if correction.number:
        db.execute("UPDATE correction SET record = ? WHERE number = ?", (_record(correction), correction.number))
        return correction
    number = db.execute(
        "INSERT INTO correction (source_id, group_id, record) VALUES (?, ?, ?)",
        (correction.source_id, correction.group_id, _record(correction)),
    ).lastrowid
    return replace(correction, number=number or 0)


def _record(correction: Correction) -> str:
    return rows.encoded(replace(correction, number=0))


def of_source(db: Connection, source_id: str | None) -> list[Correction]:
    """Return those of one source, or all."""
    if source_id is None:
        return _read(db.execute("SELECT number, record FROM correction ORDER BY number"))
    return _read(db.execute("SELECT number, record FROM correction WHERE source_id = ? ORDER BY number", (source_id,)))


def of_groups(db: Connection, ids: Collection[str]) -> list[Correction]:
    """Return those of these groups."""
    return _read(
        db.execute(
            """SELECT number, record FROM correction WHERE group_id IN (SELECT value FROM json_each(?))
            ORDER BY number""",
            (json.dumps([*ids]),),
        )
    )


def remove(db: Connection, number: int) -> Correction | None:
    """Delete it and return what it was."""
    found = db.execute("DELETE FROM correction WHERE number = ? RETURNING number, record", (number,)).fetchall()
    return next(iter(_read(found)), None)


def _read(found: Iterable[tuple[int, str]]) -> list[Correction]:
    return [replace(rows.decoded(record, Correction), number=number) for number, record in found]
