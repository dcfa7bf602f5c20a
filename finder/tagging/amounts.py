"""Numbers beside a phrase: an amount of money, and how many people."""

from __future__ import annotations

import re
from typing import NamedTuple

from finder.listing import Price
from finder.tagging.reading import Hit

_MONEY = re.compile(
    r"([$£€])\s?(\d{1,4}(?:[.,]\d{1,2})?)(?![\d,])|(\d{1,4}(?:[.,]\d{1,2})?)\s?(€|£|\$|euros?\b|pounds\b|dollars\b)"
)
_AHEAD, _BEHIND = 25, 15
_DASH = re.compile(r"\s?[-\u2013\u2014]\s?")
_CODES = {"£": "GBP", "€": "EUR", "euro": "EUR", "euros": "EUR", "pounds": "GBP"}
_STOPS = re.compile(r"[.!?;\n](?=\s)|\n")
_DIGITS = re.compile(r"\d{1,3}")
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: float(number) for number, word in enumerate(_SMALL, start=2)}
_NUMBERS |= {"fifteen": 15.0, "twenty": 20.0, "thirty": 30.0}


class Money(NamedTuple):
    """An amount with its currency, and where it stands."""

    amount: float
    currency: str | None
    start: int
    end: int


def money_beside(hit: Hit, price: Price | None, *, before: bool) -> Money | None:
    """Return the amount in the phrase or right behind it, else right before it if that may be.

    A bare dollar is one of many countries': its currency is that of the listing's price, if that is known.
    """
    raw = hit.text
    ahead = _STOPS.search(raw, hit.end, hit.end + _AHEAD)
    behind = max((stop.end() for stop in _STOPS.finditer(raw, max(0, hit.start - _BEHIND), hit.start)), default=0)
    earlier = list(_MONEY.finditer(raw, max(behind, hit.start - _BEHIND), hit.start)) if before else []
    # "$30 - Materials fee $40 - Total": amounts with their labels behind them.
    labelled = earlier[-1] if earlier and _DASH.fullmatch(raw, earlier[-1].end(), hit.start) else None
    found = (
        _MONEY.search(raw, hit.start, hit.end)
        or labelled
        or _MONEY.search(raw, hit.end, ahead.start() if ahead else hit.end + _AHEAD)
        or (earlier[-1] if earlier else None)
    )
    if not found:
        return None
    sign = (found[1] or found[4]).lower()
    currency = _CODES.get(sign) or (price.currency if price else None)
    return Money(float((found[2] or found[3]).replace(",", ".")), currency, *found.span())


def people_in(hit: Hit) -> float | None:
    """Return the number that a phrase holds."""
    if found := _DIGITS.search(hit.words):
        return float(found[0])
    return next((_NUMBERS[word] for word in hit.words.lower().replace("-", " ").split() if word in _NUMBERS), None)
