"""Which groups are kept near one another: those with a mark in common, and those that are shown as one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from sqlite3 import Connection

_FAMILY = """SELECT id, shown_as FROM grp WHERE shown_as IN (SELECT value FROM json_each(?1))
UNION SELECT id, shown_as FROM grp WHERE id IN (SELECT value FROM json_each(?1)) AND shown_as IS NOT NULL"""


def save_marks(db: Connection, marks: Mapping[str, Collection[int]]) -> set[str]:
    """Write what has changed; return the ids of the groups that it concerns."""
    changed = set()
    for group_id, given in marks.items():
        number = db.execute("SELECT number FROM grp WHERE id = ?", (group_id,)).fetchone()
        if number is None:
            continue
        known = {mark for (mark,) in db.execute("SELECT mark FROM mark WHERE group_number = ?", number)}
        if known != set(given):
            changed.add(group_id)
            db.executemany("DELETE FROM mark WHERE mark = ? AND group_number = ?", _rows(known - set(given), *number))
            db.executemany("INSERT INTO mark VALUES (?, ?)", _rows(set(given) - known, *number))
    return changed


def _rows(marks: Iterable[int], number: int) -> list[tuple[int, int]]:
    return [(mark, number) for mark in marks]


def found_by_marks(db: Connection, ids: Collection[str], most: int) -> set[str]:
    """Return the ids of groups that share a mark with one of these which no more than `most` have."""
    found: set[int] = set()
    marks = db.execute(
        """SELECT DISTINCT mark FROM mark WHERE group_number IN (
            SELECT number FROM grp WHERE id IN (SELECT value FROM json_each(?))
        )""",
        (json.dumps([*ids]),),
    ).fetchall()
    for mark in marks:
        holders = db.execute("SELECT group_number FROM mark WHERE mark = ? LIMIT ?", (*mark, most + 1)).fetchall()
        if len(holders) <= most:
            found.update(number for (number,) in holders)
    rows = db.execute("SELECT id FROM grp WHERE number IN (SELECT value FROM json_each(?))", (json.dumps([*found]),))
    return {group_id for (group_id,) in rows}


def known(db: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that a group has."""
    rows = db.execute("SELECT id FROM grp WHERE id IN (SELECT value FROM json_each(?))", (json.dumps([*ids]),))
    return {group_id for (group_id,) in rows}


def hidden(db: Connection, ids: Iterable[str]) -> set[str]:
    """Return the ids of those of these groups that are shown as another one."""
    rows = db.execute(
        "SELECT id FROM grp WHERE id IN (SELECT value FROM json_each(?)) AND shown_as IS NOT NULL",
        (json.dumps([*ids]),),
    )
    return {group_id for (group_id,) in rows}


def links_of(db: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return as which other group each is shown: of these groups, and of all that are shown as one with them."""
    links: dict[str, str] = {}
    asked: set[str] = set()
    wanted = set(ids)
    while wanted:
        asked |= wanted
        links |= db.execute(_FAMILY, (json.dumps([*wanted]),)).fetchall()
        wanted = {*links, *links.values()} - asked
    return links
