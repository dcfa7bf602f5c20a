from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from finder.errors import NotACalendar, TooLarge
from finder.listing import Dropped, Listing, Page, RawListing, Source, Window
from finder.normalise import normalise
from scrapers.ical import Ical

URL = "https://calendar.example.org/feed.ics"
SOURCE = Source(id="here", name="Harbour Arts", url=URL)
YEAR = Window(start=date(2026, 1, 1), end=date(2026, 12, 31))


def entry(*lines: str, uid: str = "1@example.org") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def calendar(*events: str, zone: str | None = "America/New_York", extra: tuple[str, ...] = ()) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Harbour Arts//Calendar 3.1//EN", *extra]
    if zone:
        head.append(f"X-WR-TIMEZONE:{zone}")
    return "\r\n".join((*head, *events, "END:VCALENDAR", "")).encode()


def raws(content: bytes, window: Window = YEAR, source: Source = SOURCE) -> list[RawListing]:
    page = Page(url=URL, content=content, fetched_at=datetime(2026, 3, 1, tzinfo=UTC))
    return [raw for raw in Ical().parse(page, source, window) if isinstance(raw, RawListing)]


def listings(content: bytes, window: Window = YEAR, source: Source = SOURCE) -> list[Listing]:
    page = Page(url=URL, content=content)
    made = [normalise(raw, source, page) for raw in raws(content, window, source)]
    return [one for one in made if not isinstance(one, Dropped)]


def starts(content: bytes, window: Window = YEAR) -> list[str | None]:
    return [one.start for one in listings(content, window)]


def one(content: bytes, **changes: Any) -> Listing:
    (listing,) = listings(content, **changes)
    return listing


def test_a_time_in_utc_is_told_by_the_calendars_clock() -> None:
    made = one(calendar(entry("DTSTART:20260721T223000Z", "DTEND:20260721T235900Z", "SUMMARY:Knit Night")))
    assert (made.start, made.end, made.timezone) == (
        "2026-07-21T18:30:00-04:00",
        "2026-07-21T19:59:00-04:00",
        "America/New_York",
    )


def test_a_weekly_meeting_gives_one_record_per_date_and_keeps_its_hour_when_the_clocks_change() -> None:
    weekly = entry(
        "DTSTART:20260224T233000Z",
        "DTEND:20260225T003000Z",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20260303T233000Z",
        "SUMMARY:Choir",
    )
    made = listings(calendar(weekly))
    assert [(m.start, m.recurrence, m.series_uid) for m in made] == [
        ("2026-02-24T18:30:00-05:00", "FREQ=WEEKLY;COUNT=4", "1@example.org"),
        ("2026-03-10T18:30:00-04:00", "FREQ=WEEKLY;COUNT=4", "1@example.org"),
        ("2026-03-17T18:30:00-04:00", "FREQ=WEEKLY;COUNT=4", "1@example.org"),
    ]
    assert len({m.uid for m in made}) == 3


def test_a_changed_occurrence_replaces_its_own_date() -> None:
    series = entry("DTSTART;TZID=America/New_York:20260901T180000", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Pottery")
    moved = entry(
        "DTSTART;TZID=America/New_York:20260910T190000",
        "RECURRENCE-ID;TZID=America/New_York:20260908T180000",
        "SUMMARY:Pottery in the yard",
    )
    made = listings(calendar(series, moved))
    assert [(m.start, m.title, m.uid) for m in made] == [
        ("2026-09-01T18:00:00-04:00", "Pottery", "1@example.org#20260901T220000Z"),
        ("2026-09-10T19:00:00-04:00", "Pottery in the yard", "1@example.org#20260908T220000Z"),
        ("2026-09-15T18:00:00-04:00", "Pottery", "1@example.org#20260915T220000Z"),
    ]


def test_a_change_from_one_date_on_holds_for_all_later_ones() -> None:
    series = entry("DTSTART;TZID=America/New_York:20260901T180000", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Pottery")
    later = entry(
        "DTSTART;TZID=America/New_York:20260908T193000",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260908T180000",
        "SUMMARY:Pottery",
    )
    assert starts(calendar(series, later)) == [
        "2026-09-01T18:00:00-04:00",
        "2026-09-08T19:30:00-04:00",
        "2026-09-15T19:30:00-04:00",
    ]


def test_an_old_series_is_expanded_where_it_is_asked_for() -> None:
    old = entry("DTSTART;TZID=America/New_York:19990106T190000", "RRULE:FREQ=WEEKLY;INTERVAL=2", "SUMMARY:Quilters")
    assert starts(calendar(old), Window(start=date(2026, 11, 1), end=date(2026, 11, 30))) == [
        "2026-11-04T19:00:00-05:00",
        "2026-11-18T19:00:00-05:00",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=30",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7;BYMINUTE=0,10,20,30,40,50",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=99999999999999",
        "FREQ=SOMETIMES",
        "BYDAY=MO",
        "nonsense",
    ],
)
def test_a_rule_that_nobody_can_mean_leaves_the_first_date(rule: str) -> None:
    made = listings(calendar(entry("DTSTART:20260721T223000Z", f"RRULE:{rule}", "SUMMARY:Tick")), Window())
    assert [m.start for m in made] == ["2026-07-21T18:30:00-04:00"]


def test_without_a_window_single_entries_of_any_year_come_out_and_series_run_a_year() -> None:
    single = entry("DTSTART:20120721T223000Z", "SUMMARY:Long ago", uid="a")
    ended = entry("DTSTART:20120721T223000Z", "RRULE:FREQ=DAILY;COUNT=2", "SUMMARY:Over", uid="b")
    monthly = entry("DTSTART:20260721T223000Z", "RRULE:FREQ=MONTHLY", "SUMMARY:Still on", uid="c")
    made = listings(calendar(single, ended, monthly), Window())
    assert [m.title for m in made] == ["Long ago", "Over"] + ["Still on"] * 8


@pytest.mark.parametrize(
    ("end", "last"),
    [("DTEND;VALUE=DATE:20260725", "2026-07-24"), ("DURATION:P2D", "2026-07-23"), (None, "2026-07-22")],
)
def test_whole_days_end_with_their_last_day(end: str | None, last: str) -> None:
    lines = ["DTSTART;VALUE=DATE:20260722", "SUMMARY:Open studios", *([end] if end else [])]
    made = one(calendar(entry(*lines)))
    assert (made.start, made.end, made.all_day) == ("2026-07-22", last, True)


def test_ends_count_as_last_days_where_one_day_entries_end_on_their_start() -> None:
    short = entry("DTSTART;VALUE=DATE:20260722", "DTEND;VALUE=DATE:20260722", "SUMMARY:Closed", uid="a")
    long = entry("DTSTART;VALUE=DATE:20260801", "DTEND;VALUE=DATE:20260803", "SUMMARY:Fair", uid="b")
    assert [m.end for m in listings(calendar(short, long))] == ["2026-07-22", "2026-08-03"]


def test_an_entry_without_a_start_does_not_take_the_others_with_it() -> None:
    bad = entry("SUMMARY:When?", "RRULE:FREQ=DAILY", uid="a")
    worse = entry("DTSTART:tomorrow", "SUMMARY:When?", uid="b")
    good = entry("DTSTART:20260721T223000Z", "SUMMARY:Knit Night", uid="c")
    assert [m.title for m in listings(calendar(bad, worse, good))] == ["Knit Night"]


def test_the_newest_edition_of_an_entry_counts() -> None:
    first = entry("DTSTART:20260721T223000Z", "SEQUENCE:1", "SUMMARY:Knit Night")
    second = entry("DTSTART:20260722T223000Z", "SEQUENCE:2", "SUMMARY:Knit Night (moved)")
    assert [m.title for m in listings(calendar(second, first))] == ["Knit Night (moved)"]


def test_several_calendars_in_one_file_are_all_read() -> None:
    both = calendar(entry("DTSTART:20260721T223000Z", "SUMMARY:A"), zone="America/New_York") + calendar(
        entry("DTSTART:20260721T223000Z", "SUMMARY:B"), zone="Europe/London"
    )
    assert [(m.title, m.start) for m in listings(both)] == [
        ("A", "2026-07-21T18:30:00-04:00"),
        ("B", "2026-07-21T23:30:00+01:00"),
    ]


CUSTOM = """BEGIN:VTIMEZONE
TZID:Our own
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
END:VTIMEZONE""".replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("tzid", "extra"),
    [
        ("Eastern Standard Time", ()),
        ("America/New_York", ()),
        ("/x.org/20070101/America/New_York", ()),
        ("Our own", (CUSTOM,)),
    ],
)
def test_zones_are_known_by_windows_names_by_paths_and_by_their_own_definition(
    tzid: str, extra: tuple[str, ...]
) -> None:
    made = one(calendar(entry(f"DTSTART;TZID={tzid}:20260721T183000", "SUMMARY:Knit Night"), zone=None, extra=extra))
    assert made.start == "2026-07-21T18:30:00-04:00"


def test_a_floating_time_is_of_the_sources_zone() -> None:
    source = Source(id="x", name="x", url=URL, timezone="Europe/London")
    made = one(calendar(entry("DTSTART:20260721T183000", "SUMMARY:Knit Night"), zone=None), source=source)
    assert made.start == "2026-07-21T18:30:00+01:00"


def test_letters_cut_in_two_by_folding_and_escapes_come_out_whole() -> None:
    summary = "SUMMARY:Celebrate Día\\, you & me".encode()
    cut = summary.index("í".encode()) + 1
    folded = summary[:cut] + b"\r\n " + summary[cut:]
    content = calendar(entry("DTSTART:20260721T223000Z", "SUMMARY:X")).replace(b"SUMMARY:X", folded)
    assert one(content).title == "Celebrate Día, you & me"


def test_the_address_of_the_feed_is_not_the_address_of_the_event() -> None:
    made = one(
        calendar(
            entry(
                "DTSTART:20260721T223000Z",
                "SUMMARY:Council",
                "URL:/feed.ics?category=3",
                "DESCRIPTION:All welcome.\\nhttps://town.example.org/calendar?id=7",
            )
        )
    )
    assert (made.url, made.description) == ("https://town.example.org/calendar?id=7", "All welcome.")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('ORGANIZER;CN="Harbour%20Arts%20Centre":mailto:a@example.org', "Harbour Arts Centre"),
        ("ORGANIZER;CN=Jo Example:mailto:jo@example.org", None),
        ("ORGANIZER:mailto:jo@example.org", None),
    ],
)
def test_an_organiser_is_an_organisation_never_a_person(line: str, name: str | None) -> None:
    assert one(calendar(entry("DTSTART:20260721T223000Z", "SUMMARY:X", line))).organizer == name


def test_a_calendar_without_entries_is_empty_and_no_error() -> None:
    assert raws(calendar()) == []


@pytest.mark.parametrize("cut", [60, -20])
def test_a_file_that_breaks_off_is_no_calendar(cut: int) -> None:
    content = calendar(entry("DTSTART:20260721T223000Z", "SUMMARY:Knit Night"))
    with pytest.raises(NotACalendar, match="breaks off"):
        raws(content[:cut])


def test_series_that_repeat_more_than_any_calendars_are_refused_before_they_are_expanded() -> None:
    many = [entry("DTSTART:16010721T223000Z", "RRULE:FREQ=DAILY", "SUMMARY:X", uid=str(n)) for n in range(200)]
    with pytest.raises(TooLarge, match="repeat more often"):
        raws(calendar(*many))


def test_a_zone_defined_by_rules_that_no_zone_has_is_passed_over() -> None:
    odd = CUSTOM.replace("FREQ=YEARLY", "FREQ=SECONDLY")
    made = one(calendar(entry("DTSTART;TZID=Our own:20260721T183000", "SUMMARY:X"), extra=(odd,)))
    assert made.start == "2026-07-21T18:30:00-04:00"


def test_mistyped_ends_close_what_is_open() -> None:
    content = calendar(entry("DTSTART:20260721T223000Z", "SUMMARY:X")).replace(b"END:VCALENDAR", b"END:VCALENDARD")
    assert one(content).title == "X"


def test_parts_nested_without_end_are_no_calendar() -> None:
    with pytest.raises(NotACalendar, match="nested"):
        raws(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000)
