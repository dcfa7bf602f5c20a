from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bloomington import CHOIR, DRAWING, KNITTERS, NOW, Places, filled
from msgspec.structs import replace

from finder.listing import HarvestReport
from finder.saved import Counted, SavedSelection
from finder.selections import Standing, Warned, standing
from finder.store import Store

BLOOMINGTON = SavedSelection(
    name="elm",
    title="Elm",
    asks={"near": ("Bloomington",)},
    created="2026-11-20",
    changed="2026-11-20",
    key_hash="x",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path)
    opened.add_selection(BLOOMINGTON)
    yield opened
    opened.close()


def look(store: Store, selection: SavedSelection = BLOOMINGTON, days: int = 0) -> Standing:
    return standing(selection, store, Places(), NOW + timedelta(days=days))


def test_one_that_is_well_tells_how_many_how_fresh_and_what_comes_next(store: Store) -> None:
    assert look(store) == Standing(
        name="elm",
        title="Elm",
        status="well",
        groups=3,
        next="2026-11-24T14:00:00-05:00",
        confirmed="2026-11-20T10:00:00Z",
        oldest="2026-08-22",
        oldest_source="Sample",
    )


def test_an_empty_one_says_since_when_once_that_was_counted(store: Store) -> None:
    store.save_count("elm", "2026-11-20", 3)
    store.save_groups("elm", [])
    store.save_groups("sample-x", [])
    before = look(store)
    assert (before.status, before.empty_since, before.warnings) == ("empty", None, (Warned(kind="empty"),))
    store.save_count("elm", "2026-11-21", 0)
    after = look(store)
    assert (after.empty_since, after.warnings) == ("2026-11-21", (Warned(kind="empty", day="2026-11-21"),))
    assert after.changes == (Counted(day="2026-11-20", groups=3), Counted(day="2026-11-21", groups=0))


def test_one_that_has_lost_half_of_its_groups_is_to_be_looked_at(store: Store) -> None:
    store.save_count("elm", "2026-11-01", 7)
    store.save_count("elm", "2026-11-21", 3)
    found = look(store)
    assert (found.status, found.warnings) == ("look", (Warned(kind="fewer", day="2026-11-01", number=7),))


def test_a_source_that_cannot_be_read_is_named_with_the_reason(store: Store) -> None:
    failed = HarvestReport(
        source_id="elm",
        started_at="2026-11-21T06:00:00Z",
        error="no answer",
        fault="unreachable",
        last_good="2026-11-20T10:00:00Z",
    )
    store.save_report(failed)
    store.save_report(HarvestReport(source_id="sample-x", started_at="2026-11-21T06:00:00Z", coming=3))
    assert look(store).warnings == (
        Warned(
            kind="source",
            what="Elm Street Library",
            day="2026-11-20",
            number=2,
            source_id="elm",
            reason="no answer",
        ),
    )


def test_groups_that_nobody_has_confirmed_for_two_weeks_are_told_as_old(store: Store) -> None:
    assert look(store, days=13).warnings == ()
    assert look(store, days=15).warnings == (Warned(kind="old", day="2026-11-20"),)


def test_groups_without_a_coming_date_are_worth_a_look(store: Store) -> None:
    store.save_groups("elm", [replace(KNITTERS, occurrences=()), replace(DRAWING, occurrences=())])
    store.save_groups("sample-x", [replace(CHOIR, occurrences=())])
    found = look(store)
    assert (found.groups, found.next, found.warnings) == (3, None, (Warned(kind="no-dates"),))


def test_one_whose_place_is_no_longer_known_says_so(store: Store) -> None:
    found = look(store, replace(BLOOMINGTON, asks={"near": ("Nowhere",)}))
    assert (found.status, found.groups) == ("lost", 0)
    assert [(one.kind, (one.what or "")[:23]) for one in found.warnings] == [("lost", "We know no place called")]
