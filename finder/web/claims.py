"""Tags as claims: what is said, how sure that is, and the organiser's own words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Literal

import msgspec
from babel import Locale

from finder.listing import Group, Level, Record, Tag
from finder.taxonomy import facets, label
from finder.web.facts import TOLD, fact
from finder.web.language import _, remembered
from finder.web.quotes import Quote, part, quote

Kind = Literal["stated", "likely", "no", "silent"]

_SUITS = ("situation", "welcome")
"""The facets that decide whether somebody can come at all: these stand on the card itself."""

_WEIGHT: dict[Kind, int] = {"no": 0, "stated": 1, "likely": 2, "silent": 3}

SAMPLE = "sample"
"""The platform of what is bundled."""
_PRICED = frozenset({"free", "donation", "paid"})
_BUDGET = "low-budget"


def is_sample(group: Group) -> bool:
    """Tell whether the group is part of the sample, whose descriptions are summaries of ours."""
    return group.source is not None and group.source.platform == SAMPLE


class Claim(Record, frozen=True, kw_only=True):
    """One claim as pages show it: `lead` leads over to `quote` or `fact`, and differs between stated and likely.

    `place` tells where it stands in the vocabulary.
    """

    facet: str
    tag: str
    label: str
    kind: Kind
    lead: str
    quote: Quote | None = None
    fact: str | None = None
    field: str | None = None
    place: int = 0


def claims(group: Group, tags: Iterable[Tag], locale: Locale) -> tuple[Claim, ...]:
    """Return tags of the group as claims, in the order of the vocabulary; one that it does not know comes last."""
    telling = _Telling(group, locale)
    return tuple(sorted([telling.claim(tag) for tag in tags], key=attrgetter("place")))


def parted(claims: Iterable[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Return what decides whether somebody can come, and the rest.

    Of the first, what stands against it comes first, then what is stated, then what is likely.
    """
    suits: list[Claim] = []
    others: list[Claim] = []
    for claim in claims:
        (suits if claim.facet in _SUITS else others).append(claim)
    suits.sort(key=lambda claim: _WEIGHT[claim.kind])
    return suits, others


def stated(group: Group, locale: Locale) -> tuple[str, ...]:
    """Return the names of what is stated there: what is likely needs its reason beside it, and a list has no room."""
    is_priced, known = _is_priced(group), _known_words()
    tags = [tag for tag in group.tags if tag.level == "stated" and tag.facet in _SUITS]
    said = [(known[tag.facet, tag.tag, "stated", "alone", ""], tag) for tag in tags]
    if len(said) > 1:
        said.sort(key=lambda one: one[0].place)
    fields: dict[str | None, str | None] = {}
    labels: dict[str | None, str] = {}
    for words, tag in said:
        if is_priced and tag.tag == _BUDGET:
            continue
        evidence, field = tag.evidence, tag.field
        if evidence not in labels:
            fields[evidence], labels[evidence] = field, words.label
        elif evidence and field == fields[evidence] and part(field) not in TOLD:
            # The same words are the same sentence then, so there is no need to look for it.
            labels[evidence] += f" · {words.label}"
        else:
            return tuple([claim.label for claim in at_a_glance(claims(group, tags, locale), group)])
    return tuple(labels.values())


def at_a_glance(suits: Iterable[Claim], group: Group) -> tuple[Claim, ...]:
    """Return them for a card: claims that rest on the same words are one, and a known cost is not said twice."""
    is_priced = _is_priced(group)
    joined: dict[tuple[object, ...], Claim] = {}
    for claim in suits:
        if is_priced and claim.tag == _BUDGET:
            continue
        basis = (claim.kind, claim.quote or claim.tag, claim.fact)
        first = joined.get(basis)
        joined[basis] = msgspec.structs.replace(first, label=f"{first.label} · {claim.label}") if first else claim
    return tuple(joined.values())


def _is_priced(group: Group) -> bool:
    return group.price is not None and group.price.status in _PRICED


def complete(suits: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return one claim for each fact that decides whether somebody can come; silence is said to be silence."""
    said = {(claim.facet, claim.tag) for claim in suits}
    silent = [
        Claim(facet=facet, tag=tag, label=_(label(facet, tag)), kind="silent", lead=_("not stated"))
        for facet, tag in _vocabulary()
        if facet in _SUITS and (facet, tag) not in said
    ]
    return (*suits, *silent)


def names(group: Group, facet: str) -> tuple[str, ...]:
    """Return the tags of a facet that apply, without those that are denied."""
    applying = {tag.tag: _placed(facet, tag.tag) for tag in group.tags if tag.facet == facet and tag.level != "no"}
    return tuple(sorted(applying, key=applying.__getitem__))


def _placed(facet: str, tag: str) -> int:
    """Return where a tag stands in the vocabulary; one that it does not know comes last."""
    return _vocabulary().get((facet, tag), len(_vocabulary()))


@cache
def _vocabulary() -> dict[tuple[str, str], int]:
    pairs = ((name, tag) for name, facet in facets().items() for tag in facet.tags)
    return {pair: place for place, pair in enumerate(pairs)}


class _Telling:
    """Tells the claims of one group: half of them rest on words that another rests on too."""

    def __init__(self, group: Group, locale: Locale) -> None:
        self._group, self._locale = group, locale
        self._is_sample = is_sample(group)
        self._words = _known_words()
        self._quotes: dict[tuple[str | None, str], Quote] = {}

    def claim(self, tag: Tag) -> Claim:
        """Return what the tag says, and on what that rests."""
        field, evidence = tag.field, tag.evidence
        name = field if field in _FIELDS else part(field)
        told = fact(tag, self._group, self._locale) if name in TOLD else None
        quoted = None
        if evidence and not told:
            quoted = self._quotes.get((field, evidence)) or self._quote(field, evidence)
        is_ours = self._is_sample and name == "description"
        basis: _Basis = ("summary" if is_ours else "quote") if quoted else "fact" if told else "alone"
        words = self._words[tag.facet, tag.tag, tag.level, basis, name]
        return Claim(
            facet=tag.facet,
            tag=tag.tag,
            label=words.label,
            kind=tag.level,
            lead=words.lead,
            quote=quoted,
            fact=told,
            field=words.field,
            place=words.place,
        )

    def _quote(self, field: str | None, evidence: str) -> Quote:
        found = self._quotes[field, evidence] = quote(self._group, field, evidence)
        return found


class _Words(Record, frozen=True, kw_only=True):
    """What of a claim only the vocabulary decides."""

    label: str
    lead: str
    field: str | None
    place: int


class _KnownWords(dict[tuple[str, str, Level, "_Basis", str | None], _Words]):
    """These words in one language, each looked up once; what the vocabulary does not know is not kept."""

    def __missing__(self, key: tuple[str, str, Level, _Basis, str | None]) -> _Words:
        found = _words(*key)
        if key[:2] in _vocabulary() and key[-1] in {"", *TOLD, *_FIELDS}:
            self[key] = found
        return found


@remembered
def _known_words() -> _KnownWords:
    return _KnownWords()


def _words(facet: str, tag: str, level: Level, basis: _Basis, field: str | None) -> _Words:
    name = _(label(facet, tag))
    # What is likely is that one sits: nothing is known of steps at the door.
    is_guess = tag == "limited-mobility" and level == "likely"
    return _Words(
        label=_("%(name)s (done sitting down)", name=name) if is_guess else name,
        lead=_LEADS[basis][level](),
        field=_FIELDS[field]() if basis == "quote" and field in _FIELDS else None,
        place=_placed(facet, tag),
    )


_Basis = Literal["fact", "alone", "quote", "summary"]
_Leads = dict[Level, Callable[[], str]]
_BEFORE_FACT: _Leads = {"stated": lambda: _("yes:"), "likely": lambda: _("likely:"), "no": lambda: _("no:")}
_ALONE: _Leads = {"stated": lambda: _("yes"), "likely": lambda: _("likely"), "no": lambda: _("no")}
_BEFORE_QUOTE: _Leads = {
    "stated": lambda: _("listing says"),
    "likely": lambda: _("likely, because"),
    "no": lambda: _("no, listing says"),
}
_BEFORE_SUMMARY: _Leads = {
    "stated": lambda: _("our summary says"),
    "likely": lambda: _("likely, as our summary says"),
    "no": lambda: _("no, our summary says"),
}
_LEADS: dict[_Basis, _Leads] = {
    "fact": _BEFORE_FACT,
    "alone": _ALONE,
    "quote": _BEFORE_QUOTE,
    "summary": _BEFORE_SUMMARY,
}

_FIELDS: dict[str | None, Callable[[], str]] = {
    "title": lambda: _("in the title"),
    "description": lambda: _("in the description"),
    "price": lambda: _("in the price"),
    "ages": lambda: _("in the ages"),
    "categories": lambda: _("in its categories"),
    "venue": lambda: _("in the venue"),
    "room": lambda: _("in the name of the room"),
    "organizer": lambda: _("in the name of the host"),
}
"""Where quoted words stand."""
