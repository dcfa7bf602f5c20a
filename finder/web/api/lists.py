"""What groups are told with and where they come from: names of places, the vocabulary, the sources, the server."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import cast

import msgspec
from flask import Response, request

from finder import __version__
from finder.search.given import one_of, text, whole
from finder.search.parameters import Parameter
from finder.taxonomy import FactInfo, TagInfo, facets, fact_limits, fact_topics, fact_value
from finder.text import N_
from finder.web import asking
from finder.web.api.endpoint import blueprint, endpoint
from finder.web.api.openapi import document
from finder.web.api.records import Health, Kind, Links, PlaceName, PlaceNames, Sources, SourceState, State, Tags, Term
from finder.web.asking import Params
from finder.web.backend import backend
from finder.web.language import _, current
from finder.web.links import url_for
from finder.web.sources import STATES, Known, all_known

_SUGGESTIONS = 8
_STATES = tuple(state.replace(" ", "-") for state in STATES)
_BEGINNING = Parameter(name="q", kind="text", about=N_("How the name begins, or a postal code."), example="bloom")
_WORDS = Parameter(
    name="q", kind="text", about=N_("A part of the name, the town or the address of a source."), example="library"
)
_STATE = Parameter(
    name="state", kind="choice", about=N_("Only sources in this state."), example="working", values=_STATES
)
_PER_PAGE = Parameter(
    name="per_page", kind="whole", about=N_("How many sources on a page."), example="2", limits=(1, 500), default="100"
)
_AFTER = Parameter(name="after", kind="text", about=N_("Go on after the source of this id."), example="a-library")


@endpoint(
    "/places",
    summary=N_("Names of places"),
    about=N_("Towns and postal codes that begin so, the largest first: each is a name for near."),
    example={"q": "bloom"},
    parameters=(_BEGINNING,),
    required=("q",),
    answer=PlaceNames,
)
def places(params: Params) -> PlaceNames:
    """Send the names of places that begin as `q` does, for completing the place field."""
    names = backend().locator.suggest(text(params, "q") or "", limit=_SUGGESTIONS)
    return PlaceNames(places=tuple(PlaceName(name=name) for name in names))


@endpoint(
    "/tags",
    summary=N_("The vocabulary"),
    about=N_("Every tag and fact with its name, what pages call it, and what it means."),
    answer=Tags,
)
def tags(_params: Params) -> Tags:
    """Send the vocabulary in the language asked for."""
    return Tags(
        language=str(current()).replace("_", "-"),
        levels=(
            Term(name="stated", label=_("Stated"), description=_("The host says it.")),
            Term(
                name="likely",
                label=_("Likely"),
                description=_(
                    "The host does not say it, but what is done there hints at it. Never trust it for a step or a door."
                ),
            ),
            Term(name="no", label=_("No"), description=_("The host says that it is not so.")),
        ),
        limits=_terms(fact_limits()),
        facets=tuple(
            Kind(name=name, label=_(facet.label), terms=_terms(facet.tags)) for name, facet in facets().items()
        ),
        topics=tuple(
            Kind(name=name, label=_(topic.label), terms=tuple(_fact(*one) for one in topic.facts.items()))
            for name, topic in fact_topics().items()
        ),
    )


@endpoint(
    "/sources",
    summary=N_("Sources"),
    about=N_("Whose calendars are read, how that went, and when. They come by id, a page at a time."),
    example={"state": "working", "per_page": "1"},
    parameters=(_WORDS, _STATE, _PER_PAGE, _AFTER),
    answer=Sources,
)
def sources(params: Params) -> Sources:
    """Send who is read and when last."""
    state, after = one_of(params, "state", _STATES), text(params, "after") or ""
    count = whole(params, "per_page", *_PER_PAGE.limits) or int(_PER_PAGE.default or 1)
    fitting = [one for one in all_known(text(params, "q") or "") if state in {None, _state_of(one)}]
    rest = sorted((one for one in fitting if one.source.id > after), key=lambda one: one.source.id)
    shown = list(islice(rest, count))
    here = url_for("api.sources", _external=True)
    more = asking.changed(params, {"after": shown[-1].source.id}) if len(rest) > count else None
    return Sources(
        total=len(fitting),
        sources=tuple(map(_told, shown)),
        links=Links(
            self=asking.address(here, params),
            next=asking.address(here, more) if more else None,
            page=url_for("sources.show", _external=True),
        ),
    )


@endpoint(
    "/health",
    summary=N_("Health"),
    about=N_("Whether the server can read its groups, and when a source was last read. It is never cached."),
    answer=Health,
)
def health(_params: Params) -> Health:
    """Say that the server answers and can read its store."""
    reports = backend().store.reports()
    last = max((report.started_at for report in reports), default=None)
    return Health(status="ok", version=__version__, sources=len(reports), last_harvest=last)


@endpoint(
    "/openapi.json",
    summary=N_("The description for programs"),
    about=N_("This API in OpenAPI 3.1, with the type of every field: tools make clients of it."),
)
def openapi(_params: Params) -> Response:
    """Send the description of all this, made of what each part declares."""
    return Response(_described_at(f"{request.script_root}{blueprint.url_prefix}"), content_type="application/json")


@lru_cache(maxsize=4)
def _described_at(address: str) -> bytes:
    return msgspec.json.encode(document(address))


def _terms(found: Mapping[str, TagInfo]) -> tuple[Term, ...]:
    return tuple(
        Term(name=name, label=_(info.label), description=_described(info.description), parent=info.parent)
        for name, info in found.items()
    )


def _fact(name: str, info: FactInfo) -> Term:
    values = tuple(Term(name=value, label=_(fact_value(value)), description="") for value in info.values)
    return Term(name=name, label=_(info.label), description=_described(info.description), values=values)


def _described(text_of: str) -> str:
    return _(text_of) if text_of else ""


def _state_of(one: Known) -> str:
    return one.state.replace(" ", "-")


def _told(one: Known) -> SourceState:
    source, found = one.source, one.condition
    return SourceState(
        id=source.id,
        name=source.name,
        url=source.url,
        kind=source.kind,
        platform=source.platform,
        city=source.city,
        region=source.region,
        country=source.country,
        latitude=source.latitude,
        longitude=source.longitude,
        state=cast(State, _state_of(one)),
        reason=found.reason if found else None,
        listings=found.listings if found else None,
        groups=found.groups if found else None,
        harvested=found.harvested if found else None,
        last_good=found.last_good if found else None,
        due=found.due if found else None,
    )
