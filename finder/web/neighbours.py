"""Whose programs on this machine are connected to a port of ours (Linux, proc(5): /proc/net/tcp)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LOOPBACK = frozenset(
    {
        "0100007F",
        "00000000000000000000000001000000",
        "0000000000000000FFFF00000100007F",
    }
)
"""127.0.0.1, ::1 and ::ffff:127.0.0.1, as the kernel writes them where the lowest byte comes first."""

_ASKING = frozenset({"01", "04", "05"})
"""Established, or closed by the one who asked before the answer was there."""

_REMOTE, _STATE, _USER = 2, 3, 7


def users_of(port: int) -> set[int]:
    """Return the users whose programs are connected to a port of this machine; none where the system does not tell."""
    found: set[int] = set()
    for table in _TABLES:
        with suppress(OSError):
            rows = (line.split() for line in table.read_text(encoding="ascii").splitlines()[1:])
            found.update(int(row[_USER]) for row in rows if _is_to(row, f"{port:04X}"))
    return found


def are_ours(port: int) -> bool:
    """Tell whether all of them are of the user who started the server: a web server that passes requests on is not."""
    own = {os.getuid(), int(os.environ.get("SUDO_UID", os.getuid()))} if hasattr(os, "getuid") else set()
    return users_of(port) <= own


def _is_to(row: list[str], port: str) -> bool:
    address, _, remote = row[_REMOTE].partition(":")
    return remote == port and address in _LOOPBACK and row[_STATE] in _ASKING
