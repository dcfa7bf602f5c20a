"""oEmbed (https://oembed.com): a pasted link to results, a town or a group becomes a list on the page of others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote_plus, urlsplit

import msgspec
from flask import Blueprint, Response, abort, current_app, request, url_for
from lxml import etree
from werkzeug.exceptions import HTTPException

from finder.errors import PlaceNotFound
from finder.web import asking, links, look
from finder.web.backend import backend
from finder.web.browse import choices
from finder.web.browse.finding import asked
from finder.web.browse.towns import town_of
from finder.web.feeds import xml
from finder.web.language import _

blueprint = Blueprint("oembed", __name__)

_PASSED_ON = frozenset({*asking.NAMES, *look.NAMES})
"""Parameters of a page that its frame takes, too."""

_is_size = re.compile("[0-9]{1,9}").fullmatch
_WIDTH, _HEIGHT = 600, 640
_NARROWEST, _LOWEST = 200, 160
_A_DAY = 86_400

_IN_BRIEF: asking.Params = {"layout": ["compact"], "per_page": ["5"]}
"""The look of a list for which none was chosen: WordPress gives it 1000 pixels at most, and what is higher scrolls."""


@blueprint.get("/oembed")
def describe() -> Response:
    """Describe what a page of ours looks like inside of another, as JSON or XML; 404 for addresses of others."""
    kind = request.args.get("format", "json")
    if kind not in {"json", "xml"}:
        # Section 2.3.3.1: what is asked for in another format is not implemented.
        abort(501)
    framed = _framed(request.args.get("url", "")) or abort(404)
    told = _told(framed, _size("maxwidth", _WIDTH, _NARROWEST), _size("maxheight", _HEIGHT, _LOWEST))
    if kind == "xml":
        return Response(_xml(told), content_type="text/xml; charset=utf-8")
    return Response(msgspec.json.encode(told), content_type="application/json")


def discovery(page: str) -> list[tuple[str, str, str]]:
    """Return the links by which other systems find the description of a page: media type, title, address."""
    kinds = (("json", "application/json+oembed"), ("xml", "text/xml+oembed"))
    described = f"{links.url_for('oembed.describe', _external=True)}?url={quote_plus(page, safe=_SAFE)}"
    return [(kind, backend().settings.site_name, f"{described}&format={form}") for form, kind in kinds]


_SAFE = "!$'()*,/:;?@"
"""What Werkzeug too leaves as it is in a query."""


class _Framed(NamedTuple):
    """A page of ours that was pasted, the frame that shows the same, and what both are called."""

    title: str
    page: str
    frame: str


def _framed(pasted: str) -> _Framed | None:
    try:
        parts = urlsplit(pasted)
        # Who pastes http:// is led to https:// as a reader; WordPress asks for what was pasted all the same.
        if parts.scheme not in {"http", "https"} or parts.netloc.lower() != request.host.lower():
            return None
        endpoint, values = current_app.url_map.bind(request.host).match(parts.path, "GET")
    except (ValueError, HTTPException):
        return None
    if endpoint in {"pages.find", "pages.home", "embed.show"}:
        return _list(parse_qs(parts.query))
    if endpoint in {"pages.group", "embed.one"}:
        return _group(str(values["group_id"]))
    return _in_town(values) if endpoint in {"browse.town", "browse.chosen"} else None


def _list(given: Mapping[str, list[str]]) -> _Framed:
    known = {name: found for name, found in given.items() if name in _PASSED_ON}
    selection = asking.saved(backend(), known)
    return _Framed(
        selection.title if selection else _("Creative groups nearby"),
        asking.address(url_for("pages.find", _external=True), known),
        asking.address(
            url_for("embed.show", _external=True), asking.settled(known if selection else _IN_BRIEF | known)
        ),
    )


def _group(group_id: str) -> _Framed | None:
    if (group := backend().store.group(group_id)) is None:
        return None
    page, frame = (url_for(name, group_id=group_id, _external=True) for name in ("pages.group", "embed.one"))
    return _Framed(group.title, page, frame)


def _in_town(values: Mapping[str, Any]) -> _Framed | None:
    choice = choices.choice(values["what"]) if "what" in values else None
    try:
        here = town_of(backend(), values["place"])
    except PlaceNotFound:
        return None
    if "what" in values and choice is None:
        return None
    title = (
        _("%(what)s near %(place)s", what=choice.heading(), place=here.name)
        if choice
        else _("Make things together in %(town)s", town=here.name)
    )
    page = url_for("browse.chosen" if choice else "browse.town", **{**values, "place": here.slug}, _external=True)
    return _list(asked(here, choice))._replace(title=title, page=page)


def _told(framed: _Framed, width: int, height: int) -> dict[str, Any]:
    title, page, frame = map(escape, framed)
    # WordPress shows the quotation until the frame is there and where no script runs, and lets through these two alone.
    link = f'<blockquote class="wp-embedded-content"><a href="{page}">{title}</a></blockquote>'
    markup = (
        f'<iframe class="wp-embedded-content" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"'
        f' src="{frame}" title="{title}" width="{width}" height="{height}" frameborder="0" loading="lazy"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": framed.title,
        "provider_name": backend().settings.site_name,
        "provider_url": url_for("pages.home", _external=True),
        "cache_age": _A_DAY,
        "width": width,
        "height": height,
        "html": link + markup,
    }


def _size(name: str, usual: int, least: int) -> int:
    given = request.args.get(name, "")
    return min(usual, max(least, int(given))) if _is_size(given) else usual


def _xml(told: dict[str, Any]) -> bytes:
    root = etree.Element("oembed")
    for name, value in told.items():
        xml.add(root, name, str(value))
    return xml.written(root)
