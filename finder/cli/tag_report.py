"""`finder tag --report`: a page on how good the tags are, beside labels that people gave."""

from __future__ import annotations

from pathlib import Path

import click

from finder import config
from finder.cli import lines
from finder.errors import InputError
from finder.tagging.measuring import Label, Sample, measure
from finder.tagging.report import NOTE, page

_NAME = "tag-report.md"


def write(listings: Path, labels: Path, to: Path | None) -> None:
    """Compare and write the page, and say where it is.

    Raises:
        InputError: a line is no listing or label, or none of the labels is of one of the listings.
        OSError: a file cannot be read or written.
    """
    known = {label.id: label for _, label in lines.read(labels, Label)}
    measured = measure((sample for _, sample in lines.read(listings, Sample)), known)
    if not measured.listings:
        raise InputError(f"no label of {labels} is of a listing of {listings}")
    target = to or config.load().data_dir / _NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(measured, listings.name, labels.name), encoding="utf-8")
    click.echo(f"{target}\n{NOTE}")
