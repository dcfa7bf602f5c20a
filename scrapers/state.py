"""The data that web pages carry for their own scripts: JSON in script elements or behind an assignment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scrapers.markup import scripts
from scrapers.values import Node

_MOST_NODES = 1_000_000


def assigned(text: str, name: str) -> Any:
    """Return the object that a page's script assigns to `name`, or None; what follows the object does not matter."""
    spot = text.find(name)
    while spot >= 0:
        equals = text.find("=", spot, spot + len(name) + 20)
        begin = text.find("{", equals, equals + 20) if equals >= 0 else -1
        if begin >= 0:
            return _decoded(text, begin)
        spot = text.find(name, spot + 1)
    return None


def _decoded(text: str, begin: int) -> Any:
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, begin)[0]
    except (ValueError, RecursionError):
        return None


def element(text: str, identifier: str) -> Any:
    """Return the JSON in the script element with this id (`__NEXT_DATA__`), or None."""
    for script in scripts(text):
        if script.attributes.get("id") == identifier:
            body = script.text.strip()
            return _decoded(body, 0) if body[:1] in {"{", "["} else None
    return None


def objects(root: Any, *, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, Node]]:
    """Yield every object in document order with the property that holds it, save what lies under these properties.

    Without recursion, since the page decides how deep it is.
    """
    stack: list[tuple[str, Any]] = [("", root)]
    budget = _MOST_NODES
    while stack and budget:
        budget -= 1
        key, value = stack.pop()
        if isinstance(value, dict):
            yield key, value
            stack.extend((name, one) for name, one in reversed(list(value.items())) if name not in without)
        elif isinstance(value, list):
            stack.extend((key, one) for one in reversed(value))
