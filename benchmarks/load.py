"""Asking a server as much as it can answer, with wrk (Debian's package), for the benches that tell rates."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

WRK = shutil.which("wrk")
SCRIPT = Path(__file__).with_suffix(".lua")
LANGUAGES = ("en-US,en;q=0.9", "es-MX,es;q=0.9,en;q=0.5", "fr-CA,fr;q=0.9,en;q=0.5")


class Told(NamedTuple):
    """What one run came to: answers in a second, times in milliseconds, bytes of an answer with its headers.

    `asker_ms` is the processor time of who asks, for one answer.
    """

    rate: float
    answers: int
    p50: float
    p99: float
    size: float
    failed: int
    asker_ms: float


def run(
    port: int,
    paths: Sequence[str],
    *,
    seconds: float,
    connections: int,
    threads: int = 1,
    encoding: str = "identity",
    host: str = "127.0.0.1",
) -> Told:
    """Ask for the paths, one request after the other on each connection, in turn in three languages.

    Each thread asks for all of the paths from the beginning: where no two requests are to be the same, one is enough.
    """
    if not WRK:
        sys.exit("this needs Debian's wrk: apt-get install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as asked:
        asked.writelines(f"{LANGUAGES[at % len(LANGUAGES)]} {path}\n" for at, path in enumerate(paths))
        asked.flush()
        amount = ("-t", str(threads), "-c", str(connections), "-d", f"{seconds:.0f}s")
        headers = ("-H", f"Host: {host}", "-H", f"Accept-Encoding: {encoding}")
        order = (WRK, *amount, *headers, "-s", str(SCRIPT), f"http://127.0.0.1:{port}", "--", asked.name)
        before = _children()
        told = subprocess.run(order, stdout=subprocess.PIPE, text=True, check=True).stdout
        found = json.loads(told.splitlines()[-1])
    answers = max(1, found["answers"])
    return Told(
        rate=found["answers"] / found["seconds"],
        answers=found["answers"],
        p50=found["p50"],
        p99=found["p99"],
        size=found["bytes"] / answers,
        failed=found["failed"],
        asker_ms=(_children() - before) * 1000 / answers,
    )


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
