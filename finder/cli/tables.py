"""Small tables for people to read."""

from __future__ import annotations

from collections.abc import Sequence

_WIDEST = 48


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under their heads in aligned columns; what is too long is cut, but for the last column."""
    cut = [[_cut(cell, last=i == len(row) - 1) for i, cell in enumerate(row)] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cut) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut
    )


def _cut(cell: str, *, last: bool) -> str:
    line = " ".join(cell.split())
    return line if last or len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"
