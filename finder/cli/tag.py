"""`finder tag`: listing records in, the same records out with tags and the words that earned them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from finder.cli import lines
from finder.listing import Listing
from finder.tagging import tag


@click.command(short_help="listing records → the same with tags and the words that earned them")
@lines.file_argument
def command(file: Path) -> None:
    """Tag listing records, one JSON object per line, from FILE or standard input.

    Each comes back as it was, with creative, participation, mode, status, price, ages and registration where it lacked
    them, and with tags: facet, tag, level (stated, likely or no), evidence (its own words) and the field they stand in.

    Example: finder parse calendar.ics --url https://example.org/calendar.ics | finder tag
    """
    lines.write(_tagged(file))


def _tagged(file: Path) -> Iterator[dict[str, Any]]:
    for given, listing in lines.read(file, Listing):
        told: dict[str, Any] = msgspec.to_builtins(tag(listing))
        # `creative: false` is an answer, while a record leaves out what is unknown.
        yield {**given, **told, "tags": told.get("tags", [])}
