"""The catalogue of sources: the shipped lists, what was added here, and choosing among them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from urllib.parse import urlsplit

import msgspec

from finder.errors import InputError
from finder.geo import distance_km
from finder.listing import Source
from finder.paths import bundled
from finder.text import slug

SHIPPED = "sources.csv"
SAMPLE = "sample/sources.csv"

_LONGEST_ID = 90


def load(name: str = SHIPPED) -> list[Source]:
    """Return the sources of a shipped list, in the order of the file."""
    with bundled("data").joinpath(name).open(encoding="utf-8", newline="") as file:
        rows = [{key: value for key, value in row.items() if value} for row in csv.DictReader(file)]
    return msgspec.convert(rows, list[Source], strict=False)


def together(shipped: Iterable[Source], added: Iterable[Source]) -> list[Source]:
    """Return both by id; what was added or changed here counts before what was shipped."""
    found = {source.id: source for source in shipped} | {source.id: source for source in added}
    return [found[source_id] for source_id in sorted(found)]


def near(sources: Iterable[Source], latitude: float, longitude: float, km: float) -> list[Source]:
    """Return the sources whose home lies within `km`, the nearest first; those without a point are left out."""
    found = [
        (distance_km(latitude, longitude, source.latitude, source.longitude), source.id, source)
        for source in sources
        if source.latitude is not None and source.longitude is not None
    ]
    return [source for distance, _, source in sorted(found, key=lambda item: item[:2]) if distance <= km]


def named(sources: Sequence[Source], names: Iterable[str]) -> list[Source]:
    """Return the sources of these ids or addresses, in the order asked for; an address may be of none of them.

    Raises:
        InputError: one is not in the catalogue; it says which come near it.
    """
    by_name = {source.url: source for source in sources} | {source.id: source for source in sources}
    found = [
        by_name.get(name) or (unlisted(sources, name) if is_address(name) else _unknown(name, by_name))
        for name in names
    ]
    return list({source.id: source for source in found}.values())


def unlisted(sources: Sequence[Source], url: str) -> Source:
    """Return the source at a web address: the one that the catalogue has there, else one for this time only."""
    known = next((source for source in sources if source.url == url), None)
    return known or _named_by_address(url, {source.id for source in sources})


def _named_by_address(url: str, taken: Collection[str]) -> Source:
    parts = urlsplit(url)
    name = parts.netloc.removeprefix("www.")
    path = slug(f"{parts.path} {parts.query}")
    source = Source(id="", name=f"{name} {path}".strip(), url=url)
    return msgspec.structs.replace(source, id=make_id(source, taken), name=name)


def is_address(text: str) -> bool:
    """Tell whether a text is a web address rather than the id of a source."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https", "webcal"} and bool(parts.hostname)
    except ValueError:
        return False


def make_id(source: Source, taken: Collection[str]) -> str:
    """Return a readable id that nobody has: `us-in-bloomington-spinners-guild`."""
    parts = (source.country, source.region, source.city, source.name)
    words = "-".join(slug(part).replace("_", "-") for part in parts if part)
    readable = words.encode("ascii", "ignore").decode().strip("-")[:_LONGEST_ID].strip("-")
    base = readable or slug(urlsplit(source.url).netloc) or "source"
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _unknown(name: str, known: Iterable[str]) -> Source:
    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(close)}?" if close else " `finder sources list` shows all."
    raise InputError(f"there is no source “{name}” in the catalogue.{hint}")
