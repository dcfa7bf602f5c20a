"""Which state of the code and the vocabulary reads listings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import finder
import scrapers
from finder.paths import bundled

_READS = ("normalise", "tagging", "places")
"""The stages whose results are kept in listings; groups are made anew at every harvest."""


@cache
def fingerprint() -> str:
    """Return a name that changes with anything that listings are read by."""
    found = hashlib.blake2b(digest_size=8)
    for file in sorted(_files()):
        found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()


def _files() -> Iterator[Path]:
    code = Path(finder.__file__).parent
    yield from code.glob("*.py")
    yield from Path(scrapers.__file__).parent.glob("*.py")
    for stage in _READS:
        yield from (code / stage).rglob("*.py")
    yield from bundled("data/taxonomy").rglob("*.toml")
