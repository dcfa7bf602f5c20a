"""Prepare `.venv` for `make`: check Python, make the environment, install pinned packages once.

Runs under any Python from 3.5 on, so that an old one gets a sentence and not a syntax error.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LEVELS = ("run", "test", "dev")
"""What an environment is made for; each level holds all of the one before it."""


def fail(sentence: str) -> None:
    """End with one clear sentence."""
    sys.stderr.write("finder: " + sentence + "\n")
    sys.exit(1)


def require_python() -> None:
    """Go on under a Python that is new enough, or say what is missing."""
    if sys.version_info >= OLDEST:
        return
    newer = next(filter(None, (shutil.which("python3." + str(minor)) for minor in range(15, OLDEST[1] - 1, -1))), None)
    if newer:
        os.execv(newer, [newer] + sys.argv)
    fail(
        "this needs Python 3.11 or newer, and {} is {}.{}. "
        "Install a newer Python, or name it: make run PYTHON=/path/to/python3".format(
            sys.executable, sys.version_info[0], sys.version_info[1]
        )
    )


def digest(level: str) -> str:
    """Return what an environment of this level is made from, in short."""
    content = hashlib.sha256((sys.version + str(ROOT)).encode())
    for name in ("requirements/" + level + ".txt", "pyproject.toml"):
        content.update((ROOT / name).read_bytes())
    return content.hexdigest()


def stamp(level: str) -> Path:
    """Return the file that says what the level was made from."""
    return VENV / ("installed-" + level)


def is_ready(level: str) -> bool:
    """Tell whether this level, or one that holds it, is installed as the files ask now."""
    holding = LEVELS[LEVELS.index(level) :]
    return PYTHON.exists() and any(
        stamp(other).exists() and stamp(other).read_text() == digest(other) for other in holding
    )


def make_environment() -> None:
    """Make `.venv` unless a working one is there."""
    if PYTHON.exists() and subprocess.call([str(PYTHON), "-c", "import sys; assert sys.version_info >= (3, 11)"]) == 0:
        return
    venv = [sys.executable, "-m", "venv", "--clear"]
    made = subprocess.call(venv + [str(VENV)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    # Debian keeps ensurepip in a package of its own: without it the environment is filled by the system's pip.
    if not made and subprocess.call(venv + ["--without-pip", str(VENV)]) != 0:
        fail("cannot make {}: is the folder writable, and is Python's venv module installed?".format(VENV))


def pip(arguments: "list[str]") -> None:
    """Install into `.venv`, by its own pip or by the system's."""
    own = [str(PYTHON), "-m", "pip"]
    has_own = subprocess.call(own + ["--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    command = own if has_own else [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    options = ["install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.call(command + options + arguments, cwd=str(ROOT)) != 0:
        fail("the packages could not be installed; pip's message stands above. Is there a way to the internet?")


def install(level: str) -> None:
    """Install the pinned packages of the level, and the finder itself."""
    sys.stderr.write("Installing what the finder needs into .venv: once, about a minute …\n")
    pip(["--require-hashes", "-r", str(ROOT / "requirements" / (level + ".txt"))])
    pip(["--no-deps", "--no-build-isolation", "--editable", "."])
    stamp(level).write_text(digest(level))


def main(level: str) -> None:
    """Bring `.venv` to the level."""
    require_python()
    if is_ready(level):
        return
    if not os.access(str(ROOT), os.W_OK):
        fail("cannot write in {}: copy the folder to a place where you may write".format(ROOT))
    make_environment()
    install(level)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        fail("stopped")
    except (OSError, ValueError, IndexError) as error:
        fail("{}; usage: python3 tools/bootstrap.py run|test|dev".format(error))
