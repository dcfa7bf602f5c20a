"""Who may save lists from a page: by the setting `selections`, in the manner of `manager`."""

from __future__ import annotations

from flask import abort, g, request

from finder.web import manager
from finder.web.backend import backend


def may_save() -> bool:
    """Tell whether this request may save a new list."""
    allowed = backend().settings.selections
    return allowed == "everyone" or (allowed == "here" and manager.is_at_the_machine(request, backend().settings))


def may_change() -> bool:
    """Tell whether who holds a key may use it here: a key says more than where somebody sits."""
    return backend().settings.selections != "nobody"


def offer(*, is_new: bool) -> bool:
    """Tell whether a page may show buttons that save; its answer then lets forms name their origin."""
    g.has_buttons = may_save() if is_new else may_change()
    return bool(g.has_buttons)


def check(*, is_new: bool) -> None:
    """Refuse a request to save that none of our own pages made, or that nobody may make here."""
    allowed = may_save() if is_new else may_change()
    if not (allowed and manager.is_from_here(request)):
        abort(403)
