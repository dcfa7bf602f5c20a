"""`finder serve` in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finder.config import Settings
from finder.places import build
from finder.places.build import Material


def prepared(folder: Path) -> Path:
    """Return the data folder with a gazetteer in it that knows no place: a real one takes long to build."""
    nothing = Material(
        made_from=build.shipped().made_from, countries=dict, cities=tuple, postal_codes=tuple, venues=tuple
    )
    build.ensure(Settings(data_dir=folder).gazetteer_path, nothing, lambda _: None)
    return folder


def command(folder: Path, *arguments: str) -> list[str]:
    """Return the words that start it."""
    return [sys.executable, "-m", "finder", "serve", "--data-dir", str(folder), *arguments]


@contextmanager
def served(folder: Path, port: int, *more: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Start it, and end it with the block; settings are given by their names."""
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    environment |= {f"FINDER_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(
        command(folder, "--port", str(port), *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
    ) as server:
        try:
            yield server
        finally:
            server.terminate()
            server.wait(timeout=30)
