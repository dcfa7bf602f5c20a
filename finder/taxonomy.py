"""The vocabulary of `data/taxonomy/`: facets and their tags, topics and their facts, and what pages call them."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import get_args

import msgspec
from msgspec import Struct

from finder.listing import Topic
from finder.paths import bundled


class TagInfo(Struct, frozen=True, kw_only=True):
    """One tag: its name on pages, what it means, and the wider tag that it belongs to."""

    label: str
    description: str = ""
    parent: str | None = None


class Facet(Struct, frozen=True, kw_only=True):
    """One question that tags answer, with its tags in the order of showing."""

    label: str
    tags: dict[str, TagInfo]


class FactInfo(Struct, frozen=True, kw_only=True):
    """One practical fact: its name on pages, what it means, and the values it can have; none where words tell it.

    Of a `barrier` a yes stands in the way.
    """

    label: str
    description: str = ""
    values: tuple[str, ...] = ()
    barrier: bool = False


class FactTopic(Struct, frozen=True, kw_only=True):
    """One side of what to know before going, with its facts in the order of showing."""

    label: str
    facts: dict[str, FactInfo]


class _Facts(Struct, frozen=True, kw_only=True, rename="kebab"):
    values: dict[str, TagInfo]
    limits: dict[str, TagInfo]
    venue_access: FactTopic
    event_access: FactTopic
    cost: FactTopic
    social: FactTopic
    first_visit: FactTopic


@cache
def facets() -> dict[str, Facet]:
    """Return all facets by name, in the order of showing.

    Raises:
        msgspec.ValidationError: the shipped file is not as it should be; a test holds it.
    """
    text = bundled("data/taxonomy/tags.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Facet])


def label(facet: str, tag: str) -> str:
    """Return what pages call a tag; the tag itself when the vocabulary does not know it."""
    info = facets()[facet].tags.get(tag) if facet in facets() else None
    return info.label if info else tag


def fact_topics() -> dict[Topic, FactTopic]:
    """Return all topics of facts by name, in the order of showing."""
    known = _facts()
    return {topic: getattr(known, topic.replace("-", "_")) for topic in get_args(Topic)}


def access_facts() -> dict[str, FactInfo]:
    """Return what one can ask of access, by name: first of the building, then of the session; no barriers."""
    topics = fact_topics()
    known = topics["venue-access"].facts | topics["event-access"].facts
    return {name: info for name, info in known.items() if not info.barrier}


def fact_value(value: str) -> str:
    """Return what pages call a value or a limit of a fact; itself when the vocabulary does not know it."""
    known = _facts()
    info = known.values.get(value) or known.limits.get(value)
    return info.label if info else value


def fact_limits() -> dict[str, TagInfo]:
    """Return what can hold the yes of a fact back, by name."""
    return _facts().limits


@cache
def _facts() -> _Facts:
    text = bundled("data/taxonomy/facts.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Facts)
