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
from finder.search.numbers import taken_out
from finder.text import fold

LANGUAGES = ("en", "es", "fr")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*|[$£€]\s?\d+(?:[.,]\d+)?|\S", re.UNICODE)
_LONGEST_PHRASE = 6
_POSTAL_CODE = re.compile(r"\d{5}(?:-\d{4})?")
_ELIDED = re.compile(r"^[dl]['\u2019]", re.IGNORECASE)
_COMMA = re.compile(r"\s+([,;.])")


class _File(Record, frozen=True, kw_only=True):
    before_place: tuple[str, ...]
    negations: tuple[str, ...]
    routes: tuple[str, ...]
    says_nothing: tuple[str, ...]
    keeps: dict[str, tuple[str, ...]]
    wants: dict[str, dict[str, tuple[str, ...]]]
    subjects: dict[str, tuple[str, ...]]
    also: dict[str, tuple[str, ...]]


class _Token(NamedTuple):
    text: str
    folded: str


class _Phrases(NamedTuple):
    wants: dict[str, tuple[str, tuple[str, ...]]]
    keeps: frozenset[str]
    before_place: frozenset[str]
    negations: frozenset[str]
    routes: frozenset[str]
    says_nothing: frozenset[str]
    subjects: dict[str, tuple[str, ...]]
    also: dict[str, tuple[str, ...]]


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
    words = _walk(_tokens(taken_out(asked, found)), found)
    while (left := _walk(_tokens(words), found)) != words:
        # What stood apart may make a phrase once what lay between is gone.
        words = left
    if words:
        found["q"] = [words]
    return found


def activities_of(word: str) -> tuple[str, ...]:
    """Return the activities that people look for by a word or phrase."""
    return _phrases().subjects.get(_folded(word), ())


def also_called(word: str) -> tuple[str, ...]:
    """Return other words for the same activity: "theatre" for "theater", "drawing" for "dibujo"."""
    return _phrases().also.get(_folded(word), ())


@cache
def as_written() -> dict[str, str]:
    """Return all words and phrases that we know, as they are written, by the same without accents."""
    files = [_file(language) for language in reversed(LANGUAGES)]
    wants = (phrase for file in files for values in file.wants.values() for some in values.values() for phrase in some)
    subjects = (phrase for file in files for some in file.subjects.values() for phrase in some)
    keeps = (phrase for file in files for phrase in file.keeps["phrases"])
    return {_folded(phrase): phrase for phrase in (*keeps, *wants, *subjects)}


def subjects_in(words: str) -> list[str]:
    """Return the words in their order, phrases that mean one thing kept together: "drawing", "bus 4", "two hours"."""
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
    return bool(activities_of(phrase)) or _route(phrase) == phrase or (length > 1 and phrase in _phrases().keeps)


def _route(phrase: str) -> str | None:
    """Return "bus 55" of "bus 55", "the 55 bus" and "near the 55 bus"; None where no bus or train is named."""
    known, words = _phrases(), phrase.split()
    while words and (words[0] in known.before_place or words[0] in known.says_nothing):
        words = words[1:]
    for number, vehicle in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        if " ".join(vehicle) in known.routes and any(c.isdigit() for c in number[0]):
            return " ".join((*vehicle, *number))
    return None


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
            case ("route", str(route)):
                kept.append(route)
                in_place = False
            case (str(name), tuple(values)) if _take(found, name, values):
                in_place = False
            case _ if in_place:
                place += _texts(tokens, at, length)
            case _ if not _has_place(found) and not place and _POSTAL_CODE.fullmatch(tokens[at].text):
                place = [tokens[at].text]
            case _:
                # A phrase stays whole, also where one of its words alone says nothing: "club de lectura".
                kept.append(" ".join(_texts(tokens, at, length)))
        at += length
    if place:
        found["near"] = [_place(place)]
    return _subject(kept)


def _meaning(tokens: Sequence[_Token], at: int) -> tuple[int, object]:
    """Return how many words belong together here, the most that do, and what they ask for."""
    for length in _lengths(tokens, at):
        sense = _sense(_join(tokens, at, length), follows=_says_something(tokens[at + length :]))
        if sense is not None:
            return length, sense
    return 1, None


def _sense(phrase: str, *, follows: bool) -> object:
    phrases = _phrases()
    if phrase in phrases.wants:
        return phrases.wants[phrase]
    if _stays(phrase):
        return "words"
    if phrase in phrases.before_place and follows:
        return "place"
    route = _route(phrase)
    return ("route", route) if route else None


def _stays(phrase: str) -> bool:
    """Tell whether a phrase is words to look for, or says nothing, and no part of it asks for anything."""
    phrases = _phrases()
    first, _, rest = phrase.partition(" ")
    return (
        phrase in phrases.keeps
        or (first in phrases.negations and rest in phrases.wants)
        or (bool(rest) and (phrase in phrases.subjects or phrase in phrases.says_nothing))
    )


def _says_something(tokens: Sequence[_Token]) -> bool:
    return any(c.isalnum() for token in tokens for c in token.text)


def _take(found: dict[str, list[str]], name: str, values: tuple[str, ...]) -> bool:
    given = found.get(name, [])
    if name == "when" and any(text(found, day) for day in ("from", "to")):
        # Dates win over days by name, whoever gives these: nothing is left of them in the query.
        return True
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
    known = _phrases()
    # "l'aquarelle" is "aquarelle"; "d'autres" is a word of its own.
    bare = _ELIDED.sub("", token)
    if _folded(bare) in known.subjects:
        token = bare
    # "step-free" is the phrase "step free"; "Stratford-upon-Avon" stays whole, as no phrase begins like it.
    pieces = token.split("-")
    whole = " ".join(_folded(piece) for piece in pieces)
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
        negations=frozenset(_folded(phrase) for file in files for phrase in file.negations),
        routes=frozenset(_folded(phrase) for file in files for phrase in file.routes),
        subjects=subjects,
        also={_folded(word): others for file in files for word, others in file.also.items()},
    )


def _file(language: str) -> _File:
    text = bundled(f"data/asking/{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _File)
