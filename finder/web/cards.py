"""One group as pages show it: every word ready, so that templates only lay out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from babel import Locale

from finder.listing import Group, Record
from finder.search.query import Hit
from finder.text import fold
from finder.web import words
from finder.web.cautions import doubt
from finder.web.claims import Claim, at_a_glance, claims, is_sample, parted, stated
from finder.web.language import _
from finder.web.moments import Moment, next_date
from finder.web.rhythm import cadence


class Brief(Record, frozen=True, kw_only=True):
    """What a short list shows of a group; None is a line that is left out, and `stated` is told by `note` alone."""

    id: str
    title: str
    price: str
    next: Moment | None = None
    cadence: str | None = None
    where: str | None = None
    ages: str | None = None
    distance: str | None = None
    stated: tuple[str, ...] = ()
    doubt: str | None = None


class Card(Brief, frozen=True, kw_only=True):
    """What a card shows beside that."""

    price_known: bool
    host: str | None = None
    pathways: tuple[str, ...] = ()
    kinds: str = ""
    suits: tuple[Claim, ...] = ()
    others: tuple[Claim, ...] = ()
    sample: bool = False


def brief(hit: Hit, units: str, now: datetime | None, locale: Locale) -> Brief:
    """Return a hit in brief; `units` is `km` or `mi`, and without `now` its words are true tomorrow too."""
    return Brief(**_in_brief(hit, units, now, locale))


def note(hit: Hit, units: str, now: datetime | None, locale: Locale) -> Brief:
    """Return the same with what hosts state on whom it suits."""
    return Brief(**_in_brief(hit, units, now, locale), stated=stated(hit.group, locale))


def card(hit: Hit, units: str, now: datetime | None, locale: Locale) -> Card:
    """Return the card of a hit, as `brief` does."""
    group = hit.group
    suits, rest = parted(claims(group, group.tags, locale))
    return Card(
        **_in_brief(hit, units, now, locale),
        price_known=group.price is not None and group.price.status != "unknown",
        host=other_host(group),
        pathways=tuple(_applying(rest, "pathway")),
        kinds=" · ".join(_applying(rest, "activity").values()),
        suits=at_a_glance(suits, group),
        others=tuple(rest),
        sample=is_sample(group),
        doubt=doubt(hit, now, locale) if now else None,
    )


def _in_brief(hit: Hit, units: str, now: datetime | None, locale: Locale) -> dict[str, Any]:
    group = hit.group
    return {
        "id": group.id or "",
        "title": group.title,
        "next": next_date(hit, now, locale),
        "cadence": cadence(group, locale),
        "where": words.where(group),
        "ages": words.ages(group.ages),
        "distance": distance(hit, units, locale),
        "price": words.price(group.price, locale),
    }


def host(group: Group) -> str | None:
    """Return who runs it, or where it is published."""
    if group.organizer or group.source is None or is_sample(group):
        return group.organizer
    return group.source.name


def _applying(claims: Iterable[Claim], facet: str) -> dict[str, str]:
    """Return the tags of a facet that are not denied, each with its name."""
    return {claim.tag: claim.label for claim in claims if claim.facet == facet and claim.kind != "no"}


def other_host(group: Group) -> str | None:
    """Return the host, unless the place already bears its name."""
    name = host(group)
    return name if name and fold(name) not in fold(words.where(group) or "") else None


def price_words(group: Group) -> str | None:
    """Return the words of the listing on its cost; a summary of ours is no such words."""
    return group.price.text if group.price and not is_sample(group) else None


def sample_note(groups: list[Group], locale: Locale) -> str | None:
    """Return the sentence that says from when the sample is; None when no group is part of it."""
    sample = [group for group in groups if is_sample(group)]
    if not sample:
        return None
    seen = sorted(group.last_confirmed[:10] for group in sample if group.last_confirmed)
    first, last = (words.day_words(text, locale) for text in (seen[0], seen[-1])) if seen else (None, None)
    opening = _("This is a sample of real groups.")
    if first and last and first != last:
        opening = _("This is a sample of real groups, seen between %(first)s and %(last)s.", first=first, last=last)
    elif first:
        opening = _("This is a sample of real groups, seen on %(day)s.", day=first)
    # Not inside of an f-string: what collects the texts for translators does not see there.
    advice = _("Dates may be carried over from then: ask the host before you go.")
    return f"{opening} {advice}"


def web_link(url: str | None) -> str | None:
    """Return the address if a browser may follow it: http or https with a host, nothing else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def distance(hit: Hit, units: str, locale: Locale) -> str | None:
    """Return how far a group is in words; None where that is not known or does not matter."""
    if hit.distance_km is None or hit.group.mode == "online":
        return None
    place = hit.group.place
    if place is None or words.is_exact(place):
        return words.distance(hit.distance_km, units, locale)
    # From the middle of a town to the middle of the same town is no distance to anywhere.
    is_known = hit.distance_km > place.radius_km
    return words.about(hit.distance_km, units, locale) if is_known else _("exact spot not known")
