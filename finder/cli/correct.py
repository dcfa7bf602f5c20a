"""`finder correct`: what people know better than an organiser's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
import msgspec

from finder import config
from finder.cli import lines
from finder.cli.sources import opened, say
from finder.cli.tables import table
from finder.listing import Correction, Said
from finder.store import open_store

F = TypeVar("F", bound=Callable[..., Any])

_source = click.option(
    "--source", "source_id", metavar="SOURCE", help="ID is the uid of a listing, or of a series, of this source."
)
_STANDS = {
    "holds": "holds",
    "agreed": "the organiser says the same now",
    "changed": "the organiser's words changed since",
    "not-listed": "not listed now",
    "replaced": "replaced by a later one",
}


def _who_and_why(command: F) -> F:
    """Give a command the options that every correction needs."""
    why = click.option("--why", required=True, metavar="WORDS", help="How it really is, as it will be shown.")
    by = click.option("--by", required=True, metavar="WHO", help='Who says so, as it will be shown: "a librarian".')
    return by(why(command))


@click.group(name="correct")
def command() -> None:
    """Correct tags and facts of groups; no later harvest undoes it.

    NAME is a tag or fact of the vocabulary: low-budget, or situation/low-budget.  ID is the id of a group, as finder
    search --json and the address of its page show it.

    Example: finder correct list
    """


@command.command()
@click.argument("about", metavar="ID")
@click.argument("name")
@click.argument("value", required=False)
@_source
@_who_and_why
def add(about: str, name: str, value: str | None, source_id: str | None, by: str, why: str) -> None:
    """Give a group a tag or fact, or change the level or value of one that it has.

    VALUE is the level of a tag (stated when left out, likely or no), or the value of a fact, as yes or no.

    Example: finder correct add 4f0a1b2c3d low-budget --by "a librarian" --why "the fee was dropped in May"
    """
    _keep(_correction(about, name, source_id, by=by, why=why, value=value))


@command.command()
@click.argument("about", metavar="ID")
@click.argument("name")
@_source
@_who_and_why
def remove(about: str, name: str, source_id: str | None, by: str, why: str) -> None:
    """Take a tag or fact from a group: nothing is known of it then.

    Example: finder correct remove 4f0a1b2c3d activity/poetry --by "the organiser" --why "we write prose only"
    """
    _keep(_correction(about, name, source_id, by=by, why=why, removed=True))


@command.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
def undo(number: int) -> None:
    """Forget a correction, so that the organiser's own words count again.

    Example: finder correct undo 3
    """
    from finder import corrections  # noqa: PLC0415  --help starts without the matching library

    with opened() as store:
        lines.write([corrections.undo(store, number)])


@command.command(name="list")
@click.option("--source", "source_id", metavar="SOURCE", help="Only those of this source.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def list_(source_id: str | None, *, as_json: bool) -> None:
    """List what people corrected, and whether the organiser's own words have changed since.

    Example: finder correct list
    """
    from finder.corrections import standing  # noqa: PLC0415  as above

    found = _kept(source_id)
    if as_json:
        lines.write({**msgspec.to_builtins(one), "standing": standing(one, found)} for one in found)
        return
    head = ("number", "title", "what", "by", "on", "stands", "why")
    rows = [_row(one, _STANDS[standing(one, found)]) for one in found]
    click.echo(table(head, rows) if rows else "Nobody has corrected anything.")


def _kept(source_id: str | None) -> list[Correction]:
    path = config.load().store_path
    if not path.exists():
        return []
    with closing(open_store(path, read_only=True)) as store:
        return store.corrections(source_id)


def _row(one: Correction, stands: str) -> Sequence[str]:
    given = "removed" if one.removed else one.value
    what = f"{one.facet}/{one.name}{f': {given}' if given else ''}"
    changed = f"{one.why} (now: {_said(one.said_now)})" if one.said_now != one.said_then else one.why
    return (str(one.number), one.title, what, one.by, one.at[:10], stands, changed)


def _said(said: Said | None) -> str:
    if said is None:
        return "nothing"
    return ", ".join([said.value or ""] * bool(said.value) + [f"“{said.words}”"] * bool(said.words))


def _correction(about: str, text: str, source_id: str | None, **rest: Any) -> Correction:
    from finder.corrections import named  # noqa: PLC0415  as above

    facet, name = named(text)
    target: dict[str, Any] = {"source_id": source_id, "uid": about} if source_id else {"group_id": about}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Correction(facet=facet, name=name, at=at, **target, **rest)


def _keep(given: Correction) -> None:
    from finder.corrections import correct  # noqa: PLC0415  as above

    with opened() as store:
        kept = correct(store, given)
    say(f"“{kept.title}” is corrected; finder correct undo {kept.number} takes it back.")
    lines.write([kept])
