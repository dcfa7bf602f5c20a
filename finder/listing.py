"""The records that pass from stage to stage: frozen, typed, and the same on disk, on the wire and in Python.

Absent means unknown: a field nobody stated is None and is left out of the JSON, never guessed.
Times are RFC 3339 text with the venue's UTC offset; all-day listings have dates (YYYY-MM-DD), the end inclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from typing import Literal

from msgspec import Struct, field
from msgspec.json import Decoder

Status = Literal["scheduled", "cancelled", "postponed"]
Mode = Literal["in-person", "online", "hybrid"]
PriceStatus = Literal["free", "donation", "paid", "unknown"]
Registration = Literal["required", "optional", "none"]
Level = Literal["stated", "likely", "no"]
Participation = Literal["join", "watch"]
Fault = Literal["unreachable", "gone", "blocked", "changed", "ours"]
Topic = Literal["venue-access", "event-access", "cost", "social", "first-visit"]
Limit = Literal["on-request", "partly", "some-dates"]
CORRECTED = "correction"
"""The field that a corrected tag or fact names, since its evidence is a person's words that stand in no other field."""

Aspect = Literal["title", "weekday", "time", "venue", "room"]
Precision = Literal["address", "venue", "postal-code", "neighbourhood", "city", "region"]


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Base of all records: immutable, compared by value, absent fields left out of JSON.

    What never changes makes no cycles, so the collector of cycles need not know of it: a sixteenth less to read one.
    """


@cache
def prepare_reading() -> None:
    """Let msgspec work out how each record is read; call it before threads read any.

    It does so when a record is first read, and two threads that do it at once can end the process (msgspec 0.22).
    """
    for kind in _below(Struct):
        # What is only ever made by us can have fields that no text could be told to be.
        with suppress(TypeError):
            Decoder(kind)


def _below(kind: type[Struct]) -> Iterator[type[Struct]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


class Window(Record, frozen=True, kw_only=True):
    """The days asked for, both ends included; None is open.

    Recurring entries are expanded inside it, so an expander bounds an open end by itself.
    """

    start: date | None = None
    end: date | None = None


class Source(Record, frozen=True, kw_only=True):
    """One place on the web where an organisation publishes its listings: a line of the catalogue.

    `selectors` says where the values stand on a page without a feed, in one line that `scrapers.html` reads.
    """

    id: str
    name: str
    url: str
    kind: str | None = None
    platform: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    timezone: str | None = None
    seen: str | None = None
    status: str | None = None
    selectors: str | None = None

    @property
    def home(self) -> str | None:
        """Where its listings happen when they do not say: "Bloomington, IN"."""
        return ", ".join(part for part in (self.city, self.region) if part) or None


class Request(Record, frozen=True, kw_only=True):
    """One thing to ask a source for."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None


class Validators(Record, frozen=True, kw_only=True):
    """What a source gave to ask "has it changed?" with (RFC 9110, sections 8.8 and 13)."""

    etag: str | None = None
    last_modified: str | None = None


class Page(Record, frozen=True, kw_only=True):
    """One answer, as it came: `content` is the body after decompression."""

    url: str
    content: bytes
    content_type: str | None = None
    status: int = 200
    fetched_at: datetime | None = None


class RawListing(Record, frozen=True, kw_only=True):
    """What a scraper read, in the page's own words; `normalise` understands it.

    `start` and `end` are a datetime with offset where the page gives the instant, a naive datetime where it gives the
    venue's wall clock, a date for a whole day, or text as printed.  `end` of an all-day entry is inclusive.
    `description` is text of the given format.  `access` is what fields of their own say of access,
    one statement each, a flag as "Lift: yes".  `confirmed` is the day on which the source last vouched for it, when
    that is not the day of the fetch.
    """

    title: str
    uid: str | None = None
    series_uid: str | None = None
    url: str | None = None
    start: str | datetime | date | None = None
    end: str | datetime | date | None = None
    timezone: str | None = None
    all_day: bool | None = None
    status: str | None = None
    mode: str | None = None
    venue: str | None = None
    room: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    price_text: str | None = None
    price_min: float | None = None
    price_max: float | None = None
    currency: str | None = None
    is_free: bool | None = None
    registration: Registration | None = None
    ages_text: str | None = None
    age_min: float | None = None
    age_max: float | None = None
    organizer: str | None = None
    host_kind: str | None = None
    categories: tuple[str, ...] = ()
    description: str | None = None
    description_format: Literal["html", "text", "markdown"] = "html"
    image: str | None = None
    recurrence: str | None = None
    schedule_note: str | None = None
    access: tuple[str, ...] = ()
    confirmed: date | None = None


class Dropped(Record, frozen=True, kw_only=True):
    """A raw record that makes no listing, and why: counted in the source's report."""

    reason: str
    title: str | None = None


class Price(Record, frozen=True, kw_only=True):
    """What an adult of the public pays."""

    status: PriceStatus = "unknown"
    min: float | None = None
    max: float | None = None
    currency: str | None = None
    text: str | None = None


class Ages(Record, frozen=True, kw_only=True):
    """Years of age, either end open."""

    min: float | None = None
    max: float | None = None
    text: str | None = None


class SourceRef(Record, frozen=True, kw_only=True):
    """Who published a listing, and when it was fetched (RFC 3339)."""

    id: str | None = None
    name: str | None = None
    kind: str | None = None
    url: str | None = None
    platform: str | None = None
    fetched_at: str | None = None


class Tag(Record, frozen=True, kw_only=True):
    """One claim about a listing, with the words that earned it, letter for letter, and the field they stand in."""

    facet: str
    tag: str
    level: Level
    evidence: str | None = None
    field: str | None = None


class Fact(Record, frozen=True, kw_only=True):
    """One practical thing that a listing says, with its words letter for letter and the field they stand in.

    Names, their values and limits are those of `data/taxonomy/facts.toml`.  A name of which there is no fact is
    unknown; a fact without a value is told by its words alone.  `amount` is money in `currency`, or a number of people.
    `limit` is what holds a yes back: said only on request, of part of the place, or of some dates.  `disputed` facts
    have another value for the same name beside them.  `date` is the day of reading (YYYY-MM-DD).  `source` names the
    other source that says so, where a group is listed at several.
    """

    topic: Topic
    name: str
    evidence: str
    field: str
    value: str | None = None
    amount: float | None = None
    currency: str | None = None
    limit: Limit | None = None
    disputed: bool = False
    date: str | None = None
    source: str | None = None


class Place(Record, frozen=True, kw_only=True):
    """A point on the map (WGS 84 degrees), how far off it can be, what matched and who says so."""

    latitude: float
    longitude: float
    precision: Precision
    radius_km: float
    matched: str
    provider: str
    city: str | None = None
    region: str | None = None
    country: str | None = None
    timezone: str | None = None


class Note(Record, frozen=True, kw_only=True):
    """Who says what of a tag or fact, when and why.

    `facet` and `name` are those of a tag, or the topic and name of a fact; `value` is the tag's level or the fact's
    value, and `removed` says that there is no such tag or fact.  `at` is RFC 3339.
    """

    facet: str
    name: str
    by: str
    why: str
    at: str
    value: str | None = None
    removed: bool = False

    @property
    def words(self) -> str:
        """What is kept as evidence of the tag or fact: who said it, when, and why."""
        day = date.fromisoformat(self.at[:10])
        return f"corrected by {self.by} on {day.day} {day:%B %Y}: {self.why}"


class Listing(Record, frozen=True, kw_only=True):
    """One programme, group or event as its organiser publishes it, on one date.

    `access` is what the source says of access in fields of its own, one statement a line.
    """

    title: str
    uid: str | None = None
    series_uid: str | None = None
    url: str | None = None
    start: str | None = None
    end: str | None = None
    timezone: str | None = None
    all_day: bool | None = None
    status: Status | None = None
    mode: Mode | None = None
    venue: str | None = None
    room: str | None = None
    address: str | None = None
    location: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    price: Price | None = None
    registration: Registration | None = None
    ages: Ages | None = None
    organizer: str | None = None
    categories: tuple[str, ...] = ()
    description: str | None = None
    image: str | None = None
    recurrence: str | None = None
    schedule_note: str | None = None
    access: str | None = None
    source: SourceRef | None = None
    confirmed: str | None = None
    place: Place | None = None
    creative: bool | None = None
    participation: Participation | None = None
    tags: tuple[Tag, ...] = ()
    facts: tuple[Fact, ...] = ()
    corrections: tuple[Note, ...] = ()


class Find(Record, frozen=True, kw_only=True):
    """A calendar that could be read: the source as it would be kept, what was seen, and what it lists."""

    source: Source
    evidence: str
    listings: tuple[Listing, ...] = ()


class Occurrence(Record, frozen=True, kw_only=True):
    """One date of a group."""

    start: str
    end: str | None = None
    uid: str | None = None
    status: Status | None = None
    room: str | None = None
    url: str | None = None


class AlsoListed(Record, frozen=True, kw_only=True):
    """The same group at another source."""

    name: str
    url: str | None = None
    group_id: str | None = None
    reason: str | None = None


class Group(Record, frozen=True, kw_only=True):
    """What meets again: dates of one source that belong together, with its cadence and how sure that is.

    `cadence` is an RFC 5545 RRULE; `next` depends on the moment of asking and is left out of the store.
    """

    title: str
    id: str | None = None
    url: str | None = None
    cadence: str | None = None
    cadence_text: str | None = None
    next: str | None = None
    occurrences: tuple[Occurrence, ...] = ()
    members: tuple[str, ...] = ()
    confidence: float | None = None
    evidence: str | None = None
    also_listed_at: tuple[AlsoListed, ...] = ()
    description: str | None = None
    organizer: str | None = None
    venue: str | None = None
    room: str | None = None
    address: str | None = None
    timezone: str | None = None
    mode: Mode | None = None
    place: Place | None = None
    price: Price | None = None
    registration: Registration | None = None
    ages: Ages | None = None
    categories: tuple[str, ...] = ()
    image: str | None = None
    schedule_note: str | None = None
    creative: bool | None = None
    participation: Participation | None = None
    tags: tuple[Tag, ...] = ()
    facts: tuple[Fact, ...] = ()
    corrections: tuple[Note, ...] = ()
    source: SourceRef | None = None
    last_confirmed: str | None = None


class Change(Record, frozen=True, kw_only=True):
    """What became of one group: what it is now, or that it is no longer shown, where `group` is None.

    `number` grows from change to change; it is the moment in microseconds since 1970, or one more than the last.
    """

    number: int
    group_id: str
    group: Group | None = None


class HarvestReport(Record, frozen=True, kw_only=True):
    """What one harvest of one source did; `error` is one sentence when it failed and nothing was changed.

    `fault` says what kind of trouble that was.  `due` and `last_good` are RFC 3339: when to ask again, and when it was
    last read.  `coming` counts listings that have not begun, `lacking` those of them without a date, a link or a point.
    `clocks` counts those whose time zone is another one than that of their place, by both: "UTC, not Europe/Paris".
    `program` is the state of the code that read it: another one must read even what has not changed.
    """

    source_id: str
    started_at: str
    seconds: float = 0.0
    pages: int = 0
    listings: int = 0
    creative: int = 0
    groups: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    error: str | None = None
    fault: Fault | None = None
    due: str | None = None
    last_good: str | None = None
    coming: int = 0
    lacking: dict[str, int] = field(default_factory=dict)
    clocks: dict[str, int] = field(default_factory=dict)
    program: str | None = None


class Twin(Record, frozen=True, kw_only=True):
    """A group that is shown as another: the same programme from a better source, and how we know."""

    shown_id: str
    reason: str


class Said(Record, frozen=True, kw_only=True):
    """What the organiser's own words gave a listing or group: a tag's level or a fact's value, and those words."""

    value: str | None = None
    words: str | None = None


class Correction(Note, frozen=True, kw_only=True):
    """What a person says of a tag or fact of one group, or of the listings of one source that go by `uid`.

    Exactly one of `group_id` and `uid` is given; `uid` is that of one date or of a series.  `said_then` and `said_now`
    are what the organiser's words gave when the correction was made and at the last harvest; `listed` tells whether
    that still had what it is about.
    """

    number: int = 0
    source_id: str = ""
    group_id: str | None = None
    uid: str | None = None
    title: str = ""
    said_then: Said | None = None
    said_now: Said | None = None
    listed: bool = True


class GroupEdit(Record, frozen=True, kw_only=True):
    """What a person says of which dates are one group; `at` is RFC 3339.

    Merged groups are one, under the id of the first.  A split without `aspect` says that these groups are never one;
    with it, that dates of the only group given are groups of their own where they differ in that.
    `source_id` is that of the source that lists all their dates; None where they are of several.
    """

    kind: Literal["merge", "split"]
    groups: tuple[str, ...]
    by: str
    at: str
    number: int = 0
    source_id: str | None = None
    aspect: Aspect | None = None
    why: str | None = None
    titles: tuple[str, ...] = ()
