"""`finder harvest`: sources → the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import click

from finder import catalogue, config
from finder.cli import lines
from finder.cli.sources import known, opened, say
from finder.cli.tables import table
from finder.errors import FinderError
from finder.fetch import Fetcher
from finder.harvest import harvest
from finder.listing import HarvestReport, Source, Window
from finder.places import Locator, open_locator
from finder.store import Store


@click.command(name="harvest")
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option("--near", "place", help="Sources near this place.")
@click.option("--within", "km", type=click.FloatRange(0, 20_000), default=40.0, help="Kilometres.", show_default=True)
@click.option("--all", "everything", is_flag=True, help="The whole catalogue.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per source instead of a table.")
def command(*, names: tuple[str, ...], place: str | None, km: float, everything: bool, as_json: bool) -> None:
    """Read sources into the store: those named by id or address, those near a place, or all.

    Without any of these, the sources that were added or harvested here before.  A source that cannot be read keeps
    what was known of it.

    Example: finder harvest --near "Bloomington, IN" --within 40
    """
    if bool(names) + bool(place) + everything > 1:
        raise click.UsageError("name sources, or give --near, or --all: one of the three")
    settings = config.load()
    with opened() as store, Fetcher(settings) as fetcher:
        locator = open_locator(settings, progress=say)
        if place:
            sources = _near(locator, place, km)
        elif names:
            sources = catalogue.named(known(), names)
        else:
            sources = known() if everything else store.sources()
        reports = list(_told(run(sources, store, fetcher, locator, settings.harvest_days), as_json=as_json))
    if not as_json:
        click.echo(_table(reports))
    _complain(reports)


def _near(locator: Locator, place: str, km: float) -> list[Source]:
    point = locator.find(place)
    return catalogue.near(known(), point.latitude, point.longitude, km)


def _told(reports: Iterable[HarvestReport], *, as_json: bool) -> Iterator[HarvestReport]:
    for report in reports:
        if as_json:
            lines.write([report])
        yield report


def _complain(reports: Sequence[HarvestReport]) -> None:
    if not reports:
        raise FinderError("there is no source to read: name one, or give --near or --all")
    if all(report.error for report in reports):
        raise FinderError("no source could be read")


def run(
    sources: Sequence[Source], store: Store, fetcher: Fetcher, locator: Locator, days: int
) -> Iterator[HarvestReport]:
    """Harvest sources for so many days ahead, telling on standard error how far it is."""
    now = fetcher.clock()
    # A day back, since it may still be yesterday at the venue.
    window = Window(start=now.date() - timedelta(days=1), end=now.date() + timedelta(days=days))
    for number, report in enumerate(harvest(sources, store, fetcher, locator, now, window), start=1):
        say(f"[{number}/{len(sources)}] {report.source_id}: {sentence(report)}")
        yield report


def sentence(report: HarvestReport) -> str:
    """Return what a harvest did, in a few words."""
    if report.error:
        return report.error
    counts = ((report.new, "new"), (report.changed, "changed"), (report.gone, "gone"))
    changes = ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing new"
    return f"{report.listings} listings, {report.groups} creative groups, {changes}"


def _table(reports: Sequence[HarvestReport]) -> str:
    head = ("source", "pages", "listings", "groups", "new", "changed", "gone", "dropped", "seconds", "state")
    return table(head, [_row(report) for report in reports])


def _row(report: HarvestReport) -> tuple[str, ...]:
    counts = (report.pages, report.listings, report.groups, report.new, report.changed, report.gone)
    dropped = ", ".join(f"{count} {reason}" for reason, count in report.dropped.items())
    return (report.source_id, *map(str, counts), dropped, f"{report.seconds:.1f}", report.error or "read")
