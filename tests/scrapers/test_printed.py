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
        ("Dec 19 - 21 2026", date(2026, 12, 19), date(2026, 12, 21)),
        ("5 \u2013 7 December 2026", date(2026, 12, 5), date(2026, 12, 7)),
        ("12 - 14 Dec", date(2026, 12, 12), date(2026, 12, 14)),
        ("December 5-7, 2026, 6-8pm", at(12, 5, 18), at(12, 7, 20)),
        ("5-7 Dec 2026 18:00", at(12, 5, 18), None),
        ("December 5 - 7pm", at(12, 5, 19), None),
        ("Sep 5 10 - 11am", at(9, 5, 10), at(9, 5, 11)),
        ("samedi 5 d\u00e9cembre 2026 18h30", at(12, 5, 18, 30), None),
        ("mardi 8 d\u00e9cembre 2026, 18h - 20h30", at(12, 8, 18), at(12, 8, 20, 30)),
        ("Samstag, 5. Dezember 2026, 18:30 Uhr", at(12, 5, 18, 30), None),
        ("5. M\u00e4rz 2027 19 Uhr bis 21 Uhr", at(3, 5, 19, year=2027), at(3, 5, 21, year=2027)),
        ("s\u00e1bado 5 de diciembre de 2026 a las 18:30", at(12, 5, 18, 30), None),
        ("zaterdag 5 december 2026 19:30", at(12, 5, 19, 30), None),
        ("05.12.2026", date(2026, 12, 5), None),
        ("25/12/2026 18:30", at(12, 25, 18, 30), None),
        ("Marching band, 5 December 2026", date(2026, 12, 5), None),
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
