from __future__ import annotations

from datetime import UTC, datetime

import pytest

from finder.when import span


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("start", "end", "begins", "over"),
    [
        ("2026-11-24T18:00:00-05:00", "2026-11-24T20:00:00-05:00", utc(2026, 11, 24, 23), utc(2026, 11, 25, 1)),
        ("2026-11-24T18:00:00-05:00", None, utc(2026, 11, 24, 23), utc(2026, 11, 24, 23)),
        ("2026-11-24", None, utc(2026, 11, 24, 5), utc(2026, 11, 25, 5)),
        ("2026-11-24", "2026-11-26", utc(2026, 11, 24, 5), utc(2026, 11, 27, 5)),
        ("2026-11-24T18:00:00-05:00", "2026-11-24T17:00:00-05:00", utc(2026, 11, 24, 23), utc(2026, 11, 24, 23)),
    ],
)
def test_a_span_ends_with_its_end_its_last_day_or_at_once(
    start: str, end: str | None, begins: datetime, over: datetime
) -> None:
    assert span(start, end, "America/New_York") == (begins, over)


def test_the_last_day_of_the_calendar_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="lies beyond the calendar"):
        span("9999-12-31", None)
