"""The pages for people: find, one group, and its calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, abort, redirect, request

from finder.catalogue import near
from finder.errors import FinderError, InputError, PlaceNotFound
from finder.invitations import Invitation, a_few
from finder.listing import Group
from finder.search import is_namesake
from finder.search.asking import activities_of, subjects_in, understood
from finder.search.query import Answer
from finder.search.spelling import respelt
from finder.search.terms import DEFAULT_WITHIN, units_in
from finder.taxonomy import facets
from finder.web import asking, feeds, look, manager, oembed, snippets
from finder.web.backend import backend
from finder.web.browse import towns
from finder.web.errors import beside_suggestions
from finder.web.form import Form, in_form_words
from finder.web.group_page import shown
from finder.web.invitations import needs
from finder.web.language import _, country, current, ngettext
from finder.web.links import url_for
from finder.web.rendering import render
from finder.web.results import Link, results
from finder.web.tongues import chosen
from finder.web.whereabouts import meant
from finder.web.words import number

blueprint = Blueprint("pages", __name__)

_NOTHING: dict[str, Any] = {
    "results": None,
    "snippets": [],
    "builder": None,
    "feeds": [],
    "descriptions": [],
    "invitations": [],
    "own_url": None,
    "is_empty": False,
    "unread": None,
    "examples": [],
    "namesakes": [],
    "respelt": None,
    "meant": [],
}
_EXAMPLES = 8
_SEEN_FROM = ("near", "lat", "lon", "units")
"""What a page of results tells the page of a group, so that it can say how far it is."""


@blueprint.get("/")
def home() -> Any:
    """Show what this is and the form; with parameters, the results."""
    return find() if asking.params_of(request) else _page({}, is_empty=not _any_groups(), examples=_examples())


@blueprint.get("/find")
def find() -> Any:
    """Show what is found, or say in plain words why nothing can be."""
    given = params = asking.params_of(request)
    try:
        asking.check(request)
        params = asking.spelt_out(backend(), given)
        if asking.without(spelt := understood(params), "q") != asking.without(params, "q"):
            # What was understood of plain words stands in the address, so that each wish is a chip to take off.
            tongue = chosen(current().language)
            kept = {"lang": [tongue]} if tongue else {}
            return redirect(asking.address(url_for("pages.find"), spelt | kept))
        if params.get("q") != spelt.get("q"):
            # "I would like to sing": the field, the chips and the links hold what is looked for.
            params = params | {"q": spelt["q"]} if "q" in spelt else asking.without(params, "q")
        answer = asking.answer(backend(), params, with_counts=True, with_closest=True)
    except (InputError, PlaceNotFound) as error:
        return _page(params, trouble=error), 404 if isinstance(error, PlaceNotFound) else 400
    found = results(answer, params, url_for("pages.find"), backend(), current())
    # Groups that can be joined from home are no answer to who wants to go out.
    is_bare = answer.total == answer.elsewhere and answer.query.mode != "online"
    return _page(
        params,
        results=found,
        counts=answer.counts,
        units=answer.query.units,
        snippets=_snippets(asking.without(params, "after")),
        builder=asking.address(url_for("build.show"), asking.without(params, "after")),
        feeds=feeds.links(asking.without(params, "after")),
        descriptions=oembed.discovery(_pasted(given)),
        invitations=_invitations(answer) if is_bare or answer.total == 0 else [],
        own_url=asking.address(url_for("own.show"), {"near": params["near"]} if "near" in params else {}),
        namesakes=_namesakes(params, answer),
        respelt=_respelt(params) if answer.total == 0 else None,
        meant=meant(backend(), params, url_for("pages.find")),
        is_empty=answer.total == 0 and not _any_groups(),
        unread=_unread(params, answer) if is_bare or answer.total == 0 else None,
    )


@blueprint.get("/groups/<group_id>")
def group(group_id: str) -> Any:
    """Show one group with all that is known of it, and what is not."""
    return render("pages/group.html", **shown(_group(group_id), asking.params_of(request, _SEEN_FROM)))


@blueprint.get("/groups/<group_id>.ics")
def calendar(group_id: str) -> Response:
    """Send the dates of one group as an iCalendar file."""
    from finder.web.calendar import ics  # noqa: PLC0415  a quarter of the start-up time, and few ask for it

    one = _group(group_id)
    page = url_for("pages.group", group_id=one.id, _external=True)
    name = "".join(c for c in one.id or "group" if c.isascii() and (c.isalnum() or c in "-_"))
    return Response(
        ics([one], one.title, page, lambda _one: page, backend().now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name or "group"}.ics"'},
    )


def _group(group_id: str) -> Group:
    found = backend().store.group(group_id)
    return found or abort(404)


def _page(params: asking.Params, **more: Any) -> str:
    trouble: FinderError | None = more.pop("trouble", None)
    suggestions = _searches(params, getattr(trouble, "suggestions", ()))
    units = more.pop("units", None) or _units(params)
    told_wrong = in_form_words(beside_suggestions(trouble)) if trouble else None
    form = Form(params, current(), units, more.pop("counts", {}))
    told = {**_NOTHING, **more}
    return render(
        "pages/find.html",
        form=form,
        chips=form.chips(url_for("pages.find")),
        trouble=told_wrong,
        suggestions=suggestions,
        may=manager.offer() if told["is_empty"] else False,
        **told,
    )


def _pasted(given: asking.Params) -> str:
    """Return the address that this page was asked by, as it is pasted elsewhere: with the look of the list there."""
    names = {name: request.args.getlist(name) for name in look.NAMES if name in request.args}
    return asking.address(url_for("pages.find", _external=True), given | names)


def _snippets(params: asking.Params) -> list[tuple[str, str, str]]:
    """Return the ways to put results on another page: a name, when to take it, and what to copy."""
    return [
        (_("As a frame"), _("Works everywhere, also without script; it keeps our look."), snippets.frame(params)),
        (_("As part of the page"), _("Takes on the look of your page."), snippets.component(params)),
    ]


def _invitations(answer: Answer) -> list[tuple[Invitation, str]]:
    """Return some things to make together where no group fits, each with what it takes."""
    found = a_few(current().language, answer.query.pathways or _made(answer.query.words), backend().now().date())
    return [(one, needs(one)) for one in found]


def _made(typed: str | None) -> tuple[str, ...]:
    """Return the pathways of what the words name: "drawing" is one of the visual arts."""
    activities = facets()["activity"].tags
    words = respelt(typed or "") or typed or ""
    named = (activities[one].parent for word in subjects_in(words) for one in activities_of(word))
    return tuple(pathway for pathway in named if pathway)


def _examples() -> list[tuple[str, str]]:
    """Return some of the towns of which groups are known, each with the address of its page."""
    return [(town.name, url_for("browse.town", place=town.slug)) for town in towns.known(backend())[:_EXAMPLES]]


def _namesakes(params: asking.Params, answer: Answer) -> list[tuple[str, str]]:
    """Return other places of the name that was asked for; there is a Bloomington in a dozen states."""
    near = answer.query.near or ""
    if not near or "," in near or (any(c.isdigit() for c in near) and not near.isdigit()):
        return []
    names = backend().locator.suggest(near, limit=_EXAMPLES)
    same = [name for name in names if is_namesake(name, near) and not _is_there(name, answer)]
    return _searches(params, same)


def _unread(params: asking.Params, answer: Answer) -> Link | None:
    """Return a way to the calendars near the place that nobody has read yet, where nothing was found."""
    query = answer.query
    if query.near is None or query.latitude is None or query.longitude is None or not manager.may_manage():
        return None
    read = {report.source_id for report in backend().store.reports()}
    known = near(backend().catalogue(), query.latitude, query.longitude, query.within_km)
    count = sum(source.id not in read for source in known)
    if not count or not _any_groups():
        return None
    sentence = ngettext(
        "%(num)s calendar is known near there that has not been read yet",
        "%(num)s calendars are known near there that have not been read yet",
        count,
    )
    asked: asking.Params = {name: params[name] for name in ("near", "within", "units") if name in params}
    return Link(label=sentence, href=asking.address(url_for("start.choose"), asked), note=_("See which"))


def _is_there(name: str, answer: Answer) -> bool:
    """Tell whether a place is the one that was found: it may be called "Bloomington, MN" here and in full there."""
    try:
        place = backend().locator.find(name, suggesting=False)
    except PlaceNotFound:
        return False
    return (place.latitude, place.longitude) == (answer.query.latitude, answer.query.longitude)


def _units(params: asking.Params) -> str:
    """Return the units to begin with: those asked for, those of the site, or those of the visitor's own country."""
    asked, usual = params.get("units", [""])[0], backend().settings.units
    known = next((units for units in (asked, usual) if units in DEFAULT_WITHIN), None)
    return known or units_in(country(current()))


def _searches(params: asking.Params, places: Iterable[str]) -> list[tuple[str, str]]:
    """Return each place with the address of the same search there."""
    path = url_for("pages.find")
    return [
        (name, asking.address(path, asking.changed(params, {"near": name, "lat": None, "lon": None})))
        for name in places
    ]


def _respelt(params: asking.Params) -> Link | None:
    """Return the same search with words that are spelt right, and how many groups it finds."""
    words = respelt("".join(params.get("q", [])))
    if words is None:
        return None
    wanted = understood(params | {"q": [words]})
    total = asking.answer(backend(), wanted, with_hints=False).total
    return Link(
        label=_("Did you mean “%(words)s”?", words=words),
        href=asking.address(url_for("pages.find"), wanted),
        note=ngettext("%(count)s group", "%(count)s groups", total, count=number(total, current())) if total else None,
    )


def _any_groups() -> bool:
    return backend().store.shows_any()
