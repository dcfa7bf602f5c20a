"""Practical facts: what the listing's words say of access, true cost, how social it is, and the first visit.

The phrases are those of `data/taxonomy/`; the kind of a phrase is the value that it gives (see `docs/facts.md`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from finder.facts import with_disputes
from finder.listing import Fact, Limit, Listing, Price, Tag, Topic
from finder.tagging.amounts import Money, money_beside, people_in
from finder.tagging.around import Answer, Marks, answer, is_denied, is_named, is_opening, sentence
from finder.tagging.reading import Hit, Reading
from finder.tagging.words import clause
from finder.taxonomy import fact_topics

_MOST = 40
"""Phrases of one matter that are looked at; a listing that repeats itself more often says nothing new."""

_TOLD = frozenset({"said", "opens"})
_OWN_WORDS = "adjustments"
_FURTHEST = 90
"""Letters between a phrase and what limits it, for both to be quoted."""


def practical_facts(reading: Reading, price: Price | None, quote: Tag | None) -> tuple[Fact, ...]:
    """Return what is said, in the order of the vocabulary; a name of which nothing is said has no fact.

    `price` is what it costs, and `quote` the words that say so.
    """
    marks = Marks(reading)
    found = [] if price is None or quote is None else list(_price(price, quote, reading.listing))
    for _, topic, name in sorted(_matters()[matter] for matter in _matters().keys() & reading.hits.keys()):
        found.extend(_facts(topic, name, reading, marks))
    return with_disputes(found)


def day_read(listing: Listing) -> str | None:
    """Return the day on which the listing was read."""
    fetched = listing.source.fetched_at if listing.source else None
    return fetched[:10] if fetched else None


@cache
def _matters() -> dict[str, tuple[int, Topic, str]]:
    named = [(topic, name) for topic, info in fact_topics().items() for name in info.facts]
    return {f"{topic}/{name}": (place, topic, name) for place, (topic, name) in enumerate(named)}


def _price(price: Price, quote: Tag, listing: Listing) -> Iterator[Fact]:
    if price.status != "unknown" and quote.evidence and quote.field:
        yield Fact(
            topic="cost",
            name="price",
            value=price.status,
            evidence=quote.evidence,
            field=quote.field,
            amount=price.min,
            currency=price.currency,
            date=day_read(listing),
        )


def _facts(topic: Topic, name: str, reading: Reading, marks: Marks) -> Iterator[Fact]:
    seen: set[str | None] = set()
    for hit in islice(_longest(reading.hits[f"{topic}/{name}"]), _MOST):
        # "Need accommodations? Tell us." is an offer, not a question left open.
        answered = None if name == _OWN_WORDS else answer(hit)
        value = _value(hit, answered)
        if value == "" or value in seen:
            continue
        fact = _told(topic, name, hit, marks) if value is None else _valued(topic, name, value, hit, answered, marks)
        if fact:
            seen.add(value)
            yield fact


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """Yield the hits that lie in no longer one."""
    if len(hits) == 1:
        yield hits[0]
        return
    field, reach = "", -1
    for hit in sorted(hits, key=lambda h: (_ORDER.get(h.field, len(_ORDER)), h.start, -h.end, _RANK.get(h.kind, 1))):
        if hit.field != field:
            field, reach = hit.field, -1
        if hit.end > reach:
            reach = hit.end
            yield hit


_RANK = {"no": 0, "not-included": 0, "named": 2, "priced": 2}
"""Of the same words, what says no counts first, and a bare name last."""
_ORDER = {field: place for place, field in enumerate(("access", "price", "title", "description"))}


def _value(hit: Hit, answered: Answer | None) -> str | None:
    """Return what the phrase says of its name; None when its sentence tells it, "" when it says nothing."""
    if hit.kind in _TOLD:
        if hit.field == "title":
            return ""
        return None if hit.kind == "said" or is_opening(hit) else ""
    if (answered and not answered.said) or (hit.kind == "named" and not answered and not is_named(hit)):
        return ""
    value = _MEANT.get((hit.kind, hit.matter)) or _MEANT.get((hit.kind, ""), hit.kind)
    if value in _RANK:
        return "" if hit.denied else value
    return _DENIED.get(value, "") if (answered and answered.said == "no") or is_denied(hit) else value


_MEANT = {("named", ""): "yes", ("priced", ""): "yes", ("priced", "cost/materials"): "fee"}
_DENIED = {"yes": "no", "included": "not-included"}


def _told(topic: Topic, name: str, hit: Hit, marks: Marks) -> Fact | None:
    words = sentence(hit)
    if words.endswith("?"):
        return None
    return Fact(topic=topic, name=name, evidence=words, field=hit.field, date=day_read(marks.listing))


def _valued(topic: Topic, name: str, value: str, hit: Hit, answered: Answer | None, marks: Marks) -> Fact | None:
    money = _money(topic, name, hit, marks.listing)
    is_asked = topic.endswith("access") and name != _OWN_WORDS and marks.first("asked", hit, before=True) is not None
    # Whoever asks to be told of a need says nothing of the building.
    if (money is None and hit.kind == "priced") or (is_asked and topic == "venue-access"):
        return None
    limit, mark = _limit(topic, name, value, hit, marks)
    parts = [part for part in (hit, answered, mark, money) if part]
    return Fact(
        topic=topic,
        name=name,
        value=value,
        evidence=clause(hit.text, min(p.start for p in parts), max(p.end for p in parts), listed=hit.heading),
        field=hit.field,
        amount=people_in(hit) if name == "group-size" else money and money.amount,
        currency=money and money.currency,
        limit="on-request" if is_asked and value == "yes" else limit,
        date=day_read(marks.listing),
    )


def _money(topic: Topic, name: str, hit: Hit, listing: Listing) -> Money | None:
    if topic == "cost" and hit.kind in {"fee", "priced", "yes"} and name != "membership":
        return money_beside(hit, listing.price, before=hit.kind != "yes")
    return None


_LIMITS: dict[str, tuple[Limit, ...]] = {
    "venue-access": ("on-request",),
    "event-access": ("some-dates", "on-request"),
    **dict.fromkeys(("wheelchair-access", "step-free-entrance", "lift", "hearing-loop"), ("partly", "on-request")),
    "materials": ("partly",),
}
"""Topic or name → what can hold a yes back: a toilet on the ground floor is no toilet in part."""


def _limit(topic: Topic, name: str, value: str, hit: Hit, marks: Marks) -> tuple[Limit | None, Hit | None]:
    if value not in {"yes", "included"} or name == _OWN_WORDS:
        return None, None
    for limit in _LIMITS.get(name, _LIMITS.get(topic, ())):
        mark = marks.first(limit, hit)
        if mark and max(mark.start - hit.end, hit.start - mark.end) <= _FURTHEST:
            return limit, mark
    return None, None
