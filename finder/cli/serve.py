"""`finder serve`: start the web server."""

from __future__ import annotations

from pathlib import Path

import click

from finder.config import load


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on (127.0.0.1: this machine only).")
@click.option("--port", type=int, help="Port to listen on (8000).")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Folder of the database and the gazetteer.")
@click.option("--workers", type=click.IntRange(1, 64), help="Web server processes (1).")
def command(host: str | None, port: int | None, data_dir: Path | None, workers: int | None) -> None:
    """Start the web server and print its address once it answers; end it with Ctrl-C.

    Example: finder serve --port 8080
    """
    from finder.web.server import serve  # noqa: PLC0415  the help of this command needs no web server

    settings = load({"host": host, "port": port, "data_dir": data_dir, "workers": workers})
    serve(settings, say=click.echo, note=lambda text: click.echo(text, err=True))
