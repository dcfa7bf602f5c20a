"""The pages of words: what this is, what tags mean, what librarians and directories get, access, and what is kept."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, url_for

from finder.taxonomy import facets, fact_topics
from finder.web.backend import backend
from finder.web.cards import web_link
from finder.web.claims import Claim
from finder.web.directories import discovery
from finder.web.language import _
from finder.web.quotes import Quote
from finder.web.rendering import render
from finder.web.reporting import write_to

blueprint = Blueprint("about", __name__)


_FOR_PROGRAMS = ("session_series", "activities", "catalogue", "dataset", "hsds_root", "hsds_services", "hsds_terms")


class Meaning(NamedTuple):
    """A tag or a fact in plain words."""

    label: str
    description: str
    parts: tuple[Meaning, ...] = ()


@blueprint.get("/about")
def site() -> Any:
    """Say what this is, how it works and who runs it."""
    return _page("pages/about.html")


@blueprint.get("/about/tags")
def tags() -> Any:
    """Say what each tag and each fact means, and how sure each can be."""
    found = [(_(facet.label), _meanings(name)) for name, facet in facets().items() if name != "activity"]
    facts = [
        (_(topic.label), [Meaning(_(fact.label), _(fact.description)) for fact in topic.facts.values()])
        for topic in fact_topics().values()
    ]
    return _page("pages/about_tags.html", facets=found, topics=facts, examples=_examples())


@blueprint.get("/librarians")
def librarians() -> Any:
    """Say what librarians and link workers get, and what there is not yet."""
    return _page("pages/librarians.html")


@blueprint.get("/directories")
def directories() -> Any:
    """Say what other directories can read, and describe it for their programs: OpenActive's dataset site."""
    settings = backend().settings
    feeds = {name: url_for(f"directories.{name}", _external=True) for name in _FOR_PROGRAMS}
    licence = web_link(settings.data_license)
    return _page("pages/directories.html", feeds=feeds, licence=licence, dataset=discovery.dataset(settings))


@blueprint.get("/accessibility")
def accessibility() -> Any:
    """Say what was done so that everybody can use this, and what was not."""
    return _page("pages/accessibility.html")


@blueprint.get("/privacy")
def privacy() -> Any:
    """Say what is kept about a visitor."""
    return _page("pages/privacy.html")


def _page(name: str, **values: Any) -> str:
    return render(name, contact=write_to(backend().settings.contact), **values)


def _meanings(name: str) -> list[Meaning]:
    """Return the tags of a facet; each pathway with its activities."""
    activities = facets()["activity"].tags.items()
    return [
        Meaning(
            _(info.label),
            _(info.description),
            tuple(Meaning(_(one.label), _(one.description)) for _name, one in activities if one.parent == tag),
        )
        for tag, info in facets()[name].tags.items()
    ]


def _examples() -> list[Claim]:
    """Return what a listing of our own making would be tagged with, in each of the four ways to be sure or not."""

    def said(kind: Any, label: str, lead: str, words: str = "") -> Claim:
        quote = Quote(words=words, before="", after="") if words else None
        return Claim(facet="", tag="", label=label, kind=kind, lead=lead, quote=quote)

    return [
        said("stated", _("Free or low cost"), _("listing says"), _("It costs nothing")),
        said("likely", _("Quiet and low-pressure"), _("likely, because"), _("sit and knit")),
        said("no", _("Works with limited mobility"), _("no, listing says"), _("two steps at the door")),
        said("silent", _("Beginners welcome"), _("not stated")),
    ]
