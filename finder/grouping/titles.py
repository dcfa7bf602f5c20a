"""What a title is without its dates, counters and status words, and the marks that keep two programmes apart."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.listing import Record
from finder.text import fold, squash

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"  # noqa: E501  one alternation
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
_CLOCK = r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s*(?:[ap]\.?m\b\.?)"
_BARE_CLOCK = rf"(?:{_CLOCK}|(?:[01]?\d|2[0-3]):[0-5]\d|noon|midnight)"
_STATUS = r"(?:cancell?ed|cxl?d|postponed|rescheduled|sold\s+out|wait\s*list(?:ed)?|full|updated)"
_NOISE = [
    rf"^\W*{_STATUS}\b\s*[-\u2013\u2014:!*\])]*\s*",
    rf"[-\u2013\u2014:(\[*\s]*\b{_STATUS}\b[\])*!\s]*$",
    r"[-\u2013\u2014:!(\s]*\b(?:new|special|different|earlier|later)\s+(?:time|day|date|location|room|venue)\b[)!\s]*",
    rf"\b(?:{_DAY}\s+)?{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-\u2013\u2014&]\s*(?:{_MONTH}\.?\s+)?\d{{1,2}}(?:st|nd|rd|th)?)?(?:,?\s+20\d\d)?\b",
    rf"\b(?:{_DAY}\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-\u2013\u2014]\s*\d{{1,2}}(?:st|nd|rd|th)?)?\s+(?:of\s+)?{_MONTH}\.?(?:,?\s+20\d\d)?\b",
    r"\b\d{1,2}[/.]\d{1,2}(?:[/.](?:20)?\d\d)?(?:\s*[-\u2013\u2014]\s*\d{1,2}[/.]\d{1,2}(?:[/.](?:20)?\d\d)?)?(?:\s+20\d\d)?\b",
    r"\b20\d\d-\d\d-\d\d\b",
    rf"\b{_MONTH}\.?\s+20\d\d(?:\s+sessions?)?\b",
    r"\b(?:spring|summer|fall|autumn|winter)?\s*20[2-4]\d\b",
    r"\b(?:session|week|class|meeting|lesson|gathering|episode|day|part)\s*#?\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}\b",
    r"\b(?:session|week|class|meeting|lesson|gathering|episode)\s*#?\s*\d{1,3}\b(?!\s*[-\u2013\u2014:]?\s*\d)",
    r"\(\s*\d{1,2}\s*(?:of|/)\s*\d{1,2}\s*\)",
    r"#\s*\d{1,4}\b",
    rf"\b(?:from\s+)?{_BARE_CLOCK}\s*(?:-|\u2013|\u2014|to|until)\s*{_BARE_CLOCK}",
    rf"\b\d{{1,2}}\s*(?:-|\u2013|\u2014|to)\s*{_CLOCK}",
    rf"\b(?:at\s+)?{_CLOCK}",
]  # fmt: skip
_NOISY = [re.compile(pattern, re.IGNORECASE) for pattern in _NOISE]
_NEW = re.compile(r"[-\u2013\s]*\b(?:NEW|UPDATED)\b!*$|^(?:NEW|UPDATED)\b[!:\s-]*")
_ARTICLES = ("the", "a", "an")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_LOOSE = re.compile(r"^[\s,;:|@\u2013\u2014*·/-]+|[\s,;:|@\u2013\u2014*·/-]+$")
_MARKS = re.compile(r"[®™©*]")
_SEPARATOR = re.compile(r"\s*:\s+|\s+[-\u2013\u2014|~•]+\s*|\s*\u2014\s*|\s*\|\s*")
_GAME = re.compile(r"\b(?:d\s?(?:&|and|n|'n'?)\s?d|dnd)\b")
"""The one game that goes by its initials in half of all calendars."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^\W_a-z0-9]+")

_LEVELS = {
    "beginner": "beginner", "beginners": "beginner", "beginning": "beginner", "intro": "beginner",
    "introduction": "beginner", "introductory": "beginner", "basics": "beginner", "novice": "beginner",
    "intermediate": "intermediate", "improver": "intermediate", "improvers": "intermediate",
    "advanced": "advanced", "experienced": "advanced",
}  # fmt: skip
_AGES = {
    "baby": "baby", "babies": "baby", "infant": "baby", "infants": "baby", "lapsit": "baby",
    "toddler": "toddler", "toddlers": "toddler", "preschool": "preschool", "preschoolers": "preschool",
    "kid": "child", "kids": "child", "children": "child", "children's": "child", "kids'": "child",
    "tween": "tween", "tweens": "tween", "teen": "teen", "teens": "teen", "youth": "teen",
    "adult": "adult", "adults": "adult", "senior": "senior", "seniors": "senior", "family": "family",
    "families": "family",
}  # fmt: skip
_WEEKDAYS = {
    f"{name}{ending}": name
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for ending in ("", "s")
}
_PARTS_OF_DAY = {
    "am": "morning", "morning": "morning", "mornings": "morning", "midday": "midday", "noon": "midday",
    "lunchtime": "midday", "pm": "afternoon", "afternoon": "afternoon", "afternoons": "afternoon",
    "evening": "evening", "evenings": "evening",
}  # fmt: skip
_ROLES = {
    "rehearsal": "practice", "rehearsals": "practice", "practice": "practice", "auditions": "audition",
    "audition": "audition", "show": "show", "performance": "show", "performances": "show", "concert": "show",
}  # fmt: skip
_LANGUAGES = {word: word for word in (
    "spanish", "french", "german", "italian", "mandarin", "chinese", "japanese", "korean", "arabic", "portuguese",
    "russian", "english", "bilingual",
)}  # fmt: skip
_KINDS = {
    "level": _LEVELS, "age": _AGES, "weekday": _WEEKDAYS, "daypart": _PARTS_OF_DAY, "role": _ROLES,
    "language": _LANGUAGES,
}  # fmt: skip
_NUMBERED = re.compile(
    r"\b(?P<kind>level|part|volume|vol|grade|grades|module|unit|stage|year|group|team|section|series|ages?)\.?\s*"
    r"(?P<value>(?:\d{1,3}|i{1,3}|iv|v|[a-d])(?:\s*[-\u2013\u2014]\s*\d{1,2})?)\b"
)
_TRAILING_NUMBER = re.compile(r"\s(?P<value>\d|i{2,3}|iv)(?=\s*(?:$|[-:]))")


class Title(Record, frozen=True, kw_only=True):
    """A title as it is compared.

    `shown` is the title without dates and counters; `key` its words; `head` the words before the first colon or dash,
    `tail` those after it; `marks` are pairs such as ("level", "beginner").
    """

    shown: str
    key: str
    head: str
    head_shown: str
    tail: str
    marks: frozenset[tuple[str, str]] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """The words of the whole title."""
        return frozenset(self.key.split())


@lru_cache(maxsize=20_000)
def read(title: str, venues: tuple[str, ...] = ()) -> Title:
    """Return a title as it is compared; `venues` are names that may stand glued to its end."""
    shown = _without_venue(_clean(title), venues)
    parts = [part for part in _SEPARATOR.split(shown, maxsplit=1) if part.strip()]
    head_shown = parts[0].strip() if parts else shown
    folded = _plain(shown)
    return Title(
        shown=shown,
        key=_key(folded),
        head=_key(_plain(head_shown)),
        head_shown=head_shown,
        tail=" ".join(words(_plain(parts[1]))) if len(parts) > 1 else "",
        marks=marks(folded),
    )


def _key(folded: str) -> str:
    said = words(folded)
    return " ".join(said[1:] if len(said) > 1 and said[0] in _ARTICLES else said)


def words(folded: str) -> list[str]:
    """Return the words of a folded text, "&", "w/" and "D&D" written out."""
    text = _GAME.sub("dungeons and dragons", folded)
    text = re.sub(r"\bw/\s*", "with ", text).replace("&", " and ").replace("'s ", "s ").replace("'", "")
    return _WORD.findall(text)


def marks(folded: str) -> frozenset[tuple[str, str]]:
    """Return what a folded title says about level, age, weekday, part of the day, language and number."""
    found = {(kind, table[word]) for word in _WORD.findall(folded) for kind, table in _KINDS.items() if word in table}
    if "open to all levels" in folded or "all levels" in folded:
        found.add(("level", "all"))
    for match in _NUMBERED.finditer(folded):
        kind = match["kind"].rstrip("s")
        found.add(("age" if kind == "age" else kind, re.sub(r"\s|[\u2013\u2014]", "-", match["value"])))
    found |= {("number", match["value"]) for match in _TRAILING_NUMBER.finditer(folded)}
    return frozenset(found)


def differ(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]]) -> str | None:
    """Return the kind of mark in which both speak and contradict one another, or None."""
    for kind in sorted({kind for kind, _ in a} & {kind for kind, _ in b}):
        first, second = ({value for of, value in marks if of == kind} for marks in (a, b))
        if not (first <= second or second <= first):
            return kind
        if kind in ("level", "weekday") and first != second and len(first | second) > 1:
            return kind
    return None


def _plain(text: str) -> str:
    return fold(_MARKS.sub("", text))


def _clean(title: str) -> str:
    text = squash(_MARKS.sub("", title))
    for pattern in _NOISY:
        text = pattern.sub(" ", text)
    text = _NEW.sub("", text)
    text = squash(_EMPTY_BRACKETS.sub(" ", text))
    return _LOOSE.sub("", text) or squash(title)


def _without_venue(title: str, venues: tuple[str, ...]) -> str:
    """Cut off a venue that the page glued on: "Life Drawing - Corner Studio, Ohio", "Trivia at Corner Market"."""
    for venue in venues:
        name = re.escape(venue)
        cut = re.sub(
            rf"\s*(?:[-\u2013\u2014|@,]|\b(?:at|in)\b(?:\s+the)?)\s*(?:the\s+)?{name}\b.{{0,30}}$",
            "",
            title,
            flags=re.IGNORECASE,
        )
        if cut != title and len(cut) >= 3:  # noqa: PLR2004  a title is more than two letters
            return _LOOSE.sub("", cut)
    return title
