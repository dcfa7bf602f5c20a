"""The `finder` command.  Each subcommand is one module that reads arguments, calls one function and prints.

Exit codes: 0 done, 1 a user-level error with one line on standard error, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from finder import __version__
from finder.errors import FinderError

_COMMANDS = {
    "parse": "one recorded response → listing records",
    "detect": "one recorded page → which platform it is, and its feeds",
    "tag": "listing records → the same with tags and the words that earned them",
    "geocode": "place text → coordinates, offline",
    "group": "listing records → groups that meet again",
    "groups": "merge and split groups by hand, for good",
    "search": "the store → groups nearby",
    "harvest": "sources → the store",
    "serve": "start the web server",
    "sources": "the catalogue of sources",
    "correct": "what people know better than a listing",
    "selections": "lists that librarians saved, and how they are",
    "demo": "load the sample groups",
    "check": "configuration and health",
    "store": "back up, restore, make the index anew",
}


class _Lazy(click.Group):
    """Imports a subcommand's module only when it is called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"finder.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader went away (`finder tag | head`): not an error, though click would end with 1.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="finder")
def root() -> None:
    """Find other people to make things with, near where you live.

    Settings come from finder.toml, FINDER_… variables and options: see docs/settings.md.

    Example: finder search --near "Bloomington, IN" --tag music
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: every error that a user can meet ends in one line, never in a traceback."""
    _open_closed_streams()
    try:
        root.main(args=None if arguments is None else list(arguments), prog_name="finder", standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except (FinderError, click.ClickException) as error:
        text = error.format_message() if isinstance(error, click.ClickException) else str(error)
        _fail(text)
    except OSError as error:
        _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")


def _open_closed_streams() -> None:
    """Stand in for streams that the caller closed (`finder tag <&-`), before a file of ours takes their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  open until we end


def _fail(text: str) -> None:
    click.echo(f"finder: {' '.join(text.split())}", err=True)
    sys.exit(1)
