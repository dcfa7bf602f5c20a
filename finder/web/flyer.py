"""Results on paper: a flyer for the wall and a list in large type, for the same parameters as the find page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request

from finder.web.backend import backend
from finder.web.feeds.selection import Selection, selected
from finder.web.language import _, country, current
from finder.web.printed import checked, in_print

blueprint = Blueprint("flyer", __name__, url_prefix="/flyer")

_ON_THE_WALL = 5
_IN_THE_HAND = 60
_MOST = {"poster": _ON_THE_WALL, "list": _IN_THE_HAND}


@blueprint.get("/<name>.pdf")
def show(name: str) -> Response:
    """Send the flyer or the list."""
    from finder import paper  # noqa: PLC0415  Typst takes a while to load, and few ask for paper

    most = _MOST.get(name) or abort(404)
    selection = selected(request, backend(), current())
    document = paper.pdf(name, _data(selection, most, paper))
    disposition = {"Content-Disposition": f'attachment; filename="groups-{name}.pdf"'}
    return Response(document, content_type="application/pdf", headers=disposition)


def _data(selection: Selection, most: int, paper: Any) -> dict[str, Any]:
    locale, page = current(), selection.page
    where = (hit.group.place.country for hit in selection.hits if hit.group.place)
    return {
        "title": selection.title,
        "note": "" if selection.hits else _("There is nothing on this list right now."),
        "groups": [in_print(hit, locale) for hit in selection.hits[:most]],
        "qr": paper.qr_code(page) if len(page) <= paper.LONGEST_ADDRESS else None,
        "qr_alt": _("QR code that leads to this list"),
        "qr_words": _("All of them, with access, cost and dates"),
        "checked": checked(locale),
        "site": selection.site,
        "paper": paper.paper_of(next(where, None) or country(locale)),
        "lang": locale.language,
    }
