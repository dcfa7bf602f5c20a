"""Results on the pages of others: a frame, a piece of HTML to include, and the web component; no cookie in any."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from babel import Locale
from flask import Blueprint, Request, Response, abort, g, redirect, request
from flask.globals import request_ctx

from finder.errors import InputError, PlaceNotFound, SelectionNotFound
from finder.listing import Record
from finder.saved import Look
from finder.search.query import Hit
from finder.search.terms import units_in
from finder.web import asking, look, words
from finder.web.asking import Params
from finder.web.backend import backend
from finder.web.cards import Brief, brief, card, note, sample_note
from finder.web.cautions import doubt
from finder.web.errors import trouble
from finder.web.language import _, current
from finder.web.links import url_for
from finder.web.moments import Moment, coming
from finder.web.printed import checked
from finder.web.rendering import render
from finder.web.results import Link, Results, Show, copied

blueprint = Blueprint("embed", __name__)

_SHORT = frozenset({"compact", "calendar"})
"""Looks of a frame that show its groups in brief."""
_WAYS_ON = 3
"""Ways on that an empty list offers."""

_COMPONENT = Path(__file__).resolve().parent / "static" / "creative-finder.js"


class Listed(Record, frozen=True, kw_only=True):
    """A list to be shown: what was found, the title of a saved selection, its look, and where to go from nothing."""

    results: Results | None = None
    title: str | None = None
    wider: tuple[Link, ...] = ()
    look: Look = Look()


class Line(Record, frozen=True, kw_only=True):
    """One group as the web component shows it; what is not known is left out."""

    id: str
    url: str
    title: str
    when: Moment | None = None
    doubt: str | None = None
    cadence: str | None = None
    where: str | None = None
    distance: str | None = None
    price: str
    ages: str | None = None
    claims: tuple[str, ...]


class Shown(Record, frozen=True, kw_only=True):
    """What the web component shows: every word ready, so that the script stays small."""

    heading: str
    about: str | None = None
    page: str
    all: str
    empty: str
    wider: list[dict[str, str]]
    look: Look | None = None
    stale: str
    says: str | None = None
    checked: str
    day: str
    lang: str
    dir: str
    sample: str | None = None
    cards: list[Line]


@blueprint.get("/embed")
def show() -> Any:
    """Show what the find page would, as a page to be framed."""
    return _rendered("embed/list.html", with_look=True)


@blueprint.get("/embed/groups/<group_id>")
def one(group_id: str) -> Any:
    """Show one group as a page to be framed."""
    found = backend().store.group(group_id) or abort(404)
    units = units_in(found.place.country if found.place else None)
    shown = _doubting(card)(coming(found, backend().now()), units, None, current())
    alone = Results(
        total=1,
        heading=_("A group to make things with"),
        cards=(shown,),
        sample=sample_note([found], current()),
    )
    listed = Listed(results=alone, title=None, wider=(), look=look.asked(request.args.to_dict(flat=False)))
    return _page("embed/list.html", listed, url_for("pages.home", _external=True))


@blueprint.get("/embed/fragment")
def fragment() -> Any:
    """Show the same as a piece of HTML without head or style, for systems that include by address."""
    return _rendered("embed/fragment.html")


@blueprint.get("/embed/cards.json")
def cards() -> Response:
    """Send the same to the web component, which asks once."""
    params = _params()
    found = _found(params, Look(), note)
    return Response(msgspec.json.encode(_shown(found, params)), content_type="application/json")


@blueprint.get("/embed/look.css")
def styles() -> Response:
    """Send the colours of a framed list as a style sheet, since its policy allows none inside of the page."""
    return Response(look.sheet(look.asked(request.args.to_dict(flat=False))), content_type="text/css; charset=utf-8")


@blueprint.get("/embed/creative-finder.js")
def component() -> Response:
    """Send the script of the web component; its address never changes, so that a page that has it stays up to date."""
    return Response(_COMPONENT.read_bytes(), content_type="text/javascript; charset=utf-8")


@blueprint.before_request
def settle() -> Any:
    """Send whoever asks in another spelling to the one address of the same list, so that caches hold it once."""
    asked = request_ctx.request
    name = (asked.endpoint or "").rpartition(".")[2]
    if name not in {"show", "fragment", "cards"}:
        return None
    g.params = asking.params_of(asked)
    usual = asking.settled(_asked(g.params, asked, with_look=name == "show"))
    if list(usual.items()) == list(asked.args.lists()):
        return None
    return redirect(asking.address(asked.path, usual), 301)


def _params() -> Params:
    """Return what this request asks for, as it was read before."""
    params: Params = g.params
    return params


def _asked(known: Params, request: Request, *, with_look: bool) -> Params:
    """Return the parameters of the request that count here; a saved selection is named as it is called now."""
    with suppress(SelectionNotFound):
        if selection := asking.saved(backend(), known):
            known = known | {asking.SELECTION: [selection.name]}
    language = {"lang": [request.args["lang"]]} if request.args.get("lang") else {}
    return known | language | (_look_asked() if with_look else {})


def _look_asked() -> Params:
    given = {name: request.args.getlist(name) for name in look.NAMES if request.args.get(name)}
    # What is wrong with it the page itself will say.
    with suppress(InputError):
        return look.params(look.asked(given))
    return given


def _found(params: Params, given: Look, show: Show) -> Listed:
    """Return what is shown: for a saved selection under its title and in its look, and where nothing is, a way on."""
    asking.check(request)
    ours = backend()
    selection = asking.saved(ours, params)
    shown_as = look.together(selection.look, given) if selection else given
    asked = asking.spelt_out(ours, params)
    if shown_as.layout == "calendar":
        asked = {"sort": ["soonest"]} | asked
    answer = asking.answer(ours, asked)
    # Links to further pages keep the name and the look; where nothing is found, the way leads to the find page.
    links = (params | look.params(given), url_for("embed.show")) if answer.hits else (asked, _find_page())
    shown = brief if show is card and shown_as.layout in _SHORT else show
    found = copied(answer, *links, current(), _doubting(shown))
    return Listed(results=found, title=selection.title if selection else None, wider=_wider(found), look=shown_as)


def _doubting(show: Show) -> Show:
    """Let what is shown of a group say what to know before going there."""
    at = backend().now()

    def shown(hit: Hit, units: str, now: datetime | None, locale: Locale) -> Brief:
        made, said = show(hit, units, now, locale), doubt(hit, at, locale)
        return msgspec.structs.replace(made, doubt=said) if said else made

    return shown


def _wider(found: Results) -> tuple[Link, ...]:
    """Return the nearest lists that hold something, where this one does not: by distance first, then by choices."""
    if found.cards:
        return ()
    nearest = (found.nearest,) if found.nearest and found.nearest.href else ()
    return (*nearest, *found.loosen)[:_WAYS_ON]


def _rendered(template: str, *, with_look: bool = False) -> Any:
    params = _params()
    try:
        given = look.asked(request.args.to_dict(flat=False)) if with_look else Look()
        return _page(template, _found(params, given, card if with_look else brief), _whole(params))
    except SelectionNotFound as error:
        # The find page has no such list either.
        return _page(template, Listed(), _whole(asking.without(params, asking.SELECTION)), trouble(error)), 404
    except (InputError, PlaceNotFound) as error:
        status = 400 if isinstance(error, InputError) else 404
        return _page(template, Listed(), _whole(params), trouble(error)), status


def _page(template: str, listed: Listed, full: str, wrong: str | None = None) -> str:
    look_params = {name: value for name, value in look.params(listed.look).items() if name != "layout"}
    return render(
        template,
        trouble=wrong,
        results=listed.results,
        title=listed.title,
        wider=listed.wider,
        layout=listed.look.layout or "cards",
        scheme=look.scheme(listed.look),
        styles=asking.address(url_for("embed.styles"), look_params) if look_params else None,
        full=full,
        onward=_onward(listed.results),
        checked=checked(current()) if listed.results else None,
    )


def _whole(params: Params) -> str:
    """Return the address of all that is found."""
    return asking.address(_find_page(), asking.without(params, "per_page"))


def _onward(found: Results | None) -> str:
    """Return what the way to the finder says: where not all is shown, that there is more."""
    site = backend().settings.site_name
    if found is not None and found.total > len(found.cards):
        return _("See all %(count)s groups at %(site)s", count=words.number(found.total, current()), site=site)
    return _("Search with your own choices at %(site)s", site=site)


def _find_page() -> str:
    return url_for("pages.find", _external=True)


def _shown(listed: Listed, params: Params) -> Shown:
    locale, found, groups = current(), listed.results, url_for("pages.group", group_id="", _external=True)
    assert found is not None
    return Shown(
        heading=listed.title or found.heading,
        about=" · ".join(filter(None, (found.heading if listed.title else None, found.online))) or None,
        page=_whole(params),
        all=_onward(found),
        empty=_("There is nothing on this list right now."),
        wider=[{"words": _in_line(one), "url": one.href} for one in listed.wider],
        look=listed.look if listed.look != Look() else None,
        stale=_("This was the list on {day}. The site that keeps it does not answer right now."),
        # The descriptions of the sample are summaries of ours.
        says=None if found.sample else _("The host says"),
        checked=checked(current()),
        day=_today(),
        lang=str(locale).replace("_", "-"),
        dir=locale.text_direction,
        sample=found.sample,
        cards=[_line(shown, groups) for shown in found.cards],
    )


def _in_line(link: Link) -> str:
    return f"{link.label} ({link.note})" if link.note else link.label


def _line(shown: Brief, groups: str) -> Line:
    return Line(
        id=shown.id,
        url=f"{groups}{quote(shown.id)}",
        title=shown.title,
        when=shown.next,
        doubt=shown.doubt,
        cadence=shown.cadence,
        where=shown.where,
        distance=shown.distance,
        price=shown.price,
        ages=shown.ages,
        claims=shown.stated,
    )


def _today() -> str:
    return words.today_words(backend().now(), current())
