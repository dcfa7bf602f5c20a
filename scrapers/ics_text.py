"""iCalendar's text (RFC 5545, section 3): folded content lines → calendars with their entries, in one pass.

Nothing is copied: an entry knows where in the file its lines stand.  Its properties are made when somebody asks, since
they take four times the memory, and forgotten by whoever has read them.

It forgives what real feeds do: bare line feeds, letters cut in two by folding, typed lines that nobody escaped,
Latin-1, entries outside a calendar; and it stops at what no calendar does.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from finder.errors import NotACalendar, TooLarge
from finder.listing import Page
from finder.text import as_utf8
from scrapers import refusals

_DEEPEST = 64
_MOST_EVENTS = 50_000
_MOST_CALENDARS = 10_000
MOST_ZONES = 1_000
"""Names of time zones that one file may define or use: the world has some six hundred."""

_LONGEST_VALUE = 500_000
_LONGEST_HEAD = 4_000
_USUAL_HEAD = 200
_LONGEST_ZONE = 60_000
_MOST_LINES = 100_000
_MOST_STRETCHES = 1_000
_PIECE = 1_000_000

_PROSE = {"DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "X-ALT-DESC"}
_LINE_END = re.compile(rb"[\r\n]+")
_MARK = re.compile(rb"[\r\n](?:(BEGIN)|END):([^\r\n]*(?:[\r\n]+[ \t][^\r\n]*)*)", re.IGNORECASE)
_FIRST_MARK = re.compile(rb"(?:\xef\xbb\xbf)?(?:(BEGIN)|END):([^\r\n]*(?:[\r\n]+[ \t][^\r\n]*)*)", re.IGNORECASE)
_ENDS_IN_DAYS = re.compile(rb"DTEND[^:\r\n]{0,400}:[ \t]*\d{8}[ \t]*[\r\n]", re.IGNORECASE)
_HEAD = re.compile(r'([A-Za-z0-9][\w.-]*)((?:;(?:[^":\n]|"[^"\n]*")*)?):')
_ESCAPE = re.compile(r"\\([nN,;\\:\"])")
_COMMA = re.compile(r"(?<!\\),")


@dataclass(frozen=True)
class Letters:
    """A file as it came, and the code in which it is written."""

    content: bytes = b""
    code: str = "utf-8"

    def between(self, start: int, end: int) -> str:
        """Return a stretch of it as content lines, each whole and unfolded."""
        return _unfolded(self.content[start:end].strip(b"\r\n")).decode(self.code, "replace")

    @cached_property
    def ends_in_days(self) -> bool:
        """Whether any DTEND is a day without a time: asked once, also of a file of a thousand calendars."""
        return _ENDS_IN_DAYS.search(self.content) is not None


class Property(NamedTuple):
    """One content line: its parameters as written (`;TZID=Europe/London`), its value not yet unescaped."""

    params: str
    value: str

    @property
    def text(self) -> str:
        """The value with its escapes undone."""
        return unescaped(self.value).strip()

    def param(self, name: str) -> str | None:
        """Return one parameter's value, without its quotes."""
        return _param(self.params, name) if self.params else None


@dataclass
class Component:
    """One VEVENT, or the properties of a calendar itself."""

    name: str
    letters: Letters = Letters()
    stretches: list[tuple[int, int]] = field(default_factory=list)
    """Where its lines stand in the file."""

    @property
    def lines(self) -> Iterator[str]:
        """Its lines, unfolded, several in one text."""
        return (self.letters.between(start, end) for start, end in self.stretches[:_MOST_STRETCHES])

    @cached_property
    def properties(self) -> dict[str, list[Property]]:
        """The lines by their names, in capitals."""
        return _properties(self.lines)

    def only(self, names: frozenset[str]) -> Component:
        """Return it with just the lines whose names begin with these letters, three of each, in capitals."""
        lines = [line for text in self.lines for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]]
        part = Component(self.name)
        part.properties = _properties(iter([line for line in lines if line[:3].upper() in names]))
        return part

    def forget(self) -> None:
        """Give back the memory of the properties; whoever asks again has them made again."""
        self.__dict__.pop("properties", None)

    def all(self, name: str) -> list[Property]:
        """Return every line of that name."""
        return self.properties.get(name, [])

    def first(self, name: str) -> Property | None:
        """Return the first line of that name that says something."""
        for prop in self.properties.get(name, ()):
            if prop.value and not prop.value.isspace():
                return prop
        return None

    def text(self, name: str) -> str | None:
        """Return the text of the first line of that name that says something."""
        found = self.first(name)
        return (found.text or None) if found else None


@dataclass
class Calendar(Component):
    """One VCALENDAR with its entries, and its time zones as text by their TZID."""

    events: list[Component] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)


def unescaped(value: str) -> str:
    r"""Return a value with `\n`, `\,`, `\;` and `\\` undone."""
    return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value) if "\\" in value else value


def listed(prop: Property) -> list[str]:
    """Return the parts of a value that is a list, split at the commas that nobody escaped."""
    return [part for part in (unescaped(piece).strip() for piece in _COMMA.split(prop.value)) if part]


def read(content: bytes) -> list[Calendar]:
    """Return the calendars of a file, also of several that were put together; those without entries included.

    Raises:
        NotACalendar: nothing begins in it, it breaks off, or it is nested as no calendar is.
        TooLarge: it has more entries, calendars or zones than any file of calendars.
    """
    content = as_utf8(content)
    reader = _Reader(Letters(content, _code(content)))
    if first := _FIRST_MARK.match(content):
        reader.take(first)
    for mark in _MARK.finditer(content):
        reader.take(mark)
    reader.pass_over(len(content))
    if reader.stack:
        raise NotACalendar("an iCalendar file that breaks off before its end")
    if not reader.calendars:
        raise NotACalendar(refusals.what(Page(url="", content=content)))
    return reader.calendars


def _unfolded(content: bytes) -> bytes:
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    if b"\r" in content or b"\n\n" in content:
        content = _LINE_END.sub(b"\n", content)
    return content.replace(b"\n ", b"").replace(b"\n\t", b"")


def _properties(texts: Iterator[str]) -> dict[str, list[Property]]:
    found: dict[str, list[Property]] = {}
    more: list[str] = []
    last = ""
    for line in (line for text in texts for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]):
        head = _head(line)
        if head:
            if more:
                _lengthen(found[last], more)
                more = []
            last, params, start = head
            found.setdefault(last, []).append(Property(params, line[start : start + _LONGEST_VALUE]))
        elif last in _PROSE and line and not line.isspace():
            # A description whose line breaks were neither escaped nor folded.
            more.append(line)
    if more:
        _lengthen(found[last], more)
    return found


def _lengthen(properties: list[Property], more: list[str]) -> None:
    params, value = properties[-1]
    properties[-1] = Property(params, "\\n".join([value, *more])[:_LONGEST_VALUE])


def _head(line: str) -> tuple[str, str, int] | None:
    """Return the name that a content line begins with, its parameters, and where its value begins."""
    colon = line.find(":", 0, _USUAL_HEAD)
    if colon < 0 and len(line) < _USUAL_HEAD:
        return None
    usual = _usual_head(line[: colon + 1]) if colon >= 0 else None
    if usual or not ('"' in line[:colon] or colon < 0):
        return usual
    found = _HEAD.match(line, 0, _LONGEST_HEAD)
    return (found[1].upper(), found[2], found.end()) if found else None


@lru_cache(maxsize=1024)
def _usual_head(head: str) -> tuple[str, str, int] | None:
    """Return the same of all up to the first colon: a calendar's lines begin in few ways."""
    found = _HEAD.fullmatch(head)
    return (found[1].upper(), found[2], found.end()) if found else None


@lru_cache(maxsize=1024)
def _param(params: str, name: str) -> str | None:
    match = re.search(rf';\s*{name}\s*=\s*(?:"([^"]*)"|([^";:]*))', params, re.IGNORECASE)
    return (match[1] if match[1] is not None else match[2]).strip() if match else None


def _code(content: bytes) -> str:
    """Return in which code a file is written, piece by piece: its letters take up to four times the memory."""
    if content.isascii() or _is_utf8(content):
        return "utf-8"
    # A few bad bytes are an accident within UTF-8; a file without any good sequence is Latin-1.
    lossy = _unfolded(content).decode("utf-8", "replace")
    good = sum(1 for c in lossy if ord(c) > 127 and c != "\ufffd")  # noqa: PLR2004  beyond ASCII
    return "utf-8" if good > lossy.count("\ufffd") else "cp1252"


def _is_utf8(content: bytes) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE], final=start + _PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def _misspelt(name: str, meant: str) -> bool:
    """Tell whether an END says `VTOOD` or `VCALENDARD` for what is open."""
    return bool(name) and (name.startswith(meant) or sorted(name) == sorted(meant))


class _Reader:
    """Takes the beginnings and ends of a file, one after another, and sorts what stands between."""

    def __init__(self, letters: Letters) -> None:
        self.calendars: list[Calendar] = []
        self.stack: list[str] = []
        self._letters = letters
        self._events = 0
        self._open: Component | None = None
        self._read = 0
        self._zone: int | None = None
        self._zones: set[str] = set()

    def take(self, mark: re.Match[bytes]) -> None:
        self.pass_over(mark.start())
        name = _unfolded(mark[2]).decode("utf-8", "replace").strip().upper()
        if mark[1]:
            self._begin(name, mark.start())
        else:
            self._end(name)
        self._read = mark.end()
        if self._zone is not None and "VTIMEZONE" not in self.stack:
            self._keep_zone(self._zone, mark.end())
            self._zone = None

    def pass_over(self, end: int) -> None:
        """Leave the lines up to here to what they stand in."""
        if self._open is not None and end - self._read > 1:
            self._open.stretches.append((self._read, end))

    def _begin(self, name: str, start: int) -> None:
        if len(self.stack) >= _DEEPEST:
            raise NotACalendar(f"no calendar: its parts are nested {_DEEPEST} deep")
        if name == "VCALENDAR" or not self.calendars:
            if len(self.calendars) >= _MOST_CALENDARS:
                raise TooLarge(f"more than {_MOST_CALENDARS:,} calendars in one file")
            self.calendars.append(Calendar("VCALENDAR", self._letters))
        self.stack.append(name)
        if name == "VEVENT":
            self._events += 1
            if self._events > _MOST_EVENTS:
                raise TooLarge(f"more than {_MOST_EVENTS:,} entries in one calendar")
            self.calendars[-1].events.append(Component(name, self._letters))
        elif name == "VTIMEZONE":
            self._zone = start
        self._open = self._target()

    def _end(self, name: str) -> None:
        if name not in self.stack and self.stack and _misspelt(name, self.stack[-1]):
            name = self.stack[-1]
        if name in self.stack:
            while self.stack.pop() != name:
                pass
        self._open = self._target()

    def _target(self) -> Component | None:
        if not self.stack:
            return None
        if self.stack[-1] == "VEVENT":
            return self.calendars[-1].events[-1]
        return self.calendars[-1] if self.stack[-1] == "VCALENDAR" else None

    def _keep_zone(self, start: int, end: int) -> None:
        if end - start > _LONGEST_ZONE:
            return
        lines = [line for line in self._letters.between(start, end).split("\n") if line]
        ids = (line for line in lines if line[:5] in {"TZID:", "TZID;"})
        if tzid := next(ids, "").partition(":")[2].strip():
            self._zones.add(tzid)
            if len(self._zones) > MOST_ZONES:
                raise TooLarge(f"more than {MOST_ZONES:,} time zones in one file")
            self.calendars[-1].zones.setdefault(tzid, "\r\n".join(lines) + "\r\n")
