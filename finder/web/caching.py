"""How long each answer may be kept, and by whom (RFC 9111; stale copies: RFC 5861).

No answer differs by who asks, but for the language. What an address tells of a visitor decides who may keep it: see
docs/decisions/0011.
"""

from __future__ import annotations

from flask import Request

from finder.web import asking, layout, look

FOR_GOOD = "public, max-age=31536000, immutable"
STEADY = "public, max-age=86400, s-maxage=604800, stale-while-revalidate=604800, stale-if-error=604800"
LISTS = "public, max-age=300, s-maxage=900, stale-while-revalidate=3600, stale-if-error=604800"
SHARED = "public, max-age=0, s-maxage=60, stale-while-revalidate=600, stale-if-error=86400"
HOUR, SECONDS = "public, max-age=3600", "public, max-age=8"
"""For the pages of a list of changes, as RPDE 1.0 asks for: all but the last only lose what changes anew."""

OWN = "private, no-cache"
NEVER = "no-store"

_USUAL = {
    "static": LISTS,
    "ground": STEADY,
    "oembed": STEADY,
    "embed": LISTS,
    "feeds": LISTS,
    "directories": LISTS,
    "directories.session_series": SECONDS,
    "flyer": LISTS,
    "sitemap": LISTS,
    "pages.calendar": LISTS,
    "about": SHARED,
    "api": SHARED,
    "browse": SHARED,
    "invitations": SHARED,
    "map": SHARED,
    "pages": SHARED,
    "own": OWN,
    "shortlist": OWN,
    "sources": OWN,
    "adding": NEVER,
    "build": NEVER,
    "keeping": NEVER,
    "start": NEVER,
    "api.health": NEVER,
    "api.openapi": LISTS,
    "api.places": OWN,
    "api.tags": LISTS,
    "developers": SHARED,
}
"""By the surface, or by one endpoint of it: what leaves the house, what pages show, and what is somebody's own."""

_SEARCHES = frozenset(
    {
        *("api.counts", "api.groups", "api.sources", "directories.hsds_services", "feeds.feed", "flyer.show"),
        *("map.groups", "pages.find", "pages.group", "pages.home"),
    }
)
_ALIKE = (
    "near within units pathway activity format free max_price day time when from to mode join cadence sort per_page"
)
_OF_LISTS = frozenset({asking.SELECTION, *look.NAMES})
_PAGING = "page full modified_after taxonomy_term_id"
_SAYS_NOTHING = frozenset(
    {*_ALIKE.split(), *asking.TURNS, *_OF_LISTS, "box", "zoom", "dates", "lang", *_PAGING.split()}
)
"""What thousands ask alike.  Free words, a position, needs and company are a visitor's own."""


def usual(endpoint: str) -> str:
    """Return what `Cache-Control` an endpoint has; an unknown one is kept by nobody else."""
    return _USUAL.get(endpoint) or _USUAL.get(endpoint.partition(".")[0], OWN)


def told(request: Request) -> str:
    """Return the `Cache-Control` of a good answer to this request."""
    endpoint = request.endpoint or ""
    if request.method not in {"GET", "HEAD"}:
        return NEVER
    if endpoint == "static" and layout.is_lasting(request.path, request.args.get("v")):
        return FOR_GOOD
    return OWN if endpoint in _SEARCHES and _is_ones_own(request) else usual(endpoint)


def _is_ones_own(request: Request) -> bool:
    return not request.args.keys() <= _SAYS_NOTHING or any(map(asking.may_be_a_house, request.args.getlist("near")))
