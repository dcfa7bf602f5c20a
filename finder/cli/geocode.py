"""`finder geocode`: place text → coordinates."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from finder.cli import lines
from finder.config import load
from finder.listing import Place, Record
from finder.places import Locator, open_locator


class Asked(Record, frozen=True, kw_only=True):
    """One line of a batch."""

    location: str = ""
    near: str | None = None
    country: str | None = None


@click.command()
@click.argument("text", required=False)
@click.option("--near", metavar="PLACE", help="Where its source is at home: “Bloomington, IN”.")
@click.option("--country", metavar="CC", help="Two-letter code of the country.")
@click.option("--batch", is_flag=True, help="Read one JSON object per line (location, near) from standard input.")
@click.option("--online", is_flag=True, help="Also ask Nominatim and Photon where the gazetteer is rough.")
def command(text: str | None, near: str | None, country: str | None, *, batch: bool, online: bool) -> None:
    """Print where each place text is, one JSON object per line; an empty object when it is unknown.

    Example: finder geocode "Ellettsville Branch" --near "Bloomington, IN"
    """
    if batch == (text is not None):
        raise click.UsageError("Give either a TEXT or --batch.")
    locator = open_locator(
        load({"geocode_online": online or None}), progress=lambda line: click.echo(f"finder: {line}", err=True)
    )
    if batch:
        gc.disable()  # places hold no cycles; looking for some takes a tenth of the time
    asked = _batch() if batch else iter([Asked(location=text or "", near=near, country=country)])
    lines.write(_answers(asked, locator))


def _batch() -> Iterator[Asked]:
    return (asked for _, asked in lines.read(Path("-"), Asked))


def _answers(asked: Iterator[Asked], locator: Locator) -> Iterator[Place | dict[str, Any]]:
    for one in asked:
        yield locator.locate(one.location, near=one.near, country=one.country) or {}
