"""What is found: groups, one of them with all that is known, and how many each choice would find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from flask import Response, abort, redirect

from finder.search.asking import understood
from finder.search.engine import find
from finder.search.given import flag
from finder.search.parameters import PARAMETERS, Parameter
from finder.search.parse import to_args
from finder.search.query import Answer, Hit, Query
from finder.search.query import Closest as Nearest
from finder.text import N_
from finder.web import asking
from finder.web.api.endpoint import endpoint
from finder.web.api.problems import UNKNOWN_GROUP, UNKNOWN_PLACE, UNKNOWN_SELECTION
from finder.web.api.records import Around, Change, Closest, Counts, Found, Groups, Links, OneGroup
from finder.web.asking import Params
from finder.web.backend import backend
from finder.web.claims import is_sample
from finder.web.language import _, current
from finder.web.links import url_for
from finder.web.moments import coming
from finder.web.results import loosened

_ID = Parameter(name="group_id", kind="text", about=N_("The id of a group."), example="elm-street-knitters")
_SELECTION = Parameter(
    name=asking.SELECTION,
    kind="text",
    about=N_("The name of a saved list. What stands beside it narrows it, or wins over what it says itself."),
    example="elm-street",
)
_CLOSEST = Parameter(
    name="closest",
    kind="flag",
    about=N_("Where nothing is found, tell which groups come closest, and what was let go of to find them."),
    example="1",
)
_FILTERS = tuple(one for name, one in PARAMETERS.items() if name not in {"sort", "per_page", *asking.TURNS})


@endpoint(
    "/groups",
    summary=N_("Search"),
    about=N_("The groups that the find page shows for the same parameters, a page at a time."),
    example={"sort": "soonest", "per_page": "1"},
    parameters=(_SELECTION, *PARAMETERS.values(), _CLOSEST),
    answer=Groups,
    problems=(UNKNOWN_PLACE, UNKNOWN_SELECTION),
    leads={"group": {"group_id": "/hits/0/group/id"}},
)
def groups(params: Params) -> Groups:
    """Answer the parameters of the find page."""
    # To look for what comes closest takes several searches: who does not show it need not wait for it.
    found = asking.answer(backend(), params, with_closest=flag(params, _CLOSEST.name))
    asked = _asked(found.query)
    page_of = _pages()
    return Groups(
        total=found.total,
        first=found.first,
        elsewhere=found.elsewhere,
        set_aside=found.set_aside,
        hits=_found(found.hits, page_of),
        asked=asked,
        from_words=_from_words(params),
        around=_around(found.query),
        nearest_km=found.nearest_km,
        loosen=tuple(_change(one.changes, one.total, asked, params) for one in found.loosen),
        closest=_closest(found.closest, asked, page_of, params) if found.closest else None,
        links=_links(found, params, asked),
        **_terms(),
    )


@endpoint(
    "/groups/{group_id}",
    summary=N_("One group"),
    about=N_(
        "All that is known of a group: its dates, its place, its cost, and each claim with the words of the host."
        " The id of a group that is now part of another one leads there (301)."
    ),
    parts=(_ID,),
    answer=OneGroup,
    problems=(UNKNOWN_GROUP,),
)
def group(params: Params, group_id: str) -> OneGroup | Response:
    """Send one group."""
    found = backend().store.group(group_id) or abort(404)
    if found.id != group_id:
        return redirect(asking.address(url_for("api.group", group_id=found.id), params), 301)  # type: ignore[return-value]
    links = Links(
        self=asking.address(url_for("api.group", group_id=found.id, _external=True), params),
        page=url_for("pages.group", group_id=found.id, _external=True),
        calendar=url_for("pages.calendar", group_id=found.id, _external=True),
    )
    return OneGroup(**_told(coming(found, backend().now()), _pages()), links=links, **_terms())


@endpoint(
    "/counts",
    summary=N_("Counts"),
    about=N_("How many groups each choice of each filter would find, the other choices as they are."),
    parameters=(_SELECTION, *_FILTERS),
    answer=Counts,
    problems=(UNKNOWN_PLACE, UNKNOWN_SELECTION),
)
def counts(params: Params) -> Counts:
    """Count what each choice would find."""
    query = asking.query_of(backend(), params)
    finding = find(backend().store, query, backend().now(), with_counts=True)
    return Counts(
        total=finding.total, set_aside=finding.found.set_aside, counts=finding.found.counts, asked=_asked(query)
    )


def _found(hits: Iterable[Hit], page_of: Callable[[str], str]) -> tuple[Found, ...]:
    return tuple(Found(**_told(hit, page_of), distance_km=hit.distance_km) for hit in hits)


def _told(hit: Hit, page_of: Callable[[str], str]) -> dict[str, Any]:
    group = hit.group
    return {
        "group": group,
        "page": page_of(group.id or ""),
        "sample": is_sample(group),
        "next": hit.next,
        "next_end": hit.next_end,
    }


def _pages() -> Callable[[str], str]:
    before = url_for("pages.group", group_id="", _external=True)
    return lambda group_id: before + quote(group_id, safe="")


def _terms() -> dict[str, Any]:
    """Return under what terms the answer may be used, and whom to name."""
    return {
        "licence": url_for("developers.show", _anchor="licence", _external=True),
        "attribution": _(
            "Groups: their hosts, as each source says; gathered by %(site)s. Places: GeoNames, CC BY 4.0.",
            site=backend().settings.site_name,
        ),
    }


def _asked(query: Query) -> Params:
    return {name: values for name, values in to_args(query).items() if name not in asking.TURNS}


def _from_words(params: Params) -> Params:
    """Return what was read of plain words, as parameters, and the words that are left."""
    given = asking.spelt_out(backend(), params)
    if "q" not in given:
        return {}
    return {name: values for name, values in understood(given).items() if given.get(name) != values or name == "q"}


def _around(query: Query) -> Around | None:
    if query.latitude is None or query.longitude is None:
        return None
    return Around(
        latitude=query.latitude, longitude=query.longitude, within_km=round(query.within_km, 3), label=query.place_label
    )


def _change(changes: dict[str, str | None], total: int, asked: Params, params: Params) -> Change:
    href = asking.address(url_for("api.groups", _external=True), asking.changed(asked, changes) | _language(params))
    return Change(text=loosened(changes, asked, current()), total=total, href=href)


def _closest(found: Nearest, asked: Params, page_of: Callable[[str], str], params: Params) -> Closest:
    wider = _asked(found.query) | _language(params)
    return Closest(
        total=found.total,
        hits=_found(found.hits, page_of),
        without=tuple(loosened(changes, asked, current()) for changes in found.let_go),
        silent=found.query.silent,
        href=asking.address(url_for("api.groups", _external=True), wider),
    )


def _links(found: Answer, params: Params, asked: Params) -> Links:
    here = url_for("api.groups", _external=True)

    def turned(name: str, cursor: str | None) -> str | None:
        return asking.address(here, asking.changed(params, {name: cursor})) if cursor else None

    return Links(
        self=asking.address(here, params),
        next=turned("after", found.later),
        previous=turned("before", found.earlier),
        page=asking.address(url_for("pages.find", _external=True), asked),
    )


def _language(params: Params) -> Params:
    return {"lang": params["lang"]} if "lang" in params else {}
