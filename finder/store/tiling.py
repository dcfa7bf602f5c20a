"""Keeping the tiles in step with the groups: changes are gathered, and each tile is written once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from sqlite3 import Connection

import numpy as np

from finder.listing import Group
from finder.store import rows
from finder.tiles import LAYOUT, Packed, joined, pack
from finder.tiles.keys import part, tile_of

_SHOWN = "SELECT number, record FROM grp WHERE shown_as IS NULL"


class Tiling:
    """Changes to the tiles; nothing is written before `write`."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._gone: dict[int, set[int]] = defaultdict(set)
        self._come: dict[int, dict[int, pack.PackedGroup]] = defaultdict(dict)
        self._zones: dict[str, int] = {}

    def take(self, number: int, tiles: Iterable[int]) -> None:
        """Take a group out of the tiles in which it stands."""
        for key in (part(tile, number) for tile in tiles):
            self._gone[key].add(number)
            self._come[key].pop(number, None)

    def put(self, number: int, group: Group) -> None:
        """Put a group into its tiles, if it is one that a search shows."""
        if group.creative is not True:
            return
        packed = pack.packed(group, number, self._zone(pack.zone_name(group)))
        for key in (part(tile, number) for tile in packed.tiles):
            self._gone[key].add(number)
            self._come[key][number] = packed

    def write(self) -> None:
        """Write each tile that is concerned."""
        for key in sorted(self._gone):
            self._write(key)
        self._gone.clear()
        self._come.clear()

    def _write(self, key: int) -> None:
        row = self._db.execute("SELECT groups, slots, access FROM tile WHERE key = ?", (key,)).fetchone()
        kept, come = (
            joined(*([part] for part in row or (b"", b"", b""))),
            [packed for _, packed in sorted(self._come[key].items())],
        )
        numbers = kept.groups["number"].tolist()
        is_after = not numbers or not come or min(self._come[key]) > numbers[-1]
        if not self._gone[key].isdisjoint(numbers):
            kept = kept.only(~np.isin(kept.groups["number"], list(self._gone[key])))
        rows_come = zip(*((p.group, p.slots, p.access) for p in come), strict=True) if come else ((), (), ())
        parts = [b"".join((old.tobytes(), *new)) for old, new in zip(kept, rows_come, strict=True)]
        # What a store comes to know has ever greater numbers: most often there is nothing to sort.
        if not is_after:
            parts = [rows.tobytes() for rows in _sorted(joined(*([part] for part in parts)))]
        if parts[0]:
            self._db.execute(
                "INSERT OR REPLACE INTO tile (key, groups, slots, access) VALUES (?, ?, ?, ?)", (key, *parts)
            )
        else:
            self._db.execute("DELETE FROM tile WHERE key = ?", (key,))

    def _zone(self, name: str) -> int:
        if name not in self._zones:
            self._db.execute("INSERT OR IGNORE INTO zone (name) VALUES (?)", (name,))
            self._zones |= self._db.execute("SELECT name, number FROM zone WHERE name = ?", (name,))
        return self._zones[name]


def _sorted(tile: Packed) -> Packed:
    groups, slots, access = tile.at(np.argsort(tile.groups["number"], kind="stable"))
    return Packed(groups, slots, np.sort(access, order="number"))


def is_current(db: Connection) -> bool:
    """Tell whether the tiles have the layout of this program."""
    return bool(db.execute("SELECT value FROM meta WHERE name = 'layout'").fetchone() == (LAYOUT,))


def rebuild(db: Connection) -> None:
    """Make all tiles and the index of words anew from the groups' records."""
    db.execute("DELETE FROM tile")
    # First, since an update takes words out of the index: they have to be in it.
    db.execute("INSERT INTO group_words (group_words) VALUES ('rebuild')")
    _place_anew(db)
    tiling = Tiling(db)
    # Tile by tile, so that no more than some of them are held at once, and lie in the file in their order.
    for count, (number, record) in enumerate(db.execute(f"{_SHOWN} ORDER BY tile << 32 | number"), 1):
        tiling.put(number, rows.decoded(record, Group))
        if count % _AT_ONCE == 0:
            tiling.write()
    tiling.write()
    merge_words(db)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('layout', ?)", (LAYOUT,))


_MOST_PIECES = 4


def merge_words(db: Connection) -> None:
    """Make one piece of the index of words, where it has come to be of several: a search looks into each of them.

    A million groups take five seconds of the processor (SQLite's FTS5 documentation, section 6.8).
    """
    (pieces,) = db.execute("SELECT count(DISTINCT segid) FROM group_words_idx").fetchone()
    if pieces > _MOST_PIECES:
        db.execute("INSERT INTO group_words (group_words) VALUES ('optimize')")


_AT_ONCE = 20_000


def _place_anew(db: Connection) -> None:
    """Give each group the tiles that its record says."""
    found = db.execute("SELECT number, tile, tile_too, record FROM grp")
    placed = ((number, (tile, too), tiles_row(rows.decoded(record, Group))) for number, tile, too, record in found)
    moved = [(*now, number) for number, before, now in placed if now != before]
    db.executemany("UPDATE grp SET tile = ?, tile_too = ? WHERE number = ?", moved)


def tiles_row(group: Group) -> tuple[int, int | None]:
    """Return the tile under which the words of a group are indexed, and the other one it stands in.

    What is found from everywhere has its words in the tile that every search reads.
    """
    tiles = pack.tiles_of(group)
    return tiles[-1], tiles[0] if len(tiles) > 1 else None


def strays(db: Connection) -> Iterator[int]:
    """Yield the keys of the tiles of which a part does not hold what the groups' records say."""
    zones: dict[str, int] = dict(db.execute("SELECT name, number FROM zone"))
    expected: dict[int, list[pack.PackedGroup]] = defaultdict(list)
    for number, record in db.execute(f"{_SHOWN} ORDER BY number"):
        group = rows.decoded(record, Group)
        if group.creative is True:
            packed = pack.packed(group, number, zones.get(pack.zone_name(group), 0))
            for tile in packed.tiles:
                expected[part(tile, number)].append(packed)
    found = {key: tuple(parts) for key, *parts in db.execute("SELECT key, groups, slots, access FROM tile")}
    for key in sorted(expected.keys() | found.keys()):
        rows_of = expected.get(key, [])
        whole = tuple(b"".join(parts) for parts in zip(*(packed[1:] for packed in rows_of), strict=True))
        if whole != found.get(key):
            yield tile_of(key)
