"""The page on how good the tags are: Markdown, with what went wrong in the listings' own words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from finder.tagging.measuring import Measure, Miss, Sample, Score, by_listing
from finder.text import squash

NOTE = (
    "This page quotes listings, whose texts belong to their publishers: keep it on your machine, and out of what you "
    "publish."
)
_PEOPLE = {"creative": 0.952, "pathways": 0.988, "activities": 0.975, "format": 0.904, "situation": 0.956}
"""F1 between two people who labelled the same listings without seeing each other's labels."""

_HEADS = ("creative", "pathways", "activities", "format", "situation", "situation-no", "beginners", "ages", "together")
_AVERAGED = ("pathways", "activities", "situation")
_LONGEST = 600
_MARKDOWN = re.compile(r"([\\`*_\[\]#|!~])")


def page(measured: Measure, listings: str, labels: str) -> str:
    """Return the page; `listings` and `labels` name what was compared."""
    parts = [
        [
            "# How good the tags are",
            "",
            _text(f"{measured.listings} listings of {listings}, labels of {labels}."),
            NOTE,
        ],
        ["## At a glance", "", *_glance(measured)],
        ["## Single answers", "", *_answers(measured)],
        ["## Tag by tag", "", *_scores(sorted(measured.tags.items()))],
        ["## Where labels and tags differ", "", *_misses(measured.misses)],
    ]
    return "\n\n".join("\n".join(part) for part in parts).rstrip() + "\n"


def _glance(measured: Measure) -> Iterator[str]:
    yield "People who label the same listings do not agree wholly either: the last two columns compare with two who"
    yield "labelled one other set without seeing each other's labels.\n"
    yield "| what | precision | recall | F1 | mean F1 of its tags | F1 between two people | beside people |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for head in (*_HEADS, "purpose"):
        score, people = measured.together(head), _PEOPLE.get(head)
        mean = f"{measured.average(head):.3f}" if head in _AVERAGED else ""
        beside = f"{score.f1 - people:+.3f}" if people else ""
        yield f"| {head} | {_three(score)} | {mean} | {people or ''} | {beside} |"
    yield ""
    yield f"- evidence that stands in the listing: {measured.evidence.share:.4f} of {measured.evidence.of}"
    yield f"- situations said to be stated that are not so: {_wrongly(measured):.4f} of {measured.false_stated.of}"


def _wrongly(measured: Measure) -> float:
    return measured.false_stated.share if measured.false_stated.of else 0.0


def _three(score: Score) -> str:
    return f"{score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f}"


def _answers(measured: Measure) -> Iterator[str]:
    yield "| what | right | of | share |"
    yield "| --- | --- | --- | --- |"
    for name, share in sorted(measured.answers.items()):
        yield f"| {name} | {share.count} | {share.of} | {share.share:.3f} |"


def _scores(scores: Iterable[tuple[str, Score]]) -> Iterator[str]:
    yield "| tag | precision | recall | F1 | labelled | wrong | missed |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name, score in scores:
        yield f"| {_text(name)} | {_three(score)} | {score.support} | {score.wrong} | {score.missed} |"


def _misses(misses: Iterable[Miss]) -> Iterator[str]:
    for sample, some in by_listing(misses):
        yield f"### {_text(sample.title)} ({_text(sample.id)})\n"
        yield from (f"> {line}" for line in _told(sample))
        yield ""
        for miss in some:
            quoted = f" by “{_text(miss.tag.evidence)}”" if miss.tag and miss.tag.evidence else ""
            level = f", {miss.tag.level}" if miss.tag else ""
            yield f"- **{_text(miss.what)}**: {_text(miss.said)}{level}{quoted}; label: {_text(miss.label)}"
        yield ""


def _told(sample: Sample) -> Iterator[str]:
    text = squash(sample.description or "")
    yield _text(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…") or "(no description)"
    about = (sample.start, sample.end, sample.location, sample.price, sample.ages, sample.host, sample.host_kind)
    if said := [_text(one) for one in about if one]:
        yield f"<br>{' · '.join(said)}"


def _text(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _MARKDOWN.sub(r"\\\1", html.escape(squash(text), quote=False))
