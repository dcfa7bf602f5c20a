"""Plain words → parameters: "quiet free knitting near 47401 tuesday evening".

What is understood becomes parameters that a page shows as chips; what is not stays words to look for.  The phrases
stand in `data/asking/`, a file for each language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from finder.listing import Record
from finder.paths import bundled
from finder.search.given import Args, text
from finder.text import fold

LANGUAGES = ("en", "es", "fr")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*|[$£€]\s?\d+(?:[.,]\d+)?|\S", re.UNICODE)
_LONGEST_PHRASE = 6
_POSTAL_CODE = re.compile(r"\d{5}(?:-\d{4})?")
_WITHIN = re.compile(r"\bwithin\s+(\d{1,4}(?:\.\d+)?)\s*(km|kilometers?|kilometres?|mi|miles?)\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(?:under|below|less than|up to|at most|max)\s+[$£€]\s?(\d{1,5}(?:\.\d\d)?)", re.IGNORECASE)
_CLOCK = r"(\d{1,2})(?::(\d\d))?\s*([ap]\.?m\b\.?)?"
_FROM_TO = re.compile(rf"\b(?:between|from)\s+{_CLOCK}\s+(?:and|to|until|till)\s+{_CLOCK}", re.IGNORECASE)
_AFTER = re.compile(rf"\bafter\s+{_CLOCK}", re.IGNORECASE)
_BEFORE = re.compile(rf"\bbefore\s+{_CLOCK}", re.IGNORECASE)
_COMMA = re.compile(r"\s+([,;.])")


class _File(Record, frozen=True, kw_only=True):
    before_place: tuple[str, ...]
    routes: tuple[str, ...]
    says_nothing: tuple[str, ...]
    keeps: dict[str, tuple[str, ...]]
    wants: dict[str, dict[str, tuple[str, ...]]]
    subjects: dict[str, tuple[str, ...]]


class _Token(NamedTuple):
    text: str
    folded: str


class _Phrases(NamedTuple):
    wants: dict[str, tuple[str, tuple[str, ...]]]
    keeps: frozenset[str]
    before_place: frozenset[str]
    routes: frozenset[str]
    says_nothing: frozenset[str]
    subjects: dict[str, tuple[str, ...]]


def understood(args: Args) -> dict[str, list[str]]:
    """Return the parameters with what `q` asks for in plain words; those already there are not changed by it.

    A phrase whose parameter was given otherwise (a day by a form) adds to it where several values can be chosen, and is
    passed over where only one can.

    Raises:
        InputError: `q` is too long, or holds characters that nobody can type.
    """
    found = {name: list(values) for name, values in args.items() if name != "q"}
    asked = text(args, "q")
    if asked is None:
        return found
    words = _walk(_tokens(_numbers(asked, found)), found)
    while (left := _walk(_tokens(words), found)) != words:
        # What stood apart may make a phrase once what lay between is gone.
        words = left
    if words:
        found["q"] = [words]
    return found


def activities_of(word: str) -> tuple[str, ...]:
    """Return the activities that people look for by a word or phrase."""
    return _phrases().subjects.get(_folded(word), ())


def subjects_in(words: str) -> list[str]:
    """Return the words in their order, those that name an activity or a bus kept together: "drawing", "bus 4"."""
    tokens = _tokens(words)
    found: list[str] = []
    at = 0
    while at < len(tokens):
        length = next((n for n in _lengths(tokens, at) if _is_one_thing(tokens, at, n)), 1)
        found.append(" ".join(token.text for token in tokens[at : at + length]))
        at += length
    return found


def _is_one_thing(tokens: Sequence[_Token], at: int, length: int) -> bool:
    phrase = _join(tokens, at, length)
    return bool(activities_of(phrase)) or _is_route(phrase)


def _is_route(phrase: str) -> bool:
    """Tell whether a phrase is a bus or train by its number, as "bus 4" or "tram N11"."""
    vehicle, _, number = phrase.rpartition(" ")
    return vehicle in _phrases().routes and any(c.isdigit() for c in number)


def _numbers(words: str, found: dict[str, list[str]]) -> str:
    if "within" not in found and (within := _WITHIN.search(words)):
        found["within"] = [within[1]]
        found["units"] = ["km" if within[2].lower().startswith("k") else "mi"]
        words = words[: within.start()] + " " + _of_place(words[within.end() :])
    if "max_price" not in found and (price := _PRICE.search(words)):
        found["max_price"] = [price[1]]
        words = words[: price.start()] + " " + words[price.end() :]
    return _hours(words, found)


def _hours(words: str, found: dict[str, list[str]]) -> str:
    """Take "between 6 and 8 pm", "after 18:00" or "before 5 pm" out of the words; a bare number is no hour."""
    for pattern, first, last in ((_FROM_TO, None, None), (_AFTER, None, "24:00"), (_BEFORE, "00:00", None)):
        for said in pattern.finditer(words):
            clocks = _clocks(said.groups())
            hours = [hour for hour in (first, *clocks, last) if hour]
            if clocks and hours[0] < hours[-1] <= "24:00":
                found["time"] = [*found.get("time", []), f"{hours[0]}-{hours[-1]}"]
                return words[: said.start()] + " " + words[said.end() :]
    return words


def _clocks(said: Sequence[str | None]) -> list[str]:
    """Return hours of 24 for each hour, minute and half of the day; the last half counts for those without one."""
    parts = [said[at : at + 3] for at in range(0, len(said), 3)]
    if not any(minute or half for _, minute, half in parts):
        return []
    last = parts[-1][2]
    return [_clock(int(hour or 0), minute or "00", half or (None if minute else last)) for hour, minute, half in parts]


def _clock(hour: int, minute: str, half: str | None) -> str:
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half[0].lower() == "p" else 0)
    return f"{hour:02}:{minute}"


_NOON = 12


def _of_place(rest: str) -> str:
    """Return the rest after "within 5 miles", where "of" leads to the place."""
    return re.sub(r"^\s*of\b", " near", rest, flags=re.IGNORECASE)


def _walk(tokens: Sequence[_Token], found: dict[str, list[str]]) -> str:
    """Take what is asked for out of the words; return the others."""
    kept: list[str] = []
    place: list[str] = []
    in_place = False
    at = 0
    while at < len(tokens):
        length, meaning = _meaning(tokens, at)
        match meaning:
            case "place":
                in_place = not _has_place(found)
                kept += [] if in_place else _texts(tokens, at, length)
            case "nothing" if not in_place:
                pass
            case (str(name), tuple(values)) if _take(found, name, values):
                in_place = False
            case _ if in_place:
                place += _texts(tokens, at, length)
            case _ if not _has_place(found) and not place and _POSTAL_CODE.fullmatch(tokens[at].text):
                place = [tokens[at].text]
            case _:
                kept += _texts(tokens, at, length)
        at += length
    if place:
        found["near"] = [_place(place)]
    return _subject(kept)


def _meaning(tokens: Sequence[_Token], at: int) -> tuple[int, object]:
    phrases = _phrases()
    for length in _lengths(tokens, at):
        phrase = _join(tokens, at, length)
        if phrase in phrases.keeps or _is_route(phrase) or (length > 1 and phrase in phrases.subjects):
            return length, None
        if phrase in phrases.before_place and _says_something(tokens[at + length :]):
            return length, "place"
        if phrase in phrases.wants:
            return length, phrases.wants[phrase]
        if length > 1 and phrase in phrases.says_nothing:
            return length, "nothing"
    return 1, None


def _says_something(tokens: Sequence[_Token]) -> bool:
    return any(c.isalnum() for token in tokens for c in token.text)


def _take(found: dict[str, list[str]], name: str, values: tuple[str, ...]) -> bool:
    given = found.get(name, [])
    if name in _SINGLE and given and given != list(values):
        return False
    found[name] = [*given, *(value for value in values if value not in given)]
    return True


_SINGLE = frozenset({"free", "when", "mode", "beginners"})


def _has_place(found: Mapping[str, Sequence[str]]) -> bool:
    return bool(found.get("near") or found.get("lat"))


def _lengths(tokens: Sequence[_Token], at: int) -> range:
    return range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1)


def _texts(tokens: Sequence[_Token], at: int, length: int) -> list[str]:
    return [token.text for token in tokens[at : at + length]]


def _join(tokens: Sequence[_Token], at: int, length: int) -> str:
    return " ".join(token.folded for token in tokens[at : at + length])


def _place(words: Sequence[str]) -> str:
    """Return a place without the little words that led on from it; "IN" is a state, "in" leads on."""
    last = len(words)
    nothing = _phrases().says_nothing
    while last > 0 and (words[last - 1] in nothing or not any(c.isalnum() for c in words[last - 1])):
        last -= 1
    return _COMMA.sub(r"\1", " ".join(words[:last]))


def _subject(words: Sequence[str]) -> str:
    """Return the words that say something: no text is found by its "and"."""
    nothing = _phrases().says_nothing
    return " ".join(word for word in words if _folded(word) not in nothing and any(c.isalnum() for c in word))


def _tokens(words: str) -> list[_Token]:
    found = (part for one in _TOKEN.findall(words) for part in _parts(one))
    return [_Token(part, _folded(part)) for part in found]


def _parts(token: str) -> Iterator[str]:
    # "step-free" is the phrase "step free"; "Stratford-upon-Avon" stays whole, as no phrase begins like it.
    pieces = token.split("-")
    whole = " ".join(_folded(piece) for piece in pieces)
    known = _phrases()
    if len(pieces) > 1 and (whole in known.wants or whole in known.keeps or whole in known.subjects):
        yield from pieces
    else:
        yield token


def _folded(text: str) -> str:
    return fold(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


@cache
def _phrases() -> _Phrases:
    files = [_file(language) for language in LANGUAGES]
    wants: dict[str, tuple[str, tuple[str, ...]]] = {}
    subjects: dict[str, tuple[str, ...]] = {}
    # Where two languages share a phrase, the first of them wins.
    for file in reversed(files):
        for name, values in file.wants.items():
            for value, phrases in values.items():
                wants |= {_folded(phrase): (name, tuple(value.split())) for phrase in phrases}
        for activity, phrases in file.subjects.items():
            subjects |= {_folded(phrase): (activity,) for phrase in phrases}
    return _Phrases(
        wants=wants,
        keeps=frozenset(_folded(phrase) for file in files for phrase in file.keeps["phrases"]),
        before_place=frozenset(_folded(phrase) for file in files for phrase in file.before_place),
        says_nothing=frozenset(_folded(phrase) for file in files for phrase in file.says_nothing),
        routes=frozenset(_folded(phrase) for file in files for phrase in file.routes),
        subjects=subjects,
    )


def _file(language: str) -> _File:
    text = bundled(f"data/asking/{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _File)
