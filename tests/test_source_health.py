from __future__ import annotations

from datetime import datetime

import pytest

from finder.listing import HarvestReport
from finder.source_health import Condition, condition

STARTED = "2026-11-21T11:00:00+00:00"


def report(**about: object) -> HarvestReport:
    return HarvestReport(source_id="guild", started_at=STARTED, **about)  # type: ignore[arg-type]  # any field


def test_a_source_that_was_read_works(now: datetime) -> None:
    assert condition(report(listings=9, coming=7, groups=2, last_good=STARTED, due="2026-11-22"), now) == Condition(
        source_id="guild",
        state="working",
        reason="it lists 7 dates to come",
        listings=9,
        groups=2,
        harvested=STARTED,
        last_good=STARTED,
        due="2026-11-22",
    )


def test_one_that_lists_nothing_to_come_is_quiet_and_an_alarm(now: datetime) -> None:
    found = condition(report(listings=3, last_good=STARTED), now)
    assert (found.state, found.alarms) == ("quiet", ("nothing is to come",))


@pytest.mark.parametrize(
    ("about", "state", "alarm"),
    [
        ({"fault": "blocked", "last_good": "2026-11-01T00:00:00+00:00"}, "blocked", "last read on 2026-11-01"),
        ({"fault": "changed"}, "changed", "never read yet"),
        ({"fault": "gone"}, "gone", "never read yet"),
        ({"fault": "ours"}, "broken by us", "never read yet"),
        ({"fault": "unreachable"}, "unreachable", "never read yet"),
        ({"fault": "unreachable", "last_good": "2026-11-01T00:00:00+00:00"}, "unreachable", "last read on 2026-11-01"),
        ({"fault": "unreachable", "last_good": "2026-10-01T00:00:00+00:00"}, "gone", "last read on 2026-10-01"),
    ],
)
def test_one_that_failed_says_why_and_when_it_was_last_read(
    now: datetime, about: dict[str, str], state: str, alarm: str
) -> None:
    found = condition(report(error="why", **about), now)
    assert (found.state, found.reason, found.alarms) == (state, "why", (alarm,))


def test_a_field_that_more_than_a_tenth_lacks_is_an_alarm(now: datetime) -> None:
    few = condition(report(coming=20, lacking={"a link": 2}), now)
    many = condition(report(coming=20, lacking={"a link": 2, "a date": 3}), now)
    assert (few.alarms, many.alarms, many.state) == ((), ("3 of 20 have not a date",), "working")


def test_hours_of_another_time_zone_than_that_of_the_place_are_an_alarm(now: datetime) -> None:
    few = condition(report(coming=20, clocks={"UTC, not Europe/Paris": 2}), now)
    many = condition(report(coming=20, clocks={"UTC, not Europe/Paris": 3}), now)
    words = "3 of 20 give their hour by the clock of UTC, not Europe/Paris, where they take place"
    assert (few.alarms, many.alarms) == ((), (words,))


def test_those_that_need_somebody_come_first(now: datetime) -> None:
    reports = [report(coming=1), report(), report(error="x", fault="gone"), report(error="x", fault="ours")]
    found = sorted((condition(one, now) for one in reports), key=lambda one: one.rank)
    assert [one.state for one in found] == ["broken by us", "gone", "quiet", "working"]
