"""The builder: choose what a list asks for and how it looks, see it, and take along every form of it."""

from __future__ import annotations

from typing import Any

from babel import Locale
from flask import Blueprint, redirect, request, url_for
from markupsafe import Markup

from finder.saved import LONGEST_NAME, LONGEST_TITLE, SavedSelection, new_key
from finder.search.terms import DEFAULT_WITHIN, units_in
from finder.web import asking, language, look, snippets
from finder.web.asking import Params
from finder.web.backend import backend
from finder.web.form import Form, in_form_words
from finder.web.language import _, country, current
from finder.web.librarians import draft as drafts
from finder.web.librarians import savers
from finder.web.librarians.codes import codes
from finder.web.librarians.draft import LAYOUTS, OWN, THEMES, Draft
from finder.web.librarians.homes import cautions, homes
from finder.web.librarians.verdicts import labels, sentences, verdicts
from finder.web.rendering import render
from finder.web.reporting import write_to

blueprint = Blueprint("build", __name__, url_prefix="/for-librarians")

_COUNTS = ("3", "5", "10", "20", "50")
_ON_THE_FORM = frozenset(
    {
        *(
            "near",
            "lat",
            "lon",
            "within",
            "units",
            "q",
            "pathway",
            "situation",
            "beginners",
            "stated",
            "free",
            "max_price",
        ),
        *(
            "day",
            "time",
            "cadence",
            "when",
            "from",
            "to",
            "format",
            "activity",
            "mode",
            "join",
            "ages",
            "host",
            "language",
        ),
        *("per_page", "sort"),
    }
)
"""Parameters that have a field; any other is kept beside them."""


@blueprint.get("")
def start() -> Any:
    """Lead to the page that says what librarians get."""
    return redirect(url_for("about.librarians"))


@blueprint.get("/build")
def show() -> Any:
    """Show the builder, and the list that its fields make."""
    asking.check(request)
    fields = request.args.to_dict(flat=False)
    selection = asking.saved(backend(), asking.params_of(request))
    draft = drafts.read((drafts.of(selection, backend()).query if selection else {}) | fields, backend())
    return page(draft), 200 if not draft.trouble else 400


def page(
    draft: Draft,
    *,
    saved: SavedSelection | None = None,
    key: str = "",
    given: dict[str, str] | None = None,
    trouble: str = "",
) -> str:
    """Return the page of the builder.

    Args:
        draft: the list as it is now.
        saved: what is being changed; None for a new list.
        key: what opens it; for a new one the key that it is going to have.
        given: title and name as they were typed.
        trouble: why it was not saved.
    """
    params = {"per_page": [drafts.COUNT]} | draft.params
    form = Form(params, current(), _units(draft))
    names = given or {"title": saved.title if saved else "", "name": saved.name if saved else ""}
    shown = draft.asks if draft.asks is not None and not (draft.is_blank and saved is None) else None
    return render(
        "pages/build.html",
        form=form,
        draft=draft,
        wrong=in_form_words(draft.trouble) if draft.trouble else None,
        others={name: values for name, values in params.items() if name not in _ON_THE_FORM},
        options=_options(form.value("per_page")),
        labels=labels(),
        sentences=sentences(),
        verdicts=verdicts(draft.colours),
        preview=_preview(shown, draft) if shown is not None else None,
        codes=_codes(shown, draft, saved) if shown is not None else [],
        homes=homes(),
        cautions=cautions(),
        query=asking.address("", draft.query).lstrip("?"),
        saved=saved,
        key=key or new_key(),
        given=names,
        trouble=trouble,
        may=savers.offer(is_new=saved is None),
        may_change=savers.may_change(),
        contact=write_to(backend().settings.contact),
        longest_name=LONGEST_NAME,
        longest_title=LONGEST_TITLE,
    )


def _preview(asks: Params, draft: Draft) -> dict[str, Any]:
    spoken = {"lang": [draft.speaks]} if draft.speaks else {}
    seen = look.params(draft.look)
    return {
        "frame": asking.address(url_for("embed.show"), asking.settled(asks | spoken | seen)),
        "attributes": Markup(snippets.attributes(asks | spoken, seen)),  # noqa: S704  each value is escaped there
        "script": url_for("embed.component"),
        "full": asking.address(url_for("pages.find"), asks),
    }


def _codes(asks: Params, draft: Draft, saved: SavedSelection | None) -> Any:
    if saved:
        return codes({asking.SELECTION: [saved.name]}, {}, saved.title)
    spoken = {"lang": [draft.speaks]} if draft.speaks else {}
    return codes(asks | spoken, look.params(draft.look), None)


def _units(draft: Draft) -> str:
    asked = (draft.asks or draft.params).get("units", [backend().settings.units])[0]
    return asked if asked in DEFAULT_WITHIN else units_in(country(current()))


def _options(count: str) -> dict[str, list[tuple[str, str]]]:
    layouts = {
        "list": _("List"),
        "cards": _("Cards"),
        "compact": _("Short lines"),
        "calendar": _("By date"),
    }
    themes = {
        "auto": _("As the reader's device"),
        "light": _("Light"),
        "dark": _("Dark"),
        OWN: _("My own colours"),
    }
    known = sorted(language.shipped())
    return {
        "layout": [(one, layouts[one]) for one in LAYOUTS],
        "theme": [(one, themes[one]) for one in THEMES],
        "count": [(one, one) for one in dict.fromkeys((*_COUNTS, count))],
        "speaks": [("", _("That of the page or reader")), *((one, _own_name(one)) for one in known)],
    }


def _own_name(tag: str) -> str:
    return str(Locale(tag).get_display_name(tag)).capitalize()
