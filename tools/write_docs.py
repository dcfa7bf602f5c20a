"""Write docs/settings.md and docs/commands.md from the code; a test holds that they are current."""

from __future__ import annotations

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
    parts = [MADE, "", "# Commands", "", _help(root, "finder")]
    context = click.Context(root, info_name="finder")
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        if command is not None:
            parts += [f"## finder {name}", "", _help(command, f"finder {name}")]
            parts += _subcommands(command, f"finder {name}")
    return "\n".join(parts)


def _subcommands(command: click.Command, path: str) -> list[str]:
    if not isinstance(command, click.Group):
        return []
    return [
        line
        for name, sub in command.commands.items()
        for line in (f"### {path} {name}", "", _help(sub, f"{path} {name}"))
    ]


def _help(command: click.Command, path: str) -> str:
    context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
    return f"```\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
