from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from finder.cli.parse import command
from finder.errors import InputError, NotACalendar

URL = "https://mill.example.org/feed.ics"
WEEKLY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Old Mill//Diary//EN
BEGIN:VEVENT
UID:7@mill.example.org
DTSTART;TZID=America/New_York:20261103T180000
DTEND;TZID=America/New_York:20261103T200000
RRULE:FREQ=WEEKLY
SUMMARY:CANCELLED: Life Drawing
LOCATION:Old Mill\\, 3 Mill Ln\\, Riverside\\, NY
END:VEVENT
END:VCALENDAR
"""


def run(content: str | bytes, *arguments: str, url: str = URL) -> Result:
    given = content.encode() if isinstance(content, str) else content
    return CliRunner().invoke(command, ["-", "--url", url, *arguments], input=given)


def records(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.exception
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_date_in_the_window_is_one_line() -> None:
    made = records(run(WEEKLY, "--from", "2026-11-08", "--to", "2026-11-20", "--fetched-at", "2026-11-01T08:00:00Z"))
    assert [(m["start"], m["title"], m["status"], m["recurrence"]) for m in made] == [
        ("2026-11-10T18:00:00-05:00", "Life Drawing", "cancelled", "FREQ=WEEKLY"),
        ("2026-11-17T18:00:00-05:00", "Life Drawing", "cancelled", "FREQ=WEEKLY"),
    ]
    assert made[0]["source"] == {"url": URL, "fetched_at": "2026-11-01T08:00:00+00:00"}
    assert (made[0]["venue"], made[0]["address"]) == ("Old Mill", "3 Mill Ln, Riverside, NY")


def test_without_a_window_a_series_runs_for_a_year_from_the_fetch() -> None:
    made = records(run(WEEKLY, "--fetched-at", "2026-11-21T12:00:00Z"))
    assert (len(made), made[0]["start"][:10], made[-1]["start"][:10]) == (52, "2026-11-24", "2027-11-16")


def test_a_file_is_read_as_standard_input_is(tmp_path: Path) -> None:
    path = tmp_path / "feed.ics"
    path.write_text(WEEKLY)
    days = ["--from", "2026-11-08", "--to", "2026-11-20", "--fetched-at", "2026-11-01T08:00:00Z"]
    done = CliRunner().invoke(command, [str(path), "--url", URL, *days])
    assert records(done) == records(run(WEEKLY, *days))


def test_a_named_zone_is_the_clock_of_times_without_one() -> None:
    floating = WEEKLY.replace(";TZID=America/New_York", "").replace("RRULE:FREQ=WEEKLY\n", "")
    (made,) = records(run(floating, "--timezone", "Europe/London"))
    assert (made["start"], made["timezone"]) == ("2026-11-03T18:00:00+00:00", "Europe/London")


def test_a_calendar_without_entries_prints_nothing() -> None:
    assert records(run("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n")) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("<html><head><title>Sign in</title></head><body></body></html>", "login page"),
        (WEEKLY[:200], "breaks off"),
        (b"\xff\xfe\x00\x01" * 50, "binary"),
        ("just words", "plain text"),
    ],
)
def test_what_is_no_calendar_is_refused_and_said(content: str | bytes, says: str) -> None:
    done = run(content)
    assert isinstance(done.exception, NotACalendar)
    assert says in str(done.exception)
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--from", "soon"), "--from"),
        (("--to", "2026-13-01"), "--to"),
        (("--from", "2026-12-02", "--to", "2026-12-01"), "lies after"),
        (("--timezone", "Middle/Earth"), "--timezone"),
        (("--fetched-at", "today"), "--fetched-at"),
        (("--platform", "nobody"), "nobody"),
    ],
)
def test_a_wrong_argument_is_named(arguments: tuple[str, ...], says: str) -> None:
    done = run(WEEKLY, *arguments)
    assert isinstance(done.exception, InputError)
    assert says in str(done.exception)


def test_the_address_must_be_given() -> None:
    assert CliRunner().invoke(command, ["-"], input="").exit_code == 2


@pytest.mark.parametrize(
    ("option", "day"), [("--from", "9999-12-31"), ("--to", "0001-01-01"), ("--fetched-at", "9999-12-31T00:00:00Z")]
)
def test_a_day_from_which_one_cannot_reckon_on_is_refused(option: str, day: str) -> None:
    error = run(WEEKLY, option, day).exception
    assert (type(error), str(error).startswith(f"{option}: “{day}” is no ")) == (InputError, True)


@pytest.mark.parametrize("url", ["", "mill", "http://[", "https://x:99999/"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    error = run(WEEKLY, url=url).exception
    assert (type(error), str(error).startswith(f"--url: “{url}” is no web address")) == (InputError, True)
