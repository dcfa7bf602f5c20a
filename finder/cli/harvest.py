"""`finder harvest`: sources → the store."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

import click

from finder import catalogue, config
from finder.cli import given, lines
from finder.cli.progress import on_terminal, telling
from finder.cli.sources import known, opened, say
from finder.cli.tables import table
from finder.errors import FinderError
from finder.fetch import Fetcher
from finder.harvest import HOLD, PATIENCE, due, harvest
from finder.listing import HarvestReport, Source, Window
from finder.places import Locator, open_locator
from finder.store import Store


@click.command(name="harvest")
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option("--near", "place", help="Sources near this place.")
@click.option("--within", "km", type=given.Distance(), default=40.0, help="As 40km or 25mi.", show_default=True)
@click.option("--all", "everything", is_flag=True, help="The whole catalogue.")
@click.option("--due", "only_due", is_flag=True, help="Of these only what is due, by how often each of them changes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per source instead of a table.")
def command(
    *, names: tuple[str, ...], place: str | None, km: float, everything: bool, only_due: bool, as_json: bool
) -> None:
    """Read sources into the store: those named by id or address, those near a place, or all.

    Without any of these, the sources that were added or harvested here before.  An address need not be in the
    catalogue.  A source that cannot be read keeps what was known of it.  With --due, a harvest that was broken off
    goes on where it was, and sources that seldom change are seldom asked.

    Example: finder harvest --near "Bloomington, IN" --within 40
    """
    if bool(names) + bool(place) + everything > 1:
        raise click.UsageError("name sources, or give --near, or --all: one of the three")
    settings = config.load()
    with opened() as store, Fetcher(settings, patience=PATIENCE, hold=HOLD) as fetcher:
        locator = open_locator(settings, progress=say)
        if place:
            sources = _near(locator, place, km)
        elif names:
            sources = catalogue.named(known(), names)
        else:
            sources = known() if everything else store.sources()
        _complain_of_none(sources)
        if only_due:
            sources = due(sources, store, fetcher.clock())
        reports: list[HarvestReport] = []
        try:
            found = run(sources, store, fetcher, locator, settings.harvest_days, as_json=as_json)
            reports.extend(told(found, as_json=as_json))
        except KeyboardInterrupt:
            say(f"stopped: {len(reports)} of {len(sources)} sources are done; finder harvest --due goes on from here")
            sys.exit(130)
    if not as_json:
        click.echo(_closing(reports, {source.id: number for number, source in enumerate(sources)}))
    if reports and all(report.error for report in reports):
        raise FinderError("no source could be read")


def _near(locator: Locator, place: str, km: float) -> list[Source]:
    point = locator.find(place)
    found = catalogue.near(known(), point.latitude, point.longitude, km)
    if not found:
        raise FinderError(
            f"the catalogue knows no source within {km:g} km of {point.matched}: look farther with --within,"
            " or add one with finder sources add"
        )
    return found


def told(reports: Iterable[HarvestReport], *, as_json: bool) -> Iterator[HarvestReport]:
    """Yield the reports as they come, printed as JSON where that is asked for."""
    for report in reports:
        if as_json:
            lines.write([report])
        yield report


def _complain_of_none(sources: Sequence[Source]) -> None:
    if not sources:
        raise FinderError("there is no source to read: name one, or give --near or --all")


def run(
    sources: Sequence[Source], store: Store, fetcher: Fetcher, locator: Locator, days: int, *, as_json: bool = False
) -> Iterator[HarvestReport]:
    """Harvest sources for so many days ahead, telling on standard error how far it is."""
    now = fetcher.clock()
    # A day back, since it may still be yesterday at the venue.
    window = Window(start=now.date() - timedelta(days=1), end=now.date() + timedelta(days=days))
    with telling(len(sources), bar=on_terminal(as_json=as_json)) as tell:
        for report in harvest(sources, store, fetcher, locator, now, window):
            tell(report)
            yield report


def _closing(reports: Sequence[HarvestReport], order: Mapping[str, int]) -> str:
    """Return the closing table, in the order in which the sources were asked for."""
    if not reports:
        return "No source is due."
    return f"{_table(sorted(reports, key=lambda report: order[report.source_id]))}\n\n{_sum(reports)}"


def _sum(reports: Sequence[HarvestReport]) -> str:
    failed = sum(report.error is not None for report in reports)
    listings = sum(report.listings for report in reports)
    said = f"{len(reports) - failed} of {len(reports)} sources read, {listings} listings"
    changes = [(sum(getattr(r, name) for r in reports), name) for name in ("new", "changed", "gone")]
    return ", ".join([said, *(f"{count} {name}" for count, name in changes)]) + "."


def _table(reports: Sequence[HarvestReport]) -> str:
    head = ("source", "pages", "listings", "groups", "new", "changed", "gone", "dropped", "seconds", "state")
    return table(head, [_row(report) for report in reports])


def _row(report: HarvestReport) -> tuple[str, ...]:
    counts = (report.pages, report.listings, report.groups, report.new, report.changed, report.gone)
    dropped = ", ".join(f"{count} {reason}" for reason, count in report.dropped.items())
    return (report.source_id, *map(str, counts), dropped, f"{report.seconds:.1f}", report.error or "read")
