"""How a saved list is: a page in plain words, and the same as JSON for monitors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from flask import Blueprint, Response, redirect, request, url_for

from finder.listing import Record
from finder.saved import SavedSelection
from finder.selections import Standing, Warned, standing
from finder.web import asking, manager, words
from finder.web.backend import backend
from finder.web.language import _, current, ngettext
from finder.web.librarians.codes import codes
from finder.web.librarians.homes import cautions, homes
from finder.web.rendering import render
from finder.web.reporting import write_to

blueprint = Blueprint("health", __name__, url_prefix="/for-librarians/selections")


_MOST = 500
"""Lists that are named on one page; a command names all."""


class Row(Record, frozen=True, kw_only=True):
    """A list as it was when it was last counted: to look at all of them anew would take a while."""

    name: str
    title: str
    groups: int | None = None
    counted: str | None = None
    empty_since: str | None = None


class Told(Record, frozen=True, kw_only=True):
    """A warning in words: what is wrong, what to do, and where."""

    what: str
    todo: str
    href: str | None = None


@blueprint.get("")
def listed() -> Any:
    """Ask for the name of a list; who runs the site sees all of them."""
    asked = request.args.get("name", "").strip()
    if asked:
        return redirect(url_for("health.show", name=asking.named(backend(), asked).name))
    # A list of all would tell who uses this, and give room to whoever wants to be read.
    rows = [_row(one) for one in backend().store.selections()[:_MOST]] if manager.may_manage() else None
    return render("pages/selections.html", rows=rows)


@blueprint.get("/<name>")
def show(name: str) -> Any:
    """Tell how a list is."""
    selection = asking.named(backend(), name)
    if selection.name != name:
        return redirect(url_for("health.show", name=selection.name), 301)
    found = _standing(selection)
    return render(
        "pages/selection.html",
        selection=selection,
        standing=found,
        status=_status(found),
        warnings=[_WARNINGS[one.kind](one, selection) for one in found.warnings],
        next=_day(found.next),
        confirmed=_day(found.confirmed),
        oldest=_day(found.oldest),
        counted=_day(found.counted_on),
        changes=[(_day(one.day), one.groups) for one in reversed(found.changes[-12:])],
        full=asking.address(url_for("pages.find"), {asking.SELECTION: [selection.name]}),
        frame=asking.address(url_for("embed.show"), {asking.SELECTION: [selection.name]}),
        contact=write_to(backend().settings.contact),
        codes=codes({asking.SELECTION: [selection.name]}, {}, selection.title),
        homes=homes(),
        cautions=cautions(),
    )


@blueprint.get("/<name>/health.json")
def for_monitors(name: str) -> Response:
    """Tell the same to a program; `status` is well, look, empty or lost."""
    return Response(msgspec.json.encode(_standing(asking.named(backend(), name))), content_type="application/json")


def _row(selection: SavedSelection) -> Row:
    counts = backend().store.counts(selection.name)
    return Row(
        name=selection.name,
        title=selection.title,
        groups=counts.changes[-1].groups if counts.changes else None,
        counted=_day(counts.counted_on),
        empty_since=_day(counts.empty_since),
    )


def _standing(selection: SavedSelection) -> Standing:
    return standing(selection, backend().store, backend().locator, backend().now())


def _day(text: str | None) -> str | None:
    return (words.day_words(text[:10], current()) or text[:10]) if text else None


def _status(found: Standing) -> str:
    return _STATUS[found.status]()


_STATUS: dict[str, Callable[[], str]] = {
    "well": lambda: _("It is well"),
    "look": lambda: _("It works, but have a look"),
    "empty": lambda: _("It is empty"),
    "lost": lambda: _("It cannot be shown"),
}


def _lost(one: Warned, _selection: SavedSelection) -> Told:
    return Told(
        what=_("What it asks for can no longer be read: %(why)s", why=one.what or ""),
        todo=_("Open it with its key, and choose anew what is marked."),
    )


def _empty(one: Warned, selection: SavedSelection) -> Told:
    since = (
        _("No group has been on it since %(day)s.", day=_day(one.day)) if one.day else _("No group is on it right now.")
    )
    wider = {"selection": [selection.name]}
    return Told(
        what=since,
        todo=_("Look how far the next group is, and let the list reach farther or ask for less."),
        href=asking.address(url_for("pages.find"), wider),
    )


def _fewer(one: Warned, _selection: SavedSelection) -> Told:
    return Told(
        what=ngettext(
            "It had %(num)s group on %(day)s, and has lost more than half of them.",
            "It had %(num)s groups on %(day)s, and has lost more than half of them.",
            one.number or 0,
            day=_day(one.day),
        ),
        todo=_("A term may be over. If not, see below whether a calendar can no longer be read."),
        href=url_for("sources.show"),
    )


def _old(one: Warned, _selection: SavedSelection) -> Told:
    return Told(
        what=_("No calendar has been read for it since %(day)s.", day=_day(one.day)),
        todo=_("Write to the people who run this site: calendars should be read each day."),
    )


def _unread(one: Warned, _selection: SavedSelection) -> Told:
    count = ngettext(
        "%(num)s group of the list comes from it.", "%(num)s groups of the list come from it.", one.number or 0
    )
    tell = _("If you know them, tell them; the reason stands in the list of sources.")
    last = _("It was last read on %(day)s.", day=_day(one.day)) if one.day else _("It was never read.")
    return Told(
        what=_("The calendar of %(name)s cannot be read.", name=one.what or ""),
        todo=f"{last} {count} {tell}",
        href=asking.address(url_for("sources.show"), {"q": [one.what or ""]}),
    )


def _dateless(_one: Warned, _selection: SavedSelection) -> Told:
    return Told(
        what=_("None of its groups has a date to come."),
        todo=_("They may be on a break. If it lasts, choose other kinds or a wider circle."),
    )


_WARNINGS: dict[str, Callable[[Warned, SavedSelection], Told]] = {
    "lost": _lost,
    "empty": _empty,
    "fewer": _fewer,
    "old": _old,
    "source": _unread,
    "no-dates": _dateless,
}
