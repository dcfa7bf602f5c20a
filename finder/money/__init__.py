"""Prices out of text: what an adult of the public pays, and the words that say so.

Amounts and words for "free" are found first (`sums`); the words beside each then say whose price it is (`whose`).  A
child's or member's price never stands for the public's; money that is no price (raised, off, parking, prizes) is
passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from finder.listing import Price, PriceStatus
from finder.money.patterns import GIVEN, NOT_FREE_AFTER, PAID, RECORD, WITH_ENTRY, WORDS, Kind, Role
from finder.money.sums import Sum, in_small_letters, matches_in, read_sums, stretches_of
from finder.money.whose import labelled

_LONGEST = 20_000
"""Characters of prose that are read: prices stand well before this."""

_ORDER: tuple[Role, ...] = ("total", "public", "open", "bundle", "materials")
_FREE_THING = re.compile(r"free,? (?!for\b|to\b|and\b|(?:\w+ )?(?:admission|entry|entrance|tickets?)\b)", re.IGNORECASE)
_FREE_TO_STUDENTS = re.compile(r"free for (?:all )?students\b", re.IGNORECASE)
_FOR_THEM = re.compile(r"\s(?:for|to)\b", re.IGNORECASE)

_WORDS_ALONE: tuple[tuple[re.Pattern[str], Price, Kind], ...] = (
    (GIVEN, Price(status="donation", min=0.0), "given"),
    (WITH_ENTRY, Price(status="paid"), "free"),
    (PAID, Price(status="paid"), "paid"),
)
"""A price without an amount: a gift, something free with what one pays for, tickets to buy."""


@dataclass(frozen=True)
class Cost:
    """A price and where in the text it stands."""

    price: Price
    start: int
    end: int


def read_price(
    text: str | None,
    *,
    is_free: bool | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    currency: str | None = None,
) -> Price | None:
    """Return the price that a source's own price fields state; None when they say nothing.

    Args:
        text: what the price field prints ("$10-$15", "Free", "Pay what you can").
        is_free: the source's own flag.
        minimum: lowest price as a number.
        maximum: highest price as a number.
        currency: ISO 4217, or a sign.
    """
    shown = " ".join(text.split()) if text else None
    code = WORDS.currencies.get(currency.strip().lower(), currency.strip().upper()[:3]) if currency else None
    if minimum is not None or maximum is not None:
        return _of_numbers(minimum, maximum, code, shown, is_free=is_free)
    cost = find_cost(text, field=True) if text else None
    if is_free and not (cost and cost.price.status in ("paid", "donation")):
        return Price(status="free", min=0.0, currency=code, text=shown)
    if cost:
        return _with(cost.price, currency=cost.price.currency or code, text=shown)
    if is_free is False:
        return Price(status="paid", currency=code, text=shown)
    return Price(currency=code, text=shown) if shown else None


def _with(price: Price, *, currency: str | None, text: str | None) -> Price:
    return Price(status=price.status, min=price.min, max=price.max, currency=currency, text=text)


def _of_numbers(
    low: float | None, high: float | None, currency: str | None, text: str | None, *, is_free: bool | None
) -> Price | None:
    known = [n for n in (low, high) if n is not None and 0 <= n < float("inf")]
    if not known:
        return None
    if max(known) == 0:
        # Many platforms fill in 0 where nobody named a price; a flag that says "not free" wins over it.
        return Price(status="unknown" if is_free is False else "free", min=None if is_free is False else 0.0, text=text)
    given = bool(text and GIVEN.search(text))
    status: PriceStatus = "donation" if given and (low or 0) == 0 else "paid" if low != 0 else "unknown"
    return Price(status=status, min=low, max=high if high in known else None, currency=currency, text=text)


def find_cost(text: str, *, field: bool = False, for_children: bool = False) -> Cost | None:
    """Return what the public pays by the words of a text; None when no price is said.

    Args:
        text: a price field, a title or a description.
        field: the text is a price field, so that a bare number is an amount.
        for_children: only children come, so that theirs is the price of the public.
    """
    text = text[:_LONGEST]
    if (field or text.startswith("{")) and (record := RECORD.search(text)):
        amount = float(record[1])
        return Cost(_price([Sum(amount, amount, None, 0, 0)]), record.start(1), record.end(1))
    lowered = in_small_letters(text)
    sums = labelled(text, read_sums(text, lowered, field=field))
    if for_children:
        sums = [replace(one, role="open") if one.role == "reduced" else one for one in sums]
    return _chosen(sums) or _by_words(text, lowered, sums)


def _chosen(sums: Sequence[Sum]) -> Cost | None:
    if not sums:
        return None
    given = [s for s in sums if s.role == "donation"]
    for role in _ORDER:
        mine = [s for s in sums if s.role == role]
        paid = [s for s in mine if s.high > 0]
        free = [s for s in mine if s.high == 0]
        # "Free" beside an amount that nobody's name stands at: the amount is for something else, unless it comes first.
        best = paid if paid and not (free and free[0].start < paid[0].start) else free
        if best and role == "materials" and given:
            break
        if best and not (given and best is free):
            status: PriceStatus | None = "donation" if all(s.voluntary and s.high > 0 for s in best) else None
            return Cost(_price(best, status), best[0].start, best[0].end)
    if given:
        return Cost(_price(given, status="donation"), given[0].start, given[0].end)
    return None


def _price(sums: Sequence[Sum], status: PriceStatus | None = None) -> Price:
    low = min(0.0 if s.voluntary else s.low for s in sums)
    high = max(s.high for s in sums)
    currency = next((s.currency for s in sums if s.currency), None)
    return Price(
        status=status or ("paid" if high > 0 else "free"), min=low, max=high if high > 0 else None, currency=currency
    )


def _by_words(text: str, lowered: str, sums: Sequence[Sum]) -> Cost | None:
    """Return a price without an amount: a gift, tickets to buy, or somebody else's amount."""
    for pattern, price, letters in _WORDS_ALONE:
        for found in matches_in(pattern, text, stretches_of(lowered, letters)):
            return Cost(price, *found.span())
    for one in sums:
        if one.role in ("members", "reduced") and one.high > 0:
            low = one.low if one.role == "reduced" else None
            return Cost(Price(status="paid", min=low, max=low and one.high, currency=one.currency), one.start, one.end)
    return next((_free_for_them(one) for one in sums if one.role == "reduced" and _names_a_thing(text, one)), None)


def _free_for_them(one: Sum) -> Cost:
    return Cost(_price([one]), one.start, one.end)


def _names_a_thing(text: str, one: Sum) -> bool:
    """Tell whether what is free is named, so that those it is for are all who come: "free workshop for teens".

    Of "free entry for carers" others come as well.
    """
    named = _FREE_THING.match(text, one.start) and _FOR_THEM.match(text, one.end)
    return one.high == 0 and (named is not None or _FREE_TO_STUDENTS.match(text, one.start) is not None)


def free_is_the_thing(text: str, end: int) -> bool:
    """Tell whether the "free" that ends at `end` speaks of another thing than coming: "free parking"."""
    return NOT_FREE_AFTER.match(text, end) is not None
