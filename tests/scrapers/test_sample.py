from __future__ import annotations

import csv
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.errors import Changed, NotACalendar, SourceError
from finder.listing import Page, RawListing, Source, Window
from finder.paths import bundled
from scrapers.sample import Sample

SOURCE = Source(id="sample-town", name="Sample: Town", url="bundled:sample/town.jsonl", platform="sample")
QUILTERS = {
    "id": "town-001",
    "title": "Quilters at the Barn",
    "summary": "Quilts are made together.",
    "first_start": "2026-08-25T09:15:00",
    "timezone": "America/New_York",
    "seen": "2026-08-22",
    "duration_minutes": 90,
}


def read(window: Window, **changes: Any) -> list[RawListing]:
    line = msgspec.json.encode({**QUILTERS, **changes})
    return list(Sample().parse(Page(url=SOURCE.url, content=line + b"\n"), SOURCE, window))


def starts(window: Window, **changes: Any) -> list[str]:
    return [str(raw.start) for raw in read(window, **changes)]


WINTER = Window(start=date(2026, 12, 1), end=date(2026, 12, 31))


def test_a_record_says_all_that_is_known_and_that_it_is_a_sample() -> None:
    raw = read(
        Window(start=date(2026, 8, 22), end=date(2026, 8, 31)),
        rrule="FREQ=WEEKLY;BYDAY=TU",
        city="Town",
        region="IN",
        address="1 Barn Lane",
        host_kind="other",
        price={"status": "donation", "min": 5, "currency": "USD"},
        ages={"min": 12},
        access_stated=["ground floor", "bring your own project"],
    )
    assert raw == [
        RawListing(
            title="Quilters at the Barn",
            uid="sample-town-001-2026-08-25",
            series_uid="town-001",
            start=datetime(2026, 8, 25, 9, 15),  # noqa: DTZ001  wall clock is meant
            end=datetime(2026, 8, 25, 10, 45),  # noqa: DTZ001
            timezone="America/New_York",
            address="1 Barn Lane, Town, IN",
            price_text="by donation",
            price_min=5.0,
            currency="USD",
            is_free=False,
            age_min=12.0,
            host_kind="other",
            description=("Quilts are made together.\n\nThe organiser says: ground floor; bring your own project."),
            description_format="text",
            recurrence="FREQ=WEEKLY;BYDAY=TU",
            schedule_note=(
                "A sample entry: its facts were recorded on 22 August 2026, and its dates may be carried over from an"
                " earlier season. Ask the organiser before you go."
            ),
            confirmed=date(2026, 8, 22),
        )
    ]


def test_an_open_rule_simply_goes_on() -> None:
    assert starts(WINTER, rrule="FREQ=MONTHLY;BYDAY=2SA") == ["2026-12-12 09:15:00"]


def test_a_single_date_is_carried_over_by_whole_seasons_and_keeps_its_weekday() -> None:
    assert starts(WINTER, first_start="2026-09-08T17:00:00") == ["2026-12-08 17:00:00"]


def test_a_finished_course_is_carried_over_as_a_whole() -> None:
    assert starts(WINTER, rrule="FREQ=WEEKLY;BYDAY=TU;COUNT=3", first_start="2026-09-01T18:00:00") == [
        "2026-12-01 18:00:00",
        "2026-12-08 18:00:00",
        "2026-12-15 18:00:00",
    ]


def test_a_course_that_still_runs_stays_where_it_is() -> None:
    rule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261208T235959"
    assert starts(WINTER, rrule=rule) == ["2026-12-01 09:15:00", "2026-12-08 09:15:00"]


def test_a_summer_rule_is_carried_into_winter() -> None:
    rule = "FREQ=MONTHLY;BYMONTH=5,6,7,8,9,10;BYDAY=2SA"
    window = Window(start=date(2026, 12, 1), end=date(2027, 2, 28))
    assert starts(window, rrule=rule, first_start="2026-08-08T08:00:00") == [
        "2026-12-12 08:00:00",
        "2027-01-09 08:00:00",
    ]


def test_without_a_window_the_recorded_dates_stand() -> None:
    assert starts(Window(), dates=["2026-09-05T10:15:00"]) == ["2026-08-25 09:15:00", "2026-09-05 10:15:00"]


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_file_is_no_calendar(content: bytes) -> None:
    with pytest.raises(NotACalendar):
        list(Sample().parse(Page(url=SOURCE.url, content=content), SOURCE, Window()))


@pytest.mark.parametrize("changes", [{"first_start": "soon"}, {"rrule": "FREQ=OFTEN"}, {"price": 5}, {"title": None}])
def test_a_line_of_another_shape_is_named(changes: dict[str, Any]) -> None:
    with pytest.raises(Changed, match=r"line 1|town-001"):
        read(WINTER, **changes)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_records_or_a_source_error(content: bytes) -> None:
    with suppress(SourceError):
        list(Sample().parse(Page(url=SOURCE.url, content=content), SOURCE, Window()))


def shipped() -> list[Source]:
    with bundled("data/sample/sources.csv").open(encoding="utf-8", newline="") as file:
        return [
            msgspec.convert({k: v for k, v in row.items() if v}, Source, strict=False) for row in csv.DictReader(file)
        ]


@given(st.sampled_from(shipped()), st.dates(date(2026, 8, 1), date(2031, 1, 1)))
@settings(max_examples=30)
def test_the_shipped_sample_never_runs_dry(source: Source, today: date) -> None:
    window = Window(start=today, end=today + timedelta(days=120))
    page = Page(url=source.url, content=bundled("data/" + source.url.removeprefix("bundled:")).read_bytes())
    groups = {raw.series_uid for raw in Sample().parse(page, source, window)}
    assert len(groups) == len(page.content.splitlines())
