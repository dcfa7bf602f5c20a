"""Numbers beside a phrase: an amount of money, and how many people."""

from __future__ import annotations

import re

from finder.listing import Price
from finder.tagging.reading import Hit

_MONEY = re.compile(
    r"([$£€])\s?(\d{1,4}(?:[.,]\d{1,2})?)(?![\d,])|(\d{1,4}(?:[.,]\d{1,2})?)\s?(€|£|\$|euros?\b|pounds\b|dollars\b)"
)
_AHEAD, _BEHIND = 25, 15
_CODES = {"£": "GBP", "€": "EUR", "euro": "EUR", "euros": "EUR", "pounds": "GBP"}
_STOPS = re.compile(r"[.!?;\n](?=\s)|\n")
_DIGITS = re.compile(r"\d{1,3}")
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: float(number) for number, word in enumerate(_SMALL, start=2)}
_NUMBERS |= {"fifteen": 15.0, "twenty": 20.0, "thirty": 30.0}


def money_beside(hit: Hit, price: Price | None, *, before: bool) -> tuple[float | None, str | None]:
    """Return the amount right behind the phrase, else right before it if that may be, with its currency.

    A bare dollar is one of many countries': its currency is that of the listing's price, if that is known.
    """
    raw = hit.text
    ahead = _STOPS.split(raw[hit.end : hit.end + _AHEAD], maxsplit=1)[0]
    behind = _STOPS.split(raw[max(0, hit.start - _BEHIND) : hit.start])[-1]
    inside = _MONEY.search(raw, hit.start, hit.end)
    found = inside or _MONEY.search(ahead) or (_last(behind) if before else None)
    if not found:
        return None, None
    sign = (found[1] or found[4]).lower()
    return float((found[2] or found[3]).replace(",", ".")), _CODES.get(sign) or (price.currency if price else None)


def _last(text: str) -> re.Match[str] | None:
    return next(iter(reversed(list(_MONEY.finditer(text)))), None)


def people_in(hit: Hit) -> float | None:
    """Return the number that a phrase holds."""
    if found := _DIGITS.search(hit.words):
        return float(found[0])
    return next((_NUMBERS[word] for word in hit.words.lower().replace("-", " ").split() if word in _NUMBERS), None)
