"""`finder group`: listing records in, groups that meet again out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from finder.cli import lines
from finder.errors import InputError
from finder.listing import Listing


@click.command()
@lines.file_argument
@click.option("--now", metavar="RFC3339", help="Moment from which the next date counts; the clock when absent.")
def command(file: Path, now: str | None) -> None:
    """Turn listing records of any sources into one record per group that meets again.

    Example: finder parse calendar.ics --url https://library.example/calendar.ics | finder group
    """
    from finder.grouping import merged  # noqa: PLC0415  --help starts without the matching library

    at = _moment(now)
    lines.write(merged([listing for _, listing in lines.read(file, Listing)], at))


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--now: “{text}” is no RFC 3339 moment, such as 2026-11-21T12:00:00Z") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
