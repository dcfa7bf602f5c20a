"""Saved selections, every name that they had, and how many groups they had when: rows that no harvest brings back."""

from __future__ import annotations

from sqlite3 import Connection

from msgspec.structs import replace

from finder.errors import NameTaken, Outdated, SelectionNotFound, StoreError
from finder.saved import Counted, Counts, Look, SavedSelection
from finder.store import MOST_SELECTIONS, rows

_MOST_COUNTS = 400
"""Changes of number that are kept of each: more than a year of days."""

_NUMBER_OF = "SELECT selection FROM selection_name WHERE name = ?"


def add(db: Connection, selection: SavedSelection) -> None:
    """Write a new one."""
    if db.execute("SELECT count(*) FROM selection").fetchone()[0] >= MOST_SELECTIONS:
        raise StoreError(f"there are {MOST_SELECTIONS} saved lists already: remove those that nobody needs")
    number = db.execute("INSERT INTO selection (record) VALUES (?)", (rows.encoded(selection),)).lastrowid
    _claim(db, selection.name, number or 0)


def change(db: Connection, name: str, selection: SavedSelection) -> None:
    """Write one anew under its own name."""
    kept, number = named(db, name), _number(db, name)
    if kept is None or number is None:
        raise SelectionNotFound(name)
    if kept.version != selection.version - 1:
        raise Outdated
    _claim(db, selection.name, number)
    if kept.asks != selection.asks:
        # What was counted was another list.
        db.execute("DELETE FROM selection_count WHERE selection = ?", (number,))
    db.execute("UPDATE selection SET record = ? WHERE number = ?", (rows.encoded(selection), number))


def named(db: Connection, name: str) -> SavedSelection | None:
    """Return the one that has or had this name."""
    row = db.execute(f"SELECT record FROM selection WHERE number = ({_NUMBER_OF})", (name,)).fetchone()  # noqa: S608
    found = rows.decoded(row[0], SavedSelection) if row else None
    return found if found is not None and not found.removed else None


def read(db: Connection) -> list[SavedSelection]:
    """Return all by name."""
    records = db.execute("SELECT record FROM selection ORDER BY json_extract(record, '$.name')")
    found = (rows.decoded(record, SavedSelection) for (record,) in records)
    return [one for one in found if not one.removed]


def retire(db: Connection, name: str) -> bool:
    """Forget all of one but its names, which nobody else gets: pages of others would show what they put under them."""
    kept, number = named(db, name), _number(db, name)
    if kept is None:
        return False
    left = replace(kept, title="", asks={}, look=Look(), language=None, removed=True)
    db.execute("DELETE FROM selection_count WHERE selection = ?", (number,))
    db.execute("UPDATE selection SET counted_on = NULL, record = ? WHERE number = ?", (rows.encoded(left), number))
    return True


def remove(db: Connection, name: str) -> bool:
    """Delete one with all that belongs to it, its names as well."""
    return db.execute(f"DELETE FROM selection WHERE number = ({_NUMBER_OF})", (name,)).rowcount > 0  # noqa: S608


def count(db: Connection, name: str, day: str, groups: int) -> None:
    """Write the number of a day where it is another than before."""
    number = _number(db, name)
    if number is None:
        return
    db.execute("UPDATE selection SET counted_on = ? WHERE number = ?", (day, number))
    before = db.execute(
        "SELECT groups FROM selection_count WHERE selection = ? AND day < ? ORDER BY day DESC LIMIT 1", (number, day)
    ).fetchone()
    # Counted twice in a day, the later one is how the day ended.
    db.execute("DELETE FROM selection_count WHERE selection = ? AND day = ?", (number, day))
    if before != (groups,):
        db.execute("INSERT INTO selection_count VALUES (?, ?, ?)", (number, day, groups))
    db.execute(
        """DELETE FROM selection_count WHERE selection = ?1 AND day <= (
            SELECT day FROM selection_count WHERE selection = ?1 ORDER BY day DESC LIMIT 1 OFFSET ?2
        )""",
        (number, _MOST_COUNTS),
    )


def counts(db: Connection, name: str) -> Counts:
    """Return what was counted of one; nothing where there is none of this name."""
    number = _number(db, name)
    row = db.execute("SELECT counted_on FROM selection WHERE number = ?", (number,)).fetchone()
    found = db.execute("SELECT day, groups FROM selection_count WHERE selection = ? ORDER BY day", (number,))
    changes = tuple(Counted(day=day, groups=groups) for day, groups in found)
    return Counts(counted_on=row[0] if row else None, changes=changes)


def _number(db: Connection, name: str) -> int | None:
    row = db.execute(_NUMBER_OF, (name,)).fetchone()
    return row[0] if row else None


def _claim(db: Connection, name: str, number: int) -> None:
    holder = _number(db, name)
    if holder is None:
        db.execute("INSERT INTO selection_name VALUES (?, ?)", (name, number))
    elif holder != number:
        raise NameTaken(name)
