"""What a visitor may ask for: one `Query` record, for pages, API, embeds and the command line."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import field

from finder.listing import Group, Mode, Participation, Record

Weekday = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
DayPart = Literal["morning", "afternoon", "evening"]
Cadence = Literal["again", "one-off", "course"]
Sort = Literal["best", "nearest", "soonest"]
Situation = Literal["introvert-friendly", "limited-mobility", "low-budget", "time-constrained"]
Units = Literal["km", "mi"]
When = Literal["today", "tomorrow", "this-week", "this-weekend", "next-14-days", "next-30-days"]


class Query(Record, frozen=True, kw_only=True):
    """What is asked for; an empty field asks for nothing.

    Within a facet any value matches, unless `all_of` names it; situations and access facts must all match, unless
    `any_of` names them.  No tag of `without` may match.  `times` are parts of the day, or hours as "18:00-20:30".
    `within_km` is a great-circle distance; `units` are those it was asked in.  `place_label` is what the place asked
    for is called.  `when` is the name of the days from `date_from` to `date_to`, where they were asked for by name;
    `today` is the day at the place, from which names of days are counted.  `silent` names filters on which a group may
    be silent.
    """

    near: str | None = None
    place_label: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    within_km: float = 25.0
    units: Units = "km"
    words: str | None = None
    pathways: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    stated_only: bool = False
    beginners: bool = False
    ages: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    free: bool = False
    max_price: float | None = None
    days: tuple[Weekday, ...] = ()
    times: tuple[str, ...] = ()
    when: When | None = None
    today: date | None = None
    date_from: date | None = None
    date_to: date | None = None
    mode: Literal["any", "in-person", "online"] = "any"
    participation: Participation | None = None
    cadences: tuple[Cadence, ...] = ()
    silent: tuple[str, ...] = ()
    sort: Sort = "best"
    after: str | None = None
    before: str | None = None
    per_page: int = 20


class Hit(Record, frozen=True, kw_only=True):
    """One group that matches: how far, when next (RFC 3339 with the venue's offset), and how it counts as a match."""

    group: Group
    next: str | None = None
    next_end: str | None = None
    distance_km: float | None = None


class Loosen(Record, frozen=True, kw_only=True):
    """What to change when nothing is found: the query with one thing let go, and how many groups that finds."""

    text: str
    changes: dict[str, str | None]
    total: int


class Closest(Record, frozen=True, kw_only=True):
    """What comes closest where nothing is found: the first hits of a query that asks for less, and how many it has.

    `let_go` are the changes that led to it, none where groups are only silent on what was asked.
    """

    query: Query
    let_go: tuple[dict[str, str | None], ...]
    hits: tuple[Hit, ...]
    total: int


class Answer(Record, frozen=True, kw_only=True):
    """Hits of the page asked for, the exact total, and what was set aside because it does not say.

    `set_aside` counts, per filter ("price", "limited-mobility"…), the groups that are silent on it and to which no
    filter says no; one that is silent on several is counted under each.  `elsewhere` counts the hits that are not
    within the distance, but can be joined online; where all are, `nearest_km` is how far off the nearest is that fits.
    `first` is the place of the first hit in the whole order, from 1; `earlier` and `later` are the cursors of the pages
    beside this one.  `counts` says, by parameter and choice, how many groups each choice would find, where that was
    asked for.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...] = ()
    first: int = 0
    earlier: str | None = None
    later: str | None = None
    set_aside: dict[str, int] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    loosen: tuple[Loosen, ...] = ()
    closest: Closest | None = None
    place_label: str | None = None
    elsewhere: int = 0
    nearest_km: float | None = None


__all__ = [
    "Answer",
    "Cadence",
    "Closest",
    "DayPart",
    "Hit",
    "Loosen",
    "Mode",
    "Query",
    "Situation",
    "Sort",
    "Units",
    "Weekday",
    "When",
]
