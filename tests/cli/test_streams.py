"""What becomes of a command when its input or output is not what it hoped for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LISTING = b'{"title": "Loom evening"}\n'
TAG = f"{sys.executable} -m finder tag"


def shell(line: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["/bin/sh", "-c", line], input=given, capture_output=True, check=False)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_bytes(LISTING * 5000)
    done = shell(f"({TAG} {tmp_path}/many.jsonl; echo ended with $? >&2) | head -n 1")
    assert done.stdout.startswith(b'{"title":"Loom evening"')
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"ended with 0\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_an_empty_one(closed: str) -> None:
    done = shell(f"{TAG} {closed}", LISTING)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_one_clear_line() -> None:
    done = shell(f"{TAG} >/dev/full", LISTING)
    assert (done.returncode, done.stderr) == (1, b"finder: No space left on device\n")


def test_a_byte_order_mark_before_the_first_line_is_passed_over() -> None:
    assert shell(TAG, b"\xef\xbb\xbf" + LISTING).stdout == shell(TAG, LISTING).stdout != b""
