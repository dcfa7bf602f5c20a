"""Run nginx with the configuration of `deploy/nginx/` as an ordinary user: `tools/nginx_here.py [PORT [SERVER]]`.

Tests and benchmarks ask it too, so that what is tested is what is deployed.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = Path(__file__).resolve().parents[1] / "deploy" / "nginx" / "creative-finder.conf"
NAME = "finder.example"
NGINX = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))
_PATIENCE = 100
"""Tenths of a second."""

_AROUND = """
{user}
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/main.log info;
events {{ worker_connections 1024; }}
http {{
    access_log {folder}/access.log;
    error_log {folder}/http.log info;
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/creative-finder.conf;
    {more}
}}
"""
"""As Debian's own nginx.conf: a log of each request, and gzip."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def placed(folder: Path, port: int, server: str, more: str = "", mend: Callable[[str], str] = str) -> Path:
    """Write the configuration for a folder, a port and a server (`127.0.0.1:8000`) of one's own; return its file.

    `more` is put beside it, and `mend` changes it as who runs a site would.
    """
    text = CONFIGURATION.read_text(encoding="utf-8")
    for line, own in {
        "    listen 80;\n": f"    listen 127.0.0.1:{port};\n",
        "    listen [::]:80;\n": "",
        "    server 127.0.0.1:8000;\n": f"    server {server};\n",
        "proxy_cache_path /run/creative-finder-pages ": f"proxy_cache_path {folder}/pages ",
        "proxy_cache_path /run/creative-finder-searches ": f"proxy_cache_path {folder}/searches ",
        "    error_log /var/log/nginx/creative-finder.log ": f"    error_log {folder}/error.log ",
    }.items():
        if text.count(line) != 1:
            raise ValueError(f"there is no line “{line.strip()}” to change")
        text = text.replace(line, own)
    (folder / "creative-finder.conf").write_text(mend(text), encoding="utf-8")
    file = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(_AROUND.format(folder=folder, user=user, more=more), encoding="utf-8")
    return file


@contextmanager
def running(
    folder: Path, port: int, server: str, more: str = "", mend: Callable[[str], str] = str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run nginx in front of a server until the end of the block."""
    file = placed(folder, port, server, more, mend)
    command = [NGINX or "nginx", "-e", str(folder / "start.log"), "-p", str(folder), "-c", str(file)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield process
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(_PATIENCE):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("nginx does not answer")


def main(port: str = "8080", server: str = "127.0.0.1:8000") -> None:
    """Run it until Ctrl-C or SIGTERM: nginx would go on by itself."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), int(port), server) as nginx:
        print(f"nginx answers at http://127.0.0.1:{port} for the name {NAME}; its files are in {folder}")
        nginx.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
