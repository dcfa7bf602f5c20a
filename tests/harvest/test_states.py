"""How a source is, over several harvests of a real server while the clock passes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from town import page, prepare
from website import Reply, Site

from finder.config import Settings
from finder.fetch import Fetcher
from finder.harvest import harvest
from finder.listing import Source, Window
from finder.places import open_locator
from finder.saved import Counted, SavedSelection
from finder.source_health import Condition, condition
from finder.store import Store, open_store

FIRST = datetime(2026, 11, 21, 12, tzinfo=UTC)
CALENDAR = {"Content-Type": "text/calendar"}
EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//a//EN\r\nEND:VCALENDAR\r\n"


class Years:
    """One source, and the days that pass."""

    def __init__(self, site: Site, store: Store, settings: Settings) -> None:
        self._site, self.store, self._settings = site, store, settings
        self.source = Source(
            id="guild", name="Guild", url=f"{site.url}/all.ics", city="Bloomington", region="IN", country="US"
        )

    def on(self, days: int, answer: Reply) -> Condition:
        """Harvest after so many days, and say how the source is."""
        now = FIRST + timedelta(days=days)
        self._site.replies["/all.ics"] = answer
        window = Window(start=now.date() - timedelta(days=1), end=now.date() + timedelta(days=90))
        with Fetcher(self._settings, clock=lambda: now, sleep=lambda _: None) as fetcher:
            locator = open_locator(self._settings)
            [report] = harvest([self.source], self.store, fetcher, locator, now, window)
        assert self.store.reports() == [report]
        return condition(report, now)

    def kept(self) -> int:
        return len(self.store.listings("guild"))


@pytest.fixture
def years(site: Site, tmp_path: Path) -> Iterator[Years]:
    prepare(tmp_path, [])
    settings = Settings(data_dir=tmp_path, allow_private_hosts=True, request_delay=0.0)
    with closing(open_store(tmp_path / "finder.sqlite")) as store:
        yield Years(site, store, settings)


def calendar(days: int = 0, *, dates: int = 6) -> Reply:
    body = page("guild.ics", (FIRST + timedelta(days=days)).date()).replace(b"COUNT=6", b"COUNT=%d" % dates)
    return Reply(body=body.replace(b"SUMMARY", b"URL:https://guild.example.org/spin-in\nSUMMARY"), headers=CALENDAR)


def web_page(title: str, status: int = 200) -> Reply:
    body = f"<html><head><title>{title}</title></head><body></body></html>".encode()
    return Reply(body=body, status=status, headers={"Content-Type": "text/html"})


def test_every_state_is_reached_and_none_loses_what_was_listed(years: Years, monkeypatch: pytest.MonkeyPatch) -> None:
    first = years.on(0, calendar())
    dates = years.kept()
    assert (first.state, first.alarms, first.reason) == ("working", (), f"it lists {dates} dates to come")

    empty = years.on(1, Reply(body=EMPTY, headers=CALENDAR))
    assert (empty.state, empty.last_good) == ("changed", FIRST.isoformat())
    assert empty.reason == f"only 0 coming dates where there were {dates}: the old ones are kept"
    assert empty.alarms == ("last read on 2026-11-21",)

    trouble = [
        (2, web_page("Welcome"), "changed", "no calendar here: this is a web page without events (“Welcome”)"),
        (3, web_page("Log in"), "blocked", "no calendar here: this is a login page"),
        (4, web_page("Just a moment..."), "blocked", "no calendar here: this is a Cloudflare challenge page"),
        (5, web_page("Not found", 404), "gone", "no calendar here: this is an error page (404 not found)"),
    ]
    for days, answer, state, reason in trouble:
        found = years.on(days, answer)
        assert (found.state, found.reason, found.alarms) == (state, reason, ("last read on 2026-11-21",))
    assert [years.on(days, Reply(status=503)).state for days in (6, 29, 31)] == ["unreachable", "unreachable", "gone"]

    with monkeypatch.context() as ours:
        ours.setattr("finder.harvest.reading.normalise", lambda *_: 1 // 0)
        broken = years.on(32, calendar())
    assert (broken.state, broken.reason.split(":")[0]) == ("broken by us", "a fault of ours")
    assert (years.kept(), years.on(33, calendar(33)).state) == (dates, "working")


def test_a_calendar_whose_dates_have_all_passed_is_quiet(years: Years) -> None:
    years.on(0, calendar())
    quiet = years.on(60, Reply(body=EMPTY, headers=CALENDAR))
    assert (quiet.state, quiet.alarms) == ("quiet", ("nothing is to come",))
    assert (quiet.last_good or "")[:10] == "2027-01-20"


def test_a_fall_by_half_is_an_alarm_even_where_it_is_believed(years: Years) -> None:
    years.on(0, calendar())
    known = years.kept()
    found = years.on(1, calendar(dates=2))
    assert (found.state, found.alarms) == ("working", (f"{known - 2} of {known} dates to come are gone",))


def test_the_end_of_each_harvest_notes_how_many_groups_a_saved_selection_has(years: Years) -> None:
    saved = SavedSelection(name="all", title="All", asks={}, created="2026-11-20", changed="2026-11-20", key_hash="x")
    years.store.add_selection(saved)
    years.on(0, calendar())
    years.on(1, calendar())
    years.on(60, Reply(body=EMPTY, headers=CALENDAR))
    years.on(61, Reply(status=503))
    counts = years.store.counts("all")
    assert counts.changes == (Counted(day="2026-11-21", groups=1), Counted(day="2027-01-20", groups=0))
    assert (counts.counted_on, counts.empty_since) == ("2027-01-21", "2027-01-20")
