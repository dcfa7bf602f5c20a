"""Every error as a page that helps, or as JSON for programs; never a traceback."""

from __future__ import annotations

from collections.abc import Sequence
from logging import ERROR, WARNING
from traceback import format_tb
from typing import Any

from babel.lists import format_list
from flask import Flask, Response, current_app, jsonify, request, url_for
from werkzeug.exceptions import HTTPException, TooManyRequests

from finder.errors import (
    FinderError,
    InputError,
    NameTaken,
    Outdated,
    PlaceNotFound,
    SelectionNotFound,
    StoreBusy,
    StoreError,
)
from finder.geo import geohash_middle
from finder.web import asking
from finder.web.api import problems
from finder.web.backend import backend
from finder.web.browse import towns
from finder.web.language import _, current
from finder.web.rendering import render
from finder.web.repeats import OnceAMinute

_MOST_TOWNS = 8


def init_app(app: Flask) -> None:
    """Answer errors of ours, of HTTP, and any other."""
    app.register_error_handler(FinderError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def _known(error: FinderError) -> Any:
    if isinstance(error, StoreError):
        _tell_once(error)
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 0)
    if not status:
        return _unknown(error)
    text = trouble(error) if status < 500 else _store_words(error)  # noqa: PLR2004  from here on it is not the visitor
    if problems.is_asked_by_program():
        return problems.of_error(error, text)
    answer = current_app.make_response(_answer(status, text))
    if status == _STATUS[StoreError]:
        answer.headers["Retry-After"] = problems.WAIT
    return answer


def _tell_once(error: StoreError) -> None:
    log = current_app.logger.getChild("store")
    log.addFilter(_ONCE)
    log.log(WARNING if isinstance(error, StoreBusy) else ERROR, "%s", error)


_ONCE = OnceAMinute()
_STATUS = {PlaceNotFound: 404, SelectionNotFound: 404, InputError: 400, StoreError: 503}


def _store_words(error: FinderError) -> str:
    if isinstance(error, StoreBusy):
        return _("The list is being renewed right now. Please try again in a minute.")
    return _("The list of groups cannot be read right now. The people who run this site can see why.")


def trouble(error: FinderError) -> str:
    """Return what is wrong in a sentence."""
    if isinstance(error, PlaceNotFound):
        return " ".join(part for part in (_no_place(error), _meant(error.suggestions)) if part)
    if isinstance(error, SelectionNotFound):
        return _(
            "There is no list called “%(name)s”. It was removed, or its name is spelt another way.", name=error.name
        )
    if isinstance(error, NameTaken):
        return _("There is a list called “%(name)s” already. Please choose another name.", name=error.name)
    if isinstance(error, Outdated):
        return _("Somebody has changed this list since you opened it. Open it once more, and change it then.")
    if isinstance(error, InputError) and error.values:
        return _(error.template, **{name: _told(value) for name, value in error.values.items()})
    return _(str(error)) if str(error) else ""


def beside_suggestions(error: FinderError) -> str:
    """Return what is wrong, where a page shows beside it what may be meant."""
    return _no_place(error) if isinstance(error, PlaceNotFound) else trouble(error)


def _no_place(error: PlaceNotFound) -> str:
    if error.is_area:
        return _("“%(place)s” is a whole region. Please name a town.", place=error.text)
    return _("We know no place called “%(place)s”.", place=error.text)


def _meant(places: tuple[str, ...]) -> str:
    return _("Did you mean %(places)s?", places=_told(places)) if places else ""


def _told(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else format_list(value, style="or", locale=current())


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:  # noqa: PLR2004  a redirect is no error
        return error
    texts = {
        403: _("Only the people who run this site may do that, and only from its own pages."),
        404: _("There is no such page. A group that has ended, or that its host took down, is no longer shown."),
        405: _("This page can only be read."),
        429: _("A lot was asked from where you are in the last minute. Please wait a minute, then try again."),
    }
    answer = current_app.make_response(_answer(code, texts.get(code) or _("This request cannot be answered.")))
    if isinstance(error, TooManyRequests):
        answer.headers["Retry-After"] = str(error.retry_after)
    if allowed := getattr(error, "valid_methods", None):
        answer.allow.update(allowed)
    return answer


def _unknown(error: Exception) -> Any:
    # Where it failed, but neither the query nor the error's own text: both may hold what a visitor asked for.
    trace = "".join(format_tb(error.__traceback__))
    current_app.logger.error("%s %s: %s\n%s", request.method, request.path, type(error).__name__, trace)
    return _answer(500, _("Something went wrong here. It is not your doing, and nothing is lost."))


def _answer(code: int, text: str) -> Any:
    if problems.is_asked_by_program():
        return problems.of_status(code)
    if request.endpoint == "embed.cards":
        return jsonify(error=text), code
    if request.path.startswith("/feeds/"):
        return Response(f"{text}\n", code, content_type="text/plain; charset=utf-8")
    if request.path.startswith("/embed"):
        return render("embed/error.html", text=text, code=code), code
    more_towns = _towns() if code == 404 else []  # noqa: PLR2004  the one error that has places to go on to
    return render("pages/error.html", code=code, text=text, towns=more_towns, around=_around()), code


def _towns() -> list[tuple[str, str]]:
    """Return some towns to look around in; none where the store cannot be read."""
    try:
        known = towns.known(backend())[:_MOST_TOWNS]
    except FinderError:
        return []
    return [(one.name, url_for("browse.town", place=one.slug)) for one in known]


def _around() -> str | None:
    """Return a search around a venue at which nobody meets any more: its address says where it was."""
    if request.endpoint != "browse.venue":
        return None
    middle = geohash_middle((request.view_args or {})["name"].rpartition("-")[2])
    if middle is None:
        return None
    point = {"lat": [f"{middle[0]:.2f}"], "lon": [f"{middle[1]:.2f}"]}
    return asking.address(url_for("pages.find"), point)
