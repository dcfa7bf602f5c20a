"""What the map of the find page shows: the groups that are found, gathered in spots by the zoom."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, request, url_for

from finder.errors import InputError
from finder.geo import Box
from finder.search.engine import find
from finder.tiles.layout import appended
from finder.web import asking, words
from finder.web.backend import backend
from finder.web.clusters import Spot, spots
from finder.web.language import current, ngettext

blueprint = Blueprint("map", __name__, url_prefix="/map")

_FARTHEST_ZOOM = 19
_MOST_NAMED = 120
"""Groups of one answer that are named: the rest shows when one goes nearer."""


@blueprint.get("/groups")
def groups() -> Response:
    """Send the spots of a rectangle; the parameters are those of the find page, with `box` and `zoom`."""
    asking.check(request)
    box, zoom = _box(request.args.get("box", "")), _zoom(request.args.get("zoom", ""))
    params = asking.without(asking.params_of(request), "after")
    store, query = backend().store, asking.query_of(backend(), asking.without(params, "before"))
    with store.snapshot():
        parts = find(store, query, backend().now()).found.parts
        found = spots(appended([part.groups for part in parts]), box, zoom)
        named = [number for spot in found for number in spot.numbers][:_MOST_NAMED]
        titles = {number: _named(one) for number, one in zip(named, store.shown(named), strict=True)}
    return Response(
        msgspec.json.encode({"spots": [_shown(spot, titles) for spot in found]}), mimetype="application/json"
    )


def _named(group: Any) -> dict[str, str]:
    return {"title": group.title, "href": url_for("pages.group", group_id=group.id)}


def _shown(spot: Spot, titles: dict[int, dict[str, str]]) -> dict[str, Any]:
    known = [titles[number] for number in spot.numbers if number in titles]
    return {
        "at": [spot.latitude, spot.longitude],
        "count": spot.size,
        "radius": spot.radius,
        "label": _label(spot),
        "groups": known if len(known) == spot.size else [],
    }


def _label(spot: Spot) -> str:
    count = words.number(spot.size, current())
    if spot.radius:
        return ngettext(
            "%(count)s group somewhere in this area", "%(count)s groups somewhere in this area", spot.size, count=count
        )
    return ngettext("%(count)s group here", "%(count)s groups here", spot.size, count=count)


def _box(text: str) -> Box:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError("box: give west, south, east and north in degrees, with commas between", "box") from error
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):  # noqa: PLR2004  degrees
        raise InputError("box: degrees lie between -180 and 180, and south is not north of north", "box")
    return Box(south=south, west=west, north=north, east=east)


def _zoom(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:3]) > _FARTHEST_ZOOM:
        raise InputError(f"zoom: give a whole number from 0 to {_FARTHEST_ZOOM}", "zoom")
    return int(text)
