"""Whom it suits, and how sure that is: stated in words, likely by the nature of the activity, or the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from finder.listing import Level, Tag
from finder.tagging.meeting import is_online, mode_of
from finder.tagging.reading import Hit, Reading
from finder.tagging.subject import Subject
from finder.tagging.times import HALF_DAY, Clock, clock, nights
from finder.tagging.words import LONGEST, NUMBERS_AT_MOST

SMALL_GROUP = 12
_PAIR = 2
SHORT, EVENING_AT_MOST = 60, 90
"""Minutes."""

_PEOPLE = (
    r"(?:seats|spots|spaces|places|participants|students|people|attendees|adults|artists|kids|children|teens|persons"
    r"|patrons|writers|makers|players|registrants)"
)
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = rf"(\d{{1,3}}|{'|'.join(_WORDS)})"
_NO_PEOPLE = (
    r"min|hour|week|day|year|%|:|\$|a\.?m|p\.?m|per|item|book|mile|tickets|lines|pages|cop|device|poem|words|song|runs"
)
_CAPACITY = re.compile(
    rf"\b(?:limited to|maximum(?: of)?|max\.?(?: of)?|class size:?|sizes? (?:is|of|limited to)|capacity:?"
    rf"|limit(?: of| is|ed at)?:?|cap(?:ped)? (?:of|at)|no more than)\s(?:the first )?(?:only )?"
    rf"{_COUNT}(?!\s?(?:{_NO_PEOPLE}))\b(?:\s(?:\w+ ){{0,2}}{_PEOPLE})?"
    rf"|\b(?:only|just|(?<!group of )(?<!team of )(?<!groups of )(?<!teams of )up to|first|for) {_COUNT}"
    rf" (?:\w+ ){{0,2}}{_PEOPLE}\b"
    rf"|\b(?<![-\u2013] ){_COUNT} (?:{_PEOPLE} )?(?:max|maximum)\b(?:\s{_PEOPLE})?",
    re.IGNORECASE,
)
_OF_LIMITS = frozenset(
    {
        *("limited", "limit", "maximum", "max", "size", "sizes", "capacity", "cap", "capped", "more"),
        *("only", "just", "up", "first", "for"),
    }
)
"""Words of which one stands in every statement of `_CAPACITY`."""
_SPELLED = frozenset(_WORDS)
_SMALL = {**{str(n): n for n in range(2, SMALL_GROUP + 1)}, **{word: n for n, word in enumerate(_WORDS, start=2)}}
_BESIDE = 6
"""Words on each side of a number that can say it is a limit."""

_SHORT_WORDS = re.compile(
    r"\b(\d{2})[\s-](?:minutes?|mins?)\b[ -](?:\w+ ){0,3}(?:workshop|class|session|program|tour|performance"
    r"|concert|show|recital|lesson|event|talk|look|storytime|practice|appointment)\b"
    r"|\brun(?:ning)? ?time:? (?:[a-z]+ )?(\d{2}) min",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\d[\s-]min")
"""What every statement of `_SHORT_WORDS` has: most texts have none."""
_HOURS = re.compile(
    r"(?<![\d/.:$£€-])(?P<h1>\d{1,2})(?:[:.](?P<m1>[0-5]\d))?\s?(?:[ap]\.?m\.?)?\s?(?:-|\u2013|\u2014|to|until)\s?"
    r"(?P<h2>\d{1,2})(?:[:.](?P<m2>[0-5]\d))?\s?[ap]\.?m\b",
    re.IGNORECASE,
)
_LONGEST_ADDRESS = 200
_SHORTEST = 10
_FEW_DAYS = 6
"""Nights that one meeting can last; what ends weeks after its start meets again and again."""
_EARLY = 500
"""Letters of a description after which performers and hosts are introduced, who may be anything but quiet."""

_SIDE_BY_SIDE = (
    "art-class", "open-studio", "sketch-group", "fiber-arts", "woodworking", "pottery-ceramics", "makerspace", "diy",
    "writing-group", "digital-art", "creative-coding", "game-development",
)  # fmt: skip
_TOGETHER = ("book-club", "choir-singing", "improv", "dance", "open-mic", "community-theater", "jam-session")
_SITTING = (
    "art-class", "open-studio", "sketch-group", "fiber-arts", "makerspace", "diy", "pottery-ceramics", "writing-group",
    "book-club", "choir-singing", "digital-art", "creative-coding", "game-development", "video-podcast", "poetry",
    "collaborative-writing", "learn-instrument",
)  # fmt: skip
_ON_FEET = ("cooking", "dance", "community-mural")
"""What is done standing, whatever else is done there."""


def situation_tags(reading: Reading, subject: Subject) -> Iterator[Tag]:
    """Yield what is known of each situation except the budget."""
    for name, found in (
        ("introvert-friendly", _quiet(reading, subject)),
        ("limited-mobility", _mobility(reading, subject)),
        ("time-constrained", _time(reading, subject)),
    ):
        if found:
            level, evidence, field = found
            yield Tag(facet="situation", tag=name, level=level, evidence=evidence, field=field)


Verdict = tuple[Level, str | None, str | None]


def _said(level: Level, hit: Hit | None) -> Verdict | None:
    return (level, hit.quote, hit.field) if hit else None


def _likely(subject: Subject, names: tuple[str, ...]) -> Verdict | None:
    if subject.does("open-mic"):
        return None
    hits = (subject.activities[name] for name in names if name in subject.activities)
    return _said("likely", next((h for h in hits if h.kind != "place"), None))


def _quiet(reading: Reading, subject: Subject) -> Verdict | None:
    matter = "situation/introvert-friendly"
    if no := next((h for h in reading.all(matter, "no") if h.field != "description" or h.start < _EARLY), None):
        return _said("no", no)
    if subject.participation == "watch":
        return _said("stated", reading.first(matter, "shown"))
    if said := _said("stated", reading.first(matter, "stated")) or _few(reading):
        return said
    beside = subject.participation == "join" and not subject.story and not _in_company(subject)
    if not beside or reading.first("format/critique", "stated") or reading.first(matter, "talk"):
        return None
    if _among_many(reading, subject, matter):
        return None
    return _likely(subject, _SIDE_BY_SIDE)


def _in_company(subject: Subject) -> bool:
    """Tell whether one thing is done by all together; who decorates cakes makes a piece of their own."""
    return subject.does(*_TOGETHER) or (subject.does("cooking") and not subject.does("diy"))


def _among_many(reading: Reading, subject: Subject, *matters: str) -> bool:
    """Tell whether making is one of many things to walk between: a fair, a market, games beside a craft table."""
    if any(h.field == "title" for matter in matters for h in reading.all(matter, "several")):
        return True
    named = any(h.field == "title" for h in subject.activities.values())
    return not named and reading.first("situation/limited-mobility", "beside") is not None


def _few(reading: Reading) -> Verdict | None:
    text = reading.texts.get("description")
    if not text:
        return None
    spelled = [] if _SPELLED.isdisjoint(text.words) else [i for i, word in enumerate(text.words) if word in _SPELLED]
    # Only the words around a small number are searched: most texts have a few of them at most.
    for i in (i for i in (*text.numbers, *spelled[:NUMBERS_AT_MOST]) if text.words[i] in _SMALL):
        last = min(i + _BESIDE, len(text.words) - 1)
        first = max(0, i - _BESIDE)
        if _OF_LIMITS.isdisjoint(text.words[first : last + 1]):
            continue
        for found in _CAPACITY.finditer(text.raw, text.starts[first], text.ends[last]):
            if _SMALL.get((found[1] or found[2] or found[3]).lower(), 0) > _PAIR:
                return "stated", found[0], "description"
    return None


def _mobility(reading: Reading, subject: Subject) -> Verdict | None:
    matter = "situation/limited-mobility"
    denied = [h for h in reading.all(matter, "stated", denied=True) if "accessib" in h.words.lower()]
    against = reading.first(matter, "no") or next(iter(denied), None)
    said = _said("no", against) or _said("stated", reading.first(matter, "stated")) or _from_afar(reading)
    if said or subject.participation != "join" or subject.story:
        return said
    on_feet = subject.does(*_ON_FEET) or (subject.does("poetry") and reading.first("format/showing", "stated"))
    if on_feet or _among_many(reading, subject, matter, "situation/introvert-friendly"):
        return None
    return _likely(subject, _SITTING)


def _from_afar(reading: Reading) -> Verdict | None:
    """Whoever can take part from home needs no way into a building; the name of a hall says nothing of that."""
    if mode_of(reading) == "in-person":
        return None
    if said := _said("stated", reading.first("mode/online", "stated", "only", "title")):
        return said
    listing = reading.listing
    place = ((name, value) for name in ("venue", "location") if (value := getattr(listing, name)) and is_online(value))
    named: Verdict | None = next((("stated", value, name) for name, value in place), None)
    return named or (("stated", listing.mode, "mode") if listing.mode else None)


def _time(reading: Reading, subject: Subject) -> Verdict | None:
    matter = "situation/time-constrained"
    hours = clock(reading.listing)
    minutes = (hours.minutes if hours else None) or 0.0
    end: Verdict = ("stated", reading.listing.end, "end")
    shown = subject.does("art-show") and subject.participation == "watch"
    said = _said(
        "stated",
        next((h for h in reading.all(matter, "stated") if not _in_address(h)), None)
        or (reading.first(matter, "shown") if shown and not 0 < minutes < HALF_DAY else None),
    )
    days = nights(reading.listing)
    if said or 0 < minutes <= SHORT or (shown and (minutes >= HALF_DAY or days > 1)):
        return said or end
    long = _said("no", reading.first(matter, "no")) or _over_weeks(reading, subject, days)
    said_hours = _in_its_words(reading) if hours and hours.minutes is None and days <= 0 else None
    if short := _short(reading) or long or said_hours:
        return short
    if minutes >= HALF_DAY or (hours and hours.minutes is None and 0 < days <= _FEW_DAYS) or _days_on_end(hours, days):
        return "no", reading.listing.end, "end"
    after_work = hours is not None and hours.after_work and subject.creative and 0 < minutes <= EVENING_AT_MOST
    return ("likely", reading.listing.start, "start") if after_work else None


def _days_on_end(hours: Clock | None, days: int) -> bool:
    """Tell whether a record of dates without hours has several: one day's record may end on the next."""
    return hours is None and 1 < days <= _FEW_DAYS


def _in_address(hit: Hit) -> bool:
    """Tell whether the words are letters of an address of the web."""
    before = hit.text[max(0, hit.start - _LONGEST_ADDRESS) : hit.start]
    return before[-1:].strip() != "" and "://" in before.split()[-1]


def _over_weeks(reading: Reading, subject: Subject, days: int) -> Verdict | None:
    """A course whose last day is weeks after its first asks for all of them; what one drops into does not."""
    if days <= _FEW_DAYS or subject.participation != "join" or reading.first("format/drop-in", "stated"):
        return None
    return _said("no", reading.first("format/class", "stated"))


def _in_its_words(reading: Reading) -> Verdict | None:
    """Read "6.30 - 7.30pm" where the record has no end."""
    text = (reading.listing.description or "")[:LONGEST]
    found = _HOURS.search(text)
    if not found:
        return None
    begins, ends = (int(found[h]) % 12 * 60 + int(found[m] or 0) for h, m in (("h1", "m1"), ("h2", "m2")))
    return ("stated", found[0].strip(), "description") if 0 < (ends - begins) % 720 <= SHORT else None


def _short(reading: Reading) -> Verdict | None:
    text = reading.texts.get("description")
    if not text or not _MINUTES.search(text.folded):
        return None
    for found in _SHORT_WORDS.finditer(text.raw):
        if _SHORTEST <= int(found[1] or found[2]) <= SHORT:
            return "stated", found[0], "description"
    return None
