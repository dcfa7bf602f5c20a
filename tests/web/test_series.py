from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from finder.listing import Group, Occurrence
from finder.web.calendar import ics
from finder.web.series import series

ZONE = "America/New_York"
NOW = datetime(2026, 9, 1, tzinfo=UTC)
Told = list[tuple[str, str, str]]


def occurrence(
    day: date, hours: float = 2, status: str | None = None, room: str | None = None, hour: int = 18
) -> Occurrence:
    start = datetime.combine(day, time(hour), ZoneInfo(ZONE))
    end = datetime.combine(day, time(hour), ZoneInfo(ZONE)) + timedelta(hours=hours)
    return Occurrence(start=start.isoformat(), end=end.isoformat(), status=status, room=room)  # type: ignore[arg-type]  # given as the tests mean it


def tuesdays(count: int) -> list[date]:
    return [date(2026, 9, 1) + timedelta(weeks=week) for week in range(count)]


def group(*dates: Occurrence, cadence: str = "FREQ=WEEKLY;BYDAY=TU") -> Group:
    return Group(id="g", title="Knitters", timezone=ZONE, cadence=cadence, occurrences=dates, venue="Library")


def read_back(one: Group, *, as_series: bool) -> Told:
    """Return start, end and state of all dates, as a calendar program reads them."""
    text = ics([one], "x", "https://x.example", lambda _: "https://x.example/groups/g", NOW, as_series=as_series)
    events = recurring_ical_events.of(Calendar.from_ical(text)).between(date(2026, 1, 1), date(2028, 1, 1))
    return sorted((e["DTSTART"].dt.isoformat(), e["DTEND"].dt.isoformat(), str(e["STATUS"])) for e in events)


def test_dates_that_keep_to_the_rule_are_one_event_that_ends_with_the_last() -> None:
    one = group(*(occurrence(day) for day in tuesdays(12)))
    text = ics([one], "x", "https://x.example", lambda _: "https://x.example", NOW, as_series=True).decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "RRULE:FREQ=WEEKLY;UNTIL=20261117T230000Z;BYDAY=TU" in text
    assert read_back(one, as_series=True) == read_back(one, as_series=False)


def test_a_pause_a_date_on_another_day_and_a_cancelled_one_come_back_as_they_were() -> None:
    days = tuesdays(12)
    one = group(
        *(occurrence(day) for day in days[:3]),
        *(occurrence(day) for day in days[5:7]),
        occurrence(days[7], status="cancelled"),
        occurrence(days[8], hours=4),
        occurrence(days[8] + timedelta(days=2)),
        *(occurrence(day) for day in days[9:]),
    )
    found = series(one)
    assert found
    assert [when.date() for when in found.without] == days[3:5]
    assert [when.date() for when in found.extra] == [days[8] + timedelta(days=2)]
    assert [one.start[:10] for one in found.changed] == [str(days[7]), str(days[8])]
    assert read_back(one, as_series=True) == read_back(one, as_series=False)


def test_a_series_whose_first_date_is_cancelled_goes_on() -> None:
    days = tuesdays(5)
    one = group(occurrence(days[0], status="cancelled"), *(occurrence(day) for day in days[1:]))
    assert [status for *_, status in read_back(one, as_series=True)] == ["CANCELLED", *["CONFIRMED"] * 4]


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(group(*(occurrence(day) for day in tuesdays(2))), id="two dates"),
        pytest.param(group(*(occurrence(day) for day in tuesdays(5)), cadence="no rule"), id="no rule"),
        pytest.param(group(*(occurrence(day + timedelta(days=1)) for day in tuesdays(5))), id="another weekday"),
        pytest.param(group(*(occurrence(day) for day in tuesdays(40)[::8])), id="mostly exceptions"),
        pytest.param(group(*(Occurrence(start=str(day)) for day in tuesdays(5))), id="whole days"),
    ],
)
def test_dates_that_no_rule_tells_stay_single_events(one: Group) -> None:
    assert series(one) is None
    assert read_back(one, as_series=True) == read_back(one, as_series=False)


@given(
    st.lists(st.integers(0, 60), min_size=3, max_size=25, unique=True),
    st.lists(st.sampled_from([None, "cancelled"]), min_size=25, max_size=25),
    st.sampled_from(["FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=MONTHLY;BYDAY=1TU,3TU"]),
)
def test_whatever_is_listed_a_calendar_reads_the_same_dates(
    weeks: list[int], states: list[str | None], cadence: str
) -> None:
    days = [date(2026, 9, 1) + timedelta(weeks=week) for week in sorted(weeks)]
    one = group(*(occurrence(day, status=state) for day, state in zip(days, states, strict=False)), cadence=cadence)
    assert read_back(one, as_series=True) == read_back(one, as_series=False)


def test_an_evening_that_would_end_in_the_hour_that_is_left_out_is_told_by_itself() -> None:
    # In Auckland the clock goes from two to three in the morning of 27 September 2026.
    days = [date(2026, 9, 21) + timedelta(days=n) for n in range(8)]
    ends = [f"{day + timedelta(days=1)}T02:00:00{'+12:00' if day < date(2026, 9, 27) else '+13:00'}" for day in days]
    starts = [f"{day}T16:00:00{'+12:00' if day < date(2026, 9, 27) else '+13:00'}" for day in days]
    dates = tuple(Occurrence(start=start, end=end) for start, end in zip(starts, ends, strict=True))
    found = series(Group(title="Clay", cadence="FREQ=DAILY", timezone="Pacific/Auckland", occurrences=dates))
    assert found
    assert [one.start for one in found.changed] == ["2026-09-26T16:00:00+12:00"]
