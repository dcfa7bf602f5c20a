"""Printed dates in other languages than English: their months, weekdays and clocks turned into English ones."""

from __future__ import annotations

import re

from finder.text import fold

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# French, German, Spanish, Dutch, Italian, Portuguese; accents are folded away.
_MONTHS = (
    "janvier januar janner enero januari gennaio janeiro",
    "fevrier februar febrero februari febbraio fevereiro",
    "mars marz marzo maart marco",
    "avril abril aprile",
    "mai mayo mei maggio maio",
    "juin juni junio giugno junho",
    "juillet juli julio luglio julho",
    "aout agosto augustus",
    "septembre septiembre settembre setembro",
    "octobre oktober octubre ottobre outubro",
    "novembre noviembre novembro",
    "decembre dezember diciembre dicembre dezembro",
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS) for name in names.split()}
_NAMED = re.compile(rf"(?<![a-z])({'|'.join(sorted(_NUMBER, key=len, reverse=True))})(?![a-z])")
_WEEKDAYS = re.compile(
    r"(?<![a-z])(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonnabend|sonntag|lunes|martes|miercoles|jueves|viernes|sabado|domingo|maandag|dinsdag|woensdag|donderdag|"
    r"vrijdag|zaterdag|zondag|lunedi|martedi|mercoledi|giovedi|venerdi|domenica|(?:segunda|terca|quarta|quinta|sexta)"
    r"(?:-feira)?)(?![a-z])[.,]?"
)
_BETWEEN = re.compile(
    r"(?<=\d)(?:\.|er|\u00ba|\u00aa)?\s+(?:de\s+|del\s+|d')?(?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b)"
)
_BEFORE_YEAR = re.compile(r"\b(?:de|del)\s+(?=\d{4}\b)")
_HOUR = re.compile(r"\b(\d{1,2})\s?h(?:\s?(\d\d))?\b|\b(\d{1,2})(?:[.:](\d\d))?\s?uhr\b")
_DASHES = re.compile(r"(?<=[\d\s])(?:a las|bis|jusqu'a|tot|hasta|ate)(?=\s)")
_AT = re.compile(r"\b(?:a las|um|a partir de|alle|om|as)\s+(?=\d)")


def in_english(text: str) -> str:
    """Return the text with dates as English prints them; text without another language's month stays as it is."""
    folded = fold(text)
    if not _NAMED.search(folded):
        return text
    found = _NAMED.sub(lambda match: _ENGLISH[_NUMBER[match[1]]], _WEEKDAYS.sub(" ", folded))
    found = _DASHES.sub("-", _AT.sub(" ", found))
    found = _HOUR.sub(lambda m: f"{int(m[1] or m[3]):02d}:{m[2] or m[4] or '00'}", found)
    return _BEFORE_YEAR.sub("", _BETWEEN.sub(" ", found))
