"""Whose fault it is that a source could not be read."""

from __future__ import annotations

import re

from finder.errors import Changed, FarFewer, FinderError, NotACalendar, Refused, TooLarge, Unreachable
from finder.listing import Fault

_BLOCKED = re.compile(r"\b(?:login|captcha|block|challenge|denied|verification|401|403|429)\b")
_GONE = re.compile(r"\b(?:404|410)\b")


def fault_of(error: Exception) -> Fault:
    """Return what kind of trouble an error is; all that is not the source's is ours."""
    if isinstance(error, Refused):
        return "blocked"
    if isinstance(error, Unreachable):
        return "gone" if "there is no host" in str(error) else "unreachable"
    if isinstance(error, NotACalendar):
        return _of_page(error.what)
    return "changed" if isinstance(error, Changed | FarFewer | TooLarge) else "ours"


def in_words(error: Exception) -> str:
    """Return an error as one sentence for people."""
    return str(error) if isinstance(error, FinderError) else f"a fault of ours: {type(error).__name__}: {error}"


def _of_page(what: str) -> Fault:
    if _BLOCKED.search(what):
        return "blocked"
    return "gone" if _GONE.search(what) else "changed"
