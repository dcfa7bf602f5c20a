"""Is the SQLite file whole, and does what was derived agree with the truth?"""

from __future__ import annotations

from sqlite3 import Connection, DatabaseError

from finder.errors import StoreDamaged
from finder.listing import Correction, Group, GroupEdit, HarvestReport, Listing, Record, Source
from finder.saved import SavedSelection
from finder.store import published, rows, tiling

_MOST = 20
_RECORDS: dict[str, type[Record]] = {
    "source": Source,
    "listing": Listing,
    "grp": Group,
    "report": HarvestReport,
    "correction": Correction,
    "group_edit": GroupEdit,
    "selection": SavedSelection,
}


def problems(db: Connection, *, read_only: bool) -> list[str]:
    """Return each problem as one sentence.

    The inside of the index of words is checked only where the file may be written to, which SQLite asks for.
    """
    # SQLite gives several faults of one file as the lines of one answer.
    answers = [text for (text,) in db.execute(f"PRAGMA integrity_check({_MOST})") if text != "ok"]
    file = [line for text in answers for line in text.splitlines() if not line.startswith("***")]
    if file:
        return [f"the file is damaged: {line}" for line in file[:_MOST]]
    lost = db.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
    found = [f"a row of {table} belongs to no {parent}" for table, _, parent, _ in lost]
    found += [text for table, kind in _RECORDS.items() for text in _records(db, table, kind)]
    return found or _index(db, read_only=read_only) or _derived(db)


def _records(db: Connection, table: str, kind: type[Record]) -> list[str]:
    found = []
    for number, record in db.execute(f"SELECT rowid, record FROM {table}"):  # noqa: S608  names from _RECORDS
        try:
            rows.decoded(record, kind)
        except StoreDamaged as error:
            found.append(f"row {number} of {table}: {error}")
    return found[:_MOST]


def _index(db: Connection, *, read_only: bool) -> list[str]:
    if read_only:
        return []
    try:
        # With rank 1 it is compared with the text of the groups (SQLite's FTS5 documentation, section 6.4).
        db.execute("INSERT INTO group_words (group_words, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        return [f"the index of words is damaged, finder store rebuild mends it: {error}"]
    return []


def _derived(db: Connection) -> list[str]:
    if not tiling.is_current(db):
        return ["the tiles are those of another version: finder store rebuild makes them anew"]
    if not published.is_right(db):
        return ["what is told of changes does not agree with the groups: finder store rebuild mends it"]
    return [f"tile {key} does not agree with the groups: finder store rebuild mends it" for key in tiling.strays(db)]
