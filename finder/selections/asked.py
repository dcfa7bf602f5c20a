"""What a saved selection asks for: its parameters in the one form in which they are kept, and what they find today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from finder.errors import InputError, PlaceNotFound
from finder.places import Locator
from finder.saved import SavedSelection
from finder.search import NearGroups, parse, search, to_args
from finder.search.query import Answer, Hit, Query
from finder.store import Store

_PAGE = 100
_MOST = 500


def canonical(
    args: Mapping[str, Sequence[str]], locator: Locator, store: Store, now: datetime
) -> dict[str, tuple[str, ...]]:
    """Return parameters in the form in which they are kept: checked, with nothing unknown, and a place in full.

    Raises:
        InputError: a value cannot be used.
        PlaceNotFound: no place goes by the name.
    """
    query = replace(_parsed(args, locator, store, now), after=None, before=None)
    query = replace(query, near=_in_full(query, locator))
    return {name: tuple(values) for name, values in to_args(query).items()}


def query_of(selection: SavedSelection, locator: Locator, store: Store, now: datetime) -> Query:
    """Return what a selection asks for today; raises what `canonical` does where its words have lost their meaning."""
    return _parsed(selection.asks, locator, store, now)


def found_now(selection: SavedSelection, locator: Locator, store: Store, now: datetime) -> tuple[Answer, list[Hit]]:
    """Return the answer to a selection, and its groups, some hundreds at most.

    Raises:
        InputError, PlaceNotFound: its words have lost their meaning.
    """
    query = replace(query_of(selection, locator, store, now), per_page=_PAGE)
    with store.snapshot():
        first = search(store, query, now, with_counts=False)
        return first, [*first.hits, *_further(store, query, first, now)][:_MOST]


def count_all(store: Store, locator: Locator, now: datetime) -> None:
    """Note how many groups each saved selection has now; what can no longer be asked is left for its page to tell."""
    for selection in store.selections():
        count(selection, store, locator, now)


def count(selection: SavedSelection, store: Store, locator: Locator, now: datetime) -> None:
    """Note how many groups one has now."""
    with suppress(InputError, PlaceNotFound):
        query = replace(query_of(selection, locator, store, now), per_page=1)
        total = search(store, query, now, with_counts=False, with_hints=False).total
        store.save_count(selection.name, now.date().isoformat(), total)


def _further(store: Store, query: Query, first: Answer, now: datetime) -> Iterator[Hit]:
    later, seen = first.later, len(first.hits)
    while later and seen < _MOST:
        answer = search(store, replace(query, after=later), now, with_counts=False, with_hints=False)
        yield from answer.hits
        later, seen = answer.later, seen + len(answer.hits)


def _parsed(args: Mapping[str, Sequence[str]], locator: Locator, store: Store, now: datetime) -> Query:
    return parse(args, NearGroups(locator, store), now)


def _in_full(query: Query, locator: Locator) -> str | None:
    """Return the place with its region where that means the same: a bare name goes by where groups are known today."""
    if not query.near or not query.place_label:
        return query.near
    try:
        place = locator.find(query.place_label, suggesting=False)
    except PlaceNotFound:
        return query.near
    is_same = (place.latitude, place.longitude) == (query.latitude, query.longitude)
    return query.place_label if is_same else query.near
