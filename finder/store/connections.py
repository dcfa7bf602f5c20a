"""Connections to one SQLite file: lent out one to a thread, and every error in plain words."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType

from finder.errors import StoreBusy, StoreDamaged, StoreError
from finder.store import tiling
from finder.store.schema import upgrade

_PRIMARY = 0xFF
"""SQLite's extended result codes carry the primary one in the low byte."""


_MAPPED = 4 << 30
_CHECKPOINT_PAGES = 16_000
_WRITER_CACHE_KB = 16_000


class Connections:
    """Lends connections; a thread that holds the write lock gets the one that holds it.

    An idle connection is kept for the next caller: opening one costs about 0.3 ms, taking an idle one 3 µs.  Open the
    store after a fork, not before: SQLite's locks do not pass to a child.
    """

    def __init__(self, path: Path, *, read_only: bool, busy_seconds: float) -> None:
        self._path = path
        self._read_only = read_only
        self._busy_seconds = busy_seconds
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._thread = threading.local()
        self._prepare()

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection for reading."""
        held: sqlite3.Connection | None = getattr(self._thread, "held", None)
        return self._reading() if held is None else _Held(held, self._path)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._translated(), self._lent() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that holds the write lock; a call inside a call joins it, and is undone alone on an error.

        Raises:
            StoreBusy: another process or thread kept the lock for too long.
        """
        if self._read_only:
            raise StoreError(f"{self._path} is open for reading only")
        held: sqlite3.Connection | None = getattr(self._thread, "held", None)
        with self._translated():
            if held is not None:
                with _bracket(held, "SAVEPOINT step", "RELEASE step", "ROLLBACK TO step", "RELEASE step"):
                    yield held
                return
            with self._lent() as db, _bracket(db, "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
                self._thread.held = db
                try:
                    yield db
                finally:
                    self._thread.held = None

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all reading inside see one state of the file, whatever is written meanwhile."""
        return _Snapshot(self) if getattr(self._thread, "held", None) is None else nullcontext()

    def hold(self) -> None:
        """Let the thread keep a connection that sees one state of the file, until `release`."""
        try:
            db = self._take()
            db.execute("BEGIN")
        except sqlite3.Error as error:
            raise _in_words(error, self._path) from error
        self._thread.held = db

    def release(self, error: BaseException | None) -> None:
        """Take the connection back, or close it where SQLite met with an error."""
        db, self._thread.held = self._thread.held, None
        try:
            if isinstance(error, sqlite3.Error):
                raise error
            # After some errors SQLite has ended all by itself.
            if db.in_transaction:
                db.execute("COMMIT")
        except sqlite3.Error as met:
            db.close()
            raise _in_words(met, self._path) from met
        self._take_back(db)

    def harden(self) -> None:
        """Let what is committed outlast a power loss; inside of a transaction nothing is committed yet.

        A checkpoint waits for the disk, where a commit does not (see `_connect`).
        """
        if getattr(self._thread, "held", None) is None:
            with self._translated(), self._lent() as db:
                db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Close what is idle; what is lent is closed when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        db = self._take()
        try:
            yield db
        except sqlite3.Error:
            db.close()
            raise
        except BaseException:
            self._take_back(db)
            raise
        self._take_back(db)

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise StoreError(f"{self._path} has been closed")
            db = self._idle.pop() if self._idle else None
        return db or self._connect()

    def _take_back(self, db: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(db)
                return
        db.close()

    def _prepare(self) -> None:
        if self._read_only and not self._path.is_file():
            raise StoreError(f"there is no store at {self._path} yet: finder demo or finder harvest makes one")
        if not self._read_only:
            _make_writable(self._path)
        with self._translated():
            db = self._connect()
            try:
                if not self._read_only:
                    self._use_wal(db)
                upgrade(db, read_only=self._read_only)
                self._renew(db)
            except BaseException as error:
                db.close()
                if type(error) is StoreError:
                    raise StoreError(f"cannot use {self._path}: {error}") from error
                raise
        self._idle.append(db)

    def _renew(self, db: sqlite3.Connection) -> None:
        if tiling.is_current(db):
            return
        if self._read_only:
            raise StoreError("its index is of another version: finder store rebuild makes it anew")
        with _bracket(db, "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
            tiling.rebuild(db)

    def _connect(self) -> sqlite3.Connection:
        uri = f"{self._path.absolute().as_uri()}?mode={'ro' if self._read_only else 'rwc'}"
        # A lent connection serves one thread at a time, though not always the same one.
        db = sqlite3.connect(uri, uri=True, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA foreign_keys = ON")
        # With WAL a power loss can cost the last commits, never a half one; a harvest brings them again.
        db.execute("PRAGMA synchronous = NORMAL")
        # A checkpoint copies what was written and waits for the disk: it falls on one small saving in some hundreds.
        db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        if not self._read_only:
            # To save a group is to touch pages all over the file: those above the leaves are to stay at hand.
            db.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KB}")
        else:
            # Readers of one machine share what is mapped; a tile is read without a copy into SQLite's own cache.
            # Who writes, with a connection for each thread, would have the file mapped by all of them.
            db.execute(f"PRAGMA mmap_size = {_MAPPED}")
        return db

    def _use_wal(self, db: sqlite3.Connection) -> None:
        # SQLite does not wait by itself when two processes make the same new file at once.
        give_up = time.monotonic() + self._busy_seconds
        while True:
            try:
                db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _in_words(error, self._path) from error


class _Held:
    """Lends a connection that the thread has already: a search asks for it again and again."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db, self._path = db, path

    def __enter__(self) -> sqlite3.Connection:
        return self._db

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(error, sqlite3.Error):
            raise _in_words(error, self._path) from error


class _Snapshot:
    """Holds a connection while a thread is inside: each answer does, and generators would take three times as long."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def __enter__(self) -> None:
        self._connections.hold()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._connections.release(error)


@contextmanager
def _bracket(db: sqlite3.Connection, begin: str, keep: str, *undo: str) -> Iterator[None]:
    db.execute(begin)
    try:
        yield
        db.execute(keep)
    except BaseException:
        # After some errors, as a full disk, SQLite has undone all by itself.
        if db.in_transaction:
            for statement in undo:
                db.execute(statement)
        raise


def _make_writable(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {path.parent}: {error.strerror}") from error
    for needed in (path.parent, path):
        if needed.exists() and not os.access(needed, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise StoreError(f"cannot write {path}: {needed} is read-only")


def _in_words(error: sqlite3.Error, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(f"another process is writing to {path}: try again when it is done")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamaged(
                f"{path} is damaged or is no database: restore a backup, or remove it and harvest anew,"
                " which loses what people corrected"
            )
        case sqlite3.SQLITE_FULL:
            return StoreError(f"cannot write {path}: the disk is full; nothing was changed")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreError(f"cannot write {path}: it is read-only")
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(f"cannot open {path}: no file can be opened or made there")
    return StoreError(f"cannot use {path}: {error}")
