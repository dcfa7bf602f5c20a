"""The embedded store: one SQLite file."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from sqlite3 import Connection

import msgspec

from finder.errors import StoreDamaged, StoreError
from finder.facts import with_twins
from finder.listing import (
    AlsoListed,
    Change,
    Correction,
    Fact,
    Group,
    GroupEdit,
    HarvestReport,
    Listing,
    Source,
    Twin,
    Validators,
)
from finder.saved import Counts, SavedSelection
from finder.store import alike, corrections, edits, published, rows, selections, tiling
from finder.store.check import problems
from finder.store.connections import Connections
from finder.store.home import Home
from finder.store.links import straightened
from finder.store.wording import Words
from finder.tiles import ONLINE, Packed, Span, joined
from finder.tiles.keys import COLUMNS, Block, blocks, parts

_ALSO_LISTED = """CASE WHEN EXISTS (SELECT 1 FROM grp t WHERE t.shown_as = g.id) THEN (
    SELECT json_group_array(
        json_object('name', name, 'url', url, 'group_id', id, 'reason', reason, 'facts', json(facts))
    ) FROM (
        SELECT coalesce(json_extract(s.record, '$.name'), s.id) AS name, json_extract(t.record, '$.url') AS url,
            t.id AS id, t.twin_reason AS reason, coalesce(json_extract(t.record, '$.facts'), '[]') AS facts
        FROM grp t JOIN source s ON s.id = t.source_id WHERE t.shown_as = g.id ORDER BY t.id
    )
) END"""
# As bytes a record is not read as text before it is read as JSON.
_SHOWN = f"CAST(g.record AS BLOB), {_ALSO_LISTED} FROM"
_SHOWN_FOR = f"SELECT {_SHOWN} grp g WHERE g.id = (SELECT coalesce(shown_as, id) FROM grp WHERE id = ?)"  # noqa: S608  no value is put in

_HOLDING = f"""SELECT rowid & 4294967295 FROM group_words
    WHERE group_words MATCH ? AND rowid BETWEEN ? AND ? AND (rowid >> 32) % {COLUMNS} BETWEEN ? AND ?"""  # noqa: S608  a number of ours


def _now() -> datetime:
    return datetime.now(UTC)


class SQLiteStore:
    """The `Store` protocol over one SQLite file in WAL mode.

    It may be used by several threads at once, each with its own connection; `clock` dates retirements.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        busy_seconds: float = 60.0,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._db = Connections(path, read_only=read_only, busy_seconds=busy_seconds)
        self._read_only = read_only
        self._clock = clock
        self._zones: dict[int, str] = {}
        self._home = Home()

    def transaction(self) -> AbstractContextManager[None]:
        """See `Store.transaction`; a transaction inside another joins it, and is undone alone on an error."""
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._db.writing():
            yield

    def snapshot(self) -> AbstractContextManager[None]:
        """See `Store.snapshot`."""
        return self._db.snapshot()

    def save_sources(self, sources: Iterable[Source]) -> None:
        """See `Store.save_sources`."""
        given = [(source.id, rows.encoded(source)) for source in sources]
        with self._db.writing() as db:
            db.executemany(
                "INSERT INTO source (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
                given,
            )

    def sources(self) -> list[Source]:
        """See `Store.sources`."""
        with self._db.reading() as db:
            return [rows.decoded(r, Source) for (r,) in db.execute("SELECT record FROM source ORDER BY id")]

    def remove_source(self, source_id: str) -> bool:
        """See `Store.remove_source`."""
        with self._db.writing() as db:
            _forget(db, {i for (i,) in db.execute("SELECT id FROM grp WHERE source_id = ?", (source_id,))})
            return db.execute("DELETE FROM source WHERE id = ?", (source_id,)).rowcount > 0

    def save_listings(self, source_id: str, listings: Sequence[Listing]) -> None:
        """See `Store.save_listings`."""
        given = [
            (source_id, uid, rows.seconds(x.start, x.end, x.timezone)[0], rows.encoded(x))
            for uid, x in rows.keyed(listings).items()
        ]
        with self._db.writing() as db:
            _require_source(db, source_id)
            db.executemany(
                """INSERT INTO listing (source_id, uid, starts_at, record) VALUES (?, ?, ?, ?)
                ON CONFLICT (source_id, uid) DO UPDATE
                SET starts_at = excluded.starts_at, retired_at = NULL, record = excluded.record
                WHERE record IS NOT excluded.record OR retired_at IS NOT NULL""",
                given,
            )
            current = db.execute("SELECT uid FROM listing WHERE source_id = ? AND retired_at IS NULL", (source_id,))
            gone = {uid for (uid,) in current} - {row[1] for row in given}
            retired_at = self._clock().isoformat(timespec="seconds")
            db.executemany(
                "UPDATE listing SET retired_at = ? WHERE source_id = ? AND uid = ?",
                [(retired_at, source_id, uid) for uid in gone],
            )

    def listings(self, source_id: str) -> list[Listing]:
        """See `Store.listings`; those without a date come last."""
        with self._db.reading() as db:
            found = db.execute(
                """SELECT record FROM listing WHERE source_id = ? AND retired_at IS NULL
                ORDER BY starts_at IS NULL, starts_at, uid""",
                (source_id,),
            )
            return [rows.decoded(record, Listing) for (record,) in found]

    def save_groups(self, source_id: str, groups: Sequence[Group]) -> None:
        """See `Store.save_groups`; a group that stays keeps the link to the one that it is shown as."""
        given = {_id_of(group): group for group in groups}
        with self._db.writing() as db:
            _require_source(db, source_id)
            known = db.execute("SELECT id FROM grp WHERE source_id = ?", (source_id,))
            _forget(db, {group_id for (group_id,) in known} - set(given))
            changes = _Changes(db)
            for group_id, group in given.items():
                _save_group(db, changes, source_id, group_id, group)
            changes.write()

    def groups(self, source_id: str | None = None) -> list[Group]:
        """See `Store.groups`."""
        with self._db.reading() as db:
            # One statement for both would read all groups for those of one source.
            if source_id is None:
                found = db.execute("SELECT record FROM grp ORDER BY id")
            else:
                found = db.execute("SELECT record FROM grp WHERE source_id = ? ORDER BY id", (source_id,))
            return [rows.decoded(record, Group) for (record,) in found]

    def replace_groups(self, groups: Iterable[Group]) -> None:
        """See `Store.replace_groups`."""
        with self._db.writing() as db:
            changes = _Changes(db)
            for group in groups:
                known = db.execute("SELECT source_id FROM grp WHERE id = ?", (group.id,)).fetchone()
                if known:
                    _save_group(db, changes, known[0], _id_of(group), group)
            changes.write()

    def save_marks(self, marks: Mapping[str, Collection[int]]) -> set[str]:
        """See `Store.save_marks`."""
        with self._db.writing() as db:
            return alike.save_marks(db, marks)

    def groups_alike(self, ids: Collection[str], most: int) -> list[Group]:
        """See `Store.groups_alike`."""
        with self._db.reading() as db:
            near = {*ids, *alike.found_by_marks(db, ids, most)}
            links = alike.links_of(db, near)
            wanted = json.dumps([*near, *links, *links.values()])
            found = db.execute(
                "SELECT record FROM grp WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (wanted,)
            )
            return [rows.decoded(record, Group) for (record,) in found]

    def shown_with(self, ids: Collection[str]) -> set[str]:
        """See `Store.shown_with`."""
        with self._db.reading() as db:
            links = alike.links_of(db, ids)
        return {*links, *links.values()}

    def link_twins(self, links: Mapping[str, Twin | None]) -> None:
        """See `Store.link_twins`; where the other group is itself shown as a third, the link leads to that one.

        Raises:
            StoreError: no group has this id.
        """
        with self._db.writing() as db:
            _require_groups(db, {*links, *(twin.shown_id for twin in links.values() if twin)})
            before = alike.hidden(db, links)
            db.executemany(
                "UPDATE grp SET shown_as = ?, twin_reason = ? WHERE id = ?",
                [(t.shown_id if t else None, t.reason if t else None, group_id) for group_id, t in links.items()],
            )
            kept = alike.links_of(db, links)
            straight = straightened(kept)
            db.executemany(
                "UPDATE grp SET shown_as = ? WHERE id = ?",
                [(shown, group_id) for group_id, shown in straight.items() if shown != kept[group_id]],
            )
            before |= kept.keys() - links.keys()
            hidden = {group_id for group_id, shown in straight.items() if shown is not None}
            _show(db, hidden ^ before)

    def group(self, group_id: str) -> Group | None:
        """See `Store.group`."""
        with self._db.reading() as db:
            row = db.execute(_SHOWN_FOR, (group_id,)).fetchone()
            merged = None if row else edits.merged_into(db, group_id)
        if merged:
            return self.group(merged)
        return _shown(*row) if row else None

    def packed(self, spans: Iterable[Span], *, with_access: bool = False) -> Packed:
        """See `Store.packed`."""
        asked = list(spans)
        with self._db.reading() as db:
            if asked == [_HOME]:
                return self._home.rows(db, lambda: _packed(db, asked, with_access=True))
            return _packed(db, asked, with_access=with_access)

    def with_words(self, spans: Iterable[Span], words: Sequence[str], *, in_title: bool = False) -> list[int] | None:
        """See `Store.with_words`."""
        match = rows.match_expression(words)
        if match is None:
            return None
        match = f"title : ({match})" if in_title else match
        with self._db.reading() as db:
            # One question to the index costs as much as some hundred groups that it finds in other columns.
            return [n for some in blocks(spans) for (n,) in db.execute(_HOLDING, (match, *_rowids(some)))]

    def zone(self, number: int) -> str:
        """See `Store.zone`; a number never comes to mean another clock."""
        if number not in self._zones:
            with self._db.reading() as db:
                self._zones |= dict(db.execute("SELECT number, name FROM zone"))
        return self._zones[number]

    def shown(self, numbers: Iterable[int]) -> list[Group]:
        """See `Store.shown`."""
        wanted = list(numbers)
        with self._db.reading() as db:
            parts = [wanted[at : at + _NUMBERS_AT_ONCE] for at in range(0, len(wanted), _NUMBERS_AT_ONCE)]
            found = {number: row for part in parts for number, *row in db.execute(_shown_numbers(len(part)), part)}
        return [_shown(*found[number]) for number in wanted if number in found]

    def last_number(self) -> int:
        """See `Store.last_number`."""
        with self._db.reading() as db:
            return int(db.execute("SELECT coalesce(max(number), 0) FROM grp").fetchone()[0])

    def shown_between(self, first: int, last: int) -> list[Group]:
        """See `Store.shown_between`; without where else they are listed."""
        sql = "SELECT record FROM grp WHERE shown_as IS NULL AND number BETWEEN ? AND ? ORDER BY number"
        with self._db.reading() as db:
            return [rows.decoded(record, Group) for (record,) in db.execute(sql, (first, last))]

    def changes(self, after: int, most: int) -> list[Change]:
        """See `Store.changes`."""
        with self._db.reading() as db:
            return published.page(db, after, most)

    def last_changes(self, ids: Collection[str]) -> dict[str, int]:
        """See `Store.last_changes`."""
        with self._db.reading() as db:
            return published.numbers(db, ids)

    def told(self) -> published.Told:
        """Return what those who follow the changes may know."""
        with self._db.reading() as db:
            return published.told(db)

    def tell_anew(self, before: published.Told) -> None:
        """Tell of all groups as if they had changed, and that those of `before` that are not here any more are gone."""
        with self._db.writing() as db:
            published.tell_anew(db, before)

    def numbers_changed(self, after: int) -> set[int]:
        """See `Store.numbers_changed`."""
        with self._db.reading() as db:
            return published.changed(db, after)

    def numbers_of(self, platform: str) -> set[int]:
        """See `Store.numbers_of`."""
        sql = """SELECT number FROM grp WHERE source_id IN (
            SELECT id FROM source WHERE json_extract(record, '$.platform') = ?
        )"""
        with self._db.reading() as db:
            return {number for (number,) in db.execute(sql, (platform,))}

    def shows_any(self) -> bool:
        """See `Store.shows_any`."""
        with self._db.reading() as db:
            return db.execute("SELECT 1 FROM tile LIMIT 1").fetchone() is not None

    def rebuild(self) -> None:
        """See `Store.rebuild`."""
        with self._db.writing() as db:
            tiling.rebuild(db)
            published.put_right(db)

    def tidy(self) -> None:
        """See `Store.tidy`."""
        with self._db.writing() as db:
            tiling.merge_words(db)
            published.forget_gone(db, self._clock())

    def save_correction(self, correction: Correction) -> Correction:
        """See `Store.save_correction`.

        Raises:
            StoreError: the store knows no such source.
        """
        with self._db.writing() as db:
            _require_source(db, correction.source_id)
            return corrections.save(db, correction)

    def corrections(self, source_id: str | None = None) -> list[Correction]:
        """See `Store.corrections`."""
        with self._db.reading() as db:
            return corrections.of_source(db, source_id)

    def corrections_of(self, group_ids: Collection[str]) -> list[Correction]:
        """See `Store.corrections_of`."""
        with self._db.reading() as db:
            return corrections.of_groups(db, group_ids)

    def remove_correction(self, number: int) -> Correction | None:
        """See `Store.remove_correction`."""
        with self._db.writing() as db:
            return corrections.remove(db, number)

    def save_edit(self, edit: GroupEdit) -> GroupEdit:
        """See `Store.save_edit`.

        Raises:
            StoreError: the store knows no such source.
        """
        with self._db.writing() as db:
            if edit.source_id is not None:
                _require_source(db, edit.source_id)
            return edits.save(db, edit)

    def edits(self) -> list[GroupEdit]:
        """See `Store.edits`."""
        with self._db.reading() as db:
            return edits.read(db)

    def remove_edit(self, number: int) -> GroupEdit | None:
        """See `Store.remove_edit`."""
        with self._db.writing() as db:
            return edits.remove(db, number)

    def add_selection(self, selection: SavedSelection) -> None:
        """See `Store.add_selection`."""
        with self._db.writing() as db:
            selections.add(db, selection)
        # No harvest brings it again.
        self._db.harden()

    def change_selection(self, name: str, selection: SavedSelection) -> None:
        """See `Store.change_selection`."""
        with self._db.writing() as db:
            selections.change(db, name, selection)
        self._db.harden()

    def selection(self, name: str) -> SavedSelection | None:
        """See `Store.selection`."""
        with self._db.reading() as db:
            return selections.named(db, name)

    def selections(self) -> list[SavedSelection]:
        """See `Store.selections`."""
        with self._db.reading() as db:
            return selections.read(db)

    def retire_selection(self, name: str) -> bool:
        """See `Store.retire_selection`."""
        with self._db.writing() as db:
            return selections.retire(db, name)

    def remove_selection(self, name: str) -> bool:
        """See `Store.remove_selection`."""
        with self._db.writing() as db:
            return selections.remove(db, name)

    def save_count(self, name: str, day: str, groups: int) -> None:
        """See `Store.save_count`."""
        with self._db.writing() as db:
            selections.count(db, name, day, groups)

    def counts(self, name: str) -> Counts:
        """See `Store.counts`."""
        with self._db.reading() as db:
            return selections.counts(db, name)

    def save_report(self, report: HarvestReport) -> None:
        """See `Store.save_report`; a harvest that failed forgets the source's validators."""
        with self._db.writing() as db:
            _require_source(db, report.source_id)
            db.execute(
                "INSERT OR REPLACE INTO report (source_id, started_at, record) VALUES (?, ?, ?)",
                (report.source_id, report.started_at, rows.encoded(report)),
            )
            if report.error is not None:
                db.execute("DELETE FROM validator WHERE source_id = ?", (report.source_id,))

    def reports(self) -> list[HarvestReport]:
        """See `Store.reports`."""
        with self._db.reading() as db:
            found = db.execute("SELECT record, max(started_at) FROM report GROUP BY source_id ORDER BY source_id")
            return [rows.decoded(record, HarvestReport) for record, _ in found]

    def validators(self, source_id: str, url: str) -> Validators:
        """See `Store.validators`."""
        with self._db.reading() as db:
            row = db.execute(
                "SELECT etag, last_modified FROM validator WHERE source_id = ? AND url = ?", (source_id, url)
            ).fetchone()
        return Validators(etag=row[0], last_modified=row[1]) if row else Validators()

    def save_validators(self, source_id: str, url: str, validators: Validators) -> None:
        """See `Store.save_validators`."""
        with self._db.writing() as db:
            _require_source(db, source_id)
            db.execute(
                "INSERT OR REPLACE INTO validator (source_id, url, etag, last_modified) VALUES (?, ?, ?, ?)",
                (source_id, url, validators.etag, validators.last_modified),
            )

    def problems(self) -> list[str]:
        """See `Store.problems`."""
        try:
            with self._db.reading() as db:
                return problems(db, read_only=self._read_only)
        except StoreDamaged as error:
            return [str(error)]

    def close(self) -> None:
        """See `Store.close`."""
        self._db.close()


_HOME = Span(ONLINE, ONLINE)
_SPANS_AT_ONCE = 16
_NUMBERS_AT_ONCE = 25
"""Most pages are no longer."""


def _given(rows: int, columns: int) -> str:
    """Return a table of values that are given: for few of them it takes half as long as one made of JSON."""
    row = ", ".join("?" * columns)
    return f"(VALUES {', '.join([f'({row})'] * rows)})"


@cache
def _shown_numbers(count: int) -> str:
    return f"SELECT column1, {_SHOWN} {_given(count, 1)} CROSS JOIN grp g ON g.number = column1"


def _packed(db: Connection, spans: Iterable[Span], *, with_access: bool) -> Packed:
    columns = "groups, slots, access" if with_access else "groups, slots"
    found = list(_tiles(db, columns, [key for span in spans for key in parts(span)]))
    return joined(*zip(*found, strict=True)) if found else joined((), ())


def _tiles(db: Connection, columns: str, keys: list[int]) -> Iterator[tuple[bytes, ...]]:
    """Yield the tiles from each first key to the last one behind it; a statement has its price, so few are made."""
    for first in range(0, len(keys), 2 * _SPANS_AT_ONCE):
        some = keys[first : first + 2 * _SPANS_AT_ONCE]
        yield from db.execute(_tiles_of(columns, len(some) // 2), some)


@cache
def _tiles_of(columns: str, count: int) -> str:
    return f"SELECT {columns} FROM {_given(count, 2)} CROSS JOIN tile ON key BETWEEN column1 AND column2"  # noqa: S608  names of columns


def _rowids(some: Block) -> tuple[int, int, int, int]:
    """Return the first and the last under which words of a block can stand, and its columns."""
    return some.first << 32, (some.last + 1 << 32) - 1, some.west, some.east


def _id_of(group: Group) -> str:
    if not group.id:
        raise StoreError(f"the group “{group.title}” has no id")
    return group.id


def _require_source(db: Connection, source_id: str) -> None:
    if not db.execute("SELECT 1 FROM source WHERE id = ?", (source_id,)).fetchone():
        raise StoreError(f"the store knows no source “{source_id}”: save it first")


def _require_groups(db: Connection, ids: set[str]) -> None:
    for group_id in sorted(ids - alike.known(db, ids)):
        raise StoreError(f"the store knows no group “{group_id}”")


class _Changes:
    """What is derived from groups that are saved: tiles and words."""

    def __init__(self, db: Connection) -> None:
        self.tiles, self.words = tiling.Tiling(db), Words(db)

    def write(self) -> None:
        """Write all of it."""
        self.tiles.write()
        self.words.write()


def _save_group(db: Connection, changes: _Changes, source_id: str, group_id: str, group: Group) -> None:
    record = rows.encoded(msgspec.structs.replace(group, next=None))
    known = db.execute(
        "SELECT source_id, record, number, tile, tile_too, shown_as FROM grp WHERE id = ?", (group_id,)
    ).fetchone()
    if known and known[0] != source_id:
        raise StoreError(f"the group “{group_id}” belongs to another source, {known[0]}")
    if known and known[1] == record:
        return
    tile, tile_too = tiling.tiles_row(group)
    values = (group.title, tile, tile_too, record)
    if known:
        number = known[2]
        changes.tiles.take(number, (tile for tile in known[3:5] if tile is not None))
        changes.words.take(number, known[3])
        db.execute("UPDATE grp SET title = ?, tile = ?, tile_too = ?, record = ? WHERE number = ?", (*values, number))
    else:
        number = db.execute(
            "INSERT INTO grp (id, source_id, title, tile, tile_too, record) VALUES (?, ?, ?, ?, ?, ?)",
            (group_id, source_id, *values),
        ).lastrowid
    changes.words.put(number, tile, group)
    if not known or known[5] is None:
        changes.tiles.put(number, group)
        published.tell(db, group_id, group, is_new=not known)


def _forget(db: Connection, ids: set[str]) -> None:
    """Delete groups; those that were shown as one of them stand for themselves again."""
    if not ids:
        return
    changes = _Changes(db)
    orphans: set[str] = set()
    for group_id in sorted(ids):
        number, *tiles = db.execute("SELECT number, tile, tile_too FROM grp WHERE id = ?", (group_id,)).fetchone()
        changes.tiles.take(number, (tile for tile in tiles if tile is not None))
        changes.words.take(number, tiles[0])
        orphans |= {i for (i,) in db.execute("SELECT id FROM grp WHERE shown_as = ?", (group_id,))}
    changes.write()
    published.withdraw(db, sorted(ids))
    db.executemany("DELETE FROM grp WHERE id = ?", [(group_id,) for group_id in ids])
    _show(db, orphans - ids)


def _show(db: Connection, ids: Iterable[str]) -> None:
    """Put each of the groups into the tiles or take it out, as its link says."""
    changes = tiling.Tiling(db)
    for group_id in sorted(ids):
        number, tile, tile_too, shown_as, record = db.execute(
            "SELECT number, tile, tile_too, shown_as, record FROM grp WHERE id = ?", (group_id,)
        ).fetchone()
        changes.take(number, (t for t in (tile, tile_too) if t is not None))
        if shown_as is None:
            group = rows.decoded(record, Group)
            changes.put(number, group)
            published.tell(db, group_id, group)
        else:
            published.withdraw(db, [group_id])
    changes.write()


def _shown(record: bytes, also: str | None) -> Group:
    group = rows.decoded(record, Group)
    if also is None:
        return group
    twins = msgspec.json.decode(also, type=tuple[_Twin, ...])
    listed = (AlsoListed(name=t.name, url=t.url, group_id=t.group_id, reason=t.reason) for t in twins)
    return msgspec.structs.replace(
        group,
        also_listed_at=(*group.also_listed_at, *listed),
        facts=with_twins(group, ((twin.name, twin.facts) for twin in twins)),
    )


class _Twin(AlsoListed, frozen=True, kw_only=True):
    facts: tuple[Fact, ...] = ()
