"""`finder sources`: the catalogue of sources."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TextIO, TypeVar

import click
import msgspec

from finder import catalogue, config
from finder.cli import given, lines
from finder.cli.tables import table
from finder.errors import InputError
from finder.fetch import Fetcher
from finder.geo import distance_km
from finder.harvest.discovering import discover
from finder.listing import Find, HarvestReport, Listing, Source, Window
from finder.places import open_locator
from finder.source_health import Condition, condition
from finder.store import Store, open_store
from scrapers.selectors import FIELDS, in_one_line, read_selectors, written

SHOWN = 5
"""Listings that are shown before a source is kept."""

_Function = TypeVar("_Function", bound=Callable[..., object])

_OPTIONS = {"url": "link"}
"""What the option of a field is called where that is not its name."""

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
@click.option("--within", "km", type=given.Distance(), default=40.0, help="As 40km or 25mi.", show_default=True)
@_json
def near(*, place: str, km: float, as_json: bool) -> None:
    """List the sources near a place, the nearest first, with their distance, and what reads each of them.

    Example: finder sources near "Bloomington, IN" --within 25mi
    """
    point = open_locator(config.load(), progress=say).find(place)
    found = [
        (source, round(distance_km(point.latitude, point.longitude, source.latitude, source.longitude), 1))
        for source in catalogue.near(known(), point.latitude, point.longitude, km)
        if source.latitude is not None and source.longitude is not None
    ]
    if as_json:
        lines.write({**msgspec.to_builtins(source), "distance_km": far} for source, far in found)
        return
    rows = [
        (source.id, source.name, source.home or "", f"{far} km", source.platform or "", source.url)
        for source, far in found
    ]
    head = ("id", "name", "home", "distance", "platform", "address")
    click.echo(table(head, rows) if rows else f"No source is known within {km:g} km of {point.matched}.")


def _selector_options(function: _Function) -> _Function:
    """Add an option for each field that a selector can name."""
    for field, what in reversed(FIELDS.items()):
        function = click.option(f"--{_OPTIONS.get(field, field)}", metavar="CSS", help=what)(function)
    return function


@command.command()
@click.argument("url")
@click.option("--name", help="The organisation, as people call it; the name of its site when left out.")
@click.option("--platform", help="Platform of the calendar; found out when left out.")
@click.option("--city", help="Where its listings happen when they do not say.")
@click.option("--region", help="State, province or county of the city.")
@click.option("--country", help="Two letters.")
@click.option("--timezone", help="Its time zone, as in America/New_York.")
@click.option("--kind", help="What it is: library, makerspace, arts_org …")
@click.option("--yes", is_flag=True, help="Keep it without asking.")
@click.option("--dry-run", is_flag=True, help="Keep nothing, and print what was found as JSON.")
@click.option(
    "--selectors",
    "file",
    type=click.File(encoding="utf-8"),
    help="A file of selectors, one line each: title = h3. Options count before it.",
)
@_selector_options
def add(*, url: str, name: str | None, yes: bool, dry_run: bool, file: TextIO | None, **about: str | None) -> None:
    """Find the calendar of an organisation from any of its pages, show what it lists, and keep it as a source.

    The source is printed with the id that it was given.  Nothing is kept before you have seen it: without a terminal to
    ask at, only --yes keeps it.

    A page without any feed is read by CSS selectors, with the attribute behind @ where the value is not the text:
    --item .event --title h3 --start time@datetime.

    Example: finder sources add https://library.example.org/ --city Exampleton --region IN --country US
    """
    given.web_address(url, "URL")
    there = known()
    _refuse_known(url, there)
    named = {field: css for field in FIELDS if (css := about.pop(_OPTIONS.get(field, field)))}
    if name is not None and not name.strip():
        raise InputError("--name: a source needs the name of its organisation")
    about |= {
        "platform": _platform(about["platform"], there),
        "country": given.country(about["country"]),
        "timezone": given.zone(about["timezone"]),
        "selectors": _selectors(file, named),
    }
    new = msgspec.convert({"id": "", "url": url, "name": name or "", **about}, Source)
    find = _discovered(_at_home(new) if new.city else new)
    _refuse_known(find.source.url, there)
    taken = {source.id for source in there}
    source = msgspec.structs.replace(find.source, id=catalogue.make_id(find.source, taken))
    find = msgspec.structs.replace(find, source=source, listings=_first(find))
    if dry_run:
        lines.write([find])
        return
    _show(find)
    if not (yes or (sys.stdin.isatty() and click.confirm("Keep it?", err=True))):
        say("Nothing was kept: --yes keeps it.")
        return
    with opened() as store:
        store.save_sources([source])
    lines.write([source])


def _selectors(file: TextIO | None, named: dict[str, str]) -> str | None:
    """Return the selectors of a file and of options in one line, None where there are neither."""
    said = f"{file.read() if file else ''}\n{in_one_line(named)}"
    return in_one_line(written(read_selectors(said))) if said.strip() else None


def _refuse_known(url: str, there: Iterable[Source]) -> None:
    if any(source.url == url for source in there):
        raise InputError(f"{url} is in the catalogue already")


def _discovered(given: Source) -> Find:
    settings = config.load()
    with Fetcher(settings) as fetcher:
        today = fetcher.clock().date()
        window = Window(start=today, end=today + timedelta(days=settings.harvest_days))
        return discover(given, fetcher, open_locator(settings, progress=say), window)


def _first(find: Find) -> tuple[Listing, ...]:
    """Return what is shown of a find: creative listings before others, in the order of their dates."""
    return tuple(sorted(find.listings, key=lambda one: (not one.creative, one.start or "9"))[:SHOWN])


def _show(find: Find) -> None:
    say(f"{find.source.name}: {find.source.url} ({find.source.platform}; {find.evidence})")
    say(table(("start", "title", "where", "tags"), [_told(listing) for listing in find.listings]))


def _told(listing: Listing) -> tuple[str, ...]:
    where = listing.venue or (listing.place.matched if listing.place else None) or listing.mode or ""
    tags = ", ".join(tag.tag for tag in listing.tags if tag.level != "no")
    return ((listing.start or "")[:16], listing.title, where, tags)


@command.command()
@click.argument("source_id", metavar="ID")
def remove(*, source_id: str) -> None:
    """Forget a source that was added or harvested here, with its listings, groups and what people corrected of them.

    Example: finder sources remove exampleton-example-library
    """
    with opened() as store:
        corrections = store.corrections(source_id)
        if not store.remove_source(source_id):
            raise InputError(f"nothing was added or harvested here as “{source_id}”")
    if corrections:
        say(f"{len(corrections)} correction{'s' * (len(corrections) > 1)} by people went with it:")
        say(table(("title", "what", "by", "why"), [(c.title, f"{c.facet}/{c.name}", c.by, c.why) for c in corrections]))


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
    """Print how each source is by its last harvest, those that need somebody first.

    A source is working, quiet (nothing to come), unreachable, changed, blocked, gone or broken by us; alarms say what
    should worry you: nothing to come, not read any more, or more than a tenth of the dates without a field.

    Example: finder sources health
    """
    now = datetime.now(UTC)
    found = sorted((condition(report, now) for report in last_reports()), key=lambda one: one.rank)
    if as_json:
        lines.write(found)
        return
    head = ("source", "state", "last read", "listings", "groups", "alarms", "why")
    rows = [_health_row(one) for one in found]
    click.echo(table(head, rows) if rows else "Nothing has been harvested yet.")


def _health_row(one: Condition) -> tuple[str, ...]:
    last_good = (one.last_good or "never")[:10]
    return (one.source_id, one.state, last_good, str(one.listings), str(one.groups), "; ".join(one.alarms), one.reason)


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
