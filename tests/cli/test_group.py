from __future__ import annotations

import json
import subprocess
import sys


def run(text: str | bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    data = text.encode() if isinstance(text, str) else text
    return subprocess.run(
        [sys.executable, "-m", "finder", "group", *arguments], input=data, capture_output=True, check=False
    )


def test_records_in_groups_out() -> None:
    place = {"location": "Mill Street Studio", "timezone": "America/Chicago", "source": {"name": "Mill"}}
    records = [
        {
            "title": "Loom Evening",
            "uid": f"u{n}",
            "start": f"2026-12-{n}T18:00:00",
            "end": f"2026-12-{n}T20:00:00",
            **place,
        }
        for n in ("01", "08", "15")
    ]
    done = run("\n".join(map(json.dumps, records)), "--now", "2026-12-02T00:00:00Z")
    assert (done.returncode, done.stderr) == (0, b"")
    (group,) = map(json.loads, done.stdout.splitlines())
    assert {key: group[key] for key in ("title", "cadence", "cadence_text", "next", "members", "evidence")} == {
        "title": "Loom Evening",
        "cadence": "FREQ=WEEKLY;BYDAY=TU",
        "cadence_text": "Every Tuesday, 6–8 pm",  # noqa: RUF001  an en dash is meant
        "next": "2026-12-01T18:00:00-06:00",
        "members": ["u01", "u08", "u15"],
        "evidence": "listed for 3 of 3 Tuesdays from 1 December to 15 December",
    }


def test_wrong_input_is_one_clear_line() -> None:
    for text, arguments in (("{", ()), ('{"title": 3}', ()), (b'{"title": "\xff"}', ()), ("", ("--now", "soon"))):
        done = run(text, *arguments)
        assert done.returncode == 1
        assert done.stdout == b""
        assert done.stderr.startswith(b"finder: ")
        assert done.stderr.count(b"\n") == 1


def test_nothing_in_nothing_out() -> None:
    done = run("\n\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
