"""From real sockets to the store: a whole town is harvested by the command that people use."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from rights import ordinary_rights
from town import CALENDARS, finder, open_town, prepare, process, start, state
from website import Reply, Site

from finder.listing import Group
from finder.store import open_store


@pytest.fixture
def town(site: Site, tmp_path: Path) -> Path:
    """A data folder that knows the town's calendars."""
    prepare(tmp_path, open_town(site))
    return tmp_path


def groups(folder: Path) -> list[Group]:
    with closing(open_store(folder / "finder.sqlite", read_only=True)) as store:
        return sorted(store.groups(), key=lambda group: group.title)


def _told(group: Group) -> tuple[object, ...]:
    """Return what a card tells of a group, but for its hours, which depend on the day of the test."""
    pathways = [tag.tag for tag in group.tags if tag.facet == "pathway"]
    rhythm = (group.cadence or "").partition(";")[0]
    price = group.price and group.price.status
    return (group.title, group.venue, group.mode, price, group.place and group.place.precision, rhythm, *pathways)


def test_every_calendar_of_the_town_becomes_groups_with_place_cadence_and_tags(town: Path) -> None:
    done = process(town, "harvest", "--json")
    reports = {report["source_id"]: report for report in map(json.loads, done.out.splitlines())}
    assert done.code == 0
    assert {key: (r.get("listings"), r.get("groups"), r.get("error")) for key, r in reports.items()} == {
        "poets": (2, 1, None),
        "potters": (2, 1, None),
        "quarry": (3, 1, None),
        "spinners": (5, 1, None),
        "stone-creek": (1, 1, None),
        "tulip-hill": (5, 2, None),
        "workshop": (1, 1, None),
    }
    assert [_told(group) for group in groups(town)] == [
        ("Bookbinding for beginners", "Rogers Street Workshop", "in-person", "paid", "venue", "", "crafts"),
        ("Clay night", "Mudlark Studio", "in-person", "paid", "venue", "", "crafts"),
        ("Online: Write Together", None, "online", None, None, "", "writing"),
        ("Poetry workshop", None, "in-person", None, "city", "", "writing"),
        ("Sketch Club", "Quarry Branch Library", "in-person", "free", "city", "", "visual-arts"),
        ("Spin-in", "Hill Country Barn", "in-person", None, "venue", "FREQ=WEEKLY", "crafts"),
        ("Ukulele Jam", "Stone Creek Library", "in-person", None, "city", "", "music"),
        ("Yarn & Yap: Knitting Circle", "Tulip Hill Library", "in-person", "free", "city", "FREQ=WEEKLY", "crafts"),
    ]


def test_harvested_groups_can_be_searched_by_place_and_tag(town: Path) -> None:
    finder(town, "harvest")
    done = finder(town, "search", "--near", "Bloomington, IN", "--tag", "music", "--json")
    assert [json.loads(line)["title"] for line in done.out.splitlines()] == ["Ukulele Jam"]


def test_a_second_harvest_doubles_nothing_and_loses_nothing(town: Path, site: Site) -> None:
    finder(town, "harvest")
    once = state(town)
    asked = len(site.asked)
    done = finder(town, "harvest", "--json")
    changes = [(r.get("new", 0), r.get("changed", 0), r.get("gone", 0)) for r in map(json.loads, done.out.splitlines())]
    assert (changes, state(town)) == ([(0, 0, 0)] * len(CALENDARS), once)
    conditional = [a.path for a in site.asked[asked:] if "If-None-Match" in a.headers]
    assert len(conditional) == len(CALENDARS)
    # Asked for in full, the answers are the same again.
    for path in [path for path, reply in site.replies.items() if path != "/robots.txt"]:
        site.replies[path] = Reply(body=site.replies[path].body)  # type: ignore[union-attr]  # none is a list
    finder(town, "harvest")
    assert state(town) == once


def test_only_what_is_due_is_asked(town: Path, site: Site) -> None:
    finder(town, "harvest", "poets", "spinners")
    asked = len(site.paths())
    done = finder(town, "harvest", "--due", "--json")
    reports = [json.loads(line) for line in done.out.splitlines()]
    assert sorted(report["source_id"] for report in reports) == sorted(CALENDARS.keys() - {"poets", "spinners"})
    assert len(site.paths()) == asked + len(reports)
    again = finder(town, "harvest", "--due")
    assert (again.code, again.out) == (0, "No source is due.\n")


def test_an_address_outside_the_catalogue_can_be_harvested(site: Site, tmp_path: Path) -> None:
    open_town(site)
    prepare(tmp_path, [])
    done = finder(tmp_path, "harvest", f"{site.url}/calendar.ics", "--json")
    [report] = map(json.loads, done.out.splitlines())
    assert (report["source_id"], report["listings"]) == (f"127-0-0-1-{site.port}-calendar-ics", 5)


def test_a_program_that_reads_differently_asks_in_full(town: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    finder(town, "harvest", "spinners")
    monkeypatch.setattr("finder.harvest.fingerprint", lambda: "another")
    finder(town, "harvest", "spinners")
    assert [a.path for a in site.asked if "If-None-Match" in a.headers] == []


def test_a_busy_host_is_asked_again_later_in_the_same_harvest(
    town: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finder.cli.harvest.PATIENCE", 0.5)
    answer = site.replies["/calendar.ics"]
    assert isinstance(answer, Reply)
    site.replies["/calendar.ics"] = [Reply(status=429, headers={"Retry-After": "1"}), answer]
    done = finder(town, "harvest", "--json")
    reports = [json.loads(line) for line in done.out.splitlines()]
    assert [report for report in reports if "error" in report] == []
    # All calendars of the town lie on one host, so that all wait.
    assert len(reports) == len(CALENDARS)


def test_one_source_that_fails_stops_no_other_and_keeps_what_it_had(town: Path, site: Site) -> None:
    finder(town, "harvest")
    once = state(town)
    site.replies["/calendar.ics"] = Reply(status=500)
    site.replies["/rss.php"] = Reply(body=b"<html><title>Log in</title><form><input type=password></form></html>")
    site.replies["/ical_subscribe.php"] = Reply(body=b"BEGIN:VCALENDAR\r\nBEGIN:VEV")
    done = finder(town, "harvest", "--json")
    wrong = {r["source_id"]: r["error"] for r in map(json.loads, done.out.splitlines()) if "error" in r}
    assert (done.code, set(wrong)) == (0, {"spinners", "stone-creek", "quarry"})
    assert "answered 500" in wrong["spinners"]
    assert "fault of ours" not in " ".join(wrong.values())
    assert state(town) == once


def test_what_is_no_longer_listed_goes_and_what_is_new_comes(town: Path, site: Site) -> None:
    finder(town, "harvest", "tulip-hill")
    old = site.replies["/ajax/calendar/list"]
    assert isinstance(old, Reply)
    answer = json.loads(old.body)
    answer["results"] = answer["results"][1:4]
    site.replies["/ajax/calendar/list"] = Reply(body=json.dumps(answer).encode())
    [report] = map(json.loads, finder(town, "harvest", "tulip-hill", "--json").out.splitlines())
    assert (report.get("new", 0), report["gone"], report["listings"]) == (0, 2, 3)


def test_robots_txt_is_obeyed_by_the_command(town: Path, site: Site) -> None:
    site.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /")
    done = finder(town, "harvest")
    assert (done.code, site.paths()) == (1, [])
    assert "forbids asking" in done.err
    assert done.err.splitlines()[-1] == "finder: no source could be read"


def test_without_a_network_each_source_has_a_line_and_nothing_is_lost(town: Path, site: Site) -> None:
    finder(town, "harvest")
    once = state(town)
    site.close()
    done = finder(town, "harvest")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert done.err.count("accepts no connections") == len(CALENDARS)
    assert state(town) == once


def test_two_sources_with_one_address_are_both_read_though_nothing_changed_between(site: Site, tmp_path: Path) -> None:
    [spinners] = [source for source in open_town(site) if source.id == "spinners"]
    prepare(tmp_path, [spinners, replace(spinners, id="weavers", name="Weavers")])
    for _ in range(2):
        done = finder(tmp_path, "harvest", "--json")
        counts = {r["source_id"]: r["listings"] for r in map(json.loads, done.out.splitlines())}
        assert counts == {"spinners": 5, "weavers": 5}


def test_a_private_address_is_refused_unless_a_setting_allows_it(town: Path, site: Site) -> None:
    done = finder(town, "harvest", "spinners", allow_private_hosts=0)
    assert (done.code, site.asked) == (1, [])
    assert "only public addresses are asked" in done.err


def test_a_folder_that_cannot_be_written_is_one_line(town: Path) -> None:
    town.chmod(0o500)
    try:
        with ordinary_rights():
            done = finder(town, "harvest")
    finally:
        town.chmod(0o700)
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert "read-only" in done.err


def test_a_data_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = finder(tmp_path / "file", "harvest")
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)


def test_a_harvest_without_sources_says_how_to_name_some(tmp_path: Path) -> None:
    prepare(tmp_path, [])
    done = finder(tmp_path, "harvest")
    assert (done.code, done.err) == (
        1,
        "finder: there is no source to read: name one, or give --near or --all\n",
    )


def test_a_harvest_where_the_catalogue_knows_nobody_says_what_else_to_try(tmp_path: Path) -> None:
    prepare(tmp_path, [])
    done = finder(tmp_path, "harvest", "--near", "Bloomington", "--within", "0.001km")
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert done.err.startswith("finder: the catalogue knows no source within 0.001 km of Bloomington")
    assert done.err.endswith("look farther with --within, or add one with finder sources add\n")


def test_a_harvest_that_is_killed_leaves_the_old_or_the_new_state_of_each_source(site: Site, tmp_path: Path) -> None:
    sources = open_town(site)
    prepare(tmp_path, sources)
    finder(tmp_path, "harvest")
    old = state(tmp_path)
    for key, (_, path, _, _) in CALENDARS.items():
        reply = site.replies[path]
        assert isinstance(reply, Reply)
        changed = reply.body.replace(b"Bring", b"Do bring").replace(b"Draw", b"Do draw").replace(b"Play", b"Do play")
        changed = changed.replace(b"Pinch", b"Do pinch").replace(b"Fold", b"Do fold")
        assert changed != reply.body, key
        site.replies[path] = Reply(body=changed, delay=0.05)
    chance = random.Random(7)
    seen = []
    for _ in range(6):
        running = start(tmp_path, "harvest")
        _kill_after(running.pid, chance.uniform(0.3, 1.6))
        running.wait()
        seen.append(state(tmp_path))
    finder(tmp_path, "harvest")
    new = state(tmp_path)
    assert all(new[key] != old[key] for key in CALENDARS)
    assert all(moment[key] in (old[key], new[key]) for moment in seen for key in CALENDARS)


def _kill_after(pid: int, seconds: float) -> None:
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
