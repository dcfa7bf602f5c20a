"""`finder store`: copies of the store, and its index made anew."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from finder import config
from finder.store import open_store
from finder.store.copies import back_up, restore

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(name="store")
def command() -> None:
    """Back up the store, put a backup back, or make its index anew.

    Example: finder store backup finder-2026-11-22.sqlite
    """


@command.command(name="backup")
@click.argument("file", type=_FILE)
def backup_(*, file: Path) -> None:
    """Write a copy of the store to FILE; harvests and the server may go on meanwhile.

    Example: finder store backup finder-2026-11-22.sqlite
    """
    back_up(config.load().store_path, file)
    click.echo(f"wrote {file}")


@command.command(name="restore")
@click.argument("file", type=_FILE)
def restore_(*, file: Path) -> None:
    """Make the store what FILE holds; what was saved since that backup is lost.

    Example: finder store restore finder-2026-11-22.sqlite
    """
    path = config.load().store_path
    restore(file, path)
    click.echo(f"{path} is as it was in {file}")


@command.command()
def rebuild() -> None:
    """Make what searches read (tiles and words) anew from the records.

    Example: finder store rebuild
    """
    with closing(open_store(config.load().store_path)) as store:
        store.rebuild()
    click.echo("the index is made anew")
