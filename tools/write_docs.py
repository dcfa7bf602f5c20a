"""Write docs/settings.md and docs/commands.md from the code; a test holds that they are current."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

import click

from finder.cli import root
from finder.config import Settings

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- Made by `make docs` from the code: change it there. -->"


def settings_page() -> str:
    """Return the table of settings as Markdown."""
    rows = [
        f"| `{f.name}` | `FINDER_{f.name.upper()}` | {_default(f.default)} | {f.metadata['help']} |"
        for f in fields(Settings)
    ]
    intro = (
        "A setting comes from `finder.toml` (in the folder, or the file, that `FINDER_CONFIG` names), from the "
        "environment, or from an option of a command; the later wins. `finder check` shows the values in force."
    )
    table = ["| in finder.toml | in the environment | default | what it is |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([MADE, "", "# Settings", "", intro, "", *table, ""])


def _default(value: object) -> str:
    return (
        "`~/.local/share/creative-community-finder`" if value is MISSING else f"`{value}`" if value != "" else "(none)"
    )


def commands_page() -> str:
    """Return the help of every command as Markdown."""
    return "\n".join([MADE, "", "# Commands", "", *_section(_context(root, "finder"), level=1)])


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(
        command, parent, info_name=name, max_content_width=100, terminal_width=100, **command.context_settings
    )


def _section(context: click.Context, *, level: int) -> Iterator[str]:
    if level > 1:
        yield f"{'#' * level} {context.command_path}\n"
    yield f"```\n{context.command.get_help(context)}\n```\n"
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None:
                yield from _section(_context(command, name, context), level=level + 1)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    (folder / "settings.md").write_text(settings_page(), encoding="utf-8")
    (folder / "commands.md").write_text(commands_page(), encoding="utf-8")
