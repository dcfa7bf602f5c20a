from __future__ import annotations

import json
import re
from pathlib import Path

from town import finder, prepare, state


def test_the_sample_is_loaded_once_a_day_and_says_from_when_it_is(tmp_path: Path) -> None:
    prepare(tmp_path, [])
    first = finder(tmp_path, "demo")
    once = state(tmp_path)
    again = finder(tmp_path, "demo")
    reports = [json.loads(line) for line in finder(tmp_path, "demo", "--json").out.splitlines()]
    assert len(reports) == len({report["source_id"] for report in reports}) == 8
    assert (first.code, again.code, again.err, again.out) == (0, 0, "", first.out)
    assert re.fullmatch(
        r"The sample holds \d{3} creative groups in 8 areas; their facts were recorded up to 2026-\d\d-\d\d, and dates"
        r" may be carried over from an earlier season\.\n",
        first.out,
    )
    assert state(tmp_path) == once


def test_loading_the_sample_again_changes_nothing(tmp_path: Path) -> None:
    prepare(tmp_path, [])
    finder(tmp_path, "demo")
    once = state(tmp_path)
    done = finder(tmp_path, "harvest", harvest_days=400)
    assert (done.code, state(tmp_path)) == (0, once)
