"""The tables of the SQLite store and how a file comes to have them.

`source`, `listing`, `grp`, `report`, `validator`, `correction`, `group_edit` and `selection` are the truth; their
`record` is the whole record as JSON.  All but the last three can be harvested anew: those hold what people said and
saved.  Every name that a selection ever had stands in `selection_name`, and `selection_count` holds how many groups it
had whenever that changed.
`group_tag`, `occurrence` and `group_words` are derived from the groups' records, and written together with them; so
is `mark`, by which a group is found by those like it.  `publication` is the order in which groups changed and went.
A step of `MIGRATIONS` that was ever released is never changed: the next change is a new step.
"""

from __future__ import annotations

import sqlite3

from finder.errors import StoreError

APPLICATION_ID = 0x43434644
"""Marks the file as ours ("CCFD"), as SQLite's file format, section 1.3.14, provides for."""

_ADD_WORDS = """INSERT INTO group_words (rowid, title, description, venue, organizer, categories)
    SELECT * FROM group_text WHERE at = new.tile << 32 | new.number"""
_REMOVE_WORDS = """INSERT INTO group_words (group_words, rowid, title, description, venue, organizer, categories)
    SELECT 'delete', * FROM group_text WHERE at = old.tile << 32 | old.number"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE source (
            id TEXT PRIMARY KEY,
            record TEXT NOT NULL
        )""",
        """CREATE TABLE listing (
            source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
            uid TEXT NOT NULL,
            starts_at INTEGER,
            retired_at TEXT,
            record TEXT NOT NULL,
            PRIMARY KEY (source_id, uid)
        )""",
        """CREATE TABLE grp (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
            shown_as TEXT REFERENCES grp (id) ON DELETE SET NULL,
            twin_reason TEXT,
            title TEXT NOT NULL,
            latitude REAL,
            longitude REAL,
            mode TEXT,
            record TEXT NOT NULL
        )""",
        "CREATE INDEX grp_source ON grp (source_id)",
        "CREATE INDEX grp_shown_as ON grp (shown_as) WHERE shown_as IS NOT NULL",
        "CREATE INDEX grp_point ON grp (latitude, longitude)",
        "CREATE INDEX grp_mode ON grp (mode)",
        """CREATE TABLE group_tag (
            group_number INTEGER NOT NULL REFERENCES grp (number) ON DELETE CASCADE,
            facet TEXT NOT NULL,
            tag TEXT NOT NULL,
            level TEXT NOT NULL,
            PRIMARY KEY (group_number, facet, tag)
        ) WITHOUT ROWID""",
        """CREATE TABLE occurrence (
            group_number INTEGER NOT NULL REFERENCES grp (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            starts_at INTEGER,
            ends_at INTEGER,
            status TEXT,
            PRIMARY KEY (group_number, position)
        ) WITHOUT ROWID""",
        """CREATE VIRTUAL TABLE group_words USING fts5(
            title, description, venue, organizer, categories,
            tokenize = 'porter unicode61 remove_diacritics 2'
        )""",
        """CREATE TRIGGER grp_forgets_its_words AFTER DELETE ON grp BEGIN
            DELETE FROM group_words WHERE rowid = old.number;
        END""",
        """CREATE TABLE report (
            source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
            started_at TEXT NOT NULL,
            record TEXT NOT NULL,
            PRIMARY KEY (source_id, started_at)
        )""",
        """CREATE TABLE validator (
            url TEXT PRIMARY KEY,
            source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
            etag TEXT,
            last_modified TEXT
        )""",
        "CREATE INDEX validator_source ON validator (source_id)",
    ),
    (
        # Two sources may share an address: "not modified" is an answer only to the one that was told so.
        "DROP TABLE validator",
        """CREATE TABLE validator (
            source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
            url TEXT NOT NULL,
            etag TEXT,
            last_modified TEXT,
            PRIMARY KEY (source_id, url)
        ) WITHOUT ROWID""",
        """CREATE TABLE mark (
            mark INTEGER NOT NULL,
            group_number INTEGER NOT NULL REFERENCES grp (number) ON DELETE CASCADE,
            PRIMARY KEY (mark, group_number)
        ) WITHOUT ROWID""",
        "CREATE INDEX mark_group ON mark (group_number)",
    ),
    (
        "DROP TRIGGER grp_forgets_its_words",
        "DROP TABLE group_words",
        "DROP TABLE group_tag",
        "DROP TABLE occurrence",
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE zone (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE tile (key INTEGER PRIMARY KEY, groups BLOB NOT NULL, slots BLOB NOT NULL)",
        "ALTER TABLE grp ADD COLUMN tile INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE grp ADD COLUMN tile_too INTEGER",
        "DROP INDEX grp_mode",
        "DROP INDEX grp_point",
        "ALTER TABLE grp DROP COLUMN mode",
        "ALTER TABLE grp DROP COLUMN latitude",
        "ALTER TABLE grp DROP COLUMN longitude",
        """CREATE VIEW group_text AS SELECT tile << 32 | number AS at, title,
            json_extract(record, '$.description') AS description, json_extract(record, '$.venue') AS venue,
            json_extract(record, '$.organizer') AS organizer, json_extract(record, '$.categories') AS categories
        FROM grp""",
        "CREATE INDEX grp_at ON grp (tile << 32 | number)",
        """CREATE VIRTUAL TABLE group_words USING fts5(
            title, description, venue, organizer, categories,
            content = 'group_text', content_rowid = 'at', tokenize = 'porter unicode61 remove_diacritics 2'
        )""",
        f"CREATE TRIGGER grp_words_come AFTER INSERT ON grp BEGIN {_ADD_WORDS}; END",
        f"CREATE TRIGGER grp_words_go BEFORE DELETE ON grp BEGIN {_REMOVE_WORDS}; END",
        f"CREATE TRIGGER grp_words_leave BEFORE UPDATE OF tile, record ON grp BEGIN {_REMOVE_WORDS}; END",
        f"CREATE TRIGGER grp_words_return AFTER UPDATE OF tile, record ON grp BEGIN {_ADD_WORDS}; END",
    ),
    (
        # A group may go and come back with its id: what a person said of it waits for it.
        """CREATE TABLE correction (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
            group_id TEXT,
            record TEXT NOT NULL
        )""",
        "CREATE INDEX correction_source ON correction (source_id)",
        "CREATE INDEX correction_group ON correction (group_id) WHERE group_id IS NOT NULL",
    ),
    (
        """CREATE TABLE group_edit (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            source_id TEXT REFERENCES source (id) ON DELETE CASCADE,
            record TEXT NOT NULL
        )""",
    ),
    (
        # Derived: the program makes the tiles anew, since their layout has changed with this.
        "DROP TABLE tile",
        """CREATE TABLE tile (
            key INTEGER PRIMARY KEY, groups BLOB NOT NULL, slots BLOB NOT NULL, access BLOB NOT NULL
        )""",
    ),
    (
        # Without the places of words in a text, which no search asks for, the index is a quarter smaller.
        "DROP TABLE group_words",
        """CREATE VIRTUAL TABLE group_words USING fts5(
            title, description, venue, organizer, categories, detail = column,
            content = 'group_text', content_rowid = 'at', tokenize = 'porter unicode61 remove_diacritics 2'
        )""",
        "INSERT INTO group_words (group_words) VALUES ('rebuild')",
    ),
    (
        # It has no reference to the groups: that one is gone is told when there is no row of it any more.
        """CREATE TABLE publication (
            change INTEGER PRIMARY KEY,
            group_id TEXT NOT NULL UNIQUE,
            digest BLOB
        )""",
        """INSERT INTO publication (change, group_id, digest)
        SELECT CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) + number, id, x''
        FROM grp WHERE shown_as IS NULL AND json_extract(record, '$.creative')""",
    ),
    (
        "CREATE TABLE selection (number INTEGER PRIMARY KEY AUTOINCREMENT, counted_on TEXT, record TEXT NOT NULL)",
        # An old name leads to its list for good: pages of others hold it.
        """CREATE TABLE selection_name (
            name TEXT PRIMARY KEY,
            selection INTEGER NOT NULL REFERENCES selection (number) ON DELETE CASCADE
        ) WITHOUT ROWID""",
        "CREATE INDEX selection_name_of ON selection_name (selection)",
        """CREATE TABLE selection_count (
            selection INTEGER NOT NULL REFERENCES selection (number) ON DELETE CASCADE,
            day TEXT NOT NULL,
            groups INTEGER NOT NULL,
            PRIMARY KEY (selection, day)
        ) WITHOUT ROWID""",
    ),
    # The program writes the words itself: a trigger made each group a piece of the index, to be merged with others.
    tuple(f"DROP TRIGGER grp_words_{name}" for name in ("come", "go", "leave", "return")),
)


def upgrade(db: sqlite3.Connection, *, read_only: bool) -> None:
    """Bring the file to the newest step of `MIGRATIONS`, in one transaction.

    Raises:
        StoreError: it was made by a newer version or by another program, or is behind and may not be written.
    """
    if _version(db) == len(MIGRATIONS):
        return
    if read_only:
        raise StoreError("the store is empty or of an older version: finder harvest brings it up to date")
    db.execute("BEGIN IMMEDIATE")
    for step in MIGRATIONS[_version(db) :]:
        for statement in step:
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    version: int
    # One statement sees one state, though another process makes the file at this moment.
    version, application, used = db.execute(
        "SELECT user_version, application_id, EXISTS (SELECT 1 FROM sqlite_master)"
        " FROM pragma_user_version, pragma_application_id"
    ).fetchone()
    if application != APPLICATION_ID and (version or used):
        raise StoreError("the file is a database of another program")
    if version > len(MIGRATIONS):
        raise StoreError(f"the store was made by a newer version (step {version}, this one knows {len(MIGRATIONS)})")
    return version
