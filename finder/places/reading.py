"""Takes a place text apart: postal codes, "City, Region", and the pieces between them.  Knows no places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from finder.listing import Record

_PIECES = re.compile(r"\s*(?:[,;|\n()\[\]·•@]|\s[-–—]+(?:\s|$)|[-–—]\s)\s*")  # noqa: RUF001  dashes of all lengths are meant
_FIVE_DIGITS = re.compile(r"(?<![\w-])(?:[A-Z]{1,2}-)?(\d{5})(?:-\d{4})?(?![\w-])")
_GB_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_GB_OUTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\b", re.IGNORECASE)
_CA_POSTCODE = re.compile(
    r"\b([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])\s*-?\s*(\d[ABCEGHJ-NPRSTV-Z]\d)\b", re.IGNORECASE
)
_CA_AREA = re.compile(r"\b([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])\b", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"(?<![\w-])(?:[A-Z]{1,2}-)?(\d{4})(?:-\d{3})?(?![\w-])")
"""Also the four of a Portuguese code, "1100-148"."""

_NL_POSTCODE = re.compile(r"(?<![\w-])(\d{4})\s?[A-Z]{2}(?![\w-])")

_PARTED_DIGITS = re.compile(r"(?<![\w-])(\d{3})\s(\d{2})(?![\w-])|(?<![\w-])(\d{2})-(\d{3})(?![\w-])")
"""Swedish, Czech and Slovak, "111 22"; Polish, "00-950"."""

_IE_EIRCODE = re.compile(r"\b([AC-FHKNPRTV-Y]\d[\dW])\s?([AC-FHKNPRTV-Y\d]{4})\b", re.IGNORECASE)
_IE_AREA = re.compile(r"\b([AC-FHKNPRTV-Y]\d[\dW])\b", re.IGNORECASE)
_WHOLE_CODES = (("GB", _GB_POSTCODE), ("CA", _CA_POSTCODE), ("IE", _IE_EIRCODE), ("NL", _NL_POSTCODE))
_LETTER_BESIDE_DIGIT = re.compile(r"[A-Z]\d|\d\s?[A-Z]{2}\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_THEN_A_WORD = re.compile(r"[ \t]*[^\W\d_]")


class Code(Record, frozen=True, kw_only=True):
    """What looks like a postal code; `country` when only one writes them so, `alone` when nothing else is there."""

    code: str
    country: str | None = None
    text: str = ""
    alone: bool = False
    leads: bool = False
    """Words follow it in its piece and nothing goes before: a house's number, or a code before its town."""


@lru_cache(maxsize=256)
def pieces(text: str) -> tuple[str, ...]:
    """Return the parts between commas, dashes, brackets and line ends, without empty ones."""
    # One text is taken apart by each of those who look for something in it.
    return tuple(piece for piece in _PIECES.split(text) if piece)


def postal_codes(text: str) -> Iterator[Code]:
    """Yield what may be postal codes, the surest first."""
    if not _DIGIT.search(text):
        return
    for country, pattern in _WHOLE_CODES if _LETTER_BESIDE_DIGIT.search(text) else ():
        for match in pattern.finditer(text):
            yield Code(code=match[1].upper(), country=country, text=match[0].upper(), alone=_whole(match, text))
    for match in _PARTED_DIGITS.finditer(text):
        yield Code(code=re.sub(r"\D", "", match[0]), text=match[0], alone=_whole(match, text))
    for pattern in (_FIVE_DIGITS, _FOUR_DIGITS):
        for match in reversed(list(pattern.finditer(text))):
            leads = _leads(match, text)
            yield Code(code=match[1], text=match[0], alone=_whole(match, text), leads=leads)


def outcodes(text: str) -> Iterator[Code]:
    """Yield what may be the first half of a postal code on its own: "Leeds LS1", "M5V" in Toronto."""
    if not _LETTER_BESIDE_DIGIT.search(text):
        return
    for country, pattern in (("GB", _GB_OUTCODE), ("CA", _CA_AREA), ("IE", _IE_AREA)):
        for match in pattern.finditer(text):
            yield Code(code=match[1].upper(), country=country, text=match[1].upper(), alone=_whole(match, text))


def _whole(match: re.Match[str], text: str) -> bool:
    return match[0].strip() == text.strip()


def _leads(match: re.Match[str], text: str) -> bool:
    """Tell whether words follow the number in its piece, and none that end an address went before it."""
    before = pieces(text[: match.start()] + "\N{NULL}")[-1]
    return before == "\N{NULL}" and _THEN_A_WORD.match(text, match.end()) is not None
