"""`finder groups`: what people know of which dates are one group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args

import click

from finder.cli import lines
from finder.cli.sources import opened, say
from finder.cli.tables import table
from finder.listing import Aspect, GroupEdit

F = TypeVar("F", bound=Callable[..., Any])

_ids = click.argument("ids", metavar="ID…", nargs=-1, required=True)


def _who_and_why(command: F) -> F:
    """Give a command the options of every decision."""
    why = click.option("--why", metavar="WORDS", help="Why, as it will be shown.")
    by = click.option("--by", required=True, metavar="WHO", help='Who says so, as it will be shown: "a librarian".')
    return by(why(command))


def _ids_in(given: tuple[str, ...]) -> list[str]:
    """Return ids; the address of a group's page ends with one."""
    return [text.rstrip("/").rpartition("/")[2] for text in given]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@click.group(name="groups")
def command() -> None:
    """Merge and split groups by hand; every later harvest keeps it, and ids and addresses stay.

    ID is the id of a group, as finder search --json shows it, or the address of its page.

    Example: finder groups list
    """


@command.command()
@_ids
@_who_and_why
def merge(ids: tuple[str, ...], by: str, why: str | None) -> None:
    """Make groups one.

    Those of one source become one group with all dates, under the first ID; the others' addresses lead there.  Those of
    several sources are shown as one, the organiser's own before an aggregator's.

    Example: finder groups merge 4f0a1b2c3d 7trmrv4a7p --by "a librarian" --why "the Tuesday and Friday circle are one"
    """
    from finder.corrections import merge as merge_groups  # noqa: PLC0415  --help starts without the matching library

    with opened() as store:
        _kept(merge_groups(store, _ids_in(ids), by=by, at=_now(), why=why))


@command.command()
@_ids
@click.option(
    "--by-each",
    "aspect",
    type=click.Choice(get_args(Aspect)),
    help="Split the one group into one for each title, weekday, time, venue or room.",
)
@_who_and_why
def split(ids: tuple[str, ...], aspect: Aspect | None, by: str, why: str | None) -> None:
    """Take apart what is shown as one: several IDs from one another, or one group's dates by what they differ in.

    Example: finder groups split 4f0a1b2c3d --by-each weekday --by "the organiser"
    """
    from finder.corrections import split as split_groups  # noqa: PLC0415  as above

    with opened() as store:
        _kept(split_groups(store, _ids_in(ids), by=by, at=_now(), aspect=aspect, why=why))


@command.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
def undo(number: int) -> None:
    """Forget a decision, so that groups are what is found again.

    Example: finder groups undo 2
    """
    from finder.corrections import undo_edit  # noqa: PLC0415  as above

    with opened() as store:
        lines.write([undo_edit(store, number)])


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def list_(*, as_json: bool) -> None:
    """List what was decided by hand, by whom and when.

    Example: finder groups list
    """
    with opened() as store:
        found = store.edits()
    if as_json:
        lines.write(found)
        return
    head = ("number", "what", "groups", "by", "on", "why")
    rows = [(str(one.number), _what(one), _groups(one), one.by, one.at[:10], one.why or "") for one in found]
    click.echo(table(head, rows) if rows else "Nobody has merged or split anything.")


def _what(edit: GroupEdit) -> str:
    return f"{edit.kind} by each {edit.aspect}" if edit.aspect else edit.kind


def _groups(edit: GroupEdit) -> str:
    return ", ".join(f"{title} ({name})" for title, name in zip(edit.titles, edit.groups, strict=False))


def _kept(edit: GroupEdit) -> None:
    say(f"kept; finder groups undo {edit.number} takes it back.")
    lines.write([edit])
