"""Saving a list under a name, and changing it with its key, which goes in the body of a form, never in an address."""

from __future__ import annotations

from contextlib import closing
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, redirect, request, url_for
from msgspec.structs import replace

from finder import saved
from finder.errors import FinderError, InputError, NameTaken, StoreError
from finder.saved import SavedSelection
from finder.selections import count
from finder.store import Store, open_store
from finder.web import asking, limiting, look
from finder.web.backend import backend
from finder.web.contrast import TEXT
from finder.web.errors import trouble
from finder.web.language import _
from finder.web.librarians import build, savers
from finder.web.librarians import draft as drafts
from finder.web.librarians.codes import codes
from finder.web.librarians.draft import Draft
from finder.web.librarians.homes import cautions, homes
from finder.web.librarians.verdicts import Verdict, verdicts
from finder.web.links import mail
from finder.web.rendering import render

blueprint = Blueprint("keeping", __name__, url_prefix="/for-librarians/selections")

_TRIES = 20
_DEAR = 0.5
"""Seconds of a client's share that saving a list counts for, beside its own: a dozen of them fill a minute."""


@blueprint.post("")
def create() -> Any:
    """Keep a new list, and show the address that holds its key: once."""
    savers.check(is_new=True)
    limiting.add(_DEAR)
    given, key, draft = _given(), request.form.get("key", ""), _draft()
    if not saved.is_key(key):
        raise InputError(_("That form is an old one. Please open the page once more."))
    try:
        made = _made(given, draft, key)
        with closing(_writing()) as store:
            kept = _kept(store, made, is_named=bool(given["name"]))
            count(kept, store, backend().locator, backend().now())
    except (InputError, StoreError) as error:
        return _again(error, draft, given=given, key=key)
    return _done(kept, key)


@blueprint.get("/<name>/edit")
def unlock(name: str) -> Any:
    """Ask for the key, which stands behind the # of the address: no server gets to see it there."""
    selection = asking.named(backend(), name)
    if selection.name != name:
        # The part behind the # stays with the browser, which adds it to the new address.
        return redirect(url_for("keeping.unlock", name=selection.name), 301)
    return _unlock(selection)


@blueprint.post("/<name>/edit")
def edit(name: str) -> Any:
    """Show the builder with the list, or with what is being made of it."""
    selection = _opened(name)
    if selection is None:
        return _refused(name)
    fields = request.form.to_dict(flat=False)
    draft = drafts.read(fields, backend()) if "layout" in fields else drafts.of(selection, backend())
    return build.page(draft, saved=selection, key=_key())


@blueprint.post("/<name>/save")
def save(name: str) -> Any:
    """Keep what was changed; with another name, the old one leads to it."""
    selection = _opened(name)
    if selection is None:
        return _refused(name)
    given, draft = _given(), _draft()
    try:
        changed = replace(
            _made(given, draft, _key()),
            created=selection.created,
            version=_version() + 1,
        )
        with closing(_writing()) as store:
            store.change_selection(selection.name, changed)
            count(changed, store, backend().locator, backend().now())
    except (InputError, StoreError) as error:
        return _again(error, draft, selection=selection, given=given, key=_key())
    return _done(changed, None)


@blueprint.post("/<name>/key")
def new_key(name: str) -> Any:
    """Give the list another key: whoever had the old one can change it no more."""
    selection = _opened(name)
    if selection is None:
        return _refused(name)
    key = saved.new_key()
    changed = replace(selection, key_hash=saved.hash_of(key), version=selection.version + 1)
    with closing(_writing()) as store:
        store.change_selection(selection.name, changed)
    return _done(changed, key)


@blueprint.post("/<name>/remove")
def remove(name: str) -> Any:
    """Remove the list, once that was said twice."""
    selection = _opened(name)
    if selection is None:
        return _refused(name)
    if request.form.get("sure") != "yes":
        raise InputError(_("To remove the list, tick the box beside the button first."))
    with closing(_writing()) as store:
        store.retire_selection(selection.name)
    return render("pages/removed.html", selection=selection)


def _made(given: dict[str, str], draft: Draft, key: str) -> SavedSelection:
    """Return what a form asks to be kept.

    Raises:
        InputError: it cannot be; the sentence says why.
    """
    title = saved.checked_title(given["title"])
    if draft.trouble or draft.asks is None:
        raise InputError(draft.trouble or "")
    if faint := _faint(draft):
        raise InputError(_("Some readers could not read these colours. %(why)s", why=faint[0].sentence))
    today = backend().now().date().isoformat()
    return SavedSelection(
        name=saved.checked_name(given["name"]) if given["name"] else saved.name_from(title),
        title=title,
        asks={name: tuple(values) for name, values in draft.asks.items()},
        look=draft.look,
        language=draft.speaks or None,
        created=today,
        changed=today,
        key_hash=saved.hash_of(key),
    )


def _faint(draft: Draft) -> list[Verdict]:
    """Return what cannot be read in the draft's own colours; lines that are hard to see keep nobody from reading."""
    told = verdicts(draft.colours) if look.has_colours(draft.look) else []
    return [one for one in told if not one.passes and one.least >= TEXT]


def _kept(store: Store, made: SavedSelection, *, is_named: bool) -> SavedSelection:
    """Keep it; a name that we made gets a number where it is taken, and what was sent twice is kept once."""
    for number in range(1, _TRIES + 1):
        name = made.name if number == 1 else f"{made.name[: saved.LONGEST_NAME - 3].rstrip('-')}-{number}"
        one = replace(made, name=name)
        try:
            store.add_selection(one)
        except NameTaken:
            there = store.selection(name)
            if there is not None and there.key_hash == made.key_hash:
                return there
            if is_named:
                raise
        else:
            return one
    raise NameTaken(made.name)


def _opened(name: str) -> SavedSelection | None:
    """Return the list that the key of this request opens; None where it does not."""
    savers.check(is_new=False)
    selection = asking.named(backend(), name)
    return selection if saved.opens(_key(), selection) else None


def _key() -> str:
    """Return the key that was sent; who pastes the whole address has sent it too."""
    return request.form.get("key", "").strip().rpartition("#")[2]


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  no count is as long


def _given() -> dict[str, str]:
    # A little more than fits is kept, so that it can be said that it is too long.
    return {name: request.form.get(name, "").strip()[: saved.LONGEST_TITLE * 2] for name in ("title", "name")}


def _draft() -> Draft:
    return drafts.read(parse_qs(request.form.get("query", "")), backend())


def _writing() -> Store:
    return open_store(backend().settings.store_path)


def _again(
    error: FinderError, draft: Draft, *, selection: SavedSelection | None = None, given: dict[str, str], key: str
) -> Any:
    status = 409 if isinstance(error, NameTaken) else 400 if isinstance(error, InputError) else 503
    return build.page(draft, saved=selection, key=key, given=given, trouble=trouble(error)), status


def _refused(name: str) -> Any:
    return _unlock(
        asking.named(backend(), name), _("That key does not open this list. Copy the whole address that you kept.")
    ), 403


def _unlock(selection: SavedSelection, wrong: str = "") -> str:
    return render("pages/unlock.html", selection=selection, trouble=wrong, may=savers.offer(is_new=False))


def _done(selection: SavedSelection, key: str | None) -> str:
    """Show what was kept; with a key, the address that holds it."""
    savers.offer(is_new=False)
    address = f"{url_for('keeping.unlock', name=selection.name, _external=True)}#{key}" if key else None
    subject = _("The key to the list “%(title)s”", title=selection.title)
    return render(
        "pages/saved.html",
        selection=selection,
        address=address,
        mail=mail(subject, address) if address else None,
        codes=codes({asking.SELECTION: [selection.name]}, {}, selection.title),
        homes=homes(),
        cautions=cautions(),
    )
