"""Health of an installation, as `finder check` shows it: settings, folder, SQLite, store, gazetteer."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path

from finder.config import Settings, networks
from finder.errors import StoreError
from finder.listing import Record
from finder.store import open_store

_LEAST_ROOM = 100_000_000
"""Bytes that should be free: a first harvest, and the gazetteer when it is made anew."""

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Finding(Record, frozen=True, kw_only=True, omit_defaults=False):
    """One thing that was looked at."""

    what: str
    ok: bool
    detail: str


def findings(settings: Settings) -> list[Finding]:
    """Look at everything that can be wrong with this installation; nothing is changed by looking."""
    return [
        *_settings(settings),
        _python(),
        _sqlite(),
        _folder(settings),
        _store(settings),
        _gazetteer(settings),
        serving(settings, os.cpu_count() or 1),
    ]


def _settings(settings: Settings) -> Iterator[Finding]:
    for setting in fields(settings):
        yield Finding(what=f"setting {setting.name}", ok=True, detail=str(getattr(settings, setting.name)))


def _python() -> Finding:
    return Finding(what="python", ok=sys.version_info >= (3, 11), detail=sys.version.split()[0])


def _sqlite() -> Finding:
    with closing(sqlite3.connect(":memory:")) as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    has_words = "ENABLE_FTS5" in options
    detail = f"{sqlite3.sqlite_version}, {'with' if has_words else 'without'} full-text search (FTS5)"
    return Finding(what="sqlite", ok=has_words, detail=detail)


def _folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    there = next(path for path in (folder, *folder.parents) if path.exists())
    writable = there.is_dir() and os.access(there, os.W_OK)
    words = _room(there, settings.store_path) if writable else " cannot be written"
    return Finding(what="data folder", ok=writable, detail=f"{folder}{words}")


def _room(there: Path, store: Path) -> str:
    """Return what to say where a harvest or a copy of the store may soon find no room."""
    free, needed = shutil.disk_usage(there).free, max(_LEAST_ROOM, store.stat().st_size if store.exists() else 0)
    return "" if free >= needed else f": careful: only {free // 10**6} MB are free on the disk"


def _store(settings: Settings) -> Finding:
    path = settings.store_path
    if not path.exists():
        return Finding(
            what="store", ok=True, detail=f"{path} is not made yet: finder demo, or finder harvest, makes it"
        )
    try:
        with closing(open_store(path, read_only=True)) as store:
            problems = store.problems()
            detail = (
                "; ".join(problems) or f"{path} holds {len(store.groups())} groups of {len(store.reports())} sources"
            )
    except StoreError as error:
        return Finding(what="store", ok=False, detail=str(error))
    return Finding(what="store", ok=not problems, detail=detail)


def _gazetteer(settings: Settings) -> Finding:
    path = settings.gazetteer_path
    if not path.exists():
        return Finding(
            what="gazetteer", ok=True, detail=f"{path} is not made yet: the first question about a place makes it"
        )
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            is_whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.Error as error:
        return Finding(what="gazetteer", ok=False, detail=f"{path}: {error}; delete it, and it is built anew")
    detail = "ok" if is_whole else "the file is damaged; delete it, and it is built anew"
    return Finding(what="gazetteer", ok=is_whole, detail=f"{path}: {detail}")


def serving(settings: Settings, cores: int) -> Finding:
    """Look at what is risky where others than who sits at the machine can reach the server."""
    trusts_all = any(not network.prefixlen for network in networks(settings.trusted_proxies))
    is_behind = bool(settings.site_url or settings.trusted_proxies)
    is_open = is_behind or settings.host not in _LOOPBACK
    careful = {
        "trusted_proxies names everybody, so any visitor can say that they are another": trusts_all,
        "manage is on: every visitor may start harvests, unless a web server in front asks for a login": is_open
        and settings.manage == "on",
        "rate_limit is 0: one visitor can keep the server busy for all": is_open and not settings.rate_limit,
        "site_url is set and trusted_proxies is not: behind a web server all visitors seem to be one": bool(
            settings.site_url and not settings.trusted_proxies
        ),
        "site_url is not https: what visitors look for can be read on the way": settings.site_url.startswith("http:"),
        f"{settings.workers} workers share {cores} cores: one for each core serves most": settings.workers > cores,
    }
    found = "; ".join(sentence for sentence, is_so in careful.items() if is_so)
    return Finding(what="serving", ok=not trusts_all, detail=f"careful: {found}" if found else "nothing risky")
