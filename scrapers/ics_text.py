"""iCalendar's text (RFC 5545, section 3): folded content lines → calendars with their entries, in one pass.

Only what listings need is kept, and an entry keeps its lines as text: as properties they would take four times the
memory, so these are made when somebody asks, and forgotten by whoever has read them.

It forgives what real feeds do: bare line feeds, letters cut in two by folding, typed lines that nobody escaped,
Latin-1, entries outside a calendar; and it stops at what no calendar does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from finder.errors import NotACalendar, TooLarge
from finder.listing import Page
from finder.text import as_utf8
from scrapers import refusals

_DEEPEST = 64
_MOST_EVENTS = 50_000
_LONGEST_VALUE = 500_000
_LONGEST_HEAD = 4_000
_LONGEST_ZONE = 60_000
_MOST_LINES = 100_000
_PIECE = 1_000_000

_PROSE = {"DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "X-ALT-DESC"}
_LINE_END = re.compile(rb"[\r\n]+")
_FOLD = re.compile(rb"\n[ \t]")
_HEAD = re.compile(r'([A-Za-z0-9][\w.-]*)((?:;(?:[^":\n]|"[^"\n]*")*)?):')
_ESCAPE = re.compile(r"\\([nN,;\\:\"])")
_COMMA = re.compile(r"(?<!\\),")


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
        match = re.search(rf';\s*{name}\s*=\s*(?:"([^"]*)"|([^";:]*))', self.params, re.IGNORECASE)
        return (match[1] if match[1] is not None else match[2]).strip() if match else None


@dataclass
class Component:
    """One VEVENT, or the properties of a calendar itself."""

    name: str
    lines: list[str] = field(default_factory=list)
    """Unfolded content lines, or those that nobody folded or escaped."""

    @cached_property
    def properties(self) -> dict[str, list[Property]]:
        """The lines by their names, in capitals."""
        return _properties(self.lines)

    def close(self) -> None:
        """Keep the lines as one text: there will be no more of them."""
        self.lines = ["\n".join(self.lines)]

    def forget(self) -> None:
        """Give back the memory of the properties; whoever asks again has them made again."""
        self.__dict__.pop("properties", None)

    def all(self, name: str) -> list[Property]:
        """Return every line of that name."""
        return self.properties.get(name, [])

    def first(self, name: str) -> Property | None:
        """Return the first line of that name that says something."""
        return next((p for p in self.all(name) if p.value.strip()), None)

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
        TooLarge: it has more entries than any calendar.
    """
    reader = _Reader()
    for line in _lines(content):
        reader.take(line)
    if reader.stack:
        raise NotACalendar("an iCalendar file that breaks off before its end")
    if not reader.calendars:
        raise NotACalendar(refusals.what(Page(url="", content=content)))
    return reader.calendars


def _lines(content: bytes) -> Iterator[str]:
    text, position = _unfolded(content), 0
    while position <= len(text):
        # Piece by piece, since a list of all lines takes as much memory as the file.
        end = text.find("\n", position + _PIECE)
        end = len(text) if end < 0 else end
        yield from text[position:end].split("\n")
        position = end + 1


def _unfolded(content: bytes) -> str:
    content = as_utf8(content)
    if b"\r" in content or b"\n\n" in content:
        content = _LINE_END.sub(b"\n", content)
    return _decoded(_FOLD.sub(b"", content))


def _properties(lines: list[str]) -> dict[str, list[Property]]:
    found: dict[str, list[tuple[str, list[str]]]] = {}
    last = ""
    for line in (line for joined in lines for line in joined.split("\n")):
        head = _HEAD.match(line, 0, _LONGEST_HEAD)
        if head:
            last = head[1].upper()
            found.setdefault(last, []).append((head[2], [line[head.end() : head.end() + _LONGEST_VALUE]]))
        elif last in _PROSE and line.strip():
            # A description whose line breaks were neither escaped nor folded.
            found[last][-1][1].append(line)
    return {name: [Property(params, _joined(parts)) for params, parts in several] for name, several in found.items()}


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "\\n".join(parts)[:_LONGEST_VALUE]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A few bad bytes are an accident within UTF-8; a file without any good sequence is Latin-1.
        lossy = content.decode("utf-8-sig", "replace")
        good = sum(1 for c in lossy if ord(c) > 127 and c != "\ufffd")  # noqa: PLR2004  beyond ASCII
        return lossy if good > lossy.count("\ufffd") else content.decode("cp1252", "replace")


def _misspelt(name: str, meant: str) -> bool:
    """Tell whether an END says `VTOOD` or `VCALENDARD` for what is open."""
    return bool(name) and (name.startswith(meant) or sorted(name) == sorted(meant))


class _Reader:
    """Takes line after line, and sorts them into calendars, entries and zones."""

    def __init__(self) -> None:
        self.calendars: list[Calendar] = []
        self.stack: list[str] = []
        self._events = 0
        self._open: Component | None = None
        self._zone: list[str] | None = None
        self._zone_size = 0

    def take(self, line: str) -> None:
        start = line[:6].upper()
        if start == "BEGIN:":
            self._begin(line[6:].strip().upper())
        elif start[:4] == "END:":
            self._end(line[4:].strip().upper())
        elif self._open is not None and line and len(self._open.lines) < _MOST_LINES:
            self._open.lines.append(line)
        if self._zone is not None:
            self._keep_zone(line, self._zone)

    def _begin(self, name: str) -> None:
        if len(self.stack) >= _DEEPEST:
            raise NotACalendar(f"no calendar: its parts are nested {_DEEPEST} deep")
        if name == "VCALENDAR":
            self.calendars.append(Calendar(name))
        elif not self.calendars:
            self.calendars.append(Calendar("VCALENDAR"))
        self.stack.append(name)
        if name == "VEVENT":
            self._events += 1
            if self._events > _MOST_EVENTS:
                raise TooLarge(f"more than {_MOST_EVENTS:,} entries in one calendar")
            self.calendars[-1].events.append(Component(name))
        elif name == "VTIMEZONE":
            self._zone, self._zone_size = [], 0
        self._open = self._target()

    def _end(self, name: str) -> None:
        if name not in self.stack and self.stack and _misspelt(name, self.stack[-1]):
            name = self.stack[-1]
        if name in self.stack:
            while self.stack.pop() != name:
                pass
        if name == "VEVENT" and self._open is not None:
            self._open.close()
        self._open = self._target()

    def _target(self) -> Component | None:
        if not self.stack:
            return None
        if self.stack[-1] == "VEVENT":
            return self.calendars[-1].events[-1]
        return self.calendars[-1] if self.stack[-1] == "VCALENDAR" else None

    def _keep_zone(self, line: str, kept: list[str]) -> None:
        self._zone_size += len(line)
        if self._zone_size <= _LONGEST_ZONE:
            kept.append(line)
        if "VTIMEZONE" not in self.stack:
            tzid = next((part[part.index(":") + 1 :].strip() for part in kept if part[:5] in {"TZID:", "TZID;"}), "")
            if tzid and self._zone_size <= _LONGEST_ZONE:
                self.calendars[-1].zones.setdefault(tzid, "\r\n".join(kept) + "\r\n")
            self._zone = None
