"""`finder demo`: the sample groups → the store, through the same stages as any source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

import finder
import scrapers
from finder import catalogue, config
from finder.cli import lines
from finder.cli.harvest import run, told
from finder.cli.sources import opened, say
from finder.errors import FinderError
from finder.fetch import Fetcher
from finder.listing import Source
from finder.paths import bundled
from finder.places import open_locator
from finder.store import Store

DAYS = 400
"""A sample must hold a year, so that what meets in another season is there too."""


@click.command(name="demo")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per area instead of a sentence.")
def command(*, as_json: bool) -> None:
    """Load the sample groups, so that there is something to look at before the first harvest.

    Done anew once a day, since the dates of the sample are carried along with the season.

    Example: finder demo
    """
    settings = config.load()
    sources = catalogue.load(catalogue.SAMPLE)
    with opened() as store:
        if not _is_loaded(store, sources):
            with Fetcher(settings) as fetcher:
                done = run(sources, store, fetcher, open_locator(settings, progress=say), DAYS)
                reports = list(told(done, as_json=as_json))
            if wrong := [report.error for report in reports if report.error]:
                raise FinderError(f"the sample cannot be loaded: {wrong[0]}")
        elif as_json:
            ids = {source.id for source in sources}
            lines.write(report for report in store.reports() if report.source_id in ids)
        count = sum(len(store.groups(source.id)) for source in sources)
    if as_json:
        return
    recorded = max(source.seen or "" for source in sources)
    click.echo(
        f"The sample holds {count} creative groups in {len(sources)} areas; their facts were recorded up to {recorded},"
        " and dates may be carried over from an earlier season."
    )


def _is_loaded(store: Store, sources: list[Source]) -> bool:
    """Tell whether all of the sample was loaded today, by the program and from the files that are here now."""
    last = {report.source_id: report for report in store.reports() if report.error is None}
    if any(source.id not in last for source in sources):
        return False
    loaded = min(datetime.fromisoformat(last[source.id].started_at) for source in sources)
    newest = max(file.stat().st_mtime for file in _files())
    return loaded.date() == datetime.now(UTC).date() and loaded.timestamp() > newest


def _files() -> Iterator[Path]:
    for folder in (Path(finder.__file__).parent, Path(scrapers.__file__).parent, bundled("data")):
        yield from (file for file in folder.rglob("*") if file.suffix in {".py", ".toml", ".jsonl", ".csv"})
