from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from town import finder

from finder.grouping import series
from finder.listing import Listing, Source, SourceRef
from finder.store import open_store

WHO = ("--by", "a librarian", "--why", "one circle")


def two_groups(folder: Path) -> list[str]:
    """Keep two groups of one source, and return their ids."""
    listings = [
        Listing(title=title, uid=f"{title} {day}", start=f"2026-12-{day:02d}T{hour}:00:00-05:00", venue=venue,
                timezone="America/Indiana/Indianapolis", creative=True, source=SourceRef(id="mill", name="Mill"))
        for title, first, hour, venue in (("Loom Evening", 1, 18, "Mill"), ("Friday Weavers", 4, 10, "Gallery"))
        for day in (first, first + 7, first + 14)
    ]  # fmt: skip
    with closing(open_store(folder / "finder.sqlite")) as store:
        store.save_sources([Source(id="mill", name="Mill", url="https://mill.example/")])
        store.save_listings("mill", listings)
        store.save_groups("mill", series(listings))
        return [str(group.id) for group in sorted(store.groups(), key=lambda group: group.title)]


def titles(folder: Path) -> list[str]:
    with closing(open_store(folder / "finder.sqlite", read_only=True)) as store:
        return sorted(group.title for group in store.groups())


def test_groups_are_merged_by_id_or_address_listed_and_come_apart_again(tmp_path: Path) -> None:
    weavers, loom = two_groups(tmp_path)
    done = finder(tmp_path, "groups", "merge", loom, f"https://finder.example/group/{weavers}/", *WHO)
    assert done.code == 0
    assert "kept; finder groups undo 1 takes it back." in done.err
    assert len(titles(tmp_path)) == 1
    found = json.loads(finder(tmp_path, "groups", "list", "--json").out)
    assert {name: found[name] for name in ("number", "kind", "groups", "titles", "by", "why", "source_id")} == {
        "number": 1,
        "kind": "merge",
        "groups": [loom, weavers],
        "titles": ["Loom Evening", "Friday Weavers"],
        "by": "a librarian",
        "why": "one circle",
        "source_id": "mill",
    }
    assert "Loom Evening" in finder(tmp_path, "groups", "list").out
    assert finder(tmp_path, "groups", "undo", "1").code == 0
    assert titles(tmp_path) == ["Friday Weavers", "Loom Evening"]
    assert finder(tmp_path, "groups", "list").out == "Nobody has merged or split anything.\n"


def test_what_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    loom = two_groups(tmp_path)[1]
    refused = finder(tmp_path, "groups", "split", loom, "--by-each", "weekday", *WHO)
    assert (refused.code, refused.out) == (1, "")
    assert "all dates of “Loom Evening” have one weekday: nothing is split" in refused.err
    assert finder(tmp_path, "groups", "merge", loom, "nobody", *WHO).code == 1
    assert finder(tmp_path, "groups", "split", loom, "--by-each", "colour", *WHO).code == 2
    assert finder(tmp_path, "groups", "undo", "7").code == 1
