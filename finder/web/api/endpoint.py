"""How a part of the API is declared: address, parameters, answer and errors, once, at the function that answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from typing import Any

import msgspec
from flask import Blueprint, Request, Response, request
from msgspec import field

from finder.errors import InputError
from finder.listing import Record
from finder.search.given import shown
from finder.search.parameters import Parameter
from finder.text import N_
from finder.web import asking
from finder.web.api.problems import Kind, NoSuchParameter
from finder.web.api.records import Links
from finder.web.asking import Params
from finder.web.language import current

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

LANG = Parameter(
    name="lang",
    kind="text",
    about=N_("The language of labels and notes, like es or fr-CA. It wins over Accept-Language."),
    example="es",
)

_HASH_LETTERS = 32

Answering = Callable[..., Record | Response]
"""What gives an answer: it takes the parameters, and the parts of the path by name."""


class Endpoint(Record, frozen=True, kw_only=True):
    """One address of the API.

    `path` is what comes behind `/api/v1`, with the names of its parts in braces.  `answer` is the record that is sent,
    `problems` are the kinds of error beside those that every address can have.  `example` holds parameters that are
    worth a look, beside a place.  `leads` says which other address takes what out of the answer: its name, and by
    parameter a pointer into the answer (RFC 6901).
    """

    name: str
    path: str
    respond: Answering
    answer: type[Record] | None
    summary: str
    about: str
    example: dict[str, str]
    parts: tuple[Parameter, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    required: frozenset[str] = frozenset()
    problems: tuple[Kind, ...] = ()
    leads: dict[str, dict[str, str]] = field(default_factory=dict)


ENDPOINTS: list[Endpoint] = []
"""All that were declared, in the order of showing."""


def endpoint(  # noqa: PLR0913  all that is told of it stands in one place
    path: str,
    *,
    summary: str,
    about: str,
    example: dict[str, str] | None = None,
    answer: type[Record] | None = None,
    parts: Sequence[Parameter] = (),
    parameters: Sequence[Parameter] = (),
    required: Sequence[str] = (),
    problems: Sequence[Kind] = (),
    leads: dict[str, dict[str, str]] | None = None,
) -> Callable[[Answering], Answering]:
    """Let a function answer an address: it gets the parameters, checked, and the parts of the path by name."""

    def declare(function: Answering) -> Answering:
        one = Endpoint(
            name=function.__name__,
            path=path,
            respond=function,
            answer=answer,
            summary=summary,
            about=about,
            example=example or {},
            parts=tuple(parts),
            parameters=(*parameters, LANG),
            required=frozenset(required),
            problems=tuple(problems),
            leads=leads or {},
        )
        ENDPOINTS.append(one)

        known = {parameter.name: parameter for parameter in one.parameters}

        def view(**values: Any) -> Response:
            return sent(function(given(request, known, one.required), **values))

        blueprint.add_url_rule(re.sub(r"\{(\w+)\}", r"<\1>", path), one.name, view, methods=["GET"])
        return function

    return declare


def given(asked: Request, known: Mapping[str, Parameter], required: frozenset[str]) -> Params:
    """Return the parameters of a request, each of them known, and given once where only one value can be meant.

    A filter that is passed over would answer another question than was asked: so here, other than on the pages for
    people, nothing is.

    Raises:
        InputError: there is no such parameter, it is too long, or there is one value too many.
    """
    asking.check(asked, known)
    for name, values in asked.args.lists():
        if name not in known:
            raise NoSuchParameter(shown(name), get_close_matches(shown(name), known, n=2))
        _check(name, values)
    params = asking.params_of(asked, known)
    for name, values in params.items():
        if len(values) > 1 and not known[name].is_list:
            raise InputError(N_("%(name)s can have one value, not %(given)s."), name, name=name, given=f"{len(values)}")
    if missing := sorted(required - params.keys()):
        raise InputError(N_("%(name)s is missing: nothing can be found without it."), missing[0], name=missing[0])
    return params


def _check(name: str, values: Sequence[str]) -> None:
    """Refuse what pages for people leave out: values that are blank, too long, or too many."""
    if len(values) > asking.MOST_VALUES:
        raise InputError(
            N_("%(name)s can have %(most)s values at most, not %(given)s."),
            name,
            name=name,
            most=f"{asking.MOST_VALUES}",
            given=f"{len(values)}",
        )
    if not all(value.strip() for value in values):
        raise InputError(N_("%(name)s is blank: give it a value, or leave it out."), name, name=name)
    if any(len(value) > asking.LONGEST_VALUE for value in values):
        raise InputError(
            N_("%(name)s: at most %(most)s characters of a value can be read."),
            name,
            name=name,
            most=f"{asking.LONGEST_VALUE}",
        )


def sent(answer: Record | Response) -> Response:
    """Return the answer as JSON, with an ETag that stays while the content does."""
    if isinstance(answer, Response):
        return answer
    body = msgspec.json.encode(answer)
    response = Response(body, content_type="application/json")
    response.headers["Content-Language"] = str(current()).replace("_", "-")
    links = getattr(answer, "links", None)
    turns = _turns(links) if isinstance(links, Links) else {}
    # A cursor holds the moment at which it was made: it changes each second, and what it leads to does not.
    for address in turns.values():
        body = body.replace(address.encode(), b"")
    response.set_etag(sha256(body).hexdigest()[:_HASH_LETTERS], weak=True)
    for name, address in turns.items():
        response.headers.add("Link", f'<{address}>; rel="{name}"')
    return response


def _turns(links: Links) -> dict[str, str]:
    known = {"next": links.next, "prev": links.previous}
    return {name: address for name, address in known.items() if address}
