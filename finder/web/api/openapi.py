"""The description of the API (OpenAPI 3.1), made of what its parts declare and of the records that they send."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from typing import Any

import msgspec

from finder import __version__
from finder.search.parameters import Parameter
from finder.web import asking
from finder.web.api.endpoint import ENDPOINTS, Endpoint
from finder.web.api.meanings import FIELDS
from finder.web.api.problems import BAD_PARAMETER, CHANGED, CONTENT_TYPE, OUR_FAULT, TOO_MANY, UNAVAILABLE, Kind
from finder.web.api.records import Problem

_ALWAYS = (BAD_PARAMETER, CHANGED, TOO_MANY, OUR_FAULT, UNAVAILABLE)
_REF = "#/components/schemas/{name}"
ABOUT = """Groups that meet to make things together, as the find page shows them.

- **Unknown is not no.** A field that is absent is the same as null: nobody says. It never means no, and never zero.
- **Stated is not likely.** Each tag has a level (`stated`, `likely`, `no`) and `evidence`: the words of the listing.
- Times are RFC 3339 with the venue's own UTC offset; `timezone` names its zone (IANA). A date alone is a whole day.
  Distances are kilometres, points WGS 84 degrees, money is in the `currency` beside it (ISO 4217).
- Fields may be added. None is renamed, taken away or given another meaning within `v1`: pass over what you do not know.
- Parameters that are not described are refused with 400: a filter that is passed over would answer another question.
- Errors are problem details (RFC 9457); `code` is for programs.
- Every answer has an ETag. Send it back as If-None-Match: 304 says that nothing has changed.
- No key is needed, nothing about who asks is kept, and any site may ask from a browser (CORS).
"""


def document(address: str) -> dict[str, Any]:
    """Return the description; `address` is where the API is found, such as `/api/v1`."""
    records = [one.answer for one in ENDPOINTS if one.answer]
    _refs, schemas = msgspec.json.schema_components([*records, Problem], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Creative Community Finder",
            "version": __version__,
            "description": ABOUT,
            "license": {
                "name": "Apache 2.0 (the software; for what it lists see the page)",
                "identifier": "Apache-2.0",
            },
        },
        "externalDocs": {"description": "The page for people", "url": "/api"},
        "servers": [{"url": address}],
        "security": [],
        "paths": {one.path: {"get": _operation(one)} for one in ENDPOINTS},
        "components": {"schemas": {name: _explained(name, schema) for name, schema in sorted(schemas.items())}},
    }


def _operation(one: Endpoint) -> dict[str, Any]:
    return {
        "operationId": one.name,
        "summary": one.summary,
        "description": one.about,
        "parameters": [
            *(_parameter(part, "path", is_required=True) for part in one.parts),
            *(_parameter(part, "query", is_required=part.name in one.required) for part in one.parameters),
        ],
        "responses": dict(_responses(one)),
    }


def _parameter(one: Parameter, place: str, *, is_required: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"name": one.name, "in": place, "description": one.about, "schema": schema_of(one)}
    if is_required:
        found["required"] = True
    if one.is_list:
        found |= {"style": "form", "explode": True}
    example: Any = [one.example] if one.is_list else _example(one)
    return found if one.kind == "cursor" else {**found, "example": example}


def _example(one: Parameter) -> str | float | bool:
    match one.kind:
        case "number":
            return float(one.example)
        case "whole":
            return int(one.example)
        case "flag":
            return one.example == "1"
        case _:
            return one.example


def schema_of(one: Parameter) -> dict[str, Any]:
    """Return the JSON Schema of a parameter."""
    found = _SCHEMAS[one.kind](one)
    return (
        found
        if one.default is None
        else {**found, "default": _example(msgspec.structs.replace(one, example=one.default))}
    )


def _numeric(kind: str) -> Callable[[Parameter], dict[str, Any]]:
    def made(one: Parameter) -> dict[str, Any]:
        limits = zip(("minimum", "maximum"), one.limits, strict=True)
        return {"type": kind, **{name: value for name, value in limits if abs(value) != inf}}

    return made


def _several(one: Parameter, *more: dict[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = {"type": "string", "enum": list(one.values)}
    return {"type": "array", "items": {"anyOf": [named, *more]} if more else named, "maxItems": asking.MOST_VALUES}


_HOURS = {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"}
_SCHEMAS: dict[str, Callable[[Parameter], dict[str, Any]]] = {
    "text": lambda _one: {"type": "string", "minLength": 1, "maxLength": asking.LONGEST_VALUE},
    "cursor": lambda _one: {"type": "string", "minLength": 1, "maxLength": asking.LONGEST_VALUE},
    "number": _numeric("number"),
    "whole": _numeric("integer"),
    "flag": lambda _one: {"type": "boolean"},
    "day": lambda _one: {"type": "string", "format": "date"},
    "choice": lambda one: {"type": "string", "enum": list(one.values)},
    "choices": _several,
    "tag": _several,
    "hours": lambda one: _several(one, _HOURS),
}


def _responses(one: Endpoint) -> Iterable[tuple[str, dict[str, Any]]]:
    content = {"$ref": _REF.format(name=one.answer.__name__)} if one.answer else {"type": "object"}
    yield (
        "200",
        {
            "description": one.summary,
            "headers": {name: _HEADERS[name] for name in _sent_with(one)},
            "content": {"application/json": {"schema": content}},
            **({"links": {name: _lead(name, taken) for name, taken in one.leads.items()}} if one.leads else {}),
        },
    )
    if one.parts:
        yield "301", {"description": "It is now part of another group.", "headers": {"Location": _HEADERS["Location"]}}
    yield (
        "304",
        {"description": "Nothing has changed since the ETag that was sent.", "headers": {"ETag": _HEADERS["ETag"]}},
    )
    for status in sorted({kind.status for kind in (*one.problems, *_ALWAYS)}):
        yield str(status), _problem([kind for kind in (*one.problems, *_ALWAYS) if kind.status == status])


def _lead(name: str, taken: dict[str, str]) -> dict[str, Any]:
    """Return a link (OpenAPI 3.1, 4.8.20): which address takes what out of this answer."""
    pointers = {parameter: f"$response.body#{pointer}" for parameter, pointer in taken.items()}
    return {"operationId": name, "parameters": pointers}


def _sent_with(one: Endpoint) -> list[str]:
    turns = ["Link"] if any(part.name == "after" for part in one.parameters) else []
    return ["ETag", "Cache-Control", "Content-Language", *turns]


def _problem(kinds: list[Kind]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": " ".join(f"`{kind.code}`: {kind.title}. {kind.about}" for kind in kinds),
        "content": {CONTENT_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}},
    }
    if any(kind in {TOO_MANY, UNAVAILABLE} for kind in kinds):
        found["headers"] = {"Retry-After": _HEADERS["Retry-After"]}
    return found


def _header(about: str, kind: str = "string") -> dict[str, Any]:
    return {"description": about, "schema": {"type": kind}}


_HEADERS = {
    "ETag": _header("Send it back as If-None-Match."),
    "Cache-Control": _header("For how long the answer may be kept."),
    "Content-Language": _header("The language of labels and notes (BCP 47)."),
    "Link": _header("The pages after (next) and before (prev) this one (RFC 8288)."),
    "Location": _header("Where that is."),
    "Retry-After": _header("Seconds to wait.", "integer"),
}


def _explained(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with what each field means."""
    told = FIELDS.get(name, {})
    fields = {field: {**shape, "description": told[field]} for field, shape in schema.get("properties", {}).items()}
    return {**schema, "properties": fields}
