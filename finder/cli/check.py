"""`finder check`: are the settings, the folder, the store and the gazetteer in order?"""

from __future__ import annotations

import click

from finder import config
from finder.cli import lines
from finder.errors import FinderError
from finder.health import Finding, findings


@click.command(name="check")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def command(*, as_json: bool) -> None:
    """Say whether settings, folder, store and gazetteer are in order; exit 1 when one is not.

    Example: finder check
    """
    found = findings(config.load())
    if as_json:
        lines.write(found)
    else:
        for finding in found:
            click.echo(_sentence(finding))
    wrong = [finding.what for finding in found if not finding.ok]
    if wrong:
        raise FinderError(f"not in order: {', '.join(wrong)}")


def _sentence(finding: Finding) -> str:
    return f"{'ok   ' if finding.ok else 'WRONG'} {finding.what}: {finding.detail}"
