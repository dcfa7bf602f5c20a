"""Copies of the embedded store: made while it is in use, and put back as a whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from finder.errors import StoreDamaged, StoreError
from finder.store.published import Told
from finder.store.sqlite import SQLiteStore

_PAGES = 2000
"""Copied at a time; writers get their turn in between (https://www.sqlite.org/backup.html)."""


def back_up(path: Path, copy: Path) -> None:
    """Write a copy of the store at `path`, as it is at one moment, others writing meanwhile.

    The copy is made beside its place, checked, and then put there: a copy that exists is a whole one.

    Raises:
        StoreError: there is no store, the copy cannot be written, or `copy` is there already.
        StoreDamaged: the copy has a problem that the store has too.
    """
    if copy.exists():
        raise StoreError(f"{copy} is there already: name another file, or remove it")
    with closing(SQLiteStore(path, read_only=True)):
        pass
    part = copy.with_name(f".{copy.name}.part")
    try:
        _copy(path, part)
        _check(part)
        part.replace(copy)
    except OSError as error:
        raise StoreError(f"cannot write {copy}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def restore(copy: Path, path: Path) -> None:
    """Make the store at `path` what the copy is; who reads it meanwhile sees the old state, then the new one.

    Who follows the changes is told of all groups anew, and of those that the copy does not have that they are gone.

    Raises:
        StoreError: there is no such copy, or the store cannot be written.
        StoreDamaged: the copy is not whole; the store is left as it was.
    """
    _check(copy)
    told = Told()
    with closing(SQLiteStore(path)) as store, suppress(StoreDamaged):
        told = store.told()
    _copy(copy, path)
    with closing(SQLiteStore(path)) as store:
        store.tell_anew(told)


def _copy(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as given,
            closing(sqlite3.connect(target, timeout=60)) as taken,
        ):
            given.backup(taken, pages=_PAGES)
    except sqlite3.Error as error:
        raise StoreError(f"cannot copy {source} to {target}: {error}") from error


def _check(path: Path) -> None:
    with closing(SQLiteStore(path, read_only=True)) as store:
        if problems := store.problems():
            raise StoreDamaged(f"{path} is not whole: {problems[0]}")
