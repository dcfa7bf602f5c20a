"""The list of services: what a search finds, page by page, in the order in which the store came to know it.

So pages stay what they are while dates pass by; what goes moves all after it up by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
from flask import Request, url_for

from finder.errors import InputError
from finder.listing import Group, Record
from finder.search import find
from finder.tiles.layout import Array
from finder.web import asking
from finder.web.backend import Backend
from finder.web.claims import SAMPLE
from finder.web.directories import hsds
from finder.web.directories.stated import Node

FORMATS = frozenset({"json", "ndjson"})
_SIZE, _MOST = 50, 100
_AT_ONCE = 100
_is_number = re.compile(r"[1-9]\d{0,8}", re.ASCII).fullmatch
_YES = frozenset({"true", "1", "yes"})


class Asked(Record, frozen=True, kw_only=True):
    """Which page of the list, in which form, and what it has to fit: parameters as the find page has them."""

    params: dict[str, list[str]]
    page: int = 1
    size: int = _SIZE
    full: bool = False
    since: int | None = None


def asked(request: Request) -> Asked:
    """Return what an address asks for, by the standard's parameters and by those of the find page.

    Raises:
        InputError: a parameter has a value that cannot be used.
    """
    asking.check(request)
    args = request.args
    params = asking.changed(asking.params_of(request), {"per_page": None, "sort": None})
    # The standard's `format` is that of the answer, ours that of a meeting: each has its own values.
    params["format"] = [value for value in params.get("format", []) if value not in FORMATS]
    if args.get("search") and "q" not in params:
        params["q"] = [args["search"]]
    if wanted := args.get("taxonomy_term_id"):
        # A service has only terms that are stated; what is likely is no term of it.
        params |= {"tag": [*params.get("tag", []), _tag(wanted)], "stated": ["1"]}
    return Asked(
        params=params,
        page=_count(args, "page", 1),
        size=min(_MOST, _count(args, "per_page", _SIZE)),
        full=args.get("full", "").lower() in _YES,
        since=_since(args["modified_after"]) if args.get("modified_after") else None,
    )


def page(backend: Backend, wanted: Asked) -> Node:
    """Return a page of services."""
    with backend.store.snapshot():
        numbers = _numbers(backend, wanted)
        shown = numbers[(wanted.page - 1) * wanted.size : wanted.page * wanted.size]
        contents = _services(backend, shown, full=wanted.full)
    return _page(contents, len(numbers), wanted.page, max(1, -(-len(numbers) // wanted.size)))


def all_on_a_page(contents: list[Node]) -> Node:
    """Return a list that has one page."""
    return _page(contents, len(contents), 1, 1)


def each(backend: Backend, wanted: Asked) -> Iterator[Node]:
    """Return all services of the list, however many, a hundred read at once; what is wrong is told before the first."""
    numbers = _numbers(backend, wanted)
    firsts = range(0, len(numbers), _AT_ONCE)
    return (one for first in firsts for one in _services(backend, numbers[first : first + _AT_ONCE], full=wanted.full))


def one(backend: Backend, group: Group) -> Node:
    """Return one service in full."""
    changes = backend.store.last_changes([group.id or ""])
    return hsds.service(group, _page_of(group), changes.get(group.id or ""))


def _page(contents: list[Node], total: int, number: int, last: int) -> Node:
    return {
        "total_items": total,
        "total_pages": last,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= last,
        "empty": not contents,
        "contents": contents,
    }


def _numbers(backend: Backend, wanted: Asked) -> Array:
    found = find(backend.store, asking.query_of(backend, wanted.params), backend.now()).all_numbers
    found = found[~np.isin(found, list(backend.store.numbers_of(SAMPLE)))]
    if wanted.since is not None:
        found = found[np.isin(found, list(backend.store.numbers_changed(wanted.since)))]
    return found


def _services(backend: Backend, numbers: Array, *, full: bool) -> list[Node]:
    groups = backend.store.shown(numbers.tolist())
    changes = backend.store.last_changes([group.id or "" for group in groups])
    return [hsds.service(group, _page_of(group), changes.get(group.id or ""), full=full) for group in groups]


def _page_of(group: Group) -> str:
    return url_for("pages.group", group_id=group.id, _external=True)


def _count(args: Mapping[str, Any], name: str, usual: int) -> int:
    given = args.get(name)
    if given is None:
        return usual
    if not _is_number(given):
        raise InputError(f"“{name}” is a whole number from 1.")
    return int(given)


def _tag(wanted: str) -> str:
    known = hsds.terms()
    if wanted not in known:
        raise InputError("“taxonomy_term_id” is the id of one of our terms, as services have them.")
    return known[wanted][1]


def _since(text: str) -> int:
    """Return the change number of a moment; what changed at that very moment counts too."""
    try:
        at = datetime.fromisoformat(text)
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        return int(aware.timestamp() * 1_000_000) - 1
    except (ValueError, OverflowError) as error:
        raise InputError("“modified_after” is a date or a moment, as 2026-11-24T18:00:00Z.") from error
