"""How fast places are found: `python benchmarks/geocode.py [COUNT]` prints one line per order of the questions.

The questions are made up, for homes drawn from all American towns of 500 people and more: rooms, branches, venues,
addresses and postal codes, as calendars print them.  `by source` asks forty in a row at one home, as a harvest does;
`anywhere` asks at another home each time, which memory helps little.  `finder geocode --batch` runs as a process
of its own; its start, with a single question, is told apart and taken off the rate.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from finder.config import load
from finder.places.gazetteer import Gazetteer

FINDER = (sys.executable, "-m", "finder", "geocode", "--batch")
ORDERS = {"by source": 40, "anywhere": 1}
"""How many questions in a row are asked at one home."""

STREETS = ("Main St", "Walnut Street", "N Church Ave", "Mill Rd", "E Kirkwood Ave", "Second St", "Oak Drive")
ROOMS = ("Meeting Room {n}", "Auditorium", "Room {n}B", "Children's Program Room", "Large Studio", "Conference {n}")
VENUES = (
    "Downtown Library",
    "{town} Public Library",
    "Arts Center",
    "{town} Branch",
    "First Methodist Church",
    "City Hall",
)


class Used(NamedTuple):
    """What a process used: CPU seconds and megabytes at most."""

    seconds: float
    megabytes: int


def questions(count: int, at_one_home: int, rng: random.Random) -> Iterator[dict[str, str]]:
    """Yield questions, some in a row at each home."""
    towns = [(city.name, city.region) for city in Gazetteer(load().gazetteer_path).cities_in("US")]
    for _ in range(0, count, at_one_home):
        town, region = rng.choice(towns)
        for _ in range(at_one_home):
            yield {"location": location(town, region, rng), "near": f"{town}, {region}"}


def location(town: str, region: str, rng: random.Random) -> str:
    """Return where something happens, in one of the ways in which calendars say it."""
    number = rng.randrange(1, 9999)
    room = rng.choice(ROOMS).format(n=number % 400)
    venue = rng.choice(VENUES).format(town=town)
    street = f"{number} {rng.choice(STREETS)}"
    return rng.choice(
        (
            f"{venue} - {room}",
            f"{venue}, {street}, {town}, {region}",
            f"{venue}, {street}, {town}, {region} {rng.randrange(501, 99999):05d}, United States",
            f"{street}, {town}",
            room,
        )
    )


def run(asked: list[dict[str, str]]) -> Used:
    """Ask all in one process."""
    with tempfile.TemporaryFile() as lines:
        lines.write(b"\n".join(map(msgspec.json.encode, asked)))
        lines.seek(0)
        process = subprocess.Popen(FINDER, stdin=lines, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"finder geocode ended with {os.waitstatus_to_exitcode(status)}")
    return Used(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def main(count: int) -> None:
    """Measure both orders."""
    run([{"location": ""}])  # builds the gazetteer when there is none yet
    start = run([{"location": "Downtown Library", "near": "Bloomington, IN"}])
    print(f"start: {start.seconds:.2f} s of CPU, {start.megabytes} MB")
    for name, at_one_home in ORDERS.items():
        used = run(list(questions(count, at_one_home, random.Random(count))))
        seconds = used.seconds - start.seconds
        print(
            f"{name:>9}: {count} look-ups in {seconds:.2f} s of CPU, {count / seconds:,.0f} a second,"
            f" {used.megabytes} MB"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
