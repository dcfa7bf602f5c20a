"""What a person hands in, checked against the vocabulary: ready to keep, or one sentence on what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches
from typing import get_args

from msgspec.structs import replace

from finder.errors import InputError
from finder.listing import Correction, Level
from finder.taxonomy import FactInfo, facets, fact_topics
from finder.text import squash

_DENIABLE = ("situation", "welcome")
"""Facets whose tags can be said not to be: of the others a tag is there or is not."""

_LONGEST = {"by": 80, "why": 500}
_USUAL: Level = "stated"


def named(text: str) -> tuple[str, str]:
    """Return facet (or topic) and name of "situation/low-budget", or of "low-budget" where one alone goes by it.

    Raises:
        InputError: there is no such tag or fact, or several.
    """
    known = set(_names())
    facet, _, name = text.rpartition("/")
    found = sorted(pair for pair in known if pair[1] == name and facet in ("", pair[0]))
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"“{text}” is several: {' or '.join('/'.join(pair) for pair in found)}")
    near = get_close_matches(name, sorted({name for _, name in known}), n=3)
    raise InputError(f"there is no tag or fact “{text}”." + (f" Did you mean {' or '.join(near)}?" if near else ""))


def _names() -> Iterator[tuple[str, str]]:
    yield from ((facet, tag) for facet, info in facets().items() for tag in info.tags)
    yield from ((topic, fact) for topic, info in fact_topics().items() for fact in info.facts)


def checked(one: Correction) -> Correction:
    """Return the correction with its words in order.

    Raises:
        InputError: something in it cannot be kept.
    """
    if bool(one.group_id) == bool(one.uid):
        raise InputError("a correction is about one group, or about the listings of one uid")
    facet, name = named(f"{one.facet}/{one.name}")
    try:
        at = datetime.fromisoformat(one.at)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise InputError(f"“{one.at}” is no RFC 3339 moment, such as 2026-11-21T12:00:00Z")
    value = None if one.removed else _value(facet, name, one.value)
    return replace(one, by=_words("by", one.by), why=_words("why", one.why), value=value)


def _value(facet: str, name: str, value: str | None) -> str | None:
    if facet in facets():
        return _level(facet, name, value)
    info: FactInfo = next(topic.facts[name] for key, topic in fact_topics().items() if key == facet)
    if value in info.values or (value is None and not info.values):
        return value
    can_be = f"is one of {', '.join(info.values)}" if info.values else "has no value: the reason tells it"
    raise InputError(f"{facet}/{name} {can_be}")


def _level(facet: str, name: str, value: str | None) -> str:
    level = value or _USUAL
    if level not in get_args(Level):
        raise InputError(f"{facet}/{name} is one of {', '.join(get_args(Level))}")
    if level == "no" and facet not in _DENIABLE:
        raise InputError(f"{facet}/{name} cannot be said not to be: remove it")
    return level


def _words(option: str, text: str) -> str:
    """Return the words on one line."""
    words = squash(text)
    if not words:
        raise InputError(f"--{option}: say {'who corrects this' if option == 'by' else 'why, in a few words'}")
    if len(words) > _LONGEST[option]:
        raise InputError(f"--{option}: more than {_LONGEST[option]} characters")
    if not words.isprintable():
        raise InputError(f"--{option}: only plain text, please")
    return words
