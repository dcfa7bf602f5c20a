"""`finder sources`: the catalogue of sources."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

import click
import msgspec

from finder import catalogue, config
from finder.cli import given, lines
from finder.cli.tables import table
from finder.errors import InputError
from finder.listing import HarvestReport, Source
from finder.places import open_locator
from finder.store import Store, open_store

_json = click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")


@click.group(name="sources")
def command() -> None:
    """List, find, add and remove sources of listings, and see how they are.

    Example: finder sources near "Bloomington, IN" --within 40
    """


@command.command(name="list")
@click.option("--platform", help="Only sources of this platform.")
@click.option("--country", help="Only sources of this country (two letters).")
@_json
def list_(*, platform: str | None, country: str | None, as_json: bool) -> None:
    """List the catalogue, what was added here included.

    Example: finder sources list --platform libcal --country US
    """
    wanted = country.upper() if country else None
    _print(
        [
            source
            for source in known()
            if (platform is None or source.platform == platform) and (wanted is None or source.country == wanted)
        ],
        as_json=as_json,
    )


@command.command()
@click.argument("place")
@click.option("--within", "km", type=click.FloatRange(0, 20_000), default=40.0, help="Kilometres.", show_default=True)
@_json
def near(*, place: str, km: float, as_json: bool) -> None:
    """List the sources near a place, the nearest first.

    Example: finder sources near "Bloomington, IN" --within 40
    """
    point = open_locator(config.load(), progress=say).find(place)
    _print(catalogue.near(known(), point.latitude, point.longitude, km), as_json=as_json)


@command.command()
@click.argument("url")
@click.option("--name", required=True, help="The organisation, as people call it.")
@click.option("--platform", help="Platform of the calendar; found out at the first harvest when left out.")
@click.option("--city", help="Where its listings happen when they do not say.")
@click.option("--region", help="State, province or county of the city.")
@click.option("--country", help="Two letters.")
@click.option("--timezone", help="Its time zone, as in America/New_York.")
@click.option("--kind", help="What it is: library, makerspace, arts_org …")
def add(*, url: str, name: str, country: str | None, **about: str | None) -> None:
    """Add a source, and print it with the id that it was given.

    Example: finder sources add https://library.example.org/events.ics --name "Example Library" --city Exampleton
    """
    given.web_address(url, "URL")
    there = known()
    if any(source.url == url for source in there):
        raise InputError(f"{url} is in the catalogue already")
    if not name.strip():
        raise InputError("--name: a source needs the name of its organisation")
    about |= {
        "platform": _platform(about["platform"], there),
        "country": given.country(country),
        "timezone": given.zone(about["timezone"]),
    }
    new = msgspec.convert({"id": "", "url": url, "name": name, **about}, Source)
    new = msgspec.structs.replace(new, id=catalogue.make_id(new, {source.id for source in there}))
    source = _at_home(new) if new.city else new
    with opened() as store:
        store.save_sources([source])
    lines.write([source])


@command.command()
@click.argument("source_id", metavar="ID")
def remove(*, source_id: str) -> None:
    """Forget a source that was added or harvested here, with its listings and groups.

    Example: finder sources remove exampleton-example-library
    """
    with opened() as store:
        if not store.remove_source(source_id):
            raise InputError(f"nothing was added or harvested here as “{source_id}”")


@command.command()
@click.argument("name", metavar="ID")
def show(*, name: str) -> None:
    """Print a source, and what its last harvest did.

    Example: finder sources show us-in-bloomington-bloominglabs
    """
    [source] = catalogue.named(known(), [name])
    reports = [report for report in last_reports() if report.source_id == source.id]
    lines.write([source, *reports])


@command.command()
@_json
def health(*, as_json: bool) -> None:
    """Print what the last harvest of each source did, the failed ones first.

    Example: finder sources health
    """
    reports = sorted(last_reports(), key=lambda report: (report.error is None, report.source_id))
    if as_json:
        lines.write(reports)
        return
    head = ("source", "harvested", "listings", "groups", "state")
    rows = [(r.source_id, r.started_at[:16], str(r.listings), str(r.groups), r.error or "working") for r in reports]
    click.echo(table(head, rows) if rows else "Nothing has been harvested yet.")


def known() -> list[Source]:
    """Return the whole catalogue: shipped, the sample, and what was added here."""
    settings = config.load()
    shipped = [*catalogue.load(), *catalogue.load(catalogue.SAMPLE)]
    if not settings.store_path.exists():
        return catalogue.together(shipped, [])
    with closing(open_store(settings.store_path, read_only=True)) as store:
        return catalogue.together(shipped, store.sources())


def last_reports() -> list[HarvestReport]:
    """Return the last report of each source that was harvested here."""
    settings = config.load()
    if not settings.store_path.exists():
        return []
    with closing(open_store(settings.store_path, read_only=True)) as store:
        return store.reports()


def opened() -> closing[Store]:
    """Open the store for writing."""
    return closing(open_store(config.load().store_path))


def say(text: str) -> None:
    """Tell on standard error what is going on."""
    click.echo(text, err=True)


def _platform(key: str | None, there: Iterable[Source]) -> str | None:
    """Return a platform that some scraper reads, or that is known though none reads it yet."""
    if key is None or any(source.platform == key for source in there):
        return key
    from scrapers.registry import scraper  # noqa: PLC0415  the scrapers take most of the start

    return scraper(key).key


def _at_home(source: Source) -> Source:
    point = open_locator(config.load(), progress=say).locate(source.home or "", country=source.country)
    if point is None:
        return source
    return msgspec.structs.replace(source, latitude=point.latitude, longitude=point.longitude)


def _print(sources: Iterable[Source], *, as_json: bool) -> None:
    if as_json:
        lines.write(sources)
        return
    rows = [(s.id, s.name, s.home or "", s.platform or "", s.url) for s in sources]
    click.echo(table(("id", "name", "home", "platform", "address"), rows) if rows else "No sources.")
