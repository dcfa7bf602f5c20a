"""Small tables for people to read."""

from __future__ import annotations

from collections.abc import Sequence

from finder.text import squash

_WIDEST = 48
_NARROWEST = 16
_GAP = "  "


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Return rows under their heads in aligned columns.

    What is too long is cut, but for the last column; with a `width`, the widest columns are cut until a line fits.
    """
    lines = [[printable(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    widths[:-1] = [min(wide, _WIDEST) for wide in widths[:-1]]
    while width and sum(widths) + len(_GAP) * (len(widths) - 1) > width and max(widths[:-1]) > _NARROWEST:
        widths[widths.index(max(widths[:-1]))] -= 1
    return "\n".join(_GAP.join(map(_cell, line, widths)).rstrip() for line in lines)


def printable(text: str) -> str:
    """Return the text on one line, without what would steer a terminal."""
    return squash("".join(c if c.isprintable() else " " for c in text))


def _cell(text: str, width: int) -> str:
    return (text if len(text) <= width else f"{text[: width - 1]}…").ljust(width)
