"""What to type and what comes: each part of the API asked once, of the groups that are really here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

import msgspec
from flask import Response, request, url_for

from finder.web import asking
from finder.web.api.endpoint import ENDPOINTS, Endpoint
from finder.web.api.groups import groups
from finder.web.api.records import Groups
from finder.web.asking import Params

_LONGEST_TEXT = 70
_LONGEST_LIST = 1
_MOST_NAMES = 3


class Example(NamedTuple):
    """A part of the API, a line for a shell, and what comes of it, cut short; None where that is a long file."""

    endpoint: Endpoint
    line: str
    answer: str | None


def examples(near: str | None) -> list[Example]:
    """Return one example for each part; `near` is a place of which groups are known."""
    around: Params = {"near": [near]} if near else {}
    found = groups({**around, "per_page": ["1"]})
    known = found.hits[0].group.id if isinstance(found, Groups) and found.hits else None
    return [_example(one, around, known or "unknown") for one in ENDPOINTS]


def _example(one: Endpoint, around: Params, group_id: str) -> Example:
    takes = {parameter.name for parameter in one.parameters}
    params = {name: values for name, values in around.items() if name in takes}
    params |= {name: [value] for name, value in one.example.items()}
    parts = {part.name: group_id for part in one.parts}
    path = url_for(f"api.{one.name}", **parts)  # type: ignore[arg-type]  # parts of the path
    line = f"curl '{urljoin(request.url_root, asking.address(path, params))}'"
    if one.answer is None or (one.parts and group_id == "unknown"):
        return Example(one, line, None)
    answer = one.respond(params, **parts)
    told = (
        None
        if isinstance(answer, Response)
        else json.dumps(shortened(msgspec.to_builtins(answer)), indent=2, ensure_ascii=False)
    )
    return Example(one, line, told)


def shortened(value: Any) -> Any:
    """Return the value with the first of each list, a few of many names, and long texts cut."""
    if isinstance(value, Mapping):
        is_table = all(isinstance(one, int) for one in value.values())
        kept = list(value.items())[: _MOST_NAMES if is_table else None]
        return {name: shortened(one) for name, one in kept}
    if isinstance(value, list | tuple):
        return [shortened(one) for one in value[:_LONGEST_LIST]]
    if isinstance(value, str) and len(value) > _LONGEST_TEXT and "://" not in value:
        return f"{value[: _LONGEST_TEXT - 1]}…"
    return value
