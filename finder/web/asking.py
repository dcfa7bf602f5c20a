"""From the parameters of an address to an answer, for every surface alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from unicodedata import category
from urllib.parse import quote_plus

from flask import Request

from finder.errors import InputError, SelectionNotFound
from finder.saved import LONGEST_NAME, SavedSelection
from finder.search import NearGroups, parse, search
from finder.search.parameters import PARAMETERS
from finder.search.query import Answer, Query
from finder.text import N_
from finder.web.backend import Backend

Params = dict[str, list[str]]
"""Parameters by name, each with its values in the order given."""

SELECTION = "selection"
"""Names a saved selection; what stands beside it narrows it, or takes the place of what it says itself."""

_TOGETHER = (frozenset({"near", "lat", "lon"}), frozenset({"when", "from", "to"}))
"""Parameters that say one thing between them: one of them beside a selection takes the place of all of its own."""

TURNS = ("after", "before")
"""Where a page of results begins or ends."""

NAMES = (SELECTION, *PARAMETERS)
"""What an address can ask for; other names are passed over."""

_is_plain = re.compile(r"[\w.~-]*", re.ASCII).fullmatch
LONGEST = 4000
"""Characters of all parameters together that are read."""
LONGEST_VALUE = 200
"""Characters of one value that are read."""
MOST_VALUES = 40
"""Values of one parameter that are read."""


def params_of(request: Request, names: Iterable[str] = NAMES) -> Params:
    """Return what can be read of the parameters: known names, no blanks, no control characters, nothing endless."""
    return known(request.args.to_dict(flat=False), names)


def known(given: Mapping[str, Sequence[str]], names: Iterable[str] = PARAMETERS) -> Params:
    """Return what can be read of parameters from anywhere, as `params_of` does of an address."""
    found = {name: _values(given[name]) for name in names if name in given}
    if found.get("near"):
        # A place that was typed wins over the point that the browser gave for an earlier search.
        found |= {"lat": [], "lon": []}
    return {name: values for name, values in found.items() if values}


def check(request: Request, names: Iterable[str] = NAMES) -> None:
    """Refuse an address that no form of ours makes.

    Raises:
        InputError: it is too long, or holds characters that nobody can type.
    """
    written = request.query_string
    if len(written) > LONGEST:
        raise InputError(N_("That is more than we can read at once. Choose less, or use fewer words."))
    # Such a character stands in an address by its number (RFC 3986, 2.1).
    if b"%" not in written and written.isascii():
        return
    odd = [name for name, values in request.args.lists() if not all(map(str.isprintable, values))]
    for name in names if odd else ():
        if name in odd and any(map(_controls, request.args.getlist(name))):
            raise InputError(N_("The words hold a character that cannot be typed. Please write them anew."), name)


def answer(backend: Backend, params: Mapping[str, Sequence[str]], **adding: bool) -> Answer:
    """Return the answer of the store; what `adding` may add is told at `finder.search.search`.

    Raises:
        InputError: a parameter has a value that cannot be used; the sentence says which.
        PlaceNotFound: no place goes by this name.
        StoreError: the store cannot be read.
    """
    query = query_of(backend, params)
    return search(backend.store, query, backend.now(), **adding)


def query_of(backend: Backend, params: Mapping[str, Sequence[str]]) -> Query:
    """Return what the parameters ask for; raises what `answer` does."""
    units = backend.settings.units
    usual = {} if units == "auto" else {"units": [units]}
    return parse(usual | spelt_out(backend, params), NearGroups(backend.locator, backend.store), backend.now())


def spelt_out(backend: Backend, params: Mapping[str, Sequence[str]]) -> Params:
    """Return all that is asked for: where a saved selection is named, what it stands for and what stands beside it.

    Raises:
        SelectionNotFound: no saved selection goes by the name.
    """
    given = {name: list(values) for name, values in params.items() if name != SELECTION}
    selection = saved(backend, params)
    if selection is None:
        return given
    replaced = set(given).union(*(names for names in _TOGETHER if names & given.keys()))
    return {name: list(values) for name, values in selection.asks.items() if name not in replaced} | given


def saved(backend: Backend, params: Mapping[str, Sequence[str]]) -> SavedSelection | None:
    """Return the saved selection that the parameters name; None where they name none.

    Raises:
        SelectionNotFound: there is none of this name.
    """
    names = params.get(SELECTION)
    return named(backend, names[-1]) if names else None


def named(backend: Backend, name: str) -> SavedSelection:
    """Return the saved selection of a name, or of a former one.

    Raises:
        SelectionNotFound: there is none.
    """
    found = backend.store.selection(name.lower())
    if found is None:
        raise SelectionNotFound(name[:LONGEST_NAME])
    return found


def changed(params: Params, changes: Mapping[str, str | None]) -> Params:
    """Return the parameters with some of them set to one value, or taken away; the first page, as other hits come."""
    kept = {name: values for name, values in params.items() if name not in {*changes, *TURNS}}
    return kept | {name: [value] for name, value in changes.items() if value is not None}


def without(params: Params, name: str, value: str | None = None) -> Params:
    """Return the parameters without one value of one of them, or without all of its values."""
    left = [one for one in params.get(name, []) if value is not None and one != value]
    kept = {key: values for key, values in params.items() if key not in {name, *TURNS}}
    return kept | ({name: left} if left else {})


def address(path: str, params: Params) -> str:
    """Return the address that asks for this."""
    return f"{path}?{written(params)}" if params else path


def written(params: Params) -> str:
    """Return the parameters as they stand in an address."""
    return "&".join([f"{name}={_quoted(value)}" for name, values in params.items() for value in values])


def _quoted(value: str) -> str:
    # Most values are names and numbers of ours, and a page has a dozen links of them.
    return value if _is_plain(value) else quote_plus(value)


def may_be_a_house(place: str) -> bool:
    """Tell whether a place may be a house: letters and digits, as in a street with a number or a British postcode."""
    return any(map(str.isdigit, place)) and any(map(str.isalpha, place))


def settled(params: Params) -> Params:
    """Return the parameters in the one spelling that caches keep: by name, a point to about a kilometre."""
    return {name: [_snapped(name, value) for value in params[name]] for name in sorted(params)}


def _snapped(name: str, value: str) -> str:
    if name not in {"lat", "lon", "within"}:
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return f"{round(number, 2):g}" if isfinite(number) else value


def _values(raw: Sequence[str]) -> list[str]:
    # What can be printed holds no control characters: that is quickly told, and nearly always so.
    readable = [value if value.isprintable() else _readable(value) for value in raw[:MOST_VALUES]]
    values = [value.strip()[:LONGEST_VALUE] for value in readable]
    return list(dict.fromkeys(filter(None, values)))


def _readable(text: str) -> str:
    return "".join(c for c in text if not _controls(c))


def _controls(text: str) -> bool:
    return any(category(c) in {"Cc", "Cs"} and c not in "\t\r\n" for c in text)
