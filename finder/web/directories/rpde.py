"""Realtime Paged Data Exchange 1.0, ordered by change number (https://openactive.io/realtime-paged-data-exchange/).

The list is endless: who has read the last page asks for it again later.  By the standard it is the whole store; only
what is sample is passed over, which RPDE allows as filtering in the stream.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from finder.errors import InputError
from finder.listing import Change, Group, Record
from finder.web.claims import is_sample
from finder.web.directories.stated import Node

MOST = 500
"""Items of a page, as the standard suggests."""

_is_number = re.compile(r"\d{1,18}", re.ASCII).fullmatch


class Asked(Record, frozen=True, kw_only=True):
    """Which page is asked for; `limit` is None where nobody named one."""

    after: int = 0
    limit: int | None = None


def asked(args: Any) -> Asked:
    """Return what the parameters of an address ask for.

    Raises:
        InputError: a number is none, or longer than any that a feed gives.
    """
    after, limit = args.get("afterChangeNumber"), args.get("limit")
    for name, value in (("afterChangeNumber", after), ("limit", limit)):
        if value is not None and not _is_number(value):
            raise InputError(f"“{name}” is a whole number, as the feed gives it in “next”.")
    return Asked(after=int(after or 0), limit=min(MOST, max(1, int(limit))) if limit else None)


def page(
    changes: Sequence[Change], address: Callable[..., str], wanted: Asked, licence: str, item: Callable[[Group], Node]
) -> Node:
    """Return the page.

    Args:
        changes: what became of groups after the number asked for, in order.
        address: gives the address of the feed with the given parameters.
        wanted: what was asked for, to be asked for again.
        licence: address of the terms on which all this is given.
        item: gives the data of a group.
    """
    number = changes[-1].number if changes else wanted.after
    parameters = {"afterChangeNumber": number or None, "limit": wanted.limit}
    return {
        "next": address(**{name: value for name, value in parameters.items() if value is not None}),
        "items": [_item(one, item) for one in changes if not (one.group and is_sample(one.group))],
        "license": licence,
    }


def _item(change: Change, item: Callable[[Group], Node]) -> Node:
    head = {"kind": "SessionSeries", "id": change.group_id, "modified": change.number}
    if change.group is None:
        return {"state": "deleted", **head}
    return {"state": "updated", **head, "data": item(change.group)}
