from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from finder.harvest.rhythm import is_due, next_due
from finder.listing import HarvestReport

START = "2026-11-21T12:00:00+00:00"


def report(days: float | None = None, **about: object) -> HarvestReport:
    due = days and (datetime.fromisoformat(START) + timedelta(days=days, hours=-1)).isoformat()
    return HarvestReport(source_id="a", started_at=START, due=due or None, **about)  # type: ignore[arg-type]  # any field


@pytest.mark.parametrize(
    ("last", "now", "days"),
    [
        (None, report(), 1.0),
        (report(2), report(), 3.0),
        (report(6), report(), 7.0),
        (report(2), report(changed=1), 1.0),
        (report(2), report(gone=1), 1.0),
        (report(0.5), report(changed=1), 0.5),
        (report(2), report(new=1, listings=100), 3.0),
        (report(2), report(new=20, listings=100), 1.0),
        (None, report(error="no"), 1.0),
        (report(1), report(error="no"), 2.0),
        (report(0.5), report(error="no"), 2.0),
        (report(10), report(error="no"), 14.0),
        (report(14), report(), 7.0),
    ],
)
def test_what_changes_is_asked_sooner_and_what_fails_or_stands_still_later(
    last: HarvestReport | None, now: HarvestReport, days: float
) -> None:
    assert next_due(last, now) - datetime.fromisoformat(START) == timedelta(days=days, hours=-1)


def test_a_pause_that_the_source_names_counts_when_it_is_longer() -> None:
    begun = datetime.fromisoformat(START)
    assert next_due(None, report(error="busy"), 3 * 86_400) - begun == timedelta(days=3)
    assert next_due(None, report(error="busy"), 60) - begun == timedelta(hours=23)
    assert next_due(None, report(error="busy"), 9e12) - begun == timedelta(days=14)


def test_a_source_is_due_when_its_time_has_come_or_it_was_never_asked() -> None:
    begun = datetime.fromisoformat(START)
    assert is_due(None, begun)
    assert is_due(report(), begun)
    assert not is_due(report(1), begun + timedelta(hours=22))
    assert is_due(report(1), begun + timedelta(hours=23))


def test_a_clock_that_ran_ahead_keeps_no_source_from_being_read() -> None:
    begun = datetime.fromisoformat(START)
    assert is_due(report(7), begun - timedelta(days=30))
    assert not is_due(report(7), begun - timedelta(minutes=5))
