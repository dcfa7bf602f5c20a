"""`finder search`: the store → groups nearby."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from finder.cli import lines
from finder.cli.answers import answer_lines
from finder.config import Settings, load
from finder.places import open_locator
from finder.search import NearGroups, parse, search
from finder.search.query import Answer, Hit, Query
from finder.store import Store, open_store

_MANY = {"multiple": True}
_YES = {"is_flag": True}
_OPTIONS: tuple[tuple[str, str, str | None, str, dict[str, Any]], ...] = (
    ("--near", "near", "TEXT", "City, postal code or address.", {}),
    ("--within", "within", "KM", "Distance; in kilometres, unless --units says otherwise.", {}),
    ("--units", "units", "km|mi", "Units of --within and of what is printed.", {}),
    ("--tag", "tag", "TAG", "Any tag of the vocabulary: a category, activity, situation… Several may be given.", _MANY),
    (
        "--access",
        "access",
        "NAME",
        "An access fact that is stated: step-free-entrance, lift… Several may be given.",
        _MANY,
    ),
    ("--free", "free", None, "Free or by donation.", _YES),
    ("--max-price", "max_price", "N", "At most this price; free ones too.", {}),
    ("--when", "when", "DAYS", "today, tomorrow, this-week, this-weekend, next-14-days or next-30-days.", {}),
    ("--from", "from", "DATE", "First day, as 2026-11-21.", {}),
    ("--to", "to", "DATE", "Last day.", {}),
    ("--day", "day", "DAY", "mo, tu, we, th, fr, sa or su. Several may be given.", _MANY),
    ("--time", "time", "PART", "morning, afternoon, evening, or hours as 18:00-20:30. Several may be given.", _MANY),
    ("--mode", "mode", "MODE", "any, in-person or online.", {}),
    ("--join", "join", "join|watch", "Take part, or watch.", {}),
    ("--cadence", "cadence", "NAME", "again, one-off or course. Several may be given.", _MANY),
    ("--host", "host", "KIND", "Kind of host: library, makerspace… Several may be given.", _MANY),
    (
        "--language",
        "language",
        "CODE",
        "Language of the listing: en, es, fr, de, it or pt. Several may be given.",
        _MANY,
    ),
    ("--without", "without", "TAG", "A tag that it must not have. Several may be given.", _MANY),
    ("--all", "all", "FACET", "All chosen tags of a facet, not any: pathway, activity, format…", _MANY),
    ("--any", "any", "FACET", "Any of the chosen, not all: situation or access.", _MANY),
    ("--silent", "silent", "FILTER", "Groups that are silent on this filter too: price, language…", _MANY),
    ("--stated", "stated", None, "Only what organisers state, not what is likely.", _YES),
    ("--q", "q", "WORDS", "Words that must all be there.", {}),
    ("--sort", "sort", "ORDER", "best, nearest or soonest.", {}),
    ("--after", "after", "CURSOR", "Go on after what an answer in JSON called “later”.", {}),
    ("--limit", "per_page", "N", "Groups on a page.", {}),
)
"""Option, parameter of the search, what stands for its value, help, and how click reads it."""


def _with_options(function: Any) -> Any:
    for option, name, metavar, text, more in reversed(_OPTIONS):
        function = click.option(option, f"p_{name}", metavar=metavar, help=text, **more)(function)
    return function


@click.command(name="search")
@_with_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object per group and line.")
def command(*, as_json: bool, **options: Any) -> None:
    """Print the groups nearby that match: all filters must; what does not say is counted apart.

    Example: finder search --near "Bloomington, IN" --tag crafts --free
    """
    args = _args({name.removeprefix("p_"): value for name, value in options.items()})
    answer = _answer(load(), args, datetime.now(UTC))
    if as_json:
        lines.write(_flat(hit) for hit in answer.hits)
    else:
        click.echo("\n".join(answer_lines(answer, shutil.get_terminal_size((100, 24)).columns)))


def _args(options: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    args: dict[str, Sequence[str]] = {}
    for name, value in options.items():
        if value is True:
            args[name] = ["1"]
        elif value:
            args[name] = [value] if isinstance(value, str) else list(value)
    if "within" in args:
        args.setdefault("units", ["km"])
    return args


def _answer(settings: Settings, args: Mapping[str, Sequence[str]], now: datetime) -> Answer:
    with closing(open_store(settings.store_path, read_only=True)) as store:
        return search(store, _query(settings, store, args, now), now, with_closest=True)


def _query(settings: Settings, store: Store, args: Mapping[str, Sequence[str]], now: datetime) -> Query:
    places = open_locator(settings, progress=lambda line: click.echo(f"finder: {line}", err=True))
    usual = {} if settings.units == "auto" else {"units": [settings.units]}
    return parse(usual | dict(args), NearGroups(places, store), now)


def _flat(hit: Hit) -> dict[str, Any]:
    """Return the group's fields with those of the hit beside them; distances to the metre."""
    km = None if hit.distance_km is None else round(hit.distance_km, 3)
    beside = {"next": hit.next, "next_end": hit.next_end, "distance_km": km}
    group: dict[str, Any] = msgspec.to_builtins(hit.group)
    return group | {name: value for name, value in beside.items() if value is not None}
