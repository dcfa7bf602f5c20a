from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.grouping import twins
from finder.harvest.keeping import keep
from finder.listing import Group, HarvestReport, Occurrence, Place, Source, SourceRef
from finder.store import Store, open_store

TITLES = ("Loom Evening", "Loom Evening for Beginners", "Figure Drawing", "Story Time", "Sea Shanty Choir")
VENUES = (("Birch Hill Mill", 39.16), ("Oak Lane Gallery", 39.17), ("Far Away Barn", 41.0))
SOURCES = ("courier", "library", "mill")


class Kept:
    """A store that is filled as a harvest fills it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def keep(self, source_id: str, groups: Sequence[Group]) -> None:
        source = Source(id=source_id, name=source_id.title(), url=f"https://{source_id}.example/")
        report = HarvestReport(source_id=source_id, started_at="2026-11-21T12:00:00+00:00")
        keep(self.store, source, [], (self.store.groups(source_id), groups), {}, report)

    def families(self) -> set[frozenset[str]]:
        shown = [group for i in self.ids() if (group := self.store.group(i))]
        return {frozenset({str(g.id), *(str(also.group_id) for also in g.also_listed_at)}) for g in shown}

    def ids(self) -> list[str]:
        return [str(group.id) for group in self.store.groups()]

    def families_of_all(self) -> set[frozenset[str]]:
        """What comes out when all groups are compared with all."""
        links = twins(self.store.groups())
        members: dict[str, set[str]] = {}
        for name, twin in links.items():
            members.setdefault(twin.shown_id if twin else name, set()).add(name)
        return {frozenset(names) for names in members.values()}


@contextmanager
def opened() -> Iterator[Kept]:
    with TemporaryDirectory() as folder, closing(open_store(Path(folder) / "finder.sqlite")) as store:
        yield Kept(store)


def group(source: str, title: str, venue: int, day: int, hour: int) -> Group:
    first = datetime(2026, 12, 1 + day, hour)  # noqa: DTZ001  a wall clock
    name, latitude = VENUES[venue]
    return Group(
        id=f"{source}-{title}-{venue}-{day}-{hour}".lower().replace(" ", "-"),
        title=title,
        venue=name,
        timezone="America/Indiana/Indianapolis",
        occurrences=tuple(Occurrence(start=(first + timedelta(weeks=week)).isoformat()) for week in range(3)),
        place=Place(
            latitude=latitude, longitude=-86.53, precision="venue", radius_km=0.1, matched=name, provider="test"
        ),
        source=SourceRef(id=source, name=source.title()),
    )


def titled(group: Group, title: str) -> Group:
    return msgspec.structs.replace(group, title=title)


def test_the_same_programme_from_two_sources_is_linked_whoever_comes_first() -> None:
    for order in (SOURCES[:2], SOURCES[1::-1]):
        with opened() as kept:
            for source in order:
                kept.keep(source, [group(source, "Loom Evening", 0, 2, 18)])
            assert kept.families() == {frozenset({"courier-loom-evening-0-2-18", "library-loom-evening-0-2-18"})}


def test_a_link_ends_when_one_of_both_becomes_something_else_or_goes() -> None:
    mine, theirs = (group(source, "Loom Evening", 0, 2, 18) for source in ("library", "courier"))
    alone = {frozenset({str(mine.id)}), frozenset({str(theirs.id)})}
    with opened() as kept:
        kept.keep("library", [mine])
        kept.keep("courier", [theirs])
        kept.keep("courier", [titled(theirs, "Budget Committee")])
        assert kept.families() == alone
        kept.keep("courier", [theirs])
        kept.keep("library", [titled(mine, "Budget Committee")])
        assert kept.families() == alone
        kept.keep("library", [])
        assert kept.families() == {frozenset({str(theirs.id)})}


def test_those_that_were_shown_as_one_that_went_are_shown_as_one_still() -> None:
    three = [group(source, "Loom Evening", 0, 2, 18) for source in SOURCES]
    with opened() as kept:
        for source, one in zip(SOURCES, three, strict=True):
            kept.keep(source, [one])
        shown = kept.store.group(str(three[0].id))
        assert shown is not None
        assert len(shown.also_listed_at) == 2
        kept.keep(str(shown.source and shown.source.id), [])
        assert [len(family) for family in kept.families()] == [2]


def test_a_store_whose_groups_have_no_marks_yet_gets_them_when_they_are_harvested_again() -> None:
    mine, theirs = (group(source, "Loom Evening", 0, 2, 18) for source in ("library", "courier"))
    with opened() as kept:
        for one in (mine, theirs):
            source = str(one.source and one.source.id)
            kept.store.save_sources([Source(id=source, name=source, url="https://x.example/")])
            kept.store.save_groups(source, [one])
        kept.keep("library", [mine])
        kept.keep("courier", [theirs])
        assert len(kept.families()) == 1


def test_to_keep_a_source_reads_no_table_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "finder.sqlite"
    open_store(path).close()
    said: list[str] = []
    connect = sqlite3.connect

    def overheard(*args: Any, **named: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*args, **named)
        db.set_trace_callback(said.append)
        return db

    monkeypatch.setattr(sqlite3, "connect", overheard)
    with closing(open_store(path)) as store:
        for source in SOURCES:
            Kept(store).keep(source, [group(source, "Loom Evening", 0, 2, 18)])
        statements = {sql for sql in said if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))}
        assert len(Kept(store).families()) == 1
    with closing(connect(path)) as db:
        steps = {step for sql in statements for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}")}
    tables = ("source", "listing", "grp", "mark", "tile", "report", "validator", "correction")
    assert {step for step in steps if step.startswith(tuple(f"SCAN {table}" for table in tables))} == set()


made = st.builds(
    group, st.just(""), st.sampled_from(TITLES), st.integers(0, 2), st.integers(0, 2), st.sampled_from([10, 18])
)
calendars = st.lists(made, max_size=4, unique_by=lambda g: g.id)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(SOURCES), calendars), max_size=7))
def test_to_compare_what_changed_comes_to_the_same_as_to_compare_all(
    harvests: list[tuple[str, list[Group]]],
) -> None:
    with opened() as kept:
        for source, groups in harvests:
            ref = SourceRef(id=source, name=source.title())
            kept.keep(source, [msgspec.structs.replace(g, id=f"{source}{g.id}", source=ref) for g in groups])
        assert kept.families() == kept.families_of_all()
