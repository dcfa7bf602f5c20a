"""Results on the pages of others: a frame, a piece of HTML to include, and the web component; no cookie in any."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from flask import Blueprint, Response, abort, redirect, request, url_for

from finder.errors import InputError, PlaceNotFound
from finder.listing import Record
from finder.search.terms import units_in
from finder.web import asking, words
from finder.web.asking import Params
from finder.web.backend import backend
from finder.web.cards import Card, card, coming, sample_note
from finder.web.language import _, current
from finder.web.printed import checked
from finder.web.rendering import render
from finder.web.results import Results, results

blueprint = Blueprint("embed", __name__)

_COMPONENT = Path(__file__).resolve().parent / "static" / "creative-finder.js"


class Shown(Record, frozen=True, kw_only=True):
    """What the web component shows: every word ready, so that the script stays small."""

    heading: str
    page: str
    all: str
    empty: str
    stale: str
    checked: str
    day: str
    lang: str
    dir: str
    sample: str | None = None
    cards: list[dict[str, Any]]


@blueprint.get("/embed")
def show() -> Any:
    """Show what the find page would, as a page to be framed."""
    return _rendered("embed/list.html")


@blueprint.get("/embed/groups/<group_id>")
def one(group_id: str) -> Any:
    """Show one group as a page to be framed."""
    found = backend().store.group(group_id) or abort(404)
    units = units_in(found.place.country if found.place else None)
    shown = card(coming(found, backend().now()), units, None, current())
    alone = Results(
        total=1,
        heading=_("A group to make things with"),
        cards=(shown,),
        set_aside=(),
        loosen=(),
        sorts=(),
        sample=sample_note([found], current()),
    )
    full = url_for("pages.home", _external=True)
    return render("embed/list.html", trouble=None, results=alone, full=full, checked=checked(current()))


@blueprint.get("/embed/fragment")
def fragment() -> Any:
    """Show the same as a piece of HTML without head or style, for systems that include by address."""
    return _rendered("embed/fragment.html")


@blueprint.get("/embed/cards.json")
def cards() -> Response:
    """Send the same to the web component, which asks once."""
    try:
        found, params = _found()
    except (InputError, PlaceNotFound) as error:
        status = 404 if isinstance(error, PlaceNotFound) else 400
        return Response(msgspec.json.encode({"error": str(error)}), status, content_type="application/json")
    return Response(msgspec.json.encode(_shown(found, params)), content_type="application/json")


@blueprint.get("/embed/creative-finder.js")
def component() -> Response:
    """Send the script of the web component; its address never changes, so that a page that has it stays up to date."""
    return Response(_COMPONENT.read_bytes(), content_type="text/javascript; charset=utf-8")


@blueprint.before_request
def settle() -> Any:
    """Send whoever asks in another spelling to the one address of the same list, so that caches hold it once."""
    name = (request.endpoint or "").rpartition(".")[2]
    if name not in {"show", "fragment", "cards"}:
        return None
    language = request.args.get("lang")
    usual = asking.settled(asking.params_of(request) | ({"lang": [language]} if language else {}))
    if [(key, value) for key, values in usual.items() for value in values] == list(request.args.items(multi=True)):
        return None
    return redirect(asking.address(request.path, usual), 301)


def _found() -> tuple[Results, Params]:
    asking.check(request)
    params = asking.params_of(request)
    answer = asking.answer(backend(), params)
    return results(answer, params, url_for("embed.show"), backend(), current(), is_copied=True), params


def _rendered(template: str) -> Any:
    full = _page(asking.params_of(request))
    try:
        found, _params = _found()
    except (InputError, PlaceNotFound) as error:
        status = 404 if isinstance(error, PlaceNotFound) else 400
        return render(template, trouble=str(error), results=None, full=full, checked=None), status
    return render(template, trouble=None, results=found, full=full, checked=checked(current()))


def _page(params: Params) -> str:
    return asking.address(url_for("pages.find", _external=True), params)


def _shown(found: Results, params: Params) -> Shown:
    locale = current()
    return Shown(
        heading=found.heading,
        page=_page(asking.without(params, "per_page")),
        all=_("Search with your own choices at %(site)s", site=backend().settings.site_name),
        empty=_("There is nothing on this list right now."),
        stale=_("This was the list on {day}. The site that keeps it does not answer right now."),
        checked=checked(current()),
        day=_today(),
        lang=str(locale).replace("_", "-"),
        dir=locale.text_direction,
        sample=found.sample,
        cards=[_card(card) for card in found.cards],
    )


def _card(card: Card) -> dict[str, Any]:
    told = {
        "id": card.id,
        "url": url_for("pages.group", group_id=card.id, _external=True),
        "title": card.title,
        "when": {"iso": card.next.iso, "words": card.next.words} if card.next else None,
        "cadence": card.cadence,
        "where": card.where,
        "distance": card.distance,
        "price": card.price,
        "ages": card.ages,
        # What is only likely needs its reason beside it: a few words on another's page have no room for that.
        "claims": [claim.label for claim in card.suits if claim.kind == "stated"],
    }
    return {name: value for name, value in told.items() if value is not None}


def _today() -> str:
    return words.day_words(backend().now().date().isoformat(), current()) or ""
