"""What is told to those who keep a copy of the groups: which are shown, in the order in which they changed.

Each group that is or was shown has one row of `publication`.  Its `change` is the moment in microseconds, or one more
than the last: it only ever grows.  Writers take turns, so a reader who has seen one change has seen all before it.
`digest` is of what the group says; without one the group is gone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from sqlite3 import Connection
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from finder.facts import read_on
from finder.listing import Change, Group
from finder.store import rows

KEPT = timedelta(days=14)
"""How long it is told that a group is gone: twice the seven days that RPDE 1.0 asks for."""

_NOW = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"
_TELL = f"""INSERT OR REPLACE INTO publication (change, group_id, digest)
VALUES (max({_NOW}, 1 + coalesce((SELECT max(change) FROM publication), 0)), ?, ?)"""  # noqa: S608  no value is put in
_PAGE = """SELECT p.change, p.group_id, g.record FROM publication p
LEFT JOIN grp g ON p.digest IS NOT NULL AND g.id = p.group_id WHERE p.change > ? ORDER BY p.change LIMIT ?"""
_UNTOLD = """SELECT g.record FROM grp g LEFT JOIN publication p ON p.group_id = g.id AND p.digest IS NOT NULL
WHERE p.change IS NULL AND g.shown_as IS NULL AND json_extract(g.record, '$.creative')"""
_UNSHOWN = """SELECT p.group_id FROM publication p LEFT JOIN grp g ON g.id = p.group_id
WHERE p.digest IS NOT NULL
AND (g.id IS NULL OR g.shown_as IS NOT NULL OR NOT coalesce(json_extract(g.record, '$.creative'), 0))"""


class Told(NamedTuple):
    """What those who follow the changes may know: which groups there are, and the highest number."""

    ids: frozenset[str] = frozenset()
    last: int = 0


def tell(db: Connection, group_id: str, group: Group, *, is_new: bool = False) -> None:
    """Say what a shown group has become, unless that is what was told last; of a new one that is not looked up."""
    if group.creative is not True:
        withdraw(db, [group_id])
        return
    digest = _digest(group)
    told = None if is_new else db.execute("SELECT digest FROM publication WHERE group_id = ?", (group_id,)).fetchone()
    if told != (digest,):
        db.execute(_TELL, (group_id, digest))


def withdraw(db: Connection, ids: Iterable[str]) -> None:
    """Say that these groups are gone; of one that nobody was told of there is nothing to say."""
    for group_id in ids:
        if db.execute("SELECT digest FROM publication WHERE group_id = ?", (group_id,)).fetchone() not in {None, _GONE}:
            db.execute(_TELL, (group_id, None))


def page(db: Connection, after: int, most: int) -> list[Change]:
    """Return the changes after a number, in one statement: all of them are of one moment."""
    return [
        Change(number=number, group_id=group_id, group=rows.decoded(record, Group) if record else None)
        for number, group_id, record in db.execute(_PAGE, (after, most))
    ]


def numbers(db: Connection, ids: Collection[str]) -> dict[str, int]:
    """Return by id the last change of each of these groups that is shown."""
    return dict(
        db.execute(
            """SELECT group_id, change FROM publication
            WHERE digest IS NOT NULL AND group_id IN (SELECT value FROM json_each(?))""",
            (json.dumps([*ids]),),
        )
    )


def changed(db: Connection, after: int) -> set[int]:
    """Return the numbers of the groups that changed after a change and are shown."""
    sql = """SELECT g.number FROM publication p JOIN grp g ON g.id = p.group_id
    WHERE p.change > ? AND p.digest IS NOT NULL"""
    return {number for (number,) in db.execute(sql, (after,))}


def forget_gone(db: Connection, now: datetime) -> None:
    """Stop telling of groups that went long ago; the highest number is kept, so that none is given twice."""
    before = (now.astimezone(UTC) - KEPT - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    db.execute(
        "DELETE FROM publication WHERE digest IS NULL AND change < min(?, (SELECT max(change) FROM publication))",
        (before,),
    )


def told(db: Connection) -> Told:
    """Return what those who follow the changes may know."""
    found = db.execute("SELECT group_id FROM publication WHERE digest IS NOT NULL")
    ids = frozenset(group_id for (group_id,) in found)
    (last,) = db.execute("SELECT coalesce(max(change), 0) FROM publication").fetchone()
    return Told(ids, last)


def tell_anew(db: Connection, before: Told) -> None:
    """Tell everything anew, after this file took the place of one of which `before` was told."""
    known, last = told(db)
    (now,) = db.execute(f"SELECT {_NOW}").fetchone()
    found = db.execute("SELECT group_id, digest FROM publication ORDER BY change").fetchall()
    found += [(group_id, None) for group_id in sorted(before.ids - known)]
    anew = enumerate(found, start=max(now, last, before.last) + 1)
    db.executemany("INSERT OR REPLACE INTO publication VALUES (?, ?, ?)", [(n, *row) for n, row in anew])


def put_right(db: Connection) -> None:
    """Tell what is shown and was not told, and withdraw what is told and not shown."""
    withdraw(db, [group_id for (group_id,) in db.execute(_UNSHOWN).fetchall()])
    for (record,) in db.execute(_UNTOLD).fetchall():
        group = rows.decoded(record, Group)
        tell(db, group.id or "", group)


def is_right(db: Connection) -> bool:
    """Tell whether exactly the groups that are shown are told of."""
    return not any(db.execute(f"SELECT EXISTS ({sql})").fetchone()[0] for sql in (_UNTOLD, _UNSHOWN))


def _digest(group: Group) -> bytes:
    """Return what tells two states of a group apart.

    That it was seen again is no change of it, at whatever address (the days asked for stand in many), and neither is
    what we make of its dates as time goes by.
    """
    said = replace(
        group,
        next=None,
        last_confirmed=None,
        confidence=None,
        evidence=None,
        cadence_text=None,
        source=replace(group.source, fetched_at=None, url=None) if group.source else None,
        facts=tuple(read_on(fact, None) for fact in group.facts),
    )
    return blake2b(msgspec.json.encode(said), digest_size=16).digest()


_GONE = (None,)
