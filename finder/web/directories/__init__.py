"""What other directories read to keep a copy of the groups: OpenActive, and Open Referral's HSDS."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, g, request, url_for

from finder.web import caching
from finder.web.backend import backend
from finder.web.directories import discovery, rpde
from finder.web.directories.openactive import session_series as series_of
from finder.web.directories.stated import Node

blueprint = Blueprint("directories", __name__, url_prefix="/feeds")


@blueprint.get("/openactive/session-series")
def session_series() -> Response:
    """Send a page of what became of groups after a change."""
    wanted = rpde.asked(request.args)
    changes = backend().store.changes(wanted.after, wanted.limit or rpde.MOST)
    scheme, groups = url_for(".activities", _external=True), url_for("pages.group", group_id="", _external=True)
    g.caching = caching.HOUR if changes else caching.SECONDS
    found = rpde.page(
        changes,
        lambda **parameters: url_for(".session_series", _external=True, **parameters),
        wanted,
        discovery.terms(backend().settings),
        lambda group: series_of(group, f"{groups}{group.id}", scheme),
    )
    return _json(found)


@blueprint.get("/openactive/activities")
def activities() -> Response:
    """Send the list of activities that the feed names."""
    return _json(discovery.activities(url_for(".activities", _external=True)), "application/ld+json")


@blueprint.get("/openactive/dataset.jsonld")
def dataset() -> Response:
    """Send the description of the feeds that the page for directories holds too."""
    return _json(discovery.dataset(backend().settings), "application/ld+json")


@blueprint.get("/openactive/catalogue.jsonld")
def catalogue() -> Response:
    """Send the catalogue by which harvesters find the page for directories."""
    return _json(discovery.catalogue(backend().settings), "application/ld+json")


def _json(value: Node, kind: str = "application/json") -> Response:
    return Response(msgspec.json.encode(value), content_type=kind)
