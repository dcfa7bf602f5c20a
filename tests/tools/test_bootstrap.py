from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "tools" / "bootstrap.py"


def run_as(version: tuple[int, int], **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the bootstrap under a Python that takes itself for another version."""
    code = (
        f"import sys, runpy; sys.version_info = {version!r}; sys.argv = ['x', 'run']; "
        f"runpy.run_path({str(BOOTSTRAP)!r}, run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, **environ}
    )


def test_an_old_python_gets_a_sentence(tmp_path: Path) -> None:
    done = run_as((3, 9), PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"finder: this needs Python 3\.11 or newer, and \S+ is 3\.9\. "
        r"Install a newer Python, or name it: make run PYTHON=/path/to/python3\n",
        done.stderr,
    )


def test_an_unknown_level_gets_a_sentence() -> None:
    done = subprocess.run([sys.executable, BOOTSTRAP, "fly"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "usage: python3 tools/bootstrap.py run|test|dev" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bootstrap_reads_as_python_3_5() -> None:
    compile(BOOTSTRAP.read_text(encoding="utf-8"), str(BOOTSTRAP), "exec", dont_inherit=True)
    assert 'f"' not in BOOTSTRAP.read_text(encoding="utf-8")


@pytest.mark.parametrize("level", ["run", "test", "dev"])
def test_every_pinned_package_has_a_hash_and_no_download_address(level: str) -> None:
    text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^(\S+==\S+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, flags=re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[^#\s]", text, flags=re.MULTILINE)) > 20
    assert "://" not in text


def test_what_runs_is_what_is_tested() -> None:
    def pins(level: str) -> set[str]:
        text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^\S+==\S+", text, flags=re.MULTILINE))

    assert pins("run") <= pins("test") <= pins("dev")
