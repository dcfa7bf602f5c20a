"""Invitations: small things to make together, by company, mood, time and cost."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for

from finder.invitations import COSTS, MINUTES, MOODS, WHO, Invitation, suited
from finder.listing import Record
from finder.web.language import _, current, ngettext
from finder.web.links import mail
from finder.web.rendering import render

blueprint = Blueprint("invitations", __name__)


class Field(Record, frozen=True, kw_only=True):
    """One question of the form, with its choices as value and label, and the one that was made."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str | None = None


@blueprint.get("/invitations")
def show() -> Any:
    """Show the invitations that fit; a choice that we do not know asks for nothing."""
    fields = _fields()
    chosen: dict[str, Any] = {field.name: field.chosen for field in fields}
    minutes = int(chosen.pop("minutes") or 0) or None
    found = suited(current().language, minutes=minutes, **chosen)
    return render(
        "pages/invitations.html",
        fields=fields,
        found=found,
        is_asked=any(field.chosen for field in fields),
        notes={one.name: needs(one) for one in found},
        letters={one.name: _letter(one) for one in found},
    )


def needs(one: Invitation) -> str:
    """Return what it takes in a line: "About 30 minutes · costs nothing · alone together"."""
    time = ngettext("About %(num)s minute", "About %(num)s minutes", one.minutes)
    who = _who()
    return " · ".join((time, _costs()[one.cost], ", ".join(who[name] for name in one.who)))


def _letter(one: Invitation) -> str:
    """Return an address that opens the visitor's own mail program with the invitation; nothing is sent from here."""
    page = url_for("invitations.show", _external=True, _anchor=one.name)
    body = "\n\n".join((_("Shall we try this?"), one.text, one.begin, page))
    return mail(one.title, body)


def _fields() -> tuple[Field, ...]:
    minutes = {str(n): ngettext("%(num)s minute", "%(num)s minutes", n) for n in MINUTES}
    return (
        _field("who", _("With whom?"), _who()),
        _field("mood", _("In what mood?"), _moods()),
        _field("minutes", _("How much time is there?"), minutes),
        _field("cost", _("What may it cost?"), _costs()),
    )


def _field(name: str, label: str, choices: dict[str, str]) -> Field:
    asked = request.args.get(name)
    return Field(name=name, label=label, choices=tuple(choices.items()), chosen=asked if asked in choices else None)


def _who() -> dict[str, str]:
    labels = (_("two friends"), _("a couple"), _("a family"), _("a few friends"), _("each at home, then shared"))
    return dict(zip(WHO, labels, strict=True))


def _moods() -> dict[str, str]:
    return dict(zip(MOODS, (_("quiet"), _("playful"), _("warm"), _("curious")), strict=True))


def _costs() -> dict[str, str]:
    return dict(zip(COSTS, (_("costs nothing"), _("costs a little")), strict=True))
