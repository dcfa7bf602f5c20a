"""Prices out of text: what an adult of the public pays, and the words that say so.

Amounts and words for "free" are found first; the words beside each then say whose price it is.  A child's or member's
price never stands for the public's; money that is no price (raised, off, parking, prizes) is passed over.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Literal

import msgspec
from msgspec import Struct

from finder.errors import ConfigError
from finder.listing import Price, PriceStatus
from finder.paths import bundled

_Kind = Literal["amount", "free", "given", "paid"]
Role = Literal["public", "open", "total", "bundle", "reduced", "members", "materials", "donation", "none"]

_LONGEST = 20_000
"""Characters of prose that are read: prices stand well before this."""

_STRETCH = 100
"""Characters on each side of letters that can belong to the same phrase."""

_LONGEST_AMOUNT = 60
"""Characters from one end of a range of amounts, with its signs, to the other."""

_SUMS_AT_MOST = 50
"""Amounts of a text that are understood: more is a price list of something else."""

_REACH = 60
"""Characters beside an amount that can say whose price it is."""

_SIGN = r"(?:US|CA?|AU?|NZ|MX|R|S)?\$|£|€|₹|¥|(?:USD|CAD|AUD|NZD|GBP|EUR|INR|CHF|SEK|NOK|DKK|Rs\.)(?=\s?\d)"
_AFTER = r"€|£|zł|(?:USD|CAD|AUD|NZD|GBP|EUR|INR|CHF|SEK|NOK|DKK|PLN|dollars?|euros?|pounds)\b"
_NUMBER = r"\d{1,3}(?:[,.\u00a0 ]\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)|\d{1,6}(?:[.,]\d{1,2})?(?!\d)"
_JOIN = r"\s?(?:-|–|—|to|a|bis|à)\s?"  # noqa: RUF001  dashes of price ranges
_AMOUNT = re.compile(
    # A digit is never farther than a sign and a blank: most places are passed over after a look at five letters.
    r"(?=\D{0,4}\d)(?:"
    rf"(?-i:(?<![A-Z\d$.]))(?P<sign>{_SIGN})\s?(?P<low>{_NUMBER})(?:{_JOIN}(?:{_SIGN})?\s?(?P<high>{_NUMBER}))?(?P<more>\+)?"
    rf"|(?<![\w$.,:/-])(?P<low2>{_NUMBER})(?:{_JOIN}(?P<high2>{_NUMBER}))?\s?(?P<after>{_AFTER}))",
    re.IGNORECASE,
)
_CODES = ("eur", "usd", "gbp", "cad", "aud", "nzd", "inr", "chf", "sek", "nok", "dkk", "pln")
_BARE = re.compile(rf"(?<![\w.,:/])(?P<low>{_NUMBER})(?:{_JOIN}(?P<high>{_NUMBER}))?(?![\w:%/])")
_RECORD = re.compile(r"^\s*\{.{0,200}?['\"](?:amount|price|value|cost)['\"]\s*:\s*['\"]?(\d+(?:\.\d+)?)", re.DOTALL)

_DIGIT = re.compile(r"\d")
_WORD_FREE = re.compile(r"\bfree\b", re.IGNORECASE)
_MAGNITUDE = re.compile(r" ?(?:million|billion|[mk]\b)", re.IGNORECASE)


class _Words(Struct, frozen=True, kw_only=True):
    """The file of words, as it stands on disk."""

    things: list[str]
    free: list[str]
    free_for: list[str]
    free_for_some: list[str]
    free_after: list[str]
    not_free_before: list[str]
    not_free_after: list[str]
    admissions: list[str]
    supplies: list[str]
    paid: list[str]
    given: list[str]
    voluntary: list[str]
    roles: dict[Role, list[str]]
    letters: dict[_Kind, list[str]]
    currencies: dict[str, str]


_ENDLESS = re.compile(r"(?<!\\[wd])(?<!\\)(?:[*+]|\{\d*,\})")
"""A repetition without an end of anything but letters or digits: what makes a search slower than its text is long."""


def _bounded(words: _Words) -> _Words:
    """Return the words if every search for them takes time that grows with the text alone.

    Raises:
        ConfigError: a phrase repeats a group, a blank or any character without an end.
    """
    lists = [value for value in msgspec.structs.asdict(words).values() if isinstance(value, list)]
    for phrase in (p for phrases in (*lists, *words.roles.values()) for p in phrases):
        if _ENDLESS.search(phrase):
            raise ConfigError("data/taxonomy/money.toml", f"{phrase!r} repeats without an end")
    return words


_W = _bounded(msgspec.convert(tomllib.loads(bundled("data/taxonomy/money.toml").read_text(encoding="utf-8")), _Words))


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(words)})"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE | re.MULTILINE)


_ADMISSION = rf"(?:{_any(_W.admissions)} )*(?:admission|entry|entrance|membership|purchase|ticket)"
_AT_WORD = r"\b(?=\w)"
_FREE = _pattern(
    # One look at where a word begins serves all that begin with one.
    _AT_WORD
    + _any(
        [
            rf"(?P<plain>{_any(_W.free)}\b)",
            rf"(?P<kind>free,? (?:(?!with\b|from\b|and\b)[\w'’&-]+ ){{0,4}}?{_any(_W.things)}\b)",  # noqa: RUF001  curly quotes are meant
            rf"(?P<to>{_any(_W.free_for)})",
            rf"(?P<some>{_any(_W.free_for_some)})",
            rf"(?P<is>{_any(_W.free_after)} \W{{0,3}}free\b)",
        ]
    ),
    r"(?P<alone>(?:^|[\n.!?;:|•*(/–—]|(?<!\w)-|, )[ *_]*free"  # noqa: RUF001
    r"(?=[ *_]*(?:$|[\n.!;,|•*)/]|(?:with |w/ ?)(?:registration|rsvp|(?:[\w'’-]+ ){0,4}(?:id|library card)\b))))",  # noqa: RUF001
)
_NOT_FREE_BEFORE = _pattern(rf"(?:\b{_any(_W.not_free_before)}|\w-)\s?\Z")
_NOT_FREE_AFTER = _pattern(rf"\s?(?:with|w/)\s?{_ADMISSION}", rf"[ -]{_any(_W.not_free_after)}\b")
_WITH_ENTRY = _pattern(rf"\b(?:free|included) (?:with|in) {_ADMISSION}\b")
_PAID = _pattern(rf"{_AT_WORD}{_any(_W.paid)}\b")
_GIVEN = _pattern(rf"{_AT_WORD}{_any(_W.given)}\b")
_VOLUNTARY = _pattern(rf"\b{_any(_W.voluntary)}\b")
_SUPPLIES = _pattern(rf"\b{_any(_W.supplies)}\b[^.\n]{{0,40}}\Z")
_DENIED = _pattern(r"\b(?:not|isn['’]t|aren['’]t|never|no longer|nothing is) (?:\w+ )?\Z")  # noqa: RUF001
_ROLES = tuple((role, _pattern(rf"\b{_any(words)}(?-i:(?![a-z\d_]))")) for role, words in _W.roles.items())
_ORDER: tuple[Role, ...] = ("total", "public", "open", "bundle", "materials")
_SPLIT = re.compile(r"[\n;|•·,/()]|\.(?=\s|$|[A-Z])|[!?]|(?i:\b(?:or|and|plus|but|includ(?:es?|ing)|with)\b)")
_ADDED = re.compile(r"\s{0,3}(?:\+|plus|&)\s{0,3}(?:an? )?", re.IGNORECASE)
_FREE_THING = re.compile(r"free,? (?!for\b|to\b|and\b|(?:\w+ )?(?:admission|entry|entrance|tickets?)\b)", re.IGNORECASE)
_FREE_TO_STUDENTS = re.compile(r"free for (?:all )?students\b", re.IGNORECASE)
_FOR_THEM = re.compile(r"\s(?:for|to)\b", re.IGNORECASE)
_SEVERAL = ("2", "3", "4", "two", "three", "four")
_FOR_SEVERAL = re.compile(
    r"\b([234]|two|three|four) (?:tickets? |people |persons |adults |seats )?for:? ?\Z", re.IGNORECASE
)
_LAST_FOR = len("for: ")
_PER = re.compile(
    r"/(?= ?(?:class|session|person|participant|week|lesson|hour|month|child|student|pp|each|family)\b)", re.IGNORECASE
)


_WORDS_ALONE: tuple[tuple[re.Pattern[str], Price, _Kind], ...] = (
    (_GIVEN, Price(status="donation", min=0.0), "given"),
    (_WITH_ENTRY, Price(status="paid"), "free"),
    (_PAID, Price(status="paid"), "paid"),
)
"""A price without an amount: a gift, something free with what one pays for, tickets to buy."""


@dataclass(frozen=True)
class Cost:
    """A price and where in the text it stands."""

    price: Price
    start: int
    end: int


@dataclass(frozen=True)
class _Sum:
    """One amount, or a word for free (low 0), with the place where it stands and whose price it is."""

    low: float
    high: float
    currency: str | None
    start: int
    end: int
    role: Role = "open"
    voluntary: bool = False


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
    code = _W.currencies.get(currency.strip().lower(), currency.strip().upper()[:3]) if currency else None
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
    given = bool(text and _GIVEN.search(text))
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
    if (field or text.startswith("{")) and (record := _RECORD.search(text)):
        amount = float(record[1])
        return Cost(_price([_Sum(amount, amount, None, 0, 0)]), record.start(1), record.end(1))
    lowered = _lowered(text)
    sums = _labelled(text, _sums(text, lowered, field=field))
    if for_children:
        sums = [replace(one, role="open") if one.role == "reduced" else one for one in sums]
    return _chosen(sums) or _by_words(text, lowered, sums)


def _chosen(sums: Sequence[_Sum]) -> Cost | None:
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


def _price(sums: Sequence[_Sum], status: PriceStatus | None = None) -> Price:
    low = min(0.0 if s.voluntary else s.low for s in sums)
    high = max(s.high for s in sums)
    currency = next((s.currency for s in sums if s.currency), None)
    return Price(
        status=status or ("paid" if high > 0 else "free"), min=low, max=high if high > 0 else None, currency=currency
    )


def _by_words(text: str, lowered: str, sums: Sequence[_Sum]) -> Cost | None:
    """Return a price without an amount: a gift, tickets to buy, or somebody else's amount."""
    for pattern, price, letters in _WORDS_ALONE:
        for found in _found(pattern, text, _near(lowered, letters)):
            return Cost(price, *found.span())
    for one in sums:
        if one.role in ("members", "reduced") and one.high > 0:
            low = one.low if one.role == "reduced" else None
            return Cost(Price(status="paid", min=low, max=low and one.high, currency=one.currency), one.start, one.end)
    return next((_free_for_them(one) for one in sums if one.role == "reduced" and _names_a_thing(text, one)), None)


def _free_for_them(one: _Sum) -> Cost:
    return Cost(_price([one]), one.start, one.end)


def _names_a_thing(text: str, one: _Sum) -> bool:
    """Tell whether what is free is named, so that those it is for are all who come: "free workshop for teens".

    Of "free entry for carers" others come as well.
    """
    named = _FREE_THING.match(text, one.start) and _FOR_THEM.match(text, one.end)
    return one.high == 0 and (named is not None or _FREE_TO_STUDENTS.match(text, one.start) is not None)


def _lowered(text: str) -> str:
    """Return the text in small letters, each in its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text.translate({0x130: "i"}).lower()


@lru_cache(maxsize=8)
def _near(lowered: str, kind: _Kind) -> Sequence[tuple[int, int]]:
    """Return the stretches of a text that can hold a phrase of this kind: most texts have none, long ones are short."""
    out: list[tuple[int, int]] = []
    if kind == "amount" and not _DIGIT.search(lowered):
        return ()
    reach = _LONGEST_AMOUNT if kind == "amount" else _STRETCH
    for letters in [some for some in _W.letters[kind] if some in lowered]:
        at = lowered.find(letters)
        while at >= 0:
            out.append((max(0, at - reach), at + 2 * reach))
            at = lowered.find(letters, at + reach)
    if kind == "amount":
        out += [
            (max(0, at - reach), at + len(code) + reach)
            for code in _CODES
            if code in lowered
            for at in _alone(code, lowered)
        ]
    merged = _merged(sorted(out)) if out else out
    return [one for one in merged if _DIGIT.search(lowered, *one)] if kind == "amount" else merged


def _alone(word: str, text: str) -> Iterator[int]:
    """Yield where a word stands in a text without a letter beside it: "cad" is no part of "academy"."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[end : end + 1].isalpha() or text[max(0, at - 1) : at].isalpha()):
            yield at
        at = text.find(word, end)


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in stretches:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _found(pattern: re.Pattern[str], text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for start, end in stretches:
        yield from pattern.finditer(text, start, end)


def _sums(text: str, lowered: str, *, field: bool) -> list[_Sum]:
    found = [
        *islice(_amounts(text, _found(_AMOUNT, text, _near(lowered, "amount"))), _SUMS_AT_MOST),
        *islice(_free(text, _found(_FREE, text, _near(lowered, "free"))), _SUMS_AT_MOST),
    ]
    if field and not found:
        found = [*_amounts(text, _BARE.finditer(text))]
        found = found or list(_free_word(text))
    return sorted(found, key=lambda s: s.start)


def _amounts(text: str, matches: Iterable[re.Match[str]]) -> Iterator[_Sum]:
    for found in matches:
        groups = found.groupdict()
        low = _number(groups["low"] or groups["low2"])
        high = _number(groups.get("high") or groups.get("high2") or "") or low
        sign = (groups.get("sign") or groups.get("after") or "").strip().lower()
        if low is not None and high is not None and not _MAGNITUDE.match(text, found.end()):
            people = _shared_by(text, found.start())
            yield _Sum(low / people, max(low, high) / people, _W.currencies.get(sign), *found.span())


def _shared_by(text: str, start: int) -> int:
    """Return how many people an amount admits: 2 before the amount of "2 for $20", else 1."""
    if not text[max(0, start - _LAST_FOR) : start].rstrip(" :").lower().endswith("for"):
        return 1
    found = _FOR_SEVERAL.search(text, max(0, start - _REACH), start)
    return (_SEVERAL.index(found[1].lower()) % 3 + 2) if found else 1


def _number(text: str | None) -> float | None:
    """Return 1250.5 of "1,250.50", "1.250,50" or "1 250,5"; a last group of one or two digits is the fraction."""
    if not text:
        return None
    whole, _, cents = re.sub(r"[.,](?=\d{1,2}$)", "#", text).partition("#")
    digits = re.sub(r"\D", "", whole)
    return float(f"{digits}.{cents or 0}")


def free_is_the_thing(text: str, end: int) -> bool:
    """Tell whether the "free" that ends at `end` speaks of another thing than coming: "free parking"."""
    return _NOT_FREE_AFTER.match(text, end) is not None


def _free(text: str, matches: Iterable[re.Match[str]]) -> Iterator[_Sum]:
    for found in matches:
        word = _WORD_FREE.search(found[0])
        start = found.start() + (word.start() if word else 0)
        after = found.start() + (word.end() if word else len(found[0]))
        said = found["plain"] or not (
            _NOT_FREE_BEFORE.search(text[max(0, start - 20) : start]) and not found["is"] and not found["alone"]
        )
        other = not found["is"] and _NOT_FREE_AFTER.match(text, after)
        if said and not other and not _WITH_ENTRY.match(text, start) and not _for_things(text, found, start):
            end = after if found["some"] else found.end()
            yield _Sum(0.0, 0.0, None, start if not found["plain"] else found.start(), end)


def _free_word(text: str) -> Iterator[_Sum]:
    word = _WORD_FREE.search(text)
    if word and not _NOT_FREE_BEFORE.search(text, 0, word.start()) and not _NOT_FREE_AFTER.match(text, word.end()):
        yield _Sum(0.0, 0.0, None, *word.span())


def _for_things(text: str, found: re.Match[str], start: int) -> bool:
    """Tell whether it is the supplies, not the coming, that cost nothing; or whether it is denied."""
    before = text[max(0, start - _REACH) : start]
    denied = _DENIED.search(before) is not None or re.search(r"\bnot\b", found[0], re.IGNORECASE) is not None
    return denied or (not found["kind"] and _SUPPLIES.search(before.rpartition(".")[2]) is not None)


def _labelled(text: str, sums: Sequence[_Sum]) -> list[_Sum]:
    """Return the sums, each with whose price it is by the words on its own side of the separators."""
    if not sums:
        return []
    last = text[sums[-1].end : sums[-1].end + _REACH]
    follows = _role(_head(last)) not in ("open", "none") or bool(_SPLIT.match(text, max(0, sums[0].start - 1)))
    out: list[_Sum] = []
    heading = ""
    for i, one in enumerate(sums):
        before = text[max(sums[i - 1].end if i else 0, one.start - _REACH) : one.start]
        after = text[one.end : min(sums[i + 1].start if i + 1 < len(sums) else len(text), one.end + _REACH)]
        heading = _heading(before) or (heading if "\n" not in before.strip() else "")
        left, right = _tail(before) or heading, _head(after)
        if i + 1 < len(sums) and len(right) == len(after) < _REACH and not follows:
            right = ""
        if i and len(left) == len(before) < _REACH and follows:
            left = ""
        less = out and one.high < out[-1].low and _in_brackets(before, after)
        role = "reduced" if less else _whose(left, right, one.high)
        if one.high and heading and _role(heading) == "donation":
            role = "donation"
        mine = replace(one, role=role, voluntary=bool(_VOLUNTARY.search(f"{left} {right}")))
        if mine.role == "materials" and out and _ADDED.fullmatch(text[out[-1].end : one.start]):
            out[-1] = replace(out[-1], low=out[-1].low + one.low, high=out[-1].high + one.low)
        twin = i > 0 and mine.role == "open" and before.strip().lower() in {"or", "and", "/", ","}
        out.append(replace(mine, role=out[-1].role, voluntary=out[-1].voluntary) if twin else mine)
    return out


def _in_brackets(before: str, after: str) -> bool:
    """Tell whether an amount stands in brackets right behind another one, as concessions do: "£10 (£8)"."""
    return before.strip() == "(" and after.lstrip().startswith(")")


def _tail(text: str) -> str:
    return _SPLIT.split(text)[-1]


def _heading(text: str) -> str:
    """Return the line above that ends in a colon: "Suggested donation:" above its amounts."""
    line = text.rstrip().rpartition("\n")[2]
    return line if line.endswith(":") else ""


def _head(text: str) -> str:
    return _SPLIT.split(_PER.sub(" per ", text))[0]


def _whose(left: str, right: str, amount: float) -> Role:
    near, far = _role(right), _role(left)
    role = far if far == "donation" or near == "open" else near
    return "open" if role == "none" and amount == 0 else role


@lru_cache(maxsize=2048)
def _role(words: str) -> Role:
    return next((role for role, pattern in _ROLES if pattern.search(words)), "open")
