"""Keeping the tiles in step with the groups: changes are gathered, and each tile is written once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from sqlite3 import Connection

import numpy as np

from finder.listing import Group
from finder.store import home, rows
from finder.store.wording import Words
from finder.tiles import LAYOUT, ONLINE, Packed, joined, pack, wall
from finder.tiles import layout as lay
from finder.tiles.keys import part, tile_of


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
        packed = pack.packed(group, number, self._zone(wall.zone_name(group)))
        for key in (part(tile, number) for tile in packed.tiles):
            self._gone[key].add(number)
            self._come[key][number] = packed

    def write(self) -> None:
        """Write each tile that is concerned."""
        for key in sorted(self._gone):
            self._write(key)
        if any(tile_of(key) == ONLINE for key in self._gone):
            home.renew(self._db)
        self._gone.clear()
        self._come.clear()

    def _write(self, key: int) -> None:
        row = self._db.execute("SELECT groups, slots, access FROM tile WHERE key = ?", (key,)).fetchone()
        gone, come = self._gone[key], self._come[key]
        old = row or (b"", b"", b"")
        # What a store comes to know has ever greater numbers: most often nothing is taken out, and nothing to sort.
        is_after = gone == come.keys() and min(come) > lay.last_number(old[0])
        kept = old if is_after else tuple(part.tobytes() for part in _without(joined(*([part] for part in old)), gone))
        new = zip(*((packed.group, packed.slots, packed.access) for _, packed in sorted(come.items())), strict=True)
        parts = [b"".join((rows, *more)) for rows, more in zip(kept, new, strict=True)] if come else kept
        if not is_after:
            parts = [part.tobytes() for part in _sorted(joined(*([part] for part in parts)))]
        self._put(key, parts)

    def _put(self, key: int, parts: Sequence[bytes]) -> None:
        if parts[0]:
            self._db.execute(
                "INSERT OR REPLACE INTO tile (key, groups, slots, access) VALUES (?, ?, ?, ?)", (key, *parts)
            )
        else:
            self._db.execute("DELETE FROM tile WHERE key = ?", (key,))

    def _zone(self, name: str) -> int:
        if name not in self._zones:
            known = "SELECT name, number FROM zone WHERE name = ?"
            if not self._db.execute(known, (name,)).fetchone():
                self._db.execute("INSERT INTO zone (name) VALUES (?)", (name,))
            self._zones |= self._db.execute(known, (name,))
        return self._zones[name]


def _without(tile: Packed, numbers: set[int]) -> Packed:
    gone = np.isin(tile.groups["number"], list(numbers))
    return tile.only(~gone) if gone.any() else tile


def _sorted(tile: Packed) -> Packed:
    groups, slots, access = tile.at(np.argsort(tile.groups["number"], kind="stable"))
    return Packed(groups, slots, np.sort(access, order="number"))


def is_current(db: Connection) -> bool:
    """Tell whether the tiles have the layout of this program."""
    return bool(db.execute("SELECT value FROM meta WHERE name = 'layout'").fetchone() == (LAYOUT,))


def rebuild(db: Connection) -> None:
    """Make all tiles and the index of words anew from the groups' records."""
    db.execute("DELETE FROM tile")
    db.execute("INSERT INTO group_words (group_words) VALUES ('delete-all')")
    _place_anew(db)
    tiling, words = Tiling(db), Words(db)
    # Tile by tile, so that no more than some of them are held at once, and lie in the file in their order.
    every = db.execute("SELECT number, tile, shown_as, record FROM grp ORDER BY tile << 32 | number")
    for count, (number, tile, shown_as, record) in enumerate(every, 1):
        group = rows.decoded(record, Group)
        words.put(number, tile, group)
        if shown_as is None:
            tiling.put(number, group)
        if count % _AT_ONCE == 0:
            tiling.write()
            words.write()
    tiling.write()
    words.write()
    home.renew(db)
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
    for number, record in db.execute("SELECT number, record FROM grp WHERE shown_as IS NULL ORDER BY number"):
        group = rows.decoded(record, Group)
        if group.creative is True:
            packed = pack.packed(group, number, zones.get(wall.zone_name(group), 0))
            for tile in packed.tiles:
                expected[part(tile, number)].append(packed)
    found = {key: tuple(parts) for key, *parts in db.execute("SELECT key, groups, slots, access FROM tile")}
    for key in sorted(expected.keys() | found.keys()):
        rows_of = expected.get(key, [])
        whole = tuple(b"".join(parts) for parts in zip(*(packed[1:] for packed in rows_of), strict=True))
        if whole != found.get(key):
            yield tile_of(key)
