"""Printed spans of time: what each half borrows from the other."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.printed import Span, span

NEAR = date(2026, 11, 1)


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001  printed clocks have no zone


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Tuesday, November 24, 2026, 6 \u2013 8:30pm", at(11, 24, 18), at(11, 24, 20, 30)),
        ("Tuesday, November 24, 2026, 10 - 1pm", at(11, 24, 10), at(11, 24, 13)),
        ("Tuesday, November 24, 2026, 12 - 7pm", at(11, 24, 12), at(11, 24, 19)),
        ("Tuesday, November 24, 2026 10:30\u201411:00 AM", at(11, 24, 10, 30), at(11, 24, 11)),
        ("Friday, October 9, 3pm - Sunday, October 11, 2026, 1:30pm", at(10, 9, 15), at(10, 11, 13, 30)),
        ("November 22 @ 1:30 pm - 3:00 pm", at(11, 22, 13, 30), at(11, 22, 15)),
        ("24 November 2026 14:00 to 16:00", at(11, 24, 14), at(11, 24, 16)),
        ("11/24/2026 6:00 PM", at(11, 24, 18), None),
        ("Sat, Nov 28, noon - 2pm", at(11, 28, 12), at(11, 28, 14)),
        ("November 22 - November 24", date(2026, 11, 22), date(2026, 11, 24)),
        ("Tue, Jan 5", date(2027, 1, 5), None),
        ("February 30, 2026", None, None),
        ("every other week", None, None),
    ],
)
def test_halves_of_a_printed_span_complete_each_other(
    text: str, start: datetime | date | None, end: datetime | date | None
) -> None:
    assert span(text, NEAR) == Span(start, end)


def test_text_without_a_year_says_no_date_where_no_day_is_near() -> None:
    assert span("November 22 @ 1:30 pm - 3:00 pm") == Span(None, None)


@given(st.text(max_size=80))
def test_any_text_is_a_span_or_none(text: str) -> None:
    assert isinstance(span(text, NEAR), Span)
