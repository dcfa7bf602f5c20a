from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.grouping.rules import parse_rule
from finder.paths import bundled
from finder.search.terms import choices
from finder.starting import RHYTHMS, WEEKDAYS, Rhythm, dates, group, kinds, rule


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_kind_has_its_words_in_every_language(language: str) -> None:
    told = tomllib.loads((bundled("data/starting") / f"{language}.toml").read_text("utf-8"))
    assert [one.name for one in kinds(language)] == list(told)


def test_every_kind_names_a_filter_that_finds_groups_like_it() -> None:
    for one in kinds("en"):
        name, tag = one.like.split("=")
        assert tag in choices(name)


@given(st.sampled_from(WEEKDAYS), st.sampled_from(RHYTHMS), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_first_dates_leave_two_weeks_and_keep_to_their_rule(weekday: str, rhythm: Rhythm, today: date) -> None:
    found = dates(weekday, rhythm, today)
    assert len(found) == 3
    assert found[0] >= today + timedelta(days=14)
    planned = parse_rule(rule(weekday, rhythm))
    assert planned
    assert planned.between(found[0], found[-1]) == found


def test_an_evening_is_as_long_on_the_night_of_a_clock_change() -> None:
    kind = kinds("en")[0]
    begun = group(kind, [date(2026, 10, 31)], time(23, 30), ZoneInfo("America/New_York"))
    (one,) = begun.occurrences
    assert (one.start, one.end) == ("2026-10-31T23:30:00-04:00", "2026-11-01T01:30:00-04:00")
    length = datetime.fromisoformat(one.end or "").replace(tzinfo=None) - datetime(2026, 10, 31, 23, 30)  # noqa: DTZ001  the clock on the wall
    assert length == timedelta(minutes=kind.minutes)
