"""Printed dates of other languages, turned into the English words that `scrapers.printed` reads.

German, French, Spanish, Italian, Dutch and Portuguese, by the stems of their months and weekdays; accents do not count.
"""

from __future__ import annotations

import re

from finder.text import fold

_ABBREVIATED = 3
"""Letters of a short form: "dic" and "mei" may be words of any kind."""
_MONTHS = {
    "jan": "januar jaenner janner janvier enero gennaio januari janeiro",
    "feb": "februar fevrier febrero febbraio februari fevereiro",
    "mar": "marz maerz mars marzo maart marco mrz",
    "apr": "april avril abril aprile avr abr",
    "may": "mai mayo maggio mei maio",
    "jun": "juni juin junio giugno junho",
    "jul": "juli juillet julio luglio julho juil",
    "aug": "august aout agosto augustus ago",
    "sep": "september septembre septiembre setiembre settembre setembro",
    "oct": "oktober octobre octubre ottobre outubro okt",
    "nov": "november novembre noviembre novembro",
    "dec": "dezember decembre diciembre dicembre december dezembro dez dic",
}
_DAYS = {
    "mon": "montag lundi lunes lunedi maandag mo lun",
    "tue": "dienstag mardi martes martedi dinsdag di",
    "wed": "mittwoch mercredi miercoles mercoledi woensdag mi mer",
    "thu": "donnerstag jeudi jueves giovedi donderdag do jeu jue gio",
    "fri": "freitag vendredi viernes venerdi vrijdag fr ven vie",
    "sat": "samstag sonnabend samedi sabado sabato zaterdag sa sam sab",
    "sun": "sonntag dimanche domingo domenica zondag so dim dom",
}
_ENGLISH = {word: english for table in (_MONTHS, _DAYS) for english, words in table.items() for word in words.split()}
_FOREIGN_MONTHS = frozenset(
    word for months in _MONTHS.values() for word in months.split() if len(word) > _ABBREVIATED
) - {"april", "august", "september", "november", "december"}
_WORD = re.compile(r"[a-z]+")
_NUMBERED = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d\d)\b|(?=\.(?!\d)))\.?")
_HOUR_MARK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:\s?[:.]\s?(\d\d))?\s?(?:uhr|uur|hrs?\b|horas?\b)|(?<![\d:.])(\d{1,2})\s?h\s?(\d\d)?\b"
)
# "18.30 bis 20.30 Uhr": the mark stands with the second clock only.
_FROM = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?=\s*[-\u2013]\s*\d{1,2}:\d\d)")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:\.(?=\s?[a-z])|er\b|º|ª)")
_OF = re.compile(r"(?<=[\da-z])\s+(?:de|del|di|van|den|der|le|el|il|de la)\s+(?=[\da-z])")
_UNTIL = re.compile(r"(?<=\d)\s+(?:bis|a|alle|hasta(?: las)?|jusqu.a|tot|ate)\s+(?=\d)")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(_MONTHS)})[a-z]*\b\.?(?:,?\s+(\d{{4}})\b)?")
_CENTURY = 2_000


def english(text: str, *, day_first: bool) -> str:
    """Return a printed date or span in English words; what is not understood stays as it is.

    Args:
        text: the words, on one line.
        day_first: of `3/4/2027`, three is the day.
    """
    said = _FROM.sub(r"\1:\2", _OF.sub(" ", _UNTIL.sub(" - ", _HOUR_MARK.sub(_clock, fold(text)))))
    numbered = _NUMBERED.sub(lambda found: _date(found, day_first=day_first), said)
    worded = _WORD.sub(lambda word: _ENGLISH.get(word[0], word[0]), _ORDINAL.sub(r"\1", numbered))
    # "5 dec. 10:00" must not be read as the tenth.
    return _DAY_MONTH.sub(lambda found: f"{found[2]} {found[1]}, {found[3] or ''}", worded)


def in_english(text: str) -> str:
    """Return the text with its dates in English words where it names a month of another language."""
    is_foreign = any(word in _FOREIGN_MONTHS for word in _WORD.findall(fold(text)))
    return english(text, day_first=True) if is_foreign else text


def _clock(found: re.Match[str]) -> str:
    return f"{found[1] or found[3]}:{found[2] or found[4] or '00'}"


def _date(found: re.Match[str], *, day_first: bool) -> str:
    first, second, year = int(found[1]), int(found[3]), found[4]
    day, month = (first, second) if day_first or found[2] == "." or first > len(_MONTHS) else (second, first)
    if not 1 <= month <= len(_MONTHS):
        return found[0]
    full = f" {int(year) + (_CENTURY if len(year) == 2 else 0)}" if year else ""  # noqa: PLR2004  26 is 2026
    return f"{day} {list(_MONTHS)[month - 1]}{full}"
