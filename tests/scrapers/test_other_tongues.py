from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.other_tongues import english
from scrapers.printed import span

NEAR = date(2026, 11, 22)
SAID = [
    ("Do, 4. Dezember 2026, 18.30 Uhr", "2026-12-04T18:30:00", None),
    ("Donnerstag 4.12.2026 | 18 Uhr", "2026-12-04T18:00:00", None),
    ("4.12., 19:30 Uhr", "2026-12-04T19:30:00", None),
    ("Fr. 4. Dez. 18 bis 20 Uhr", "2026-12-04T18:00:00", "2026-12-04T20:00:00"),
    ("4.12. 18.30 bis 20.30 Uhr", "2026-12-04T18:30:00", "2026-12-04T20:30:00"),
    ("jeudi 4 décembre 2026 à 18h30", "2026-12-04T18:30:00", None),
    ("Le 1er février 2027, 14 h", "2027-02-01T14:00:00", None),
    ("sam. 5 déc. 10h-12h", "2026-12-05T10:00:00", "2026-12-05T12:00:00"),
    ("viernes, 4 de diciembre de 2026 a las 18:00", "2026-12-04T18:00:00", None),
    ("4 de marzo de 2027, 10:00 a 12:00 horas", "2027-03-04T10:00:00", "2027-03-04T12:00:00"),
    ("venerdì 4 dicembre 2026 ore 21:00", "2026-12-04T21:00:00", None),
    ("vrijdag 4 december 2026 20.00 uur", "2026-12-04T20:00:00", None),
    ("4/12/2026 18:00", "2026-12-04T18:00:00", None),
    ("Friday 4th December 2026, 7.30pm", "2026-12-04T19:30:00", None),
    ("December 4, 2026 @ 6:30 pm - 8 pm", "2026-12-04T18:30:00", "2026-12-04T20:00:00"),
    ("So 6. Juni 2027", "2027-06-06", None),
]


@pytest.mark.parametrize(("said", "start", "end"), SAID)
def test_a_date_is_read_in_its_own_language(said: str, start: str, end: str | None) -> None:
    found = span(english(said, day_first=True), NEAR)
    assert tuple(day and day.isoformat() for day in found) == (start, end)


def test_which_number_is_the_day_depends_on_the_country() -> None:
    read = [str(span(english("4/12/2026 6pm", day_first=first)).start) for first in (True, False)]
    assert read == ["2026-12-04 18:00:00", "2026-04-12 18:00:00"]


@given(st.text(max_size=60), st.booleans())
def test_any_text_stays_a_text(text: str, day_first: bool) -> None:  # noqa: FBT001  hypothesis passes by name
    assert isinstance(english(text, day_first=day_first), str)
