from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Window
from finder.when import moment, read, rfc3339, within, zone, zone_at


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("America/New_York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("Eastern Standard Time", "America/New_York"),
        ("GMT Standard Time", "Europe/London"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("London", "Europe/London"),
        ("Buenos Aires", "America/Buenos_Aires"),
        ("EST", "America/New_York"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/Argentina/Salta", "America/Argentina/Salta"),
        ('"Europe/London"', "Europe/London"),
    ],
)
def test_a_zone_is_known_by_any_of_its_names(name: str, iana: str) -> None:
    found = zone(name)
    assert found is not None
    assert found.key == iana


@pytest.mark.parametrize("name", [None, "", "Customized Time Zone", "America", "../etc/passwd", "x" * 500, "\x00"])
def test_what_names_no_zone_gives_none(name: str | None) -> None:
    assert zone(name) is None


@given(st.text())
def test_any_text_can_be_asked_for_a_zone(text: str) -> None:
    assert isinstance(zone(text), ZoneInfo | None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-21", date(2026, 11, 21)),
        ("20261121", date(2026, 11, 21)),
        ("2026-11-21 18:30:00", datetime(2026, 11, 21, 18, 30)),  # noqa: DTZ001  printed without a zone
        ("2026-11-21T18:30:00Z", datetime(2026, 11, 21, 18, 30, tzinfo=UTC)),
        ("2026-11-21T18:30:00.000-0500", datetime(2026, 11, 21, 18, 30, tzinfo=timezone(timedelta(hours=-5)))),
        ("Sat, November 21, 2026 at 6:30pm", datetime(2026, 11, 21, 18, 30)),  # noqa: DTZ001
        ("11/21/2026 6:30:00 PM", datetime(2026, 11, 21, 18, 30)),  # noqa: DTZ001
        ("November 21, 2026", date(2026, 11, 21)),
    ],
)
def test_printed_dates_are_read(text: str, value: datetime | date) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    "text", ["", "Monday", "Room 204", "7 to 9pm", "November 21", "2026", "next week 2026", "x" * 200]
)
def test_what_says_no_full_date_is_none(text: str) -> None:
    assert read(text) is None


@given(st.text())
def test_any_text_can_be_asked_for_a_date(text: str) -> None:
    assert isinstance(read(text), date | None)


zones = st.sampled_from([None, "America/New_York", "Europe/London", "Asia/Kolkata", "Africa/Monrovia"])


@given(st.datetimes(timezones=st.none() | st.timezones(), allow_imaginary=False), zones)
def test_what_is_written_can_be_read_again_and_is_the_same_moment(value: datetime, name: str | None) -> None:
    where = zone(name)
    back = moment(rfc3339(value, where))
    assert isinstance(back, datetime)
    assert back.utcoffset() is not None
    if value.tzinfo is not None:
        # By the clock of the world: Python calls no ambiguous time equal to one of another zone (PEP 495).
        assert back.timestamp() == value.replace(microsecond=0).timestamp()


def test_a_bare_time_belongs_to_the_venue() -> None:
    summer = datetime(2026, 7, 1, 18, 0)  # noqa: DTZ001
    assert rfc3339(summer, zone("America/New_York")) == "2026-07-01T18:00:00-04:00"
    assert rfc3339(date(2026, 7, 1), zone("America/New_York")) == "2026-07-01"


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ("2026-11-21", None, True),
        ("2026-11-20T18:00:00-05:00", "2026-11-21T01:00:00-05:00", True),
        ("2026-11-20T18:00:00-05:00", None, False),
        ("2026-11-01", "2026-12-31", True),
        ("2026-11-23", None, False),
        (None, None, True),
    ],
)
def test_a_listing_is_within_the_days_that_it_touches(start: str | None, end: str | None, *, inside: bool) -> None:
    assert within(start, end, Window(start=date(2026, 11, 21), end=date(2026, 11, 22))) is inside


def test_a_point_on_land_has_a_zone_and_one_at_sea_has_none() -> None:
    assert (zone_at(39.1653, -86.5264), zone_at(0.0, -30.0), zone_at(500.0, 0.0)) == (
        "America/Indiana/Indianapolis",
        None,
        None,
    )
