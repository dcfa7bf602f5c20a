"""Results on paper: a flyer for the wall and a list in large type, for the same parameters as the find page."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from finder.web.backend import backend
from finder.web.cards import sample_note
from finder.web.feeds.selection import Selection, selected
from finder.web.language import _, current
from finder.web.printed import sheet

blueprint = Blueprint("flyer", __name__, url_prefix="/flyer")

_ON_THE_WALL = 5
_IN_THE_HAND = 60
_MOST = {"poster": _ON_THE_WALL, "list": _IN_THE_HAND}


def _note(name: str, selection: Selection, shown: int) -> str:
    """Return what stands above the groups: that there are none, that they are a sample, or that there are more."""
    if not shown:
        return _("There is nothing on this list right now.")
    if name == "poster":
        # The list says so below each group; on a wall nobody reads so far.
        return sample_note([hit.group for hit in selection.hits[:shown]], current()) or ""
    if shown == len(selection.hits):
        return ""
    return _("These are the first %(count)s groups. The last page says where to find all.", count=shown)


@blueprint.get("/<name>.pdf")
def show(name: str) -> Response:
    """Send the flyer or the list."""
    from finder import paper  # noqa: PLC0415  Typst takes a while to load, and few ask for paper

    most = _MOST.get(name) or abort(404)
    selection = selected(request, backend(), current())
    hits = selection.hits[:most]
    data = sheet(selection.title, _note(name, selection, len(hits)), hits, selection.page, current())
    document = paper.pdf(name, data)
    disposition = {"Content-Disposition": f'attachment; filename="groups-{name}.pdf"'}
    return Response(document, content_type="application/pdf", headers=disposition)
