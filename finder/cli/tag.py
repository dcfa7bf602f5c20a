"""`finder tag`: listing records in, the same records out with tags and the words that earned them."""

from __future__ import annotations

import gc
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
@click.option("--explain", is_flag=True, help="Print why each tag was and was not given.")
@click.option("--group", "group_id", metavar="ID", help="Explain the newest date of this group of the store.")
@click.option("--json", "as_json", is_flag=True, help="With --explain: one JSON object per listing.")
@click.option(
    "--report",
    nargs=2,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="LISTINGS LABELS",
    help="Write a page on how well listings are tagged, beside the labels that people gave them.",
)
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="FILE", help="Where to (tag-report.md beside the store)."
)
def command(
    *,
    file: Path,
    explain: bool,
    group_id: str | None,
    as_json: bool,
    report: tuple[Path, Path] | None,
    to: Path | None,
) -> None:
    """Tag listing records, one JSON object per line, from FILE or standard input.

    Each comes back as it was, with creative, participation, mode, status, price, ages and registration where it lacked
    them, and with tags: facet, tag, level (stated, likely or no), evidence (its own words) and the field they stand in.

    With --explain, tags are explained instead; a page of --report quotes publishers' texts and is no part of the code.

    Example: finder parse calendar.ics --url https://example.org/calendar.ics | finder tag
    """
    if (group_id or as_json) and not explain:
        raise click.UsageError("--group and --json go with --explain")
    if (to and not report) or (report and explain):
        raise click.UsageError("--to goes with --report, and --report without --explain")
    if report:
        from finder.cli import tag_report  # noqa: PLC0415  tagging needs no report

        tag_report.write(*report, to)
    elif explain:
        from finder.cli import tag_explain  # noqa: PLC0415  nor an explanation

        tag_explain.show(file, group_id, as_json=as_json)
    else:
        gc.disable()  # tags hold no cycles; looking for some takes a twelfth of the time
        lines.write(_tagged(file))


def _tagged(file: Path) -> Iterator[dict[str, Any]]:
    for given, listing in lines.read(file, Listing):
        told: dict[str, Any] = msgspec.to_builtins(tag(listing))
        # `creative: false` is an answer, while a record leaves out what is unknown.
        yield {**given, **told, "tags": told.get("tags", [])}
