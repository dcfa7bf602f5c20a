from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from finder.cli import root

ROOT = Path(__file__).resolve().parent.parent


def test_the_made_pages_are_what_the_code_says(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "write_docs.py", tmp_path], check=True, timeout=60)
    names = ["api.md", "commands.md", "settings.md"]
    made = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    assert {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in names} == made, "run: make docs"


def test_every_command_shows_an_example() -> None:
    context = click.Context(root, info_name="finder")
    helps = {name: getattr(root.get_command(context, name), "help", "") for name in root.list_commands(context)}
    assert [name for name, text in helps.items() if "Example: finder" not in text] == []
