"""What holds for any listings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from finder.grouping import merged, series
from finder.grouping.rules import WEEKDAYS, parse_rule
from finder.listing import Listing, SourceRef

Maker = Callable[..., Any]
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC")

starts = st.one_of(
    st.none(),
    st.dates(date(2026, 1, 1), date(2027, 12, 1)).map(str),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(lambda at: at.replace(microsecond=0).isoformat()),  # noqa: DTZ001
    st.sampled_from(["", "soon", "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31", "2026-11-21T24:61"]),
)
listings = st.builds(
    Listing,
    title=st.one_of(
        st.sampled_from(["Loom Night", "Loom Night: Rugs", "Ink 1", "Ink 2", "Clay!"]), st.text(max_size=8)
    ),
    uid=st.one_of(st.none(), st.sampled_from(["a", "b", "c"])),
    series_uid=st.one_of(st.none(), st.sampled_from(["s", "t"])),
    start=starts,
    end=starts,
    timezone=st.one_of(st.none(), st.sampled_from([*ZONES, "Nowhere/Land", "", "../.."])),
    venue=st.one_of(st.none(), st.sampled_from(["Mill", "Mill, Room 2", "Oak Hall", "12 Elm St"])),
    status=st.sampled_from([None, "scheduled", "cancelled"]),
    recurrence=st.one_of(st.none(), st.sampled_from(["FREQ=WEEKLY", "FREQ=HOURLY", "BYDAY", "FREQ=MONTHLY;BYDAY=9ZZ"])),
    description=st.one_of(st.none(), st.text(max_size=20), st.just("every other Tuesday")),
    source=st.one_of(st.none(), st.sampled_from([SourceRef(id="a"), SourceRef(name="B")])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(listings, max_size=14), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_the_listings(many: list[Listing], random: Random) -> None:
    shuffled = list(many)
    random.shuffle(shuffled)
    assert merged(many, NOW) == merged(shuffled, NOW)


@settings(max_examples=60, deadline=None)
@given(st.lists(listings, max_size=14))
def test_every_listing_is_a_member_exactly_once(many: list[Listing]) -> None:
    groups = merged(many, NOW)
    members = [uid for group in groups for uid in group.members]
    assert len(members) == len(set(members))
    for made in many:
        if made.uid:
            assert any(uid == made.uid or uid.startswith(f"{made.uid}@") for uid in members)
    assert len({group.id for group in groups}) == len(groups)


@settings(max_examples=25, deadline=None)
@given(
    first=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001  the zone is put on below
    zone=st.sampled_from(ZONES),
    count=st.integers(3, 40),
)
def test_a_weekly_series_is_recognised_in_any_zone_across_changes_of_the_clock(
    first: datetime, zone: str, count: int, weekly: Maker
) -> None:
    start = first.replace(minute=30, second=0, microsecond=0)
    (group,) = series(weekly("Loom Evening", start.isoformat(), count, timezone=zone))
    assert group.cadence == f"FREQ=WEEKLY;BYDAY={WEEKDAYS[first.weekday()]}"
    assert len(group.occurrences) == count


@settings(max_examples=25, deadline=None)
@given(seen=st.integers(1, 12), later=st.integers(0, 12), more=st.integers(1, 12), every=st.integers(1, 4))
def test_ids_are_stable_when_a_later_harvest_extends_a_series(
    seen: int, later: int, more: int, every: int, weekly: Maker
) -> None:
    dates = weekly("Loom Evening", "2026-01-06T18:00", 40, every=every) + weekly("Drum Circle", "2026-01-07T19:00", 40)
    dates.sort(key=lambda made: made.start)
    before = series(dates[:seen])
    after = series(dates[later : later + seen + more], before)
    names = {group.title: group.id for group in before}
    assert all(names.get(group.title, group.id) == group.id for group in after)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.integers(1, 4),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.integers(0, 400),
)
def test_a_rule_reads_back_as_written_and_keeps_to_its_days(freq: str, interval: int, first: date, length: int) -> None:
    day = {"DAILY": "", "WEEKLY": ";BYDAY=TU,SA", "MONTHLY": ";BYDAY=1TU,-1TU"}[freq]
    text = f"FREQ={freq}" + (f";INTERVAL={interval}" if interval > 1 else "") + day
    rule = parse_rule(text)
    assert rule is not None
    assert str(rule) == text
    days = rule.between(first, first + timedelta(days=length))
    assert days == sorted(set(days))
    assert all(first <= found <= first + timedelta(days=length) for found in days)
    assert all(found.weekday() in (1, 5) for found in days if freq != "DAILY")
