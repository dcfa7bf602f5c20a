"""What people correct outlives every harvest: by the commands that people use, over real sockets."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from town import CALENDARS, Done, finder, open_town, prepare, start, state
from website import Reply, Site

from finder.listing import Fact, Group, Tag
from finder.store import open_store

WHO = ("--by", "a librarian", "--why", "there are six steps at the door")


@pytest.fixture
def town(site: Site, tmp_path: Path) -> Path:
    """A data folder in which two of the town's calendars were read."""
    prepare(tmp_path, open_town(site))
    finder(tmp_path, "harvest", "spinners", "tulip-hill")
    return tmp_path


def group(folder: Path, title: str) -> Group:
    with closing(open_store(folder / "finder.sqlite", read_only=True)) as store:
        assert store.problems() == []
        return next(group for group in store.groups() if group.title == title)


def name(folder: Path, title: str) -> str:
    return str(group(folder, title).id)


def tags(found: Group) -> dict[str, str]:
    return {f"{tag.facet}/{tag.tag}": tag.level for tag in found.tags}


def listed(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in finder(folder, "correct", "list", "--json", *arguments).out.splitlines()]


def standings(folder: Path) -> list[str]:
    return [one["standing"] for one in listed(folder)]


def say_otherwise(site: Site, old: bytes, new: bytes, path: str = "/calendar.ics") -> None:
    reply = site.replies[path]
    assert isinstance(reply, Reply)
    assert old in reply.body
    site.replies[path] = Reply(body=reply.body.replace(old, new))


def test_a_corrected_group_is_found_and_shows_who_says_so(town: Path) -> None:
    spin_in = name(town, "Spin-in")
    day = time.strftime("%-d %B %Y", time.gmtime())
    done = finder(town, "correct", "add", spin_in, "low-budget", *WHO[:3], "tea  and wool\nare shared")
    assert done.code == 0
    asked = ("search", "--near", "Bloomington, IN", "--tag", "low-budget", "--stated", "--json")
    found = {hit["title"]: hit for hit in map(json.loads, finder(town, *asked).out.splitlines())}
    assert {
        "facet": "situation",
        "tag": "low-budget",
        "level": "stated",
        "evidence": f"corrected by a librarian on {day}: tea and wool are shared",
        "field": "correction",
    } in found["Spin-in"]["tags"]


def test_a_level_is_set_and_a_tag_removed_whatever_the_organiser_says(town: Path) -> None:
    spin_in = name(town, "Spin-in")
    before = tags(group(town, "Spin-in"))
    finder(town, "correct", "add", spin_in, "limited-mobility", "no", *WHO)
    finder(town, "correct", "remove", spin_in, "welcome/beginners", *WHO)
    expected = before | {"situation/limited-mobility": "no"}
    del expected["welcome/beginners"]
    assert tags(group(town, "Spin-in")) == expected


def test_a_fact_is_given_with_the_persons_words(town: Path) -> None:
    done = finder(town, "correct", "add", name(town, "Spin-in"), "lift", "no", *WHO)
    [correction] = map(json.loads, done.out.splitlines())
    [fact] = [fact for fact in group(town, "Spin-in").facts if fact.field == "correction"]
    day = correction["at"][:10]
    assert fact == Fact(
        topic="venue-access", name="lift", value="no", evidence=fact.evidence, field="correction", date=day
    )
    assert fact.evidence.endswith(": there are six steps at the door")


def test_a_correction_outlives_harvests_of_other_words_and_of_another_program(
    town: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder(town, "correct", "remove", name(town, "Spin-in"), "beginners", *WHO)
    finder(town, "harvest", "spinners")
    assert standings(town) == ["holds"]
    say_otherwise(site, b"Newcomers welcome", b"All levels are welcome")
    say_otherwise(site, b"SUMMARY:Spin-in", b"SUMMARY:Spin-ins")
    monkeypatch.setattr("finder.harvest.fingerprint", lambda: "another")
    finder(town, "harvest", "spinners")
    assert "welcome/beginners" not in tags(group(town, "Spin-ins"))
    assert [(one["standing"], one["said_then"]["words"], one["said_now"]["words"]) for one in listed(town)] == [
        ("changed", "Newcomers welcome", "All levels are welcome")
    ]
    assert "words changed since" in finder(town, "correct", "list").out


def test_an_organiser_who_comes_to_say_the_same_agrees(town: Path, site: Site) -> None:
    finder(town, "correct", "remove", name(town, "Spin-in"), "beginners", *WHO)
    say_otherwise(site, b" Newcomers welcome.", b"")
    finder(town, "harvest", "spinners")
    assert standings(town) == ["agreed"]


def test_undoing_gives_back_what_was_there(town: Path) -> None:
    before = state(town)
    spin_in = name(town, "Spin-in")
    for arguments in (("add", "limited-mobility", "no"), ("remove", "limited-mobility"), ("remove", "crafts")):
        finder(town, "correct", arguments[0], spin_in, *arguments[1:], *WHO)
    assert standings(town) == ["replaced", "holds", "holds"]
    assert group(town, "Spin-in").creative is False
    assert finder(town, "correct", "undo", "2").code == 0
    assert tags(group(town, "Spin-in"))["situation/limited-mobility"] == "no"
    for number in ("1", "3"):
        finder(town, "correct", "undo", number)
    assert (state(town), listed(town)) == (before, [])


def test_a_listing_that_was_not_taken_for_creative_becomes_a_group_for_as_long_as_somebody_says_so(town: Path) -> None:
    before = state(town)
    uid = ("LibCal-101-7010", "crafts", "--source", "tulip-hill", "--by", "the host", "--why", "we fold the forms")
    assert finder(town, "correct", "add", *uid).code == 0
    finder(town, "harvest", "tulip-hill")
    assert tags(group(town, "Tax Help Desk"))["pathway/crafts"] == "stated"
    finder(town, "correct", "undo", "1")
    assert state(town) == before


def test_a_series_is_corrected_on_all_of_its_dates(town: Path) -> None:
    series = ("spin-in@hillspinners.example.org", "low-budget", "--source", "spinners")
    assert finder(town, "correct", "add", *series, *WHO).code == 0
    assert tags(group(town, "Spin-in"))["situation/low-budget"] == "stated"


def test_what_is_no_longer_listed_keeps_its_correction_for_the_day_it_comes_back(town: Path, site: Site) -> None:
    finder(town, "correct", "add", name(town, "Online: Write Together"), "low-budget", *WHO)
    path = "/ajax/calendar/list"
    reply = site.replies[path]
    assert isinstance(reply, Reply)
    answer = json.loads(reply.body)
    answer["results"] = [one for one in answer["results"] if "Write" not in one["title"]]
    site.replies[path] = Reply(body=json.dumps(answer).encode())
    finder(town, "harvest", "tulip-hill")
    assert standings(town) == ["not-listed"]
    site.replies[path] = reply
    finder(town, "harvest", "tulip-hill")
    assert standings(town) == ["holds"]
    assert tags(group(town, "Online: Write Together"))["situation/low-budget"] == "stated"


def test_a_correction_made_while_its_source_is_being_read_is_not_lost(town: Path, site: Site) -> None:
    reply = site.replies["/calendar.ics"]
    assert isinstance(reply, Reply)
    site.replies["/calendar.ics"] = Reply(body=reply.body.replace(b"Bring", b"Do bring"), delay=2.0)
    asked = len(site.paths())
    running = start(town, "harvest", "spinners")
    while len(site.paths()) == asked and running.poll() is None:
        time.sleep(0.02)
    finder(town, "correct", "add", name(town, "Spin-in"), "limited-mobility", "no", *WHO)
    assert running.wait(timeout=60) == 0
    found = group(town, "Spin-in")
    assert (str(found.description)[:8], tags(found)["situation/limited-mobility"]) == ("Do bring", "no")


def test_a_harvest_that_is_killed_loses_no_correction(town: Path, site: Site) -> None:
    finder(town, "correct", "add", name(town, "Spin-in"), "limited-mobility", "no", *WHO)
    for _, path, _, _ in CALENDARS.values():
        reply = site.replies[path]
        assert isinstance(reply, Reply)
        site.replies[path] = Reply(body=reply.body, delay=0.05)
    for seconds in (0.6, 1.2):
        running = start(town, "harvest")
        time.sleep(seconds)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        assert tags(group(town, "Spin-in"))["situation/limited-mobility"] == "no"
    assert standings(town) == ["holds"]


def test_a_source_that_is_forgotten_takes_its_corrections_along(town: Path) -> None:
    finder(town, "correct", "add", name(town, "Spin-in"), "low-budget", *WHO)
    done = finder(town, "sources", "remove", "spinners")
    assert (done.code, listed(town)) == (0, [])
    assert "1 correction" in done.err


WRONG = (
    (("add", "nobody", "low-budget"), "there is no group “nobody”"),
    (("add", "7010", "crafts", "--source", "tulip-hill"), "lists nothing with the uid"),
    (("add", "x", "crafts", "--source", "nowhere"), "the source “nowhere” lists nothing"),
    (("add", "SPIN", "low-budgets"), "Did you mean low-budget"),
    (("add", "SPIN", "pathway/low-budget"), "there is no tag or fact"),
    (("add", "SPIN", "low-budget", "maybe"), "is one of stated, likely, no"),
    (("add", "SPIN", "crafts", "no"), "remove it"),
    (("add", "SPIN", "lift", "perhaps"), "is one of yes, no"),
    (("add", "SPIN", "lift"), "is one of yes, no"),
    (("add", "SPIN", "bring", "yes"), "has no value"),
    (("add", "SPIN", "low-budget", "--why", " \n "), "--why"),
    (("add", "SPIN", "low-budget", "--by", ""), "--by"),
    (("add", "SPIN", "low-budget", "--why", "x" * 501), "more than 500"),
    (("add", "SPIN", "low-budget", "--by", "\x1b[31m me"), "plain text"),
    (("remove", "SPIN", "low-budget", "--why", "\ud800"), "plain text"),
    (("undo", "7"), "there is no correction 7"),
)


def test_what_cannot_be_kept_is_one_clear_sentence_and_changes_nothing(town: Path) -> None:
    before = state(town)
    spin_in = name(town, "Spin-in")
    for arguments, words in WRONG:
        given = [spin_in if one == "SPIN" else one for one in arguments]
        usual = [] if arguments[0] == "undo" else [*WHO]
        done = finder(town, "correct", *given[:1], *usual, *given[1:])
        assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1), arguments
        assert words in done.err
    assert (state(town), listed(town)) == (before, [])


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x"])
def test_a_number_that_no_correction_can_have_is_wrong_usage(tmp_path: Path, number: str) -> None:
    done: Done = finder(tmp_path, "correct", "undo", "--", number)
    assert done.code == 2


def test_nothing_corrected_is_said_in_words(tmp_path: Path) -> None:
    assert finder(tmp_path, "correct", "list").out == "Nobody has corrected anything.\n"


def test_a_tag_that_only_a_person_gives_is_no_tag_of_the_listing_itself(town: Path) -> None:
    finder(town, "correct", "add", name(town, "Spin-in"), "low-budget", *WHO)
    with closing(open_store(town / "finder.sqlite", read_only=True)) as store:
        found: set[Tag] = {tag for listing in store.listings("spinners") for tag in listing.tags}
    assert [tag for tag in found if tag.field == "correction"] == []


def test_a_group_of_the_store_is_explained_with_what_people_say_of_it(town: Path) -> None:
    spin_in = name(town, "Spin-in")
    finder(town, "correct", "add", spin_in, "limited-mobility", "no", *WHO)
    told = finder(town, "tag", "--explain", "--group", spin_in).out
    assert "+ situation/limited-mobility: likely, by the phrase" in told
    assert "What people say of the group instead:\n  situation/limited-mobility no: corrected by a librarian" in told
    [plain] = map(json.loads, finder(town, "tag", "--explain", "--json", "--group", spin_in).out.splitlines())
    assert [(one["tag"], one["field"]) for one in plain["corrected"]] == [("limited-mobility", "correction")]
    finder(town, "correct", "remove", spin_in, "limited-mobility", *WHO)
    told = finder(town, "tag", "--explain", "--group", spin_in).out
    assert "  situation/limited-mobility taken off: corrected by a librarian" in " ".join(told.splitlines())
    done = finder(town, "tag", "--explain", "--group", "nobody")
    assert (done.code, done.err) == (1, "finder: there is no group “nobody”\n")


def test_a_correction_that_is_killed_is_made_wholly_or_not_at_all(town: Path) -> None:
    spin_in = name(town, "Spin-in")
    before = tags(group(town, "Spin-in"))
    for seconds in (0.3, 0.6, 0.9):
        running = start(town, "correct", "add", spin_in, "limited-mobility", "no", *WHO)
        time.sleep(seconds)
        running.kill()
        running.wait()
        is_made = bool(listed(town))
        assert tags(group(town, "Spin-in")) == (before | {"situation/limited-mobility": "no"} if is_made else before)


def test_corrections_made_at_the_same_time_are_all_kept(town: Path) -> None:
    spin_in = name(town, "Spin-in")
    names = ("low-budget", "time-constrained", "workshop")
    running = [start(town, "correct", "add", spin_in, one, *WHO) for one in names]
    assert [one.wait(timeout=60) for one in running] == [0, 0, 0]
    assert sorted(one["name"] for one in listed(town)) == sorted(names)
    given = {tag.tag for tag in group(town, "Spin-in").tags if tag.field == "correction"}
    assert given == set(names)
