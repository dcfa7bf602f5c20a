"""Where a page of hits ended, so that the next one begins there whatever was saved meanwhile.

A cursor holds the sort key of one hit and the moment of the first page: ranks are reckoned for that moment on every
further page, so that nothing moves because a minute went by.
"""

from __future__ import annotations

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from finder.errors import InputError

_FORM = struct.Struct("<qBdqdI")
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


def written(cursor: Cursor) -> str:
    """Return the cursor as it stands in an address."""
    packed = _FORM.pack(int(cursor.asked.timestamp()), *cursor.key)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(text: str) -> Cursor:
    """Return the cursor of an address.

    Raises:
        InputError: it is none.
    """
    try:
        seconds, is_far, rank, begins, km, number = _FORM.unpack(
            base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        )
        return Cursor(datetime.fromtimestamp(seconds, UTC), Key(bool(is_far), rank, begins, km, number))
    except (ValueError, OverflowError, OSError, struct.error, binascii.Error) as error:
        raise InputError("The address of this page of results is not whole. Please search anew.") from error


def moment(cursor: Cursor, now: datetime) -> datetime:
    """Return the moment for which a page is reckoned."""
    return cursor.asked if timedelta() <= now - cursor.asked <= _LONGEST else now
