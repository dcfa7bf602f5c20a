"""The page that tells people who write programs what the API is and how to ask it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, redirect, url_for

from finder.search.parameters import Kind, Parameter
from finder.web import asking
from finder.web.api.examples import Example, examples
from finder.web.api.problems import KINDS
from finder.web.backend import backend
from finder.web.browse import towns
from finder.web.language import _
from finder.web.rendering import render
from finder.web.reporting import write_to

blueprint = Blueprint("developers", __name__)


class Told(NamedTuple):
    """A parameter in words: its name, what it asks for, and what it can be."""

    name: str
    about: str
    values: str


class Part(NamedTuple):
    """A part of the API as the page shows it."""

    name: str
    path: str
    summary: str
    about: str
    line: str
    answer: str | None
    parameters: list[Told]


@blueprint.get("/api")
def show() -> Any:
    """Tell what can be asked, with an example of each part, asked of this very site."""
    town = next(iter(towns.known(backend())), None)
    return render(
        "pages/developers.html",
        parts=[_part(one) for one in examples(town.name if town else None)],
        sections=[
            ("pages", _("Page after page")),
            ("problems", _("When something is wrong")),
            ("caching", _("Ask only for what is new")),
            ("fair", _("Fair use")),
            ("licence", _("What you may do with it")),
        ],
        problems=[(kind.code, kind.status, _(kind.title), _(kind.about)) for kind in KINDS],
        description=url_for("api.openapi", _external=True),
        contact=write_to(backend().settings.contact),
    )


@blueprint.get("/api/")
@blueprint.get("/api/v1/", strict_slashes=False)
def lead() -> Any:
    """Lead whoever looks at the root of the API to the page."""
    return redirect(url_for("developers.show"))


def _part(example: Example) -> Part:
    one = example.endpoint
    return Part(
        name=one.name,
        path=f"/api/v1{one.path}",
        summary=_(one.summary),
        about=_(one.about),
        line=example.line,
        answer=example.answer,
        parameters=[told(parameter) for parameter in (*one.parts, *one.parameters)],
    )


def told(one: Parameter) -> Told:
    """Return a parameter in words."""
    return Told(name=one.name, about=_(one.about), values=_values(one))


def _values(one: Parameter) -> str:
    said = _KINDS[one.kind](one)
    if one.default is None or one.kind == "flag":
        return said
    usual = _("If absent: %(value)s.", value=one.default)
    return f"{said} {usual}"


def _number(one: Parameter) -> str:
    low, high = (f"{limit:g}" for limit in one.limits)
    return _("A number from %(low)s to %(high)s.", low=low, high=high)


def _text(_one: Parameter) -> str:
    return _("Text, up to %(most)s letters.", most=asking.LONGEST_VALUE)


def _several(one: Parameter) -> str:
    return _("One or more of: %(names)s. Give it once for each.", names=", ".join(one.values))


_KINDS: dict[Kind, Callable[[Parameter], str]] = {
    "text": _text,
    "cursor": _text,
    "number": _number,
    "whole": _number,
    "flag": lambda _one: _("1 for yes, 0 for no."),
    "day": lambda one: _("A day, like %(day)s.", day=one.example),
    "choice": lambda one: _("One of: %(names)s.", names=", ".join(one.values)),
    "choices": _several,
    "hours": _several,
    "tag": lambda _one: _("Any name of a tag. Give it once for each."),
}
