"""Where a page of hits ended, so that the next one begins there whatever was saved meanwhile.

A cursor holds the sort key of one hit and the moment of the first page: ranks are reckoned for that moment on every
further page, so that nothing moves because a minute went by.  It also holds a mark of what was asked: the key of one
order says nothing in another.
"""

from __future__ import annotations

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta
from math import isnan
from typing import Literal, NamedTuple
from zlib import crc32

import msgspec

from finder.errors import InputError
from finder.search.query import Query
from finder.text import N_

_FORM = struct.Struct("<qBdqdII")
_LONGEST = timedelta(hours=12)
"""A page that was left open for longer goes on from where it ended, as things stand now."""


class Key(NamedTuple):
    """By what a hit is sorted; the smaller, the earlier."""

    is_far: bool
    rank: float
    next: int
    km: float
    number: int


class Cursor(NamedTuple):
    """The key of a hit, and when the first page was asked for."""

    asked: datetime
    key: Key


def written(cursor: Cursor, query: Query) -> str:
    """Return the cursor as it stands in an address that asks for the next page of the query."""
    packed = _FORM.pack(int(cursor.asked.timestamp()), *cursor.key, _mark(query))
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(query: Query, name: Literal["after", "before"]) -> Cursor | None:
    """Return the cursor of a query, where it has one.

    Raises:
        InputError: it is none, or that of another query.
    """
    text = query.after if name == "after" else query.before
    if not text:
        return None
    try:
        seconds, is_far, rank, begins, km, number, mark = _FORM.unpack(
            base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        )
        asked = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError, struct.error, binascii.Error) as error:
        raise InputError(N_("The address of this page of results is not whole. Please search anew."), name) from error
    if mark != _mark(query) or isnan(rank):
        raise InputError(N_("This page of results belongs to another search. Please search anew."), name)
    return Cursor(asked, Key(bool(is_far), rank, begins, km, number))


def _mark(query: Query) -> int:
    """Return a number that is the same for queries with the same hits in the same order, however long the pages."""
    usual = {"after": None, "before": None, "per_page": 1, "today": None}
    # Days by name are other days after midnight: a page that was left open then goes on all the same.
    dates = {"date_from": None, "date_to": None} if query.when else {}
    return crc32(msgspec.json.encode(msgspec.structs.replace(query, **usual, **dates)))


def moment(cursor: Cursor, now: datetime) -> datetime:
    """Return the moment for which a page is reckoned."""
    return cursor.asked if timedelta() <= now - cursor.asked <= _LONGEST else now
