"""The words and signs of prices as expressions, made once from `data/taxonomy/money.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from finder.errors import ConfigError
from finder.paths import bundled

Kind = Literal["amount", "free", "given", "paid"]
Role = Literal["public", "open", "total", "bundle", "reduced", "members", "materials", "donation", "none"]

_SIGN = r"(?:US|CA?|AU?|NZ|MX|R|S)?\$|£|€|₹|¥|(?:USD|CAD|AUD|NZD|GBP|EUR|INR|CHF|SEK|NOK|DKK|Rs\.)(?=\s?\d)"
_AFTER = r"€|£|zł|(?:USD|CAD|AUD|NZD|GBP|EUR|INR|CHF|SEK|NOK|DKK|PLN|dollars?|euros?|pounds)\b"
_NUMBER = r"\d{1,3}(?:[,.\u00a0 ]\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)|\d{1,6}(?:[.,]\d{1,2})?(?!\d)"
_JOIN = r"\s?(?:-|–|—|to|a|bis|à)\s?"  # noqa: RUF001  dashes of price ranges
AMOUNT = re.compile(
    # A digit is never farther than a sign and a blank: most places are passed over after a look at five letters.
    r"(?=\D{0,4}\d)(?:"
    rf"(?-i:(?<![A-Z\d$.]))(?P<sign>{_SIGN})\s?(?P<low>{_NUMBER})(?:{_JOIN}(?:{_SIGN})?\s?(?P<high>{_NUMBER}))?(?P<more>\+)?"
    rf"|(?<![\w$.,:/-])(?P<low2>{_NUMBER})(?:{_JOIN}(?P<high2>{_NUMBER}))?\s?(?P<after>{_AFTER}))",
    re.IGNORECASE,
)
CODES = ("eur", "usd", "gbp", "cad", "aud", "nzd", "inr", "chf", "sek", "nok", "dkk", "pln")
BARE = re.compile(rf"(?<![\w.,:/])(?P<low>{_NUMBER})(?:{_JOIN}(?P<high>{_NUMBER}))?(?![\w:%/])")
RECORD = re.compile(r"^\s*\{.{0,200}?['\"](?:amount|price|value|cost)['\"]\s*:\s*['\"]?(\d+(?:\.\d+)?)", re.DOTALL)
DIGIT = re.compile(r"\d")
WORD_FREE = re.compile(r"\bfree\b", re.IGNORECASE)
MAGNITUDE = re.compile(r" ?(?:million|billion|[mk]\b)", re.IGNORECASE)


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
    letters: dict[Kind, list[str]]
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


WORDS = _bounded(
    msgspec.convert(tomllib.loads(bundled("data/taxonomy/money.toml").read_text(encoding="utf-8")), _Words)
)


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(words)})"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE | re.MULTILINE)


_ADMISSION = rf"(?:{_any(WORDS.admissions)} )*(?:admission|entry|entrance|membership|purchase|ticket)"
_AT_WORD = r"\b(?=\w)"
FREE = _pattern(
    # One look at where a word begins serves all that begin with one.
    _AT_WORD
    + _any(
        [
            rf"(?P<plain>{_any(WORDS.free)}\b)",
            rf"(?P<kind>free,? (?:(?!with\b|from\b|and\b)[\w'’&-]+ ){{0,4}}?{_any(WORDS.things)}\b)",  # noqa: RUF001  curly quotes are meant
            rf"(?P<to>{_any(WORDS.free_for)})",
            rf"(?P<some>{_any(WORDS.free_for_some)})",
            rf"(?P<is>{_any(WORDS.free_after)} \W{{0,3}}free\b)",
        ]
    ),
    r"(?P<alone>(?:^|[\n.!?;:|•*(/–—]|(?<!\w)-|, )[ *_]*free"  # noqa: RUF001
    r"(?=[ *_]*(?:$|[\n.!;,|•*)/]|(?:with |w/ ?)(?:registration|rsvp|(?:[\w'’-]+ ){0,4}(?:id|library card)\b))))",  # noqa: RUF001
)
NOT_FREE_BEFORE = _pattern(rf"(?:\b{_any(WORDS.not_free_before)}|\w-)\s?\Z")
NOT_FREE_AFTER = _pattern(rf"\s?(?:with|w/)\s?{_ADMISSION}", rf"[ -]{_any(WORDS.not_free_after)}\b")
WITH_ENTRY = _pattern(rf"\b(?:free|included) (?:with|in) {_ADMISSION}\b")
PAID = _pattern(rf"{_AT_WORD}{_any(WORDS.paid)}\b")
GIVEN = _pattern(rf"{_AT_WORD}{_any(WORDS.given)}\b")
VOLUNTARY = _pattern(rf"\b{_any(WORDS.voluntary)}\b")
SUPPLIES = _pattern(rf"\b{_any(WORDS.supplies)}\b[^.\n]{{0,40}}\Z")
DENIED = _pattern(r"\b(?:not|isn['’]t|aren['’]t|never|no longer|nothing is) (?:\w+ )?\Z")  # noqa: RUF001
ROLES = tuple((role, _pattern(rf"\b{_any(words)}(?-i:(?![a-z\d_]))")) for role, words in WORDS.roles.items())
