from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from msgspec.structs import replace

from finder.listing import Group, Occurrence, Place, Price, SourceRef, Tag
from finder.tiles import ONLINE, UNPLACED, joined, packed
from finder.tiles import layout as lay
from finder.tiles.keys import key
from finder.tiles.wall import zone_name

PLACE = Place(
    latitude=39.17,
    longitude=-86.53,
    precision="city",
    radius_km=12.345,
    matched="Bloomington",
    provider="test",
    timezone="America/Indiana/Indianapolis",
)
GROUP = Group(title="Knit night", id="g", creative=True, place=PLACE)
FIRST = date(2026, 11, 24)


def weekly(count: int, **change: str) -> tuple[Occurrence, ...]:
    days = (FIRST + timedelta(weeks=n) for n in range(count))
    return tuple(
        Occurrence(start=f"{day}T18:00:00-05:00", end=f"{day}T{change.get('end', '20:00')}:00-05:00") for day in days
    )


def slots(*occurrences: Occurrence) -> list[tuple[str, int, int, int, int]]:
    """First day, how many dates, start with its flags, minute, length."""
    rows = joined([], [packed(replace(GROUP, occurrences=occurrences), 1, 1).slots]).slots
    return [
        (
            date.fromordinal(lay.EPOCH + int(row["base"])).isoformat(),
            int(np.bitwise_count(row["days"])),
            int(row["start"]) & ~lay.MINUTE,
            int(row["start"]) & lay.MINUTE,
            int(row["length"]),
        )
        for row in rows
    ]


def test_dates_at_the_same_hour_share_a_slot_for_nine_weeks() -> None:
    assert slots(*weekly(12)) == [
        ("2026-11-24", 10, lay.HAS_HOURS, 18 * 60, 120),
        ("2027-02-02", 2, lay.HAS_HOURS, 18 * 60, 120),
    ]


def test_what_is_called_off_or_is_no_date_has_no_slot() -> None:
    called_off = Occurrence(start="2026-11-24T18:00:00-05:00", status="cancelled")
    assert slots(called_off, Occurrence(start="soon"), Occurrence(start="1999-11-24")) == []


def test_a_whole_day_says_no_hours_and_one_past_midnight_stands_alone() -> None:
    assert slots(Occurrence(start="2026-11-24"), Occurrence(start="2026-11-24", end="2026-11-26")) == [
        ("2026-11-24", 1, 0, 0, 3 * 1440),
        ("2026-11-24", 1, lay.SAME_BEGIN, 0, 1440),
    ]
    late = Occurrence(start="2026-11-24T22:00:00-05:00", end="2026-11-25T01:00:00-05:00")
    assert slots(late) == [("2026-11-24", 1, lay.HAS_HOURS, 22 * 60, 180)]


@pytest.mark.parametrize(
    ("group", "tiles"),
    [
        (GROUP, (key(39.17, -86.53),)),
        (replace(GROUP, mode="hybrid"), (key(39.17, -86.53), ONLINE)),
        (replace(GROUP, mode="online"), (ONLINE,)),
        (replace(GROUP, place=None), (UNPLACED,)),
    ],
)
def test_a_group_stands_where_one_can_go_and_where_one_can_join_from_home(group: Group, tiles: tuple[int, ...]) -> None:
    assert packed(group, 1, 1).tiles == tiles


def test_facts_are_packed_into_bits_and_cents() -> None:
    group = replace(
        GROUP,
        price=Price(status="paid", min=4.99),
        participation="join",
        source=SourceRef(kind="makerspace"),
        tags=(
            Tag(facet="pathway", tag="crafts", level="stated"),
            Tag(facet="activity", tag="fiber-arts", level="likely"),
            Tag(facet="activity", tag="dance", level="no"),
            Tag(facet="situation", tag="low-budget", level="no"),
            Tag(facet="welcome", tag="beginners", level="stated"),
            Tag(facet="topic", tag="unheard-of", level="stated"),
        ),
    )
    (row,) = joined([packed(group, 7, 3).group], []).groups
    crafts = lay.bits("pathway", ["crafts"])
    assert int(row["tags"]) == crafts | lay.bits("activity", ["fiber-arts"])
    stated = [at for at, bit in lay.BIT.items() if lay.is_stated(np.array([row]), bit)[0]]
    assert stated == [("pathway", "crafts")]
    assert (int(row["price"]), int(row["number"]), int(row["zone"]), int(row["radius"])) == (499, 7, 3, 1234)
    assert int(row["flags"]) == (
        lay.IN_PERSON | lay.POINT | lay.PAID | lay.JOIN
        | 2 << lay.HOST_SHIFT
        | lay.NO << lay.level_shift("low-budget")
        | lay.STATED << lay.level_shift("beginners")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("occurrences", "until"),
    [
        ((), None),
        (weekly(3), FIRST + timedelta(weeks=2)),
        # A whole day is over at midnight, which belongs to the next day.
        ((Occurrence(start="2026-11-24"), Occurrence(start="2026-11-20")), FIRST + timedelta(days=1)),
        ((Occurrence(start="2026-11-20", end="2026-11-26"), Occurrence(start="2026-11-24")), FIRST + timedelta(days=3)),
        ((Occurrence(start="2026-11-24T18:00:00-05:00", status="cancelled"),), date.fromordinal(lay.EPOCH)),
    ],
)
def test_a_row_tells_on_which_day_its_last_date_is_over(
    occurrences: tuple[Occurrence, ...], until: date | None
) -> None:
    (row,) = joined([packed(replace(GROUP, occurrences=occurrences), 1, 1).group], []).groups
    assert int(row["until"]) == (until.toordinal() - lay.EPOCH if until else lay.LAST_DAY)


def test_the_clock_is_the_groups_then_its_places_then_the_offset_of_its_dates() -> None:
    assert zone_name(replace(GROUP, timezone="Europe/Paris")) == "Europe/Paris"
    assert zone_name(replace(GROUP, timezone="No/Where")) == "UTC"
    assert zone_name(GROUP) == "America/Indiana/Indianapolis"
    assert zone_name(replace(GROUP, place=None, occurrences=weekly(1))) == "UTC-05:00"
    assert zone_name(replace(GROUP, place=None)) == "UTC"
