"""What it costs: the price field first, then the words, and what that means for somebody with little money."""

from __future__ import annotations

import re

from finder.currency import in_dollars
from finder.listing import Level, Listing, Price, Tag
from finder.money import Cost, find_cost, free_is_the_thing, read_price
from finder.tagging.reading import Reading
from finder.tagging.words import LONGEST, clause

LITTLE, MUCH = 10.0, 25.0
"""In the listing's own currency units: what counts as low, and above what it is a lot."""

_SESSIONS = re.compile(
    r"\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-](?:week|session|class|part|lesson)s?\b",
    re.IGNORECASE,
)
_OF_SESSIONS = re.compile(r"[\s-](?:week|session|class|part|lesson)s?\b", re.IGNORECASE)
"""What every statement of `_SESSIONS` ends in, found much sooner."""
_EACH = re.compile(r"\s?(?:/|per|each|a)\s?(?:class|session|week|lesson|visit|drop|day|month)", re.IGNORECASE)
_WHO_PAYS_LESS = r"(?:students?|seniors?|concessions?|conc|unwaged|low[ -]income|under \d\d|youth)\b"
_REDUCED = re.compile(
    rf"[$£€]\s?\d[^.\n]{{0,30}}?\b{_WHO_PAYS_LESS}|\b{_WHO_PAYS_LESS}[^.\n]{{0,12}}?[$£€]\s?\d|\bdiscounts?\b[^.\n]{{0,30}}?\b{_WHO_PAYS_LESS}"
    r"|\b(?:scholarships?|financial (?:aid|assistance)|sliding scale|pay what)\b",
    re.IGNORECASE,
)
_OF_REDUCED = re.compile(
    r"[csuylfp](?:tudent|enior|onc|nwaged|ow.income|nder \d|outh|cholarship|inancial|liding|ay what)", re.IGNORECASE
)
"""What every statement of `_REDUCED` has, found much sooner: most texts have none."""
_LOUD = re.compile(r"^\W*FREE\b|\bFREE\W*$")
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
_LIBRARY = re.compile(r"\blibrar(?:y|ies)\b|\bbibliotecas?\b|\bbiblioth[eè]ques?\b|\bmediath[eè]que\b", re.IGNORECASE)
_PUBLIC_HOSTS = frozenset({"library", "government", "city", "town", "county", "municipality"})


def price_of(reading: Reading) -> tuple[Price | None, Tag | None]:
    """Return the price and the words that say it, as an unnamed tag; the record's own price wins."""
    listing = reading.listing
    given, for_children = listing.price, _is_for_children(reading)
    if given and (given.status != "unknown" or given.min is not None):
        return given, _quote("price", given.text, None)
    if given and given.text:
        read = read_price(given.text)
        if read and read.status != "unknown":
            return read, _quote("price", given.text, find_cost(given.text, field=True))
    for field, value in (("title", listing.title), ("description", listing.description)):
        cost = find_cost(value[:LONGEST], for_children=for_children) if value else None
        if cost and value:
            text = given.text if given else None
            price = in_dollars(cost.price, value[cost.start : cost.end + 1], listing.timezone) or cost.price
            return Price(status=price.status, min=price.min, max=price.max, currency=price.currency, text=text), _quote(
                field, value, cost
            )
    loud = _LOUD.search(listing.title)
    if loud and not free_is_the_thing(listing.title, loud.end()):
        text = given.text if given else None
        return Price(status="free", min=0.0, text=text), _quote("title", listing.title, None)
    return given, None


def _is_for_children(reading: Reading) -> bool:
    """Tell whether the title speaks of children, or of the young, and of nobody else."""
    titled = {matter for matter in _AGES & reading.hits.keys() for hit in reading.hits[matter] if hit.field == "title"}
    return bool(titled) and titled <= _CHILDREN


_CHILDREN = frozenset({"ages/children", "ages/teens"})
_AGES = _CHILDREN | {"ages/adults", "ages/older-adults", "ages/families", "ages/all-ages"}


def _quote(field: str, value: str | None, cost: Cost | None) -> Tag | None:
    if not value:
        return None
    words = clause(value, cost.start, cost.end) if cost else value
    return Tag(facet="situation", tag="low-budget", level="stated", evidence=words, field=field)


def budget_tag(reading: Reading, price: Price | None, quote: Tag | None) -> Tag | None:
    """Return whether it suits somebody with little money."""
    listing = reading.listing
    status = price.status if price else "unknown"
    each = _per_session(listing, price)
    if status in ("free", "donation") and (each or 0) <= LITTLE:
        return _level(quote, "stated", listing)
    if each is not None and 0 < each <= LITTLE and not reading.first("situation/low-budget", "besides"):
        return _level(quote, "stated", listing)
    kinds = ("stated", "provided") if status == "unknown" else ("stated",)
    if helped := reading.first("situation/low-budget", *kinds):
        return Tag(facet="situation", tag="low-budget", level="stated", evidence=helped.quote, field=helped.field)
    if each is not None and each > MUCH:
        reduced = _is_reduced(listing.description) or _is_reduced(listing.price.text if listing.price else None)
        return None if reduced else _level(quote, "no", listing)
    return _likely(listing) if status == "unknown" else None


def _level(quote: Tag | None, level: Level, listing: Listing) -> Tag:
    field = quote.field if quote else "price"
    words = quote.evidence if quote else listing.price and listing.price.text
    kept: Level = level if words or level == "no" else "likely"
    return Tag(facet="situation", tag="low-budget", level=kept, evidence=words or None, field=field)


def _is_reduced(text: str | None) -> bool:
    text = (text or "")[:LONGEST]
    return _OF_REDUCED.search(text) is not None and _REDUCED.search(text) is not None


def _per_session(listing: Listing, price: Price | None) -> float | None:
    """Return what one time costs: a course's fee is shared among its sessions where their number is given."""
    if not price or price.min is None:
        return None
    text = (listing.description or "")[:LONGEST]
    both = f"{listing.title}\n{text}"
    found = _SESSIONS.search(both) if price.min > LITTLE and _OF_SESSIONS.search(both) else None
    if not found or _EACH.search(text):
        return price.min
    count = int(found[1]) if found[1].isdigit() else _NUMBERS.get(found[1].lower(), 1)
    return price.min / max(1, count)


def _likely(listing: Listing) -> Tag | None:
    """A public library or a city asks no money for its own programmes."""
    source = listing.source
    if source and source.kind in _PUBLIC_HOSTS:
        return Tag(facet="situation", tag="low-budget", level="likely", evidence=source.kind, field="source.kind")
    for field, value in (("venue", listing.venue), ("location", listing.location), ("organizer", listing.organizer)):
        found = _LIBRARY.search(value) if value else None
        if found:
            return Tag(facet="situation", tag="low-budget", level="likely", evidence=found[0], field=field)
    found = _LIBRARY.search(source.name) if source and source.name else None
    if found:
        return Tag(facet="situation", tag="low-budget", level="likely", evidence=found[0], field="source.name")
    return None
