"""How records become rows, keys and expressions: pure functions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from unicodedata import category, normalize

import msgspec

from finder.errors import StoreDamaged, StoreError
from finder.listing import Listing, Record
from finder.when import span

R = TypeVar("R", bound=Record)
Row = tuple[Any, ...]


def encoded(record: Record) -> str:
    """Return the record as JSON.

    Raises:
        StoreError: a text in it is no Unicode (a lone surrogate).
    """
    try:
        return msgspec.json.encode(record).decode()
    except UnicodeError as error:
        raise StoreError(f"a {type(record).__name__.lower()} holds text that is no Unicode: {error}") from error


def decoded(text: str | bytes, kind: type[R]) -> R:
    """Return the record that was kept as JSON.

    Raises:
        StoreDamaged: it is no such record.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError as error:
        raise StoreDamaged(f"the store holds a damaged {kind.__name__.lower()}: {error}") from error


def keyed(listings: Iterable[Listing]) -> dict[str, Listing]:
    """Return the listings by a key that stays the same from harvest to harvest.

    That is the uid; where there is none, a digest of what the listing is.  Different listings with the same uid are
    told apart by their start, and the same listing twice is one.
    """
    found: dict[str, Listing] = {}
    for listing in listings:
        key = uid = listing.uid or _made_uid(listing)
        tried = 0
        while found.get(key, listing) != listing:
            key = f"{uid} {listing.start} {tried or ''}".rstrip()
            tried += 1
        found[key] = listing
    return found


def _made_uid(listing: Listing) -> str:
    parts = (listing.url, listing.title, listing.start, listing.venue, listing.room)
    return "made:" + hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]


def seconds(start: str | None, end: str | None, zone: str | None) -> tuple[int | None, int | None]:
    """Return begin and end as seconds since 1970 in UTC, for ordering; None where the text is no time."""
    if not start:
        return None, None
    try:
        first, last = span(start, end, zone)
    except (ValueError, LookupError, OverflowError):
        return None, None
    return int(first.timestamp()), int(last.timestamp())


def match_expression(words: Sequence[str]) -> str | None:
    """Return the FTS5 query that asks for every word; None when none of them has a letter or digit.

    Each run of letters and digits is quoted (SQLite's FTS5 documentation, section 3.1), so no operator or quote has a
    meaning.  The index keeps in which column a word stands, not where in it: a phrase cannot be asked for.
    """
    # A mark on its own would end a word here, while the index takes it for part of one.
    text = "".join(c for c in normalize("NFC", " ".join(words)) if category(c) != "Mn")
    return " ".join(f'"{run}"' for run in _RUN.findall(text)) or None


_RUN = re.compile(r"[^\W_]+")
