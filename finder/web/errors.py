"""Every error as a page that helps, or as JSON for programs; never a traceback."""

from __future__ import annotations

from traceback import format_tb
from typing import Any

from flask import Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from finder.errors import FinderError, InputError, PlaceNotFound, StoreBusy, StoreError
from finder.web.language import _
from finder.web.rendering import render


def init_app(app: Flask) -> None:
    """Answer errors of ours, of HTTP, and any other."""
    app.register_error_handler(FinderError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def _known(error: FinderError) -> Any:
    if isinstance(error, PlaceNotFound):
        return _answer(404, str(error), suggestions=list(error.suggestions))
    if isinstance(error, InputError):
        return _answer(400, str(error))
    if isinstance(error, StoreBusy):
        return _answer(503, _("The list is being renewed right now. Please try again in a minute."))
    if isinstance(error, StoreError):
        current_app.logger.error("%s", error)
        return _answer(503, _("The list of groups cannot be read right now. The people who run this site can see why."))
    return _unknown(error)


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:  # noqa: PLR2004  a redirect is no error
        return error
    texts = {
        403: _("Only who runs this site may do that, and only from its own pages."),
        404: _("There is no such page. A group that has ended, or that its host took down, is no longer shown."),
        405: _("This page can only be read."),
    }
    return _answer(code, texts.get(code) or _("This request cannot be answered."))


def _unknown(error: Exception) -> Any:
    # Where it failed, but neither the query nor the error's own text: both may hold what a visitor asked for.
    trace = "".join(format_tb(error.__traceback__))
    current_app.logger.error("%s %s: %s\n%s", request.method, request.path, type(error).__name__, trace)
    return _answer(500, _("Something went wrong here. It is not your doing, and nothing is lost."))


def _answer(code: int, text: str, **more: Any) -> Any:
    if request.path.startswith("/api/"):
        return jsonify(error=text, **more), code
    if request.path.startswith("/feeds/"):
        return Response(f"{text}\n", code, content_type="text/plain; charset=utf-8")
    if request.path.startswith("/embed"):
        return render("embed/error.html", text=text), code
    return render("pages/error.html", code=code, text=text), code
