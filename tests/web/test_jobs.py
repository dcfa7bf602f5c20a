from __future__ import annotations

import fcntl
from pathlib import Path
from time import monotonic, sleep

import pytest

from finder.config import Settings
from finder.web import jobs
from finder.web.jobs import Busy, Job, Progress

JOB = Job(kind="harvest", label="Bloomington", started_at="2026-11-21T12:00:00+00:00", total=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def ended(settings: Settings) -> Progress:
    limit = monotonic() + 60
    while monotonic() < limit:
        found = jobs.progress(settings)
        assert found
        if not found.is_running:
            return found
        sleep(0.05)
    pytest.fail("the job does not end")


def test_there_is_no_progress_before_the_first_job(settings: Settings) -> None:
    assert jobs.progress(settings) is None


def test_a_command_that_fails_is_told_in_its_own_words(settings: Settings) -> None:
    jobs.start(settings, JOB, ["sources", "remove", "nobody"])
    assert ended(settings) == Progress(
        job=JOB,
        is_running=False,
        error="nothing was added or harvested here as “nobody”",
    )


def test_one_job_runs_at_a_time_whoever_started_it(settings: Settings) -> None:
    with (settings.data_dir / "job.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            jobs.start(settings, JOB, ["--version"])
    assert jobs.progress(settings) is None


def test_a_job_that_was_killed_is_not_taken_for_running(settings: Settings) -> None:
    (settings.data_dir / "job.jsonl").write_bytes(b'{"kind":"harvest","label":"x","started_at":"y","total":2}\n')
    (settings.data_dir / "job.lock").touch()
    found = jobs.progress(settings)
    assert found
    assert (found.is_running, found.is_whole, found.error) == (False, False, "")


@pytest.mark.parametrize(
    ("written", "count"),
    [
        (b'{"source_id":"a","started_at":"t"}\n', 1),
        (b'{"source_id":"a","started_at":"t"}\n{"source_id":"b","star', 1),
        (b'{"source_id":"a","started_at":"t"}\nnonsense\n{"source_id":"b","started_at":"t"}\n', 2),
        (b"", 0),
    ],
)
def test_lines_count_when_they_are_whole(settings: Settings, written: bytes, count: int) -> None:
    head = b'{"kind":"harvest","label":"x","started_at":"y","total":2}\n'
    (settings.data_dir / "job.jsonl").write_bytes(head + written)
    found = jobs.progress(settings)
    assert found
    assert len(found.reports) == count


@pytest.mark.parametrize("written", [b"", b"\n", b"nonsense\n", b'{"kind":"other"}\n', b"\xff\xfe\n"])
def test_a_file_that_is_no_job_counts_as_none(settings: Settings, written: bytes) -> None:
    (settings.data_dir / "job.jsonl").write_bytes(written)
    assert jobs.progress(settings) is None
