from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from finder.corrections import correct, undo
from finder.grouping import series
from finder.harvest.keeping import keep
from finder.listing import Correction, HarvestReport, Listing, Place, Source, SourceRef
from finder.store import Store, open_store
from finder.tagging import tag

AT = "2026-11-21T12:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "finder.sqlite")) as opened:
        yield opened


def harvest(store: Store, source_id: str) -> None:
    """Keep a loom evening of this source as a harvest does."""
    first = datetime(2026, 12, 1, 18)  # noqa: DTZ001  a wall clock
    place = Place(latitude=39.16, longitude=-86.5, precision="venue", radius_km=0.1, matched="Mill", provider="test")
    listings = [
        tag(
            Listing(
                uid=f"{source_id}-{week}",
                title="Weaving Evening",
                venue="Birch Hill Mill",
                timezone="America/Indiana/Indianapolis",
                start=(first + timedelta(weeks=week)).isoformat(),
                place=place,
                source=SourceRef(id=source_id, name=source_id.title()),
            )
        )
        for week in range(3)
    ]
    source = Source(id=source_id, name=source_id.title(), url=f"https://{source_id}.example/")
    before = store.groups(source_id)
    report = HarvestReport(source_id=source_id, started_at=AT)
    keep(store, source, listings, (before, series(listings, before)), {}, report)


def levels(store: Store) -> dict[str, list[str]]:
    """Return the level of what is corrected, by source."""
    found = {str(group.source and group.source.id): group for group in store.groups()}
    return {key: [t.level for t in group.tags if t.tag == "limited-mobility"] for key, group in found.items()}


STEPS = Correction(facet="situation", name="limited-mobility", value="no", by="a weaver", why="many steps", at=AT)


def test_a_group_shown_for_several_sources_is_corrected_whichever_of_them_is_shown(store: Store) -> None:
    for source in ("courier", "library"):
        harvest(store, source)
    plain = levels(store)
    for group in store.groups():
        one = correct(store, replace(STEPS, group_id=group.id))
        assert levels(store) == {"courier": ["no"], "library": ["no"]}
        for source in ("library", "courier"):
            harvest(store, source)
        assert levels(store) == {"courier": ["no"], "library": ["no"]}
        undo(store, one.number)
        assert levels(store) == plain


def test_a_source_that_comes_later_and_lists_a_corrected_group_too_shows_it_corrected(store: Store) -> None:
    harvest(store, "library")
    correct(store, replace(STEPS, group_id=store.groups()[0].id))
    harvest(store, "courier")
    assert levels(store) == {"courier": ["no"], "library": ["no"]}


def test_a_call_from_python_keeps_source_title_and_what_the_organiser_said(store: Store) -> None:
    harvest(store, "library")
    kept = correct(store, replace(STEPS, group_id=store.groups()[0].id))
    assert (kept.number, kept.source_id, kept.title, kept.said_then and kept.said_then.value) == (
        1,
        "library",
        "Weaving Evening",
        "likely",
    )
    assert store.corrections("library") == [kept]
