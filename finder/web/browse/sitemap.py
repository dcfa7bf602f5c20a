"""What search engines are told: which pages there are (sitemaps.org), and which to leave alone (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urljoin

from flask import Blueprint, Response, request, url_for
from lxml import etree

from finder.listing import Group
from finder.web.backend import backend
from finder.web.browse import addresses, towns
from finder.web.browse.coming import is_shown
from finder.web.browse.finding import found_in
from finder.web.feeds.xml import add, written

blueprint = Blueprint("sitemap", __name__)

Entry = tuple[str, str | None]
"""The address of a page, and the day on which what it tells was last confirmed, where that is known."""

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_TOWNS, _GROUPS = 50, 1000
"""How many of them a file tells of: few enough that none takes long."""

_ALWAYS = (
    *("pages.home", "browse.everywhere", "invitations.show", "own.show", "sources.show"),
    *("about.site", "about.tags", "about.librarians", "about.directories", "about.accessibility", "about.privacy"),
    "developers.show",
)
_LEFT_ALONE = (
    *("/find", "/feeds/", "/embed", "/start/", "/start?", "/sources/", "/sources?", "/shortlist", "/api/", "/map/"),
)
"""Answers without an end, in as many orders as there are choices, and pages for who runs the site."""

_FOR_DIRECTORIES = ("/feeds/openactive/", "/feeds/hsds")
"""Made for programs; what is longer counts for more than what is shorter (RFC 9309, section 2.2.2)."""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Tell programs what to leave alone, and where the list of pages is."""
    rules = (*(f"Disallow: {path}" for path in _LEFT_ALONE), *(f"Allow: {path}" for path in _FOR_DIRECTORIES))
    lines = ["User-agent: *", *rules, f"Sitemap: {_full('sitemap.index')}"]
    return Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """List the files that list the pages."""
    counts = {
        "towns": len(towns.known(backend())) // _TOWNS + 1,
        "groups": backend().store.last_number() // _GROUPS + 1,
    }
    files = [_full("sitemap.part", kind=kind, number=at + 1) for kind, count in counts.items() for at in range(count)]
    return _xml("sitemapindex", "sitemap", ((file, None) for file in files))


# A number beyond what SQLite holds is no file either.
@blueprint.get("/sitemaps/<any(towns, groups):kind>-<int(min=1, max=999999999):number>.xml")
def part(kind: str, number: int) -> Response:
    """List the pages of some towns, or of some groups with their venues and hosts."""
    pages = _town_pages(number) if kind == "towns" else _group_pages(number)
    return _xml("urlset", "url", dict(pages).items())


def _town_pages(number: int) -> Iterator[Entry]:
    if number == 1:
        yield from ((_full(name), None) for name in _ALWAYS)
    for town in towns.known(backend())[(number - 1) * _TOWNS : number * _TOWNS]:
        yield _full("browse.town", place=town.slug), None
        for choice in found_in(town):
            yield _full("browse.chosen", place=town.slug, what=choice.slug), None


def _group_pages(number: int) -> Iterator[Entry]:
    now, before = backend().now(), _full("pages.group", group_id="")
    for group in backend().store.shown_between((number - 1) * _GROUPS, number * _GROUPS - 1):
        if is_shown(group, now):
            yield before + quote(group.id or "", safe=""), (group.last_confirmed or "")[:10] or None
            yield from ((urljoin(request.url_root, page), None) for page in _pages_of(group))


def _pages_of(group: Group) -> Iterator[str]:
    yield from (page for page in (addresses.venue(group), addresses.host_page(group)) if page)


def _xml(root_name: str, name: str, pages: Iterable[Entry]) -> Response:
    root = etree.Element(f"{{{_SPACE}}}{root_name}", nsmap={None: _SPACE})
    for page, day in pages:
        element = add(root, f"{{{_SPACE}}}{name}")
        add(element, f"{{{_SPACE}}}loc", page)
        if day:
            add(element, f"{{{_SPACE}}}lastmod", day)
    return Response(written(root), content_type="application/xml; charset=utf-8")


def _full(endpoint: str, **values: object) -> str:
    return url_for(endpoint, **values, _external=True)  # type: ignore[arg-type]  # the values are parts of the address
