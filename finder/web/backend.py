"""What the surfaces ask: the store, the places and the clock, opened once in each process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from threading import Lock

from flask import Flask, current_app

from finder import catalogue
from finder.config import Settings
from finder.listing import Source
from finder.places import Locator, open_locator
from finder.store import Store, open_store

_KEY = "finder"


class Backend:
    """Opens what it is asked for at the first question, and again when another file took the store's place."""

    def __init__(
        self, settings: Settings, store: Store | None, locator: Locator | None, clock: Callable[[], datetime]
    ) -> None:
        self.settings = settings
        self.now = clock
        self._store_path = settings.store_path
        self._given = store
        self._opened: tuple[tuple[int, int], Store] | None = None
        self._locator = locator
        self._lock = Lock()

    @property
    def store(self) -> Store:
        """The store that was handed in, or the one of the settings, opened for reading.

        Raises:
            StoreError: it cannot be opened.
        """
        if self._given is not None:
            return self._given
        with self._lock:
            return self._current()

    @property
    def locator(self) -> Locator:
        """The locator that was handed in, or the one of the settings."""
        with self._lock:
            if self._locator is None:
                self._locator = open_locator(self.settings)
            return self._locator

    def catalogue(self) -> list[Source]:
        """Return all sources: those that are shipped, and those that were added or harvested here."""
        return catalogue.together(_shipped(), self.store.sources())

    def _current(self) -> Store:
        path = self._store_path
        try:
            found = path.stat()
        except FileNotFoundError:
            open_store(path).close()
            found = path.stat()
        file = (found.st_dev, found.st_ino)
        if self._opened is None or self._opened[0] != file:
            if self._opened:
                self._opened[1].close()
            self._opened = (file, open_store(path, read_only=True))
        return self._opened[1]


@cache
def _shipped() -> tuple[Source, ...]:
    return (*catalogue.load(), *catalogue.load(catalogue.SAMPLE))


def init_app(app: Flask, backend: Backend) -> None:
    """Let requests of this app reach the backend."""
    app.extensions[_KEY] = backend


def backend() -> Backend:
    """Return the backend of the app that answers this request."""
    found: Backend = current_app.extensions[_KEY]
    return found
