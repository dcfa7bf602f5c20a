"""oEmbed (https://oembed.com): a pasted link to results, a town or a group becomes a list on the page of others."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import msgspec
from flask import Blueprint, Response, abort, current_app, request, url_for
from lxml import etree
from werkzeug.exceptions import HTTPException

from finder.web import asking, links, look
from finder.web.backend import backend
from finder.web.language import _

blueprint = Blueprint("oembed", __name__)

_PASSED_ON = frozenset({*asking.NAMES, *look.NAMES})
"""Parameters of a page that its frame takes, too."""

_WIDTH, _HEIGHT = 600, 640
_NARROWEST, _LOWEST = 200, 160
_A_DAY = 86_400


@blueprint.get("/oembed")
def describe() -> Response:
    """Describe what a page of ours looks like inside of another, as JSON or XML; 404 for addresses of others."""
    kind = request.args.get("format", "json")
    if kind not in {"json", "xml"}:
        # Section 2.3.3.1: what is asked for in another format is not implemented.
        abort(501)
    page = request.args.get("url", "")
    frame = _frame(page) or abort(404)
    told = _told(_title(page), frame, _size("maxwidth", _WIDTH, _NARROWEST), _size("maxheight", _HEIGHT, _LOWEST))
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


def _frame(page: str) -> str | None:
    """Return the address of the frame that shows the same as a page of ours."""
    try:
        parts = urlsplit(page)
    except ValueError:
        return None
    if (parts.scheme, parts.netloc) != (request.scheme, request.host):
        return None
    try:
        endpoint, values = current_app.url_map.bind(request.host).match(parts.path, "GET")
    except HTTPException:
        return None
    if endpoint in {"pages.find", "pages.home"}:
        given = {name: found for name, found in parse_qs(parts.query).items() if name in _PASSED_ON}
        return asking.address(url_for("embed.show", _external=True), asking.settled(given))
    if endpoint == "pages.group" and backend().store.group(str(values["group_id"])):
        return url_for("embed.one", group_id=values["group_id"], _external=True)
    return None


def _title(page: str) -> str:
    selection = asking.saved(backend(), parse_qs(urlsplit(page).query))
    return selection.title if selection else _("Creative groups nearby")


def _told(title: str, frame: str, width: int, height: int) -> dict[str, Any]:
    # WordPress shows the quotation until the frame is there, and lets through these two elements alone.
    link = f'<blockquote class="wp-embedded-content"><a href="{escape(frame)}">{escape(title)}</a></blockquote>'
    markup = (
        f'<iframe class="wp-embedded-content" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"'
        f' src="{escape(frame)}" title="{escape(title)}" width="{width}" height="{height}" loading="lazy"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": backend().settings.site_name,
        "provider_url": url_for("pages.home", _external=True),
        "cache_age": _A_DAY,
        "width": width,
        "height": height,
        "html": link + markup,
    }


def _size(name: str, usual: int, least: int) -> int:
    given = request.args.get(name, "")
    return min(usual, max(least, int(given))) if given.isascii() and given.isdigit() else usual


def _xml(told: dict[str, Any]) -> bytes:
    root = etree.Element("oembed")
    for name, value in told.items():
        etree.SubElement(root, name).text = str(value)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
    return document
