"""The same answers as JSON, for other programs; and whether the server is well."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, abort, request

from finder import __version__
from finder.listing import Record
from finder.web import asking
from finder.web.backend import backend

blueprint = Blueprint("api", __name__, url_prefix="/api")

_SUGGESTIONS = 8


@blueprint.get("/search")
def search() -> Response:
    """Answer the parameters of the find page with the answer that it shows."""
    asking.check(request)
    return _json(asking.answer(backend(), asking.params_of(request)))


@blueprint.get("/groups/<group_id>")
def group(group_id: str) -> Response:
    """Send one group."""
    return _json(backend().store.group(group_id) or abort(404))


@blueprint.get("/places")
def places() -> Response:
    """Send the names of places that begin as `q` does, for completing the place field."""
    asking.check(request)
    prefix = "".join(asking.params_of(request).get("q", []))
    return _json(backend().locator.suggest(prefix, limit=_SUGGESTIONS) if prefix else [])


@blueprint.get("/health")
def health() -> Response:
    """Say that the server answers and can read its store."""
    reports = backend().store.reports()
    last = max((report.started_at for report in reports), default=None)
    return _json({"status": "ok", "version": __version__, "sources": len(reports), "last_harvest": last})


def _json(value: Record | list[str] | dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(value), content_type="application/json")
