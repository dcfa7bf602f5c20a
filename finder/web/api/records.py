"""What the API answers: the shape of each answer, from which its description is made."""

from __future__ import annotations

from typing import Literal

from finder.listing import Group, Record

State = Literal["working", "quiet", "unreachable", "changed", "blocked", "gone", "broken-by-us", "unread"]


class Links(Record, frozen=True, kw_only=True):
    """Where to go on: whole addresses; one that is absent leads nowhere."""

    self: str
    next: str | None = None
    previous: str | None = None
    page: str | None = None
    calendar: str | None = None


class Found(Record, frozen=True, kw_only=True):
    """One group, and how it fits what was asked."""

    group: Group
    page: str
    sample: bool
    next: str | None = None
    next_end: str | None = None
    distance_km: float | None = None


class Around(Record, frozen=True, kw_only=True):
    """Where was looked: what the place is called, its point and how far from it."""

    latitude: float
    longitude: float
    within_km: float
    label: str | None = None


class Change(Record, frozen=True, kw_only=True):
    """One change to what was asked that finds something: how many, and the address that asks so."""

    text: str
    total: int
    href: str


class Closest(Record, frozen=True, kw_only=True):
    """What comes closest where nothing is found: groups to which nothing of what was asked says no."""

    total: int
    hits: tuple[Found, ...]
    without: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    href: str


class Groups(Record, frozen=True, kw_only=True):
    """One page of the groups that were found, and what was set aside because it does not say."""

    total: int
    first: int
    elsewhere: int
    set_aside: dict[str, int]
    hits: tuple[Found, ...]
    asked: dict[str, list[str]]
    from_words: dict[str, list[str]]
    around: Around | None = None
    nearest_km: float | None = None
    loosen: tuple[Change, ...] = ()
    closest: Closest | None = None
    links: Links
    licence: str
    attribution: str


class OneGroup(Found, frozen=True, kw_only=True):
    """One group with every claim and the words that each comes from."""

    links: Links
    licence: str
    attribution: str


class Counts(Record, frozen=True, kw_only=True):
    """How many groups each choice of each filter would find, the others as they are."""

    total: int
    set_aside: dict[str, int]
    counts: dict[str, dict[str, int]]
    asked: dict[str, list[str]]


class PlaceName(Record, frozen=True, kw_only=True):
    """A place by the name that `near` understands."""

    name: str


class PlaceNames(Record, frozen=True, kw_only=True):
    """Places whose name begins so, the largest first."""

    places: tuple[PlaceName, ...]


class Term(Record, frozen=True, kw_only=True):
    """A tag, a fact, a value or a level: its name in answers, what it is called, and what it means."""

    name: str
    label: str
    description: str
    parent: str | None = None
    values: tuple[Term, ...] = ()


class Kind(Record, frozen=True, kw_only=True):
    """A facet with its tags, or a topic with its facts, in the order of showing."""

    name: str
    label: str
    terms: tuple[Term, ...]


class Tags(Record, frozen=True, kw_only=True):
    """The vocabulary: how sure a claim is, the facets of tags, and the topics of facts."""

    language: str
    levels: tuple[Term, ...]
    limits: tuple[Term, ...]
    facets: tuple[Kind, ...]
    topics: tuple[Kind, ...]


class SourceState(Record, frozen=True, kw_only=True):
    """Who is read, how that went, and when."""

    id: str
    name: str
    url: str | None = None
    kind: str | None = None
    platform: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    state: State
    reason: str | None = None
    listings: int | None = None
    groups: int | None = None
    harvested: str | None = None
    last_good: str | None = None
    due: str | None = None


class Sources(Record, frozen=True, kw_only=True):
    """One page of the sources, by id."""

    total: int
    sources: tuple[SourceState, ...]
    links: Links


class Health(Record, frozen=True, kw_only=True):
    """Whether the server can read its store, and when the last harvest was."""

    status: str
    version: str
    sources: int
    last_harvest: str | None = None


class Problem(Record, frozen=True, kw_only=True):
    """What is wrong (RFC 9457): `type` leads to a page that explains it, `code` is for programs."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    parameter: str | None = None
    suggestions: tuple[str, ...] = ()
