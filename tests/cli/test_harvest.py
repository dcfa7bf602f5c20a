"""What `finder harvest` tells while it works and when it ends, on a terminal and elsewhere."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from town import CALENDARS, Done, environment, finder, open_town, prepare, start, state
from website import Reply, Site

from finder.store import open_store

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def town(site: Site, tmp_path: Path) -> Path:
    prepare(tmp_path, open_town(site))
    return tmp_path


@pytest.fixture
def slow_town(site: Site, tmp_path: Path) -> Path:
    sources = open_town(site, delay=0.4)
    for _, path, _, _ in list(CALENDARS.values())[-2:]:
        # Two that answer late, so that on a busy machine too some are not done when the others are.
        reply = site.replies[path]
        assert isinstance(reply, Reply)
        site.replies[path] = replace(reply, delay=2.5)
    prepare(tmp_path, sources)
    return tmp_path


def screen(folder: Path, *arguments: str, columns: int = 100, both: bool = False) -> Done:
    """Run a command whose messages (and with `both` its output) go to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    given = {name: value for name, value in environment(folder).items() if name not in {"NO_COLOR", "COLUMNS"}}
    running = subprocess.Popen(
        [sys.executable, "-m", "finder", *arguments],
        env={**given, "TERM": "xterm-256color"},
        stdout=theirs if both else subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = bytearray()
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # so a pseudo-terminal tells that the other side has closed it
        pass
    os.close(ours)
    out = running.communicate(timeout=60)[0] or b""
    return Done(code=running.returncode, out=out.decode(), err=shown.decode())


def done_sources(folder: Path) -> list[str]:
    with closing(open_store(folder / "finder.sqlite", read_only=True)) as store:
        return [report.source_id for report in store.reports()]


def wait_for_some(folder: Path) -> None:
    for _ in range(600):
        if len(done_sources(folder)) >= 2:
            return
        time.sleep(0.05)
    raise AssertionError


def frames(shown: str) -> list[str]:
    """Return what a terminal was told to show, line after line, each time it was drawn anew."""
    return [plain for line in re.split(r"[\r\n]", shown) if (plain := ESCAPE.sub("", line).strip())]


def test_a_terminal_shows_one_bar_that_moves_and_what_could_not_be_read_above_it(town: Path, site: Site) -> None:
    site.replies["/calendar.ics"] = Reply(status=404)
    done = screen(town, "harvest")
    shown = frames(done.err)
    bars = [frame for frame in shown if "sources," in frame]
    assert done.code == 0
    assert re.fullmatch(r"━+ 7/7 sources, 14 listings, 1 not read, 0:\d\d:\d\d gone, 0:00:00 to go", bars[-1])
    [above] = dict.fromkeys(frame for frame in shown if "sources," not in frame)
    assert above.startswith("spinners: no calendar here: this is ")
    assert (len(bars) > 1, done.err.count("\x1b[?25l"), done.err.count("\x1b[?25h")) == (True, 1, 1)


def test_a_narrow_terminal_is_not_written_beyond_its_edge(town: Path) -> None:
    done = screen(town, "harvest", columns=40)
    assert (done.code, max(map(len, frames(done.err))) <= 40) == (0, True)


def test_records_come_through_a_pipe_while_the_terminal_shows_the_bar(town: Path) -> None:
    done = screen(town, "harvest", "--json")
    assert {json.loads(line)["source_id"] for line in done.out.splitlines()} == set(CALENDARS)
    assert "7/7 sources, 19 listings, 0 not read" in frames(done.err)[-1]


def test_records_on_the_terminal_itself_are_not_drawn_over(town: Path) -> None:
    done = screen(town, "harvest", "--json", both=True)
    records = [json.loads(line) for line in done.err.splitlines() if line.startswith("{")]
    assert ({record["source_id"] for record in records}, "\x1b" in done.err) == (set(CALENDARS), False)


def test_elsewhere_each_source_is_a_line_of_the_log(town: Path) -> None:
    done = finder(town, "harvest")
    said = [line for line in done.err.splitlines() if line.startswith("[")]
    assert [line.split()[0] for line in said] == [f"[{number}/7]" for number in range(1, 8)]
    assert "\x1b" not in done.err
    assert any(line.endswith("spinners: 5 listings, 1 creative groups, 5 new") for line in said)


def test_it_ends_with_a_table_of_what_was_done_and_what_went_wrong(town: Path, site: Site) -> None:
    site.replies["/rss.php"] = Reply(status=500)
    done = finder(town, "harvest", "spinners", "stone-creek")
    head, spinners, creek, _, closing_line = done.out.splitlines()
    assert head.split() == [
        "source",
        "pages",
        "listings",
        "groups",
        "new",
        "changed",
        "gone",
        "dropped",
        "seconds",
        "state",
    ]
    assert spinners.split()[:7] == ["spinners", "1", "5", "1", "5", "0", "0"]
    assert creek.endswith("answered 500 Internal Server Error")
    assert closing_line == "1 of 2 sources read, 5 listings, 5 new, 0 changed, 0 gone."


def test_an_interrupted_harvest_says_in_one_line_how_to_go_on_and_leaves_the_store_whole(slow_town: Path) -> None:
    command = [sys.executable, "-m", "finder", "harvest"]
    running = subprocess.Popen(command, env=environment(slow_town), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wait_for_some(slow_town)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    last = err.decode().splitlines()[-1]
    count = len(done_sources(slow_town))
    assert (running.returncode, out) == (130, b"")
    assert re.fullmatch(r"stopped: \d of 7 sources are done; finder harvest --due goes on from here", last)
    assert (2 <= count < 7, len(state(slow_town)), "Traceback" in err.decode()) == (True, 7, False)


def test_a_harvest_that_was_killed_goes_on_with_what_was_not_done(slow_town: Path) -> None:
    running = start(slow_town, "harvest")
    wait_for_some(slow_town)
    running.kill()
    running.wait()
    done = set(done_sources(slow_town))
    again = finder(slow_town, "harvest", "--due", "--json")
    assert {json.loads(line)["source_id"] for line in again.out.splitlines()} == set(CALENDARS) - done
    assert set(done_sources(slow_town)) == set(CALENDARS)
