"""What a listing is: rules → tags, each with its level and the words that earned it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from finder.listing import Listing, Tag
from finder.tagging.cost import budget_tag, price_of
from finder.tagging.meeting import format_tags, mode_of, registration_of, status_of
from finder.tagging.people import age_tags, ages_of, spans, welcome_tags
from finder.tagging.practical import day_read, practical_facts
from finder.tagging.reading import Hit, Reading, read_listing
from finder.tagging.subject import Subject, understand
from finder.tagging.suits import situation_tags
from finder.tagging.years import Span

__all__ = ["day_read", "facts", "tag", "tagged"]

_OF_FACTS = frozenset({"ages", "mode", "registration", "status"})
"""Facets of the vocabulary that `facts` asks for."""


def tag(listing: Listing) -> Listing:
    """Return the listing with its tags, and with what its words say where the record itself lacked it.

    Fills `creative`, `participation`, `tags` and `facts`; and `mode`, `status`, `price`, `ages` and `registration`
    where absent.
    """
    return tagged(read_listing(listing))


def tagged(reading: Reading) -> Listing:
    """Return the listing that was read, with its tags: what `tag` does, for whoever needs the reading too."""
    listing = reading.listing
    subject = understand(reading)
    said = spans(reading)
    price, quote = price_of(reading)
    budget = budget_tag(reading, price, quote)
    return msgspec.structs.replace(
        listing,
        creative=subject.creative,
        participation=subject.participation,
        mode=mode_of(reading),
        status=status_of(reading),
        price=price,
        ages=ages_of(reading, said),
        registration=registration_of(reading),
        facts=practical_facts(reading, price, quote),
        tags=(*_subject_tags(subject), *_other_tags(reading, subject, said), *([budget] if budget else [])),
    )


def facts(listing: Listing) -> Listing:
    """Return the listing with `mode`, `status`, `price`, `ages` and `registration` out of its words, where absent.

    What `tag` fills, without the tags: for one response on its own, as `finder parse` shows it.
    """
    reading = read_listing(listing, _OF_FACTS)
    return msgspec.structs.replace(
        listing,
        mode=mode_of(reading),
        status=status_of(reading),
        price=price_of(reading)[0],
        ages=ages_of(reading, spans(reading)),
        registration=registration_of(reading),
    )


def _subject_tags(subject: Subject) -> Iterator[Tag]:
    for facet, found in (("pathway", subject.pathways), ("activity", subject.activities)):
        for name, hit in found.items():
            yield _stated(facet, name, hit)


def _other_tags(reading: Reading, subject: Subject, said: Sequence[Span]) -> Iterator[Tag]:
    if subject.creative:
        yield from format_tags(reading, subject)
    yield from situation_tags(reading, subject)
    yield from welcome_tags(reading, subject)
    yield from age_tags(reading, subject, said)


def _stated(facet: str, name: str, hit: Hit) -> Tag:
    return Tag(facet=facet, tag=name, level="stated", evidence=hit.quote, field=hit.field)
