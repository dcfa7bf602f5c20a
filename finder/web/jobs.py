"""One harvest at a time, in a process of its own, whose progress every web worker sees and a restart survives.

The process holds a lock for as long as it lives, so that no worker has to be asked, and no number of a process
believed, to know whether it runs.  Beside the database lies what it was told to do, and below that one line for each
source that is done.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from time import sleep
from typing import IO, Literal, TypeVar

import msgspec

from finder.config import Settings
from finder.errors import FinderError
from finder.listing import Find, HarvestReport, Record

R = TypeVar("R", bound=Record)
Kind = Literal["harvest", "sample", "look"]

_TRIES = 20
_PAUSE = 0.05
_SAID = "finder: "
"""How the last words of a command that failed begin."""


class Busy(FinderError):
    """Another job is running."""

    def __init__(self) -> None:
        super().__init__("calendars are being read already: wait until that is done")


class Job(Record, frozen=True, kw_only=True):
    """What is done: sources harvested, the sample loaded, or the calendar at an address looked for.

    `label` is the place, or the address; `href` leads to the results; `started_at` is RFC 3339; `total` counts sources.
    """

    kind: Kind
    label: str
    started_at: str
    href: str = ""
    total: int = 0


class Progress(Record, frozen=True, kw_only=True):
    """How far a job is; `error` is the sentence that a command ended with before it was done."""

    job: Job
    is_running: bool
    reports: tuple[HarvestReport, ...] = ()
    find: Find | None = None
    error: str | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether it came to its end."""
        return self.find is not None or (self.job.kind != "look" and len(self.reports) >= self.job.total)

    @property
    def unread(self) -> tuple[HarvestReport, ...]:
        """The sources that could not be read."""
        return tuple(report for report in self.reports if report.error)


def start(settings: Settings, job: Job, arguments: Sequence[str]) -> None:
    """Run `finder` with these arguments for the job; it goes on when this process ends.

    Raises:
        Busy: another job runs.
        OSError: the data folder cannot be written, or no process be started.
    """
    lock = _locked(settings.data_dir)
    if lock is None:
        raise Busy
    with lock:
        _begin(settings.data_dir, job)
        with _file(settings, "jsonl").open("ab") as out, _file(settings, "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603  the command is ours, and no shell reads the arguments
                [sys.executable, "-m", "finder", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
                env={**os.environ, **_environment(settings)},
                pass_fds=(lock.fileno(),),
                start_new_session=True,
            )
    # Somebody has to take note of its end, or it would stay in the table of processes.
    Thread(target=process.wait, daemon=True).start()


def progress(settings: Settings) -> Progress | None:
    """Return how far the last job is; None when there has been none."""
    # Asked first: whatever was written before a job ended is then read below.
    is_running = _is_running(settings.data_dir)
    try:
        *lines, _unfinished = _file(settings, "jsonl").read_bytes().split(b"\n")
        job = msgspec.json.decode(lines[0], type=Job)
    except (OSError, msgspec.MsgspecError, IndexError):
        return None
    finds = _records(lines[1:], Find) if job.kind == "look" else ()
    reports = _records(lines[1:], HarvestReport) if job.kind != "look" else ()
    found = Progress(job=job, is_running=is_running, reports=tuple(reports), find=next(iter(finds), None))
    if is_running or found.is_whole:
        return found
    return msgspec.structs.replace(found, error=_last_words(settings))


def _records(lines: Iterable[bytes], kind: type[R]) -> Iterator[R]:
    for line in lines:
        with suppress(msgspec.MsgspecError):
            yield msgspec.json.decode(line, type=kind)


def _begin(folder: Path, job: Job) -> None:
    """Put the job in the place of the one before, all of it or nothing."""
    new = folder / "job.new"
    new.write_bytes(msgspec.json.encode(job) + b"\n")
    new.replace(folder / "job.jsonl")


def _last_words(settings: Settings) -> str:
    try:
        said = _file(settings, "log").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.removeprefix(_SAID) for line in reversed(said) if line.startswith(_SAID)), "")


def _file(settings: Settings, kind: str) -> Path:
    return settings.data_dir / f"job.{kind}"


def _environment(settings: Settings) -> dict[str, str]:
    return {f"FINDER_{name.upper()}": str(value) for name, value in asdict(settings).items()}


def _locked(folder: Path) -> IO[bytes] | None:
    """Return the locked file, or None when another holds it; who only asks whether it is held does so for a moment."""
    import fcntl  # noqa: PLC0415  other systems can serve pages without it

    lock = (folder / "job.lock").open("ab")
    for _ in range(_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sleep(_PAUSE)
        else:
            return lock
    lock.close()
    return None


def _is_running(folder: Path) -> bool:
    try:
        import fcntl  # noqa: PLC0415  as above

        with (folder / "job.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (OSError, ImportError):
        return False
    return False
