"""JSON Lines in and out: how records enter and leave every command."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import Any, TypeVar

import click
import msgspec

from finder.errors import InputError
from finder.listing import Record

_KEPT_IN_MEMORY = 1_000_000
"""Bytes of an answer that wait in memory; the rest waits in a file."""

R = TypeVar("R", bound=Record)

file_argument = click.argument("file", required=False, default="-", type=click.Path(allow_dash=True, path_type=Path))
"""FILE, or standard input when it is absent or `-`."""


def read(file: Path, kind: type[R]) -> Iterator[tuple[dict[str, Any], R]]:
    """Yield each line as it came and as a record; blank lines and a byte order mark are passed over.

    Raises:
        InputError: a line is no JSON object, or a field has the wrong type; it names the line and the field.
        OSError: the file cannot be read.
    """
    name = "standard input" if str(file) == "-" else str(file)
    with sys.stdin.buffer if name == "standard input" else file.open("rb") as stream:
        for number, raw in enumerate(stream, start=1):
            line = raw.removeprefix(BOM_UTF8) if number == 1 else raw
            if line.strip():
                yield _decoded(line, kind, f"line {number} of {name}")


def _decoded(line: bytes, kind: type[R], where: str) -> tuple[dict[str, Any], R]:
    try:
        given = msgspec.json.decode(line, type=dict[str, Any])
        return given, msgspec.convert({k: v for k, v in given.items() if v is not None}, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{where}: {error}") from error


def write_whole(records: Iterable[Record]) -> None:
    """Print one JSON object per line once all are made: an error half-way must not look like a shorter answer."""
    with SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as out:
        encode = msgspec.json.Encoder().encode
        for record in records:
            out.write(encode(record) + b"\n")
        out.seek(0)
        copyfileobj(out, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def write(records: Iterable[Record | dict[str, Any]]) -> None:
    """Print one JSON object per line, in UTF-8 whatever the terminal says."""
    out = sys.stdout.buffer
    encode = msgspec.json.Encoder().encode
    for record in records:
        out.write(encode(record) + b"\n")
    out.flush()
