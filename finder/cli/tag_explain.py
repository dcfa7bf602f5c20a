"""`finder tag --explain`: why each tag was and was not given, to be read on a terminal or as JSON."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import msgspec

from finder import config
from finder.cli import lines
from finder.cli.tables import printable
from finder.errors import InputError
from finder.listing import CORRECTED, Group, Listing
from finder.store import Store, open_store
from finder.tagging.explaining import Explanation, Given, Phrase, Withheld, explain

_LEAST = 40


def show(file: Path, group_id: str | None, *, as_json: bool) -> None:
    """Print explanations of the listings of a file, or of the newest date of a group of the store.

    Raises:
        InputError: a line is no listing, or the store has no such group.
        StoreError: the store cannot be read.
    """
    if group_id:
        group, listing = _newest(group_id)
        one = explain(listing)
        told = iter([{**_plain(one), "corrected": _corrected(group)}] if as_json else [])
        text = iter([*_lines(one), *_by_people(group)])
    else:
        explained = (explain(listing) for _, listing in lines.read(file, Listing))
        told = (_plain(one) for one in explained)
        text = (line for one in explained for line in (*_lines(one), ""))
    if as_json:
        lines.write(told)
        return
    width = max(_LEAST, shutil.get_terminal_size((100, 24)).columns)
    for line in text:
        click.echo(_wrapped(line, width))


def _plain(one: Explanation) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(one)
    return plain


def _newest(group_id: str) -> tuple[Group, Listing]:
    from finder.grouping.entries import entries  # noqa: PLC0415  listings of a file need no groups

    with closing(open_store(config.load().store_path, read_only=True)) as store:
        group = _group(store, group_id)
        source_id = (group.source.id if group.source else None) or ""
        members = set(group.members)
        found = [made.listing for made in entries(store.listings(source_id)) if made.uid in members]
    if not found:
        raise InputError(f"the listings of the group “{group_id}” are not kept here: harvest its source first")
    return group, found[-1]


def _group(store: Store, group_id: str) -> Group:
    group = next((group for group in store.groups_alike({group_id}, 0) if group.id == group_id), None)
    if group is None:
        raise InputError(f"there is no group “{group_id}”")
    return group


def _corrected(group: Group) -> list[Any]:
    tags = [msgspec.to_builtins(tag) for tag in group.tags if tag.field == CORRECTED]
    facts = [msgspec.to_builtins(fact) for fact in group.facts if fact.field == CORRECTED]
    return tags + facts + [msgspec.to_builtins(note) for note in group.corrections if note.removed]


def _by_people(group: Group) -> Iterator[str]:
    tags = [f"{tag.facet}/{tag.tag} {tag.level}: {tag.evidence}" for tag in group.tags if tag.field == CORRECTED]
    given = (fact for fact in group.facts if fact.field == CORRECTED)
    facts = [f"{fact.topic}/{fact.name} {fact.value or ''}: {fact.evidence}" for fact in given]
    off = [f"{note.facet}/{note.name} taken off: {note.words}" for note in group.corrections if note.removed]
    if tags or facts or off:
        yield "What people say of the group instead:"
        yield from (f"  {line}" for line in (*tags, *facts, *off))


def _lines(one: Explanation) -> Iterator[str]:
    yield one.title
    how = ", ".join(text for text in (one.participation, one.mode, one.status) if text)
    price = f", price {one.price.status}" if one.price else ""
    yield f"  {'creative' if one.creative else 'not creative'}: {how}{price}"
    yield from (f"  weighed against making: {_phrase(phrase)}" for phrase in one.gate)
    yield from (f"  weighed for joining or watching: {_phrase(phrase)}" for phrase in one.taking_part)
    for given in one.given:
        yield from _given(given)
    for withheld in one.withheld:
        yield from _withheld(withheld)
    for fact in one.facts:
        yield f"* {fact.topic}/{fact.name}{f': {fact.value}' if fact.value else ''}"
        yield f"    shown: “{fact.evidence}” in {fact.field}"
    yield "Nothing is said of:" if one.silent else "Something is said of every tag."
    for facet, names in _by_facet(one.silent):
        yield f"  {facet}: {', '.join(names)}"


def _by_facet(names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for facet, some in groupby(names, key=lambda name: name.partition("/")[0]):
        yield facet, [name.partition("/")[2] for name in some]


def _given(tag: Given) -> Iterator[str]:
    yield f"+ {tag.facet}/{tag.tag}: {tag.level}, by {tag.by}"
    if tag.evidence:
        yield f"    shown: “{tag.evidence}” in {tag.field}"
    if tag.sentence and tag.sentence != tag.evidence:
        yield f"    in: {tag.sentence}"
    yield from (f"    also: {_phrase(phrase)}" for phrase in tag.phrases if f"“{phrase.words}”" not in tag.by)
    yield from (f"    stopped: {_phrase(phrase)}" for phrase in tag.passed)


def _withheld(tag: Withheld) -> Iterator[str]:
    yield f"- {tag.facet}/{tag.tag}: not given, {tag.why}"
    yield from (f"    found: {_phrase(phrase)}" for phrase in tag.phrases)
    yield from (f"    stopped: {_phrase(phrase)}" for phrase in tag.passed)


def _phrase(one: Phrase) -> str:
    why = f", {one.why}{f' “{one.by}”' if one.by else ''}" if one.why else ""
    return f"“{one.words}” ({one.matter}, {one.kind}{why}) in {one.field}: {one.sentence}"


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return "\n".join(
        textwrap.wrap(
            printable(line),
            width,
            initial_indent=indent,
            subsequent_indent=f"{indent}    ",
            break_on_hyphens=False,
        )
        or [""]
    )
