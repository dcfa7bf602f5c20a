from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from nginx_here import free_port
from serving import prepared, served

from finder.web import neighbours
from finder.web.neighbours import are_ours, users_of

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells whose connections are")

NOBODY = 65534

POST = """
import encodings.idna, os, socket, sys
os.setuid(int(sys.argv[1]))
port = int(sys.argv[2])
with socket.create_connection(("127.0.0.1", port)) as connection:
    headers = (f"Host: 127.0.0.1:{port}", "Sec-Fetch-Site: same-origin", "Content-Length: 0", "Connection: close")
    connection.sendall("\\r\\n".join(("POST /sources/add HTTP/1.1", *headers, "", "")).encode())
    print(connection.recv(99).split()[1].decode())
"""


@pytest.fixture(params=[("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("::", "127.0.0.1")])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """A port to which this process is connected."""
    here, there = request.param
    with ExitStack() as stack:
        family = socket.AF_INET6 if ":" in here else socket.AF_INET
        listening = stack.enter_context(socket.socket(family))
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        try:
            listening.bind((here, 0))
        except OSError:
            pytest.skip(f"this machine has no {here}")
        listening.listen()
        number: int = listening.getsockname()[1]
        stack.enter_context(socket.create_connection((there, number)))
        yield number


def test_a_port_tells_whose_programs_ask(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (users_of(port), are_ours(port)) == ({os.getuid()}, True)
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    assert not are_ours(port)
    monkeypatch.setenv("SUDO_UID", str(next(iter(users_of(port)))))
    assert are_ours(port)


def test_where_nobody_is_connected_or_the_system_does_not_tell_there_is_nobody(
    monkeypatch: pytest.MonkeyPatch, port: int, tmp_path: Path
) -> None:
    assert users_of(1) == set()
    monkeypatch.setattr(neighbours, "_TABLES", (tmp_path / "tcp",))
    assert (users_of(port), are_ours(port)) == (set(), True)


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can be another user")
def test_who_comes_through_a_program_of_another_user_sits_not_at_the_machine(tmp_path: Path) -> None:
    number = free_port()
    with served(prepared(tmp_path), number) as server:
        assert server.stdout
        server.stdout.readline()
        asked = [
            subprocess.run(
                [sys.executable, "-c", POST, str(user), str(number)], capture_output=True, text=True, check=True
            ).stdout.strip()
            for user in (NOBODY, os.getuid())
        ]
    assert asked == ["403", "400"]
