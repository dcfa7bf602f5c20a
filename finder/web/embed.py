"""Results to be framed by other sites: no form, no script, no cookie; links open in a window of their own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for

from finder.errors import InputError, PlaceNotFound
from finder.web import asking
from finder.web.backend import backend
from finder.web.language import current
from finder.web.rendering import render
from finder.web.results import results

blueprint = Blueprint("embed", __name__)


@blueprint.get("/embed")
def show() -> Any:
    """Show what the find page would, as a plain list."""
    params = asking.params_of(request)
    full = asking.address(url_for("pages.find"), params)
    try:
        asking.check(request)
        answer = asking.answer(backend(), params)
    except (InputError, PlaceNotFound) as error:
        status = 404 if isinstance(error, PlaceNotFound) else 400
        return render("embed/list.html", trouble=str(error), results=None, full=full), status
    found = results(answer, params, url_for("embed.show"), backend(), current())
    return render("embed/list.html", trouble=None, results=found, full=full)
