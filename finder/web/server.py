"""The web server: says what stands in its way before it starts, and when it really answers."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPException
from multiprocessing import Lock
from multiprocessing.synchronize import Lock as Synchronised
from threading import Thread
from time import sleep

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from finder.config import Settings
from finder.errors import ServeError
from finder.places import open_locator
from finder.store import open_store
from finder.web import create_app

_THREADS = 4
_SHARE = 0.001
"""Seconds that a thread computes before another may: a quick answer gives way at each look into SQLite, and waits."""
_PATIENCE = 240
"""Quarters of a second."""

_REASONS = {
    errno.EADDRINUSE: "port {port} is in use: choose another with --port",
    errno.EACCES: "port {port} needs administrator rights: choose one above 1023 with --port",
    errno.EADDRNOTAVAIL: "this machine has no address {host}: choose another with --host",
}


def serve(settings: Settings, say: Callable[[str], None], note: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `say` gets the address once it answers, `note` what is being prepared.

    Raises:
        ServeError: the address or the port cannot be used.
        StoreError: the data folder cannot be written, or the store cannot be read.
    """
    check_address(settings.host, settings.port)
    open_store(settings.store_path).close()
    open_locator(settings, progress=note)
    # Granian's own access log stays off: a query string says where somebody is and what they need.
    server = Granian(
        "finder.web:create_app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=_THREADS,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    )
    # Threads begin in the workers: a process that forks while a thread of its own runs may leave the child a held lock.
    server.serve(target_loader=partial(_worker, settings, say, os.getpid(), Lock()), wrap_loader=False)


def _worker(settings: Settings, say: Callable[[str], None], parent: int, announcing: Synchronised) -> Flask:
    """Return the app for one worker, which ends with its parent: left alone it would keep the port."""
    sys.setswitchinterval(_SHARE)
    Thread(target=_end_with, args=(parent,), daemon=True).start()
    if announcing.acquire(block=False):
        Thread(target=_announce, args=(settings, say), daemon=True).start()
    return create_app(settings)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


def check_address(host: str, port: int) -> None:
    """Try the address as the server will.

    Raises:
        ServeError: it cannot be used; the sentence says what to do.
    """
    highest = 65535
    if not 1 <= port <= highest:
        raise ServeError(f"there is no port {port}: choose one from 1 to {highest} with --port")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen()
    except (socket.gaierror, UnicodeError) as error:
        raise ServeError(f"there is no address “{host}”: choose another with --host") from error
    except OSError as error:
        reason = _REASONS.get(
            error.errno or 0, "cannot listen on {host}, port {port}: " + os.strerror(error.errno or 0)
        )
        raise ServeError(reason.format(host=host, port=port)) from error


def _announce(settings: Settings, say: Callable[[str], None]) -> None:
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  compared with, not bound to
    host = anywhere.get(settings.host, settings.host)
    for _ in range(_PATIENCE):
        if _answers(host, settings.port):
            say(f"Open http://{f'[{host}]' if ':' in host else host}:{settings.port}")
            return
        sleep(0.25)


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=30)
    try:
        connection.request("GET", "/api/v1/health")
        return bool(connection.getresponse().status)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
