"""The embedded store: one SQLite file."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from finder.errors import StoreError


def SQLiteStore(path: Path, *, read_only: bool) -> NoReturn:  # noqa: N802, ARG001
    """Stand in until the engine lands."""
    raise StoreError(f"no store engine yet for {path}")
