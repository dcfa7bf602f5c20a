"""Groups that people merge and split stay so, with their ids, through the harvests that follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from finder.corrections import merge, split, undo_edit
from finder.errors import InputError
from finder.grouping import series
from finder.harvest.keeping import keep
from finder.listing import Group, GroupEdit, HarvestReport, Listing, Place, Source, SourceRef
from finder.store import Store, open_store

ZONE = ZoneInfo("America/Indiana/Indianapolis")
AT = "2026-11-22T09:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "finder.sqlite")) as opened:
        yield opened


def weekly(
    title: str, first: str, count: int, *, source: str = "mill", venue: str = "Birch Hill Mill"
) -> list[Listing]:
    start = datetime.fromisoformat(first).replace(tzinfo=ZONE)
    starts = [start + timedelta(weeks=week) for week in range(count)]
    latitude = 39.1 + len(venue) / 100
    point = Place(latitude=latitude, longitude=-86.5, precision="venue", radius_km=0.1, matched=venue, provider="test")
    return [
        Listing(
            title=title,
            uid=f"{source}-{first}-{at:%Y%m%d}",
            start=at.isoformat(),
            end=(at + timedelta(hours=2)).isoformat(),
            timezone=ZONE.key,
            venue=venue,
            place=point,
            creative=True,
            source=SourceRef(id=source, name=source.title()),
        )
        for at in starts
    ]


def harvest(store: Store, *listings: Listing, source: str = "mill") -> None:
    """Keep what a source lists, as a harvest does."""
    before = store.groups(source)
    made = Source(id=source, name=source.title(), url=f"https://{source}.example/")
    report = HarvestReport(source_id=source, started_at=AT)
    keep(store, made, listings, (before, series(listings, before)), {}, report)


def id_of(store: Store, title: str) -> str:
    return next(str(group.id) for group in store.groups() if group.title == title)


def dates(group: Group | None) -> list[str]:
    assert group
    return [occurrence.start[:10] for occurrence in group.occurrences]


def families(store: Store) -> list[list[str]]:
    """The titles of all groups, those together that are shown as one."""
    names: dict[str, set[str]] = {}
    for group in store.groups():
        shown = store.group(str(group.id))
        assert shown
        names.setdefault(str(shown.id), set()).add(group.title)
    return sorted(sorted(titles) for titles in names.values())


LOOM = weekly("Loom Evening", "2026-12-01T18:00", 5)
CIRCLE = weekly("Friday Weavers", "2026-12-04T10:00", 5, venue="Oak Lane Gallery")


def test_merged_groups_of_one_source_stay_one_through_harvests_and_both_addresses_lead_there(store: Store) -> None:
    harvest(store, *LOOM, *CIRCLE)
    loom, circle = id_of(store, "Loom Evening"), id_of(store, "Friday Weavers")
    kept = merge(store, [loom, circle], by="a librarian", at=AT, why="one circle")
    assert kept == GroupEdit(
        kind="merge",
        groups=(loom, circle),
        titles=("Loom Evening", "Friday Weavers"),
        source_id="mill",
        number=kept.number,
        by="a librarian",
        at=AT,
        why="one circle",
    )
    later_loom = weekly("Loom Evening", "2026-12-01T18:00", 9)
    later_circle = weekly("Weavers on Friday", "2026-12-04T10:00", 9, venue="Oak Lane Gallery")
    for listings in ([*LOOM, *CIRCLE], [*later_loom, *later_circle], [*later_loom[4:], *later_circle[4:]]):
        harvest(store, *listings)
        assert [group.id for group in store.groups()] == [loom]
        assert store.group(circle) == store.group(loom)
        assert dates(store.group(loom)) == sorted(str(listing.start)[:10] for listing in listings)
    assert store.problems() == []


def test_a_part_that_stays_away_and_comes_back_is_still_merged(store: Store) -> None:
    harvest(store, *LOOM, *CIRCLE)
    loom, circle = id_of(store, "Loom Evening"), id_of(store, "Friday Weavers")
    merge(store, [loom, circle], by="me", at=AT)
    harvest(store, *LOOM)
    harvest(store, *LOOM, *CIRCLE)
    assert [group.id for group in store.groups()] == [loom]


def test_three_groups_merge_in_two_steps_and_come_apart_in_two(store: Store) -> None:
    choir = weekly("Sea Shanty Choir", "2026-12-02T19:00", 5)
    harvest(store, *LOOM, *CIRCLE, *choir)
    ids = [id_of(store, title) for title in ("Loom Evening", "Friday Weavers", "Sea Shanty Choir")]
    first = merge(store, ids[1:], by="me", at=AT)
    second = merge(store, [ids[0], ids[2]], by="me", at=AT)
    assert second.groups == (ids[0], ids[1])
    assert [group.id for group in store.groups()] == [ids[0]]
    undo_edit(store, second.number)
    assert len(store.groups()) == 2
    undo_edit(store, first.number)
    assert sorted(str(group.id) for group in store.groups()) == sorted(ids)
    assert store.edits() == []


def test_a_group_split_by_weekday_stays_split_while_its_dates_go_by(store: Store) -> None:
    thursdays = weekly("Loom Evening", "2026-12-03T18:00", 8)
    tuesdays = weekly("Loom Evening", "2026-12-01T18:00", 8)
    harvest(store, *tuesdays, *thursdays)
    loom = id_of(store, "Loom Evening")
    assert [group.id for group in store.groups()] == [loom]
    split(store, [loom], aspect="weekday", by="the organiser", at=AT)
    ids = {str(group.id): group.cadence for group in store.groups()}
    assert loom in ids
    assert sorted(map(str, ids.values())) == ["FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;BYDAY=TU"]
    for gone in (0, 2, 4):
        harvest(store, *tuesdays[gone:], *thursdays[gone + 1 :])
        assert {str(group.id): group.cadence for group in store.groups()} == ids


def test_what_was_split_may_be_merged_in_part(store: Store) -> None:
    weekdays = ("2026-12-01T18:00", "2026-12-03T18:00", "2026-12-05T18:00")
    harvest(store, *(listing for first in weekdays for listing in weekly("Loom Evening", first, 6)))
    [whole] = store.groups()
    split(store, [str(whole.id)], aspect="weekday", by="me", at=AT)
    by_rule = {group.cadence: str(group.id) for group in store.groups()}
    merge(store, [by_rule["FREQ=WEEKLY;BYDAY=TH"], by_rule["FREQ=WEEKLY;BYDAY=SA"]], by="me", at=AT)
    harvest(store, *(listing for first in weekdays for listing in weekly("Loom Evening", first, 8)))
    assert sorted((str(group.cadence), str(group.id)) for group in store.groups()) == [
        ("FREQ=WEEKLY;BYDAY=TH,SA", by_rule["FREQ=WEEKLY;BYDAY=TH"]),
        ("FREQ=WEEKLY;BYDAY=TU", by_rule["FREQ=WEEKLY;BYDAY=TU"]),
    ]


OTHERS = weekly("An evening at the looms", "2026-12-01T18:30", 5, source="courier", venue="The old mill")
COPY = weekly("Loom Evening", "2026-12-01T18:00", 5, source="courier")


def test_groups_of_two_sources_that_people_merge_are_shown_as_one_whichever_changes(store: Store) -> None:
    harvest(store, *LOOM)
    harvest(store, *OTHERS, source="courier")
    ids = [id_of(store, "Loom Evening"), id_of(store, "An evening at the looms")]
    assert families(store) == [["An evening at the looms"], ["Loom Evening"]]
    kept = merge(store, ids, by="a librarian", at=AT, why="same room")
    both = [["An evening at the looms", "Loom Evening"]]
    assert families(store) == both
    shown = store.group(ids[0])
    assert shown
    assert [also.reason for also in shown.also_listed_at] == ["merged by a librarian on 2026-11-22: same room"]
    harvest(store, *LOOM[1:])
    assert families(store) == both
    harvest(store, *CIRCLE, source="courier")
    harvest(store, *OTHERS, source="courier")
    assert families(store) == both
    undo_edit(store, kept.number)
    assert families(store) == [["An evening at the looms"], ["Loom Evening"]]


def test_groups_of_two_sources_that_people_split_are_never_shown_as_one_again(store: Store) -> None:
    harvest(store, *LOOM)
    harvest(store, *COPY, source="courier")
    ids = [str(group.id) for group in store.groups()]
    assert families(store) == [["Loom Evening"]]
    kept = split(store, ids, by="me", at=AT)
    for listings in (LOOM, LOOM[1:], LOOM):
        assert families(store) == [["Loom Evening"], ["Loom Evening"]]
        harvest(store, *listings)
    undo_edit(store, kept.number)
    assert families(store) == [["Loom Evening"]]


@pytest.mark.parametrize(
    ("ids", "aspect", "message"),
    [
        (["nobody"], "weekday", "there is no group “nobody”"),
        (["loom"], None, "split one group by an aspect"),
        (["loom", "circle"], None, "several groups of one source already"),
        (["loom"], "room", "all dates of “Loom Evening” have one room: nothing is split"),
    ],
)
def test_what_cannot_be_split_is_refused_and_changes_nothing(
    store: Store, ids: Sequence[str], aspect: str | None, message: str
) -> None:
    harvest(store, *LOOM, *CIRCLE)
    names = {"loom": id_of(store, "Loom Evening"), "circle": id_of(store, "Friday Weavers")}
    before = store.groups()
    with pytest.raises(InputError, match=message):
        split(store, [names.get(name, name) for name in ids], aspect=aspect, by="me", at=AT)  # type: ignore[arg-type]  # any text
    assert (store.groups(), store.edits()) == (before, [])


def test_a_merge_and_a_split_that_contradict_are_refused_with_the_way_out(store: Store) -> None:
    harvest(store, *LOOM, *CIRCLE)
    loom, circle = id_of(store, "Loom Evening"), id_of(store, "Friday Weavers")
    kept = merge(store, [loom, circle], by="a librarian", at=AT)
    with pytest.raises(InputError, match=f"a librarian said otherwise on 2026-11-22: finder groups undo {kept.number}"):
        split(store, [loom], aspect="weekday", by="me", at=AT)
    with pytest.raises(InputError, match="one group already"):
        merge(store, [loom, circle], by="me", at=AT)
    with pytest.raises(InputError, match="nobody merged or split anything under the number 9"):
        undo_edit(store, 9)
