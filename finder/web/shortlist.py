"""A shortlist without an account: the groups stand in its address, with a note, and in the visitor's own browser.

Nobody keeps it here: whoever has the link has the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, request, url_for
from msgspec.structs import replace

from finder.listing import Group, Record
from finder.search.terms import units_in
from finder.text import printable
from finder.web import words
from finder.web.asking import address
from finder.web.backend import backend
from finder.web.cards import Card, card, sample_note
from finder.web.language import _, country, current, ngettext
from finder.web.links import mail
from finder.web.moments import coming
from finder.web.printed import sheet
from finder.web.rendering import render

blueprint = Blueprint("shortlist", __name__)

_MOST = 40
_LONGEST_NOTE = 600
_ID = re.compile(r"[\w.-]{1,100}")


class Asked(Record, frozen=True, kw_only=True):
    """What stands in the address of a list: ids of groups in the order of keeping, and a few words to somebody."""

    ids: tuple[str, ...]
    note: str = ""

    def at(self, page: str, *, without: str | None = None, outside: bool = False) -> str:
        """Return the address of the list, or of the list without one group."""
        left = ",".join(one for one in self.ids if one != without)
        params = {"ids": [left] if left else [], "note": [self.note] if self.note else []}
        return address(url_for(page, _external=outside), {name: values for name, values in params.items() if values})


class Kept(Record, frozen=True, kw_only=True):
    """A group of the list, and the address of the list without it."""

    card: Card
    drop: str


@blueprint.get("/shortlist")
def show() -> Any:
    """Show the list; a group that is gone is said to be gone."""
    asked = _asked()
    found = list(_groups(asked.ids))
    return render(
        "pages/shortlist.html",
        kept=[_kept(group, asked) for group in found],
        asked=asked,
        gone=_gone(len(asked.ids) - len(found)),
        link=asked.at("shortlist.show", outside=True),
        mail=_mail(asked, found),
        paper=asked.at("shortlist.on_paper"),
        sample=sample_note(found, current()),
    )


@blueprint.get("/shortlist.pdf")
def on_paper() -> Response:
    """Send the list in large type, with an address and a QR code that lead back to it."""
    from finder import paper  # noqa: PLC0415  Typst takes a while to load, and few ask for paper

    asked = _asked()
    found = [coming(group, backend().now()) for group in _groups(asked.ids)]
    link = asked.at("shortlist.show", outside=True)
    data = sheet(_("Groups to look at"), asked.note, found, link, current())
    disposition = {"Content-Disposition": 'attachment; filename="shortlist.pdf"'}
    return Response(paper.pdf("list", data), content_type="application/pdf", headers=disposition)


def _asked() -> Asked:
    ids = (one for value in request.args.getlist("ids") for one in value.split(","))
    known = dict.fromkeys(one for one in ids if _ID.fullmatch(one))
    note = "\n".join(printable(line) for line in request.args.get("note", "")[:_LONGEST_NOTE].splitlines())
    return Asked(ids=tuple(known)[:_MOST], note=note.strip())


def _groups(ids: Iterable[str]) -> Iterable[Group]:
    return (group for one in ids if (group := backend().store.group(one)))


def _kept(group: Group, asked: Asked) -> Kept:
    units = units_in((group.place.country if group.place else None) or country(current()))
    shown = card(coming(group, backend().now()), units, backend().now(), current())
    return Kept(card=replace(shown, distance=words.town(group)), drop=asked.at("shortlist.show", without=group.id))


def _mail(asked: Asked, found: Iterable[Group]) -> str:
    """Return an address that opens the visitor's own mail program with the list and its link."""
    named = "\n".join(f"- {one.title}" for one in found)
    link = asked.at("shortlist.show", outside=True)
    return mail(_("Groups to look at"), "\n\n".join(part for part in (asked.note, named, link) if part))


def _gone(count: int) -> str | None:
    if not count:
        return None
    return ngettext(
        "%(num)s group of this list is no longer shown: it has ended, or its host took it down.",
        "%(num)s groups of this list are no longer shown: they have ended, or their hosts took them down.",
        count,
    )
