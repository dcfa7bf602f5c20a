"""`finder selections`: lists that librarians saved under a name."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

import click
from msgspec.structs import replace

from finder import config, saved
from finder.cli import lines
from finder.cli.sources import opened, say
from finder.cli.tables import table
from finder.errors import FinderError, SelectionNotFound
from finder.saved import SavedSelection
from finder.store import Store, open_store

if TYPE_CHECKING:
    from finder.selections import Standing, Warned

_json = click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
_name = click.argument("name")


@click.group(name="selections")
def command() -> None:
    """Show, check, add and remove the lists that librarians saved, and give out new keys.

    Example: finder selections check
    """


@command.command(name="list")
@_json
def list_(*, as_json: bool) -> None:
    """List all that are saved.

    Example: finder selections list
    """
    found = _kept()
    if as_json:
        lines.write([_public(one) for one in found])
        return
    head = ("name", "created", "changed", "asks", "title")
    rows = [(one.name, one.created, one.changed, urlencode(one.asks, doseq=True), one.title) for one in found]
    click.echo(table(head, rows) if rows else "Nobody has saved a list.")


@command.command()
@_name
def show(name: str) -> None:
    """Show one as JSON: what it asks for, how it looks, and how it is.

    Example: finder selections show elm-library-crafts
    """
    with closing(_reading()) as store:
        lines.write([_public(_found(store, name)), _standing(store, _found(store, name))])


@command.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@_json
def check(names: tuple[str, ...], *, as_json: bool) -> None:
    """Tell how each is, or those that are named: how many groups, when they were last seen, what to worry about.

    Ends with 1 where one of them is empty or can no longer be read.

    Example: finder selections check elm-library-crafts
    """
    with closing(_reading()) as store:
        chosen = [_found(store, name) for name in names] or store.selections()
        found = [_standing(store, one) for one in chosen]
    if as_json:
        lines.write(found)
    else:
        head = ("name", "is", "groups", "last seen", "to worry about")
        rows = [(o.name, o.status, str(o.groups), (o.confirmed or "")[:10], _worries(o)) for o in found]
        click.echo(table(head, rows) if rows else "Nobody has saved a list.")
    wrong = [one.name for one in found if one.status in {"empty", "lost"}]
    if wrong:
        raise FinderError(f"nothing is on: {', '.join(wrong)}")


@command.command()
@_name
@click.argument("query")
@click.option("--title", required=True, help="What stands above the list.")
def add(name: str, query: str, title: str) -> None:
    """Save a search under NAME, and print the address by which it can be changed: it holds the key.

    QUERY is what stands behind the ? in the address of a find page.

    Example: finder selections add elm-crafts "near=47401&pathway=crafts" --title "Crafts near Elm Library"
    """
    from finder.places import open_locator  # noqa: PLC0415  --help starts without the gazetteer
    from finder.selections import canonical  # noqa: PLC0415  as above

    settings, now, key = config.load(), datetime.now(UTC), saved.new_key()
    today = now.date().isoformat()
    with opened() as store:
        made = SavedSelection(
            name=saved.checked_name(name),
            title=saved.checked_title(title),
            asks=canonical(parse_qs(query.lstrip("?")), open_locator(settings), store, now),
            created=today,
            changed=today,
            key_hash=saved.hash_of(key),
        )
        store.add_selection(made)
    _print_key(made.name, key)


@command.command(name="new-key")
@_name
def new_key(name: str) -> None:
    """Give one a new key, for who has lost theirs; the old one opens nothing any more.

    Example: finder selections new-key elm-library-crafts
    """
    key = saved.new_key()
    with opened() as store, store.transaction():
        found = _found(store, name)
        store.change_selection(found.name, replace(found, key_hash=saved.hash_of(key), version=found.version + 1))
    _print_key(found.name, key)


@command.command()
@_name
def remove(name: str) -> None:
    """Remove one: pages that show it say that there is none of this name, and it can be given to another list.

    One that a librarian removed from a page keeps its name from others until this frees it.

    Example: finder selections remove elm-library-crafts
    """
    with opened() as store:
        if not store.remove_selection(name):
            raise SelectionNotFound(name)
    say(f"{name} is removed")


def _print_key(name: str, key: str) -> None:
    site = config.load().site_url.rstrip("/")
    behind = "" if site else ": put it behind the name of your site"
    say(f"Whoever has this address can change the list. It is kept nowhere here{behind}.")
    click.echo(f"{site}/for-librarians/selections/{name}/edit#{key}")


def _kept() -> list[SavedSelection]:
    if not config.load().store_path.exists():
        return []
    with closing(_reading()) as store:
        return store.selections()


def _reading() -> Store:
    return open_store(config.load().store_path, read_only=True)


def _found(store: Store, name: str) -> SavedSelection:
    found = store.selection(name)
    if found is None:
        raise SelectionNotFound(name)
    return found


def _standing(store: Store, selection: SavedSelection) -> Standing:
    from finder.places import open_locator  # noqa: PLC0415  as above
    from finder.selections import standing  # noqa: PLC0415  as above

    return standing(selection, store, open_locator(config.load()), datetime.now(UTC))


def _public(selection: SavedSelection) -> SavedSelection:
    # Even its hash is nobody's business.
    return replace(selection, key_hash="")


def _worries(one: Standing) -> str:
    return "; ".join(_worry(warned) for warned in one.warnings)


def _worry(one: Warned) -> str:
    return {
        "lost": f"it can no longer be read: {one.what}",
        "empty": f"nothing is on it{f' since {one.day}' if one.day else ''}",
        "fewer": f"it had {one.number} groups on {one.day}",
        "old": f"nothing on it was seen by a harvest since {one.day}",
        "no-dates": "no group on it has a coming date",
        "source": f"{one.what} cannot be read ({one.reason})",
    }[one.kind]
