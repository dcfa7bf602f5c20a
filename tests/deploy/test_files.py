"""The files of deploy/ besides nginx's."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from finder.cli import root
from finder.config import Settings, load
from finder.health import serving

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def test_the_settings_are_read_and_not_risky(tmp_path: Path) -> None:
    settings = load({"data_dir": tmp_path}, {"FINDER_CONFIG": str(DEPLOY / "finder.toml")})
    assert serving(settings, cores=2).detail == "nothing risky"
    assert settings.port == Settings(data_dir=tmp_path).port


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("systemd/*.service")), ids=lambda path: path.name)
def test_each_unit_runs_commands_that_there_are(unit: Path) -> None:
    commands = re.findall(r"/\.venv/bin/finder ([a-z]+)(?: ([a-z]+))?", unit.read_text(encoding="utf-8"))
    context = click.Context(root, info_name="finder")
    assert commands
    for name, part in commands:
        found = root.get_command(context, name)
        assert found
        assert not part or (isinstance(found, click.Group) and part in found.commands)


def test_each_file_is_told_of() -> None:
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    files = [str(file.relative_to(DEPLOY)) for file in DEPLOY.rglob("*.*") if file.suffix != ".md"]
    assert [file for file in files if file.removesuffix(".timer") not in told] == []
