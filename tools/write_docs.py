"""Write docs/settings.md, docs/commands.md and docs/api.md from the code; a test holds that they are current."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from finder.cli import root
from finder.config import Settings
from finder.listing import HarvestReport
from finder.web.api.examples import examples
from finder.web.api.openapi import ABOUT, document
from finder.web.api.problems import KINDS
from finder.web.developers import told

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


_ASKED_AT = "http://127.0.0.1:8000"
_PROSE = """
The page `/api` of a running site tells the same, with answers of its own groups. `/api/v1/openapi.json` describes it
to programs; [examples/client.py](examples/client.py) reads all pages and asks again only for what has changed.

**Pages.** `links.next` (and the header `Link`) is the address of the next page: follow it until there is none. Groups
that come and go meanwhile are neither missed nor told twice. A cursor belongs to its own search; another refuses it.

**Asking again.** Send the `ETag` of an answer as `If-None-Match`: 304 says that nothing has changed.

**How much.** One address may ask for what the setting `rate_limit` says; beyond that comes 429 with `Retry-After`.

**Terms.** Facts are free. Words and pictures of a listing belong to its host: quote in short, link to `group.url`, and
name `group.source`. Places are from GeoNames (CC BY 4.0). Never show what is `likely` as if the host had said it.
"""


def api_page() -> str:
    """Return all parts of the API as Markdown, with what a site of three groups answers."""
    return "\n".join(
        [MADE, "", "# The API", "", ABOUT.strip(), _PROSE, *_endpoints(), "## Fields", "", *_records(), *_problems()]
    )


def _endpoints() -> Iterator[str]:
    # The groups that tests show: a made-up town at a fixed moment, so that the page stays the same.
    sys.path.insert(0, str(DOCS.parent / "tests"))
    from bloomington import filled, website  # noqa: PLC0415  a folder of tests is no package

    with TemporaryDirectory() as folder:
        store = filled(Path(folder))
        store.save_report(
            HarvestReport(
                source_id="elm",
                started_at="2026-11-20T10:00:00Z",
                last_good="2026-11-20T10:00:00Z",
                coming=14,
                groups=2,
            )
        )
        with website(Path(folder), store).test_request_context(base_url=_ASKED_AT):
            for one in examples("Bloomington, IN"):
                yield f"## {one.endpoint.summary}: `/api/v1{one.endpoint.path}`\n\n{one.endpoint.about}\n"
                yield f"    {one.line}\n"
                yield "| parameter | what it asks for | what it can be |\n| --- | --- | --- |"
                for parameter in (*one.endpoint.parts, *one.endpoint.parameters):
                    yield f"| `{parameter.name}` | {parameter.about} | {told(parameter).values} |"
                yield f"\n```json\n{one.answer}\n```\n" if one.answer else ""
        store.close()


def _records() -> Iterator[str]:
    yield "A field without a star may be absent: then nobody says, or there is none.\n"
    for name, schema in document("/api/v1")["components"]["schemas"].items():
        yield f"### {name}\n\n{schema['description']}\n\n| field | type | meaning |\n| --- | --- | --- |"
        for field, shape in schema["properties"].items():
            star = "*" if field in schema.get("required", ()) else ""
            yield f"| `{field}`{star} | {_type(shape)} | {shape['description']} |"
        yield ""


def _type(shape: dict[str, Any]) -> str:
    """Return the type of a field in a few words."""
    match shape:
        case {"$ref": ref}:
            return f"[{ref.rpartition('/')[2]}](#{ref.rpartition('/')[2].lower()})"
        case {"anyOf": kinds}:
            return " or ".join(_type(one) for one in kinds if one != {"type": "null"})
        case {"enum": values}:
            return ", ".join(f"`{value}`" for value in values if value is not None)
        case {"type": "array", "items": inner}:
            return f"list of {_type(inner)}"
        case {"type": "object", "additionalProperties": inner}:
            return f"by name: {_type(inner)}"
        case _:
            return str(shape.get("type", ""))


def _problems() -> Iterator[str]:
    yield "## Errors\n\n| code | status | what it is, and what to do |\n| --- | --- | --- |"
    yield from (f"| `{one.code}` | {one.status} | {one.title}. {one.about} |" for one in KINDS)
    yield ""


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    (folder / "settings.md").write_text(settings_page(), encoding="utf-8")
    (folder / "commands.md").write_text(commands_page(), encoding="utf-8")
    (folder / "api.md").write_text(api_page(), encoding="utf-8")
