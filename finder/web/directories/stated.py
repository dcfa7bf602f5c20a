"""What of a group may be told to other directories as a fact: only what its host states, never what is likely."""

from __future__ import annotations

from typing import Any

from finder.listing import CORRECTED, Fact, Group, Topic
from finder.taxonomy import FactInfo, fact_topics

Node = dict[str, Any]

ACCESS: tuple[Topic, ...] = ("venue-access", "event-access")


def known(node: Node) -> Node:
    """Return the object without what is not known: it is left out, never false and never empty."""
    return {name: value for name, value in node.items() if value is not None and value not in ({}, [], "")}


def tags(group: Group, *facets: str) -> list[tuple[str, str]]:
    """Return facet and name of the tags that are stated, each once."""
    return list(
        dict.fromkeys((tag.facet, tag.tag) for tag in group.tags if tag.facet in facets and tag.level == "stated")
    )


def flags(group: Group, topic: Topic) -> dict[str, bool]:
    """Return by name what is said to be so or not to be so of access, without anything that holds it back.

    What is disputed, or is so only on request, in part or on some dates, is no flag: `access_words` tells it.
    """
    plain = (fact for fact in _own(group) if fact.topic == topic and not fact.disputed and fact.limit is None)
    return {fact.name: fact.value == "yes" for fact in plain if fact.value in {"yes", "no"}}


def access_words(group: Group) -> list[str]:
    """Return the host's own words on access, each once; who corrected something is told on our pages alone."""
    said = (fact.evidence for fact in _own(group) if fact.topic in ACCESS and fact.field != CORRECTED)
    return list(dict.fromkeys(words for words in said if words))


def names(topic: Topic) -> dict[str, FactInfo]:
    """Return what the vocabulary knows of a topic."""
    return fact_topics()[topic].facts


def _own(group: Group) -> list[Fact]:
    """Return what the group's own source says: who lists it too is read by directories for itself."""
    return [fact for fact in group.facts if fact.source is None]
