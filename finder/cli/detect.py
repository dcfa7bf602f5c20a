"""`finder detect`: one recorded page → which platform it is, and its feeds."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from finder.cli import given, lines
from finder.listing import Page


@click.command()
@lines.file_argument
@click.option("--url", required=True, help="Address from which the page came; relative links count from it.")
def command(*, file: Path, url: str) -> None:
    """Say which platform the page in FILE is, with its feeds, best first: one JSON object.

    `platform` is null where nothing shows a calendar; `evidence` is what was seen.  Standard input is read where FILE
    is `-`.

    Example: finder detect page.html --url https://example.org/events
    """
    from finder.text import as_utf8  # noqa: PLC0415
    from scrapers.detect import detect  # noqa: PLC0415  the scrapers take most of the start

    given.web_address(url, "--url")
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    lines.write([msgspec.structs.asdict(detect(Page(url=url, content=as_utf8(content))))])
