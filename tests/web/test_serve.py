from __future__ import annotations

import signal
import socket
import subprocess
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from time import sleep

import pytest
from nginx_here import free_port
from serving import command, prepared, served

from finder.config import Settings
from finder.errors import ServeError
from finder.store import open_store
from finder.web.server import check_address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder whose gazetteer is there already, and knows no place."""
    return prepared(tmp_path)


def get(port: int, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        # The server says when it answered; the application leaves that to it.
        assert len(answer.msg.get_all("Date", [])) == 1
        return answer.status, answer.read().decode()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_address_once_it_answers_logs_no_query_and_ends_cleanly(
    folder: Path, end: signal.Signals
) -> None:
    port = free_port()
    with served(folder, port) as server:
        assert server.stdout
        assert server.stdout.readline() == f"Open http://127.0.0.1:{port}\n"
        status, page = get(port, "/find?q=secret-wish")
        assert (status, "secret-wish" in page) == (200, True)
        server.send_signal(end)
        out, err = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "secret-wish" not in out + err
    assert "Traceback" not in out + err


def test_a_busy_port_is_told_in_one_line(folder: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        done = subprocess.run(command(folder, "--port", str(port)), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"finder: port {port} is in use: choose another with --port\n"


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        command(tmp_path / "file" / "data", "--port", str(free_port())), capture_output=True, text=True, check=False
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("127.0.0.1", 0, "there is no port 0: choose one from 1 to 65535 with --port"),
        ("127.0.0.1", 65536, "there is no port 65536: choose one from 1 to 65535 with --port"),
        ("203.0.113.5", 8000, "this machine has no address 203.0.113.5: choose another with --host"),
        ("not an address", 8000, "there is no address “not an address”: choose another with --host"),
        ("x" * 300, 8000, f"there is no address “{'x' * 300}”: choose another with --host"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_with_the_way_out(host: str, port: int, sentence: str) -> None:
    with pytest.raises(ServeError) as told:
        check_address(host, port)
    assert str(told.value) == sentence


def test_a_port_that_needs_rights_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(ServeError, match="port 80 needs administrator rights: choose one above 1023 with --port"):
        check_address("127.0.0.1", 80)


def test_it_starts_while_another_process_writes(folder: Path) -> None:
    port = free_port()
    writer = open_store(Settings(data_dir=folder).store_path)
    with writer.transaction(), served(folder, port) as server:
        assert server.stdout
        assert server.stdout.readline().startswith("Open http://")
        assert get(port, "/")[0] == 200
    writer.close()


def test_a_worker_ends_with_its_parent_and_frees_the_port(folder: Path) -> None:
    port = free_port()
    with served(folder, port) as server:
        assert server.stdout
        assert server.stdout.readline().startswith("Open http://")
        server.kill()
        server.wait(timeout=30)
    for _ in range(100):
        try:
            check_address("127.0.0.1", port)
        except ServeError:
            sleep(0.1)
        else:
            return
    pytest.fail("the worker still holds the port")
