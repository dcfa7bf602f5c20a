"""Plain text out of what pages print: entities, markup, white space, and folding for comparison."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")


def squash(text: str) -> str:
    """Return the text on one line, runs of white space as one blank."""
    return _SPACE.sub(" ", text).strip()


def fold(text: str) -> str:
    """Return the text as it is compared: without case, accents, or kinds of quotes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))  # noqa: RUF001  curly quotes are meant
    return squash("".join(c for c in decomposed if not unicodedata.combining(c)).casefold())


def slug(text: str) -> str:
    """Return the text as it stands in an address: `Thursday Knitters!` → `thursday-knitters`."""
    return _NOT_WORD.sub("-", fold(text)).strip("-")
