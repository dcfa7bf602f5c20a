from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.tiles.wall import Wall, clock_of, offset_on, on_the_wall
from finder.when import span

ZONES = (
    "America/New_York",
    "Europe/Paris",
    "Asia/Beirut",
    "America/Asuncion",
    "Australia/Lord_Howe",
    "UTC-05:00",
    "UTC",
)
days = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001  a wall clock
# Around the nights in which clocks are changed.
nights = st.sampled_from(
    [datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 3, 8), datetime(2026, 11, 1), datetime(2026, 4, 5)]  # noqa: DTZ001
)
moments = days | st.builds(lambda night, minutes: night + timedelta(minutes=minutes), nights, st.integers(-1440, 2880))
offsets = st.sampled_from(["", "", "Z", "-05:00", "+02:00", "+10:30"])
texts = st.builds(lambda at, offset: at.replace(microsecond=0).isoformat() + offset, moments, offsets)
dates = moments.map(lambda at: at.date().isoformat())


@given(texts | dates, st.none() | texts | dates, st.sampled_from(ZONES))
def test_a_clock_shows_what_the_moments_in_utc_come_to(start: str, end: str | None, zone: str) -> None:
    clock = clock_of(zone)
    begins, over = span(start, end, zone if isinstance(clock, ZoneInfo) else None)
    begin, until = (at.astimezone(clock).replace(tzinfo=None) for at in (begins, over))
    assert on_the_wall(start, end, zone) == Wall(begin, until, over - begins)


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_on_which_the_clock_changes_has_no_one_offset(zone: str) -> None:
    clock = clock_of(zone)
    for number in range(366):
        day = datetime(2026, 1, 1) + timedelta(days=number)  # noqa: DTZ001
        hours = {(day + timedelta(minutes=15 * n)).replace(tzinfo=clock).utcoffset() for n in range(96)}
        if (offset := offset_on(zone, day.toordinal())) is not None:
            assert hours == {offset}


def test_what_lies_beyond_the_calendar_is_an_error() -> None:
    with pytest.raises((ValueError, OverflowError)):
        on_the_wall("9999-12-31T23:00:00-05:00", None, "UTC")
    assert on_the_wall("9999-12-31T23:00:00", None, "UTC").begin == datetime(9999, 12, 31, 23, tzinfo=UTC).replace(
        tzinfo=None
    )
