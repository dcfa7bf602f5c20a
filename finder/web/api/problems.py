"""Errors for programs: one kind for each thing that they can do about it (RFC 9457, problem details)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from flask import Response, request, url_for

from finder.errors import FinderError, InputError, PlaceNotFound, SelectionNotFound, StoreError
from finder.text import N_
from finder.web.api.records import Problem
from finder.web.language import _

CONTENT_TYPE = "application/problem+json"
_ROOTS = ("/api/", "/map/")
WAIT = "60"
"""Seconds after which to ask again, where that may help."""


class Kind(NamedTuple):
    """A kind of error: its code, the status, its title, and what to do; `code` names its part of the page."""

    code: str
    status: int
    title: str
    about: str


BAD_PARAMETER = Kind(
    "bad-parameter",
    400,
    N_("A parameter cannot be used"),
    N_("It has a value that it cannot have, or there is no such parameter. The detail says what it can be."),
)
BAD_REQUEST = Kind(
    "bad-request", 400, N_("The request cannot be read"), N_("It is no whole request, or it is too long.")
)
UNKNOWN_PLACE = Kind(
    "unknown-place",
    404,
    N_("No place goes by that name"),
    N_("Take one of the suggestions, or send a point (lat and lon)."),
)
UNKNOWN_SELECTION = Kind(
    "unknown-selection",
    404,
    N_("No saved list has that name"),
    N_("It was taken away, or its name is spelt another way."),
)
UNKNOWN_GROUP = Kind(
    "unknown-group",
    404,
    N_("There is no such group"),
    N_("It has ended, its host took it down, or it was never here. Forget its id."),
)
UNKNOWN_ADDRESS = Kind(
    "unknown-address", 404, N_("There is nothing at this address"), N_("The page of the API lists all that there is.")
)
READ_ONLY = Kind("read-only", 405, N_("This can only be read"), N_("Ask with GET, HEAD or OPTIONS."))
CHANGED = Kind(
    "changed",
    412,
    N_("It is not what you have"),
    N_("You asked for it only if it is the same as yours (If-Match). Ask without that."),
)
TOO_MANY = Kind(
    "too-many-requests",
    429,
    N_("Too many requests"),
    N_("A lot was asked from where you are in the last minute. Please wait a minute, then try again."),
)
OUR_FAULT = Kind(
    "our-fault", 500, N_("Something went wrong here"), N_("It is our fault. Ask again later; if it stays, tell us.")
)
UNAVAILABLE = Kind(
    "unavailable",
    503,
    N_("The list of groups cannot be read right now"),
    N_("It is being renewed, or it is out of order. Wait for as many seconds as Retry-After says."),
)

KINDS = (
    *(BAD_PARAMETER, BAD_REQUEST, UNKNOWN_PLACE, UNKNOWN_SELECTION, UNKNOWN_GROUP, UNKNOWN_ADDRESS),
    *(READ_ONLY, CHANGED, TOO_MANY, OUR_FAULT, UNAVAILABLE),
)
"""All of them, in the order of showing."""

_OF_HTTP = (BAD_REQUEST, UNKNOWN_ADDRESS, READ_ONLY, CHANGED, TOO_MANY, OUR_FAULT, UNAVAILABLE)
_BY_STATUS = {one.status: one for one in _OF_HTTP}


_MEANT = N_("There is no parameter “%(name)s” here. Did you mean %(suggestions)s?")


class NoSuchParameter(InputError):
    """There is no parameter of this name; `suggestions` are names that come near it."""

    def __init__(self, name: str, suggestions: Sequence[str]) -> None:
        if suggestions:
            super().__init__(_MEANT, name, name=name, suggestions=suggestions)
        else:
            super().__init__(N_("There is no parameter “%(name)s” here."), name, name=name)
        self.suggestions = tuple(suggestions)


def is_asked_by_program() -> bool:
    """Tell whether the request wants its errors in this form."""
    return request.path.startswith(_ROOTS)


def of_error(error: FinderError, detail: str) -> Response:
    """Return the answer to an error of ours; `detail` is the sentence to show."""
    if isinstance(error, PlaceNotFound):
        return answer(UNKNOWN_PLACE, detail, parameter="near", suggestions=error.suggestions)
    if isinstance(error, SelectionNotFound):
        return answer(UNKNOWN_SELECTION, detail, parameter="selection")
    if isinstance(error, InputError):
        suggestions = getattr(error, "suggestions", ())
        return answer(BAD_PARAMETER, detail, parameter=error.parameter, suggestions=suggestions)
    return answer(UNAVAILABLE if isinstance(error, StoreError) else OUR_FAULT, detail)


def of_status(status: int) -> Response:
    """Return the answer to an error of HTTP."""
    is_group = status == UNKNOWN_GROUP.status and request.endpoint == "api.group"
    kind = (
        UNKNOWN_GROUP if is_group else _BY_STATUS.get(status, OUR_FAULT if status > OUR_FAULT.status else BAD_REQUEST)
    )
    return answer(kind, _(kind.about), status=status)


def answer(
    kind: Kind,
    detail: str,
    *,
    status: int | None = None,
    parameter: str | None = None,
    suggestions: Sequence[str] = (),
) -> Response:
    """Return the answer that tells of a problem; `status` where it is not that of its kind."""
    told = Problem(
        type=url_for("developers.show", _anchor=f"problem-{kind.code}", _external=True),
        title=_(kind.title),
        status=status or kind.status,
        detail=detail,
        code=kind.code,
        parameter=parameter,
        suggestions=tuple(suggestions),
    )
    response = Response(msgspec.json.encode(told), told.status, content_type=CONTENT_TYPE)
    if kind in {TOO_MANY, UNAVAILABLE}:
        response.headers["Retry-After"] = WAIT
    return response
