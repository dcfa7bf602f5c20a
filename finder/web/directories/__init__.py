"""What other directories read to keep a copy of the groups: OpenActive, and Open Referral's HSDS."""

from __future__ import annotations

from urllib.parse import urljoin

import msgspec
from flask import Blueprint, Response, abort, g, request, stream_with_context, url_for

from finder.listing import Group
from finder.web import caching
from finder.web.backend import backend
from finder.web.browse.addresses import host_page
from finder.web.claims import is_sample
from finder.web.directories import discovery, hsds, ids, rpde, services
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
        lambda group: series_of(group, f"{groups}{group.id}", scheme, _host_page(group)),
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


@blueprint.get("/hsds", strict_slashes=False)
def hsds_root() -> Response:
    """Say which version of HSDS this is, as its API has it."""
    settings = backend().settings
    return _json(
        {
            "version": "3.1",
            "profile": "https://docs.openreferral.org/en/3.1/",
            "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.1/schema/openapi.json",
            "description": url_for("about.directories", _external=True),
            "publisher": {"name": settings.site_name, "website": url_for("pages.home", _external=True)},
        }
    )


@blueprint.get("/hsds/services")
def hsds_services() -> Response:
    """Send a page of services, or with `format=ndjson` all of them, one a line."""
    wanted, here = services.asked(request), backend()
    if "ndjson" in request.args.getlist("format"):
        lines = (msgspec.json.encode(one) + b"\n" for one in services.each(here, wanted))
        return Response(stream_with_context(lines), content_type="application/x-ndjson")
    return _json(services.page(here, wanted))


@blueprint.get("/hsds/services/<name>")
def hsds_service(name: str) -> Response:
    """Send one service in full."""
    here = backend()
    group = here.store.group(ids.group_in(name))
    if group is None or is_sample(group) or not group.creative:
        abort(404)
    return _json(services.one(here, group))


@blueprint.get("/hsds/taxonomies")
def hsds_taxonomies() -> Response:
    """Send the one taxonomy."""
    return _json(services.all_on_a_page([hsds.taxonomy()]))


@blueprint.get("/hsds/taxonomy_terms")
def hsds_terms() -> Response:
    """Send the terms of the taxonomy."""
    return _json(services.all_on_a_page([hsds.term(*pair) for pair in hsds.terms().values()]))


def _host_page(group: Group) -> str | None:
    page = host_page(group)
    return urljoin(request.url_root, page) if page else None


def _json(value: Node, kind: str = "application/json") -> Response:
    return Response(msgspec.json.encode(value), content_type=kind)
