"""How fast tagging is and what it costs: `python benchmarks/tag.py` prints one line per measure; no arguments.

Listings are made up, 400 letters of description in the middle.  Times are of the processor, so that a busy machine
changes them little.  For every regular expression and every beginning of a phrase a description of 200,000 letters is
made of what it looks for, to show that none of them makes tagging slow.
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from random import Random
from typing import Any

import msgspec

from finder import ages, money, tagging
from finder.listing import Listing, Price, SourceRef
from finder.tagging import tag
from finder.tagging.vocabulary import vocabulary

# How else to ask a pattern what it looks for: the standard library has no public way.
_constants, _parser = import_module("re._constants"), import_module("re._parser")

COUNT, MIDDLE, HUGE = 2_000, 400, 200_000
TITLES = (
    "Knitting Circle", "Open Mic for Poets", "Budget Committee Meeting", "Toddler Story Time", "Watercolor Basics",
    "Beginning Ukulele (Ages 9-12)", "Harbour Chorus Spring Concert", "Farmers Market", "Teen Robotics Club",
    "Pottery: Eight-Week Course", "Mystery Book Club", "Medicare Help", "Salsa Social", "Gallery Talk", "Chair Yoga",
)  # fmt: skip
SENTENCES = (
    "Bring your own project and sit with us for a while.", "No experience necessary; all materials are provided.",
    "Registration is required, and space is limited to twelve people.", "The building has a lift and a hearing loop.",
    "$15 for members, $20 for the public.", "We meet on the second Tuesday of every month at 6:30 p.m.",
    "Ages 18 and over.", "The agenda and the minutes of the last meeting are on our website.",
    "Free and open to the public.", "Our teacher shows each step, and you take home what you have made.",
    "Please call 555-0100 if you need help to take part.", "Parking is behind the house, off Maple Street.",
    "This month we discuss a novel about the sea.", "Doors open at seven, and the band plays until ten.",
    "Children under eight come with a grown-up.", "Funded by the friends of the library and the town.",
)  # fmt: skip


def listings() -> list[Listing]:
    """Return listings of mixed lengths, `MIDDLE` letters at the median."""
    chance = Random(7)
    out = []
    for number in range(COUNT):
        length = round(chance.lognormvariate(0, 0.6) * MIDDLE)
        text = ""
        while len(text) < length:
            text += chance.choice(SENTENCES) + " "
        out.append(
            Listing(
                title=chance.choice(TITLES),
                description=text[:length],
                start="2026-11-24T18:30:00-05:00",
                end="2026-11-24T20:00:00-05:00",
                venue=chance.choice((None, "Elm Hall", "Maple Branch Library", "Zoom")),
                price=Price(text="Free") if number % 5 == 0 else None,
                source=SourceRef(name="Elm County Library", kind="library"),
            )
        )
    return out


def spent(listing: Listing) -> float:
    """Return the seconds of processor that tagging one listing takes, the better of two tries."""
    tries = []
    for _ in range(2):
        began = time.process_time()
        tag(listing)
        tries.append(time.process_time() - began)
    return min(tries)


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every regular expression that tagging uses, by the place where it stands."""
    inside = (
        import_module(f"{package.__name__}.{m.name}")
        for package in (money, tagging)
        for m in iter_modules(package.__path__)
    )
    modules = [ages, money, *inside]
    return {
        f"{module.__name__}.{name}[{number}]": pattern
        for module in modules
        for name, value in vars(module).items()
        for number, pattern in enumerate(_patterns_in(value))
    }


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _patterns_in(part)


def hostile(pattern: re.Pattern[str]) -> set[str]:
    """Return short texts that a pattern likes: what it finds, the beginnings of that, and each part of it."""
    parts: list[str] = []
    whole = _sample(_parser.parse(pattern.pattern, pattern.flags), parts)
    cuts = {whole[: len(whole) * n // 4] for n in (1, 2, 3, 4)}
    return {text for text in (*cuts, *(whole[:-1] + p for p in parts), *parts) if text}


def _sample(tree: Any, parts: list[str]) -> str:
    out = ""
    for kind, value in tree:
        piece = _piece(kind, value, parts)
        out += piece
        if piece and len(parts) < 40:  # noqa: PLR2004  enough of each pattern
            parts.append(piece)
    return out


def _piece(kind: Any, value: Any, parts: list[str]) -> str:
    c = _constants
    if kind in {c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT}:
        return _sample(value[2], parts) * max(1, min(value[1], 3))
    inner = {c.SUBPATTERN: 3, c.ASSERT: 1}.get(kind)
    if inner is not None:
        return _sample(value[inner], parts)
    if kind is c.BRANCH:
        return next(iter([_sample(way, parts) for way in value[1]]))
    if kind is c.IN:
        return _one_of(value)
    return chr(value) if kind is c.LITERAL else "x" if kind in {c.ANY, c.NOT_LITERAL} else ""


def _one_of(ways: Any) -> str:
    kind, value = ways[0]
    if kind is _constants.LITERAL:
        return chr(value)
    if kind is _constants.RANGE:
        return chr(value[0])
    return {_constants.CATEGORY_DIGIT: "1", _constants.CATEGORY_SPACE: " ", _constants.CATEGORY_WORD: "a"}.get(
        value, "x"
    )


def worst_growth(pattern: re.Pattern[str], texts: set[str]) -> float:
    """Return how much longer a search takes in a text four times as long: about 4 when it grows with the text."""
    return max((_growth(pattern, text) for text in texts), default=0.0)


def _growth(pattern: re.Pattern[str], text: str) -> float:
    texts = [text * (letters // len(text) + 1) + "\0" for letters in (2_000, 8_000)]
    # The best of three tries, so that a pause of the machine is not taken for a slow pattern.
    short, long = (min(_searched(pattern, one) for _ in range(3)) for one in texts)
    return long / short if long > 0.001 else 0.0  # noqa: PLR2004  less is nothing but noise


def _searched(pattern: re.Pattern[str], text: str) -> float:
    began = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return max(time.process_time() - began, 0.000_05)


def begins() -> list[str]:
    """Return all words that begin a phrase, forty to a text."""
    words = sorted(word.rstrip("*") for word in vocabulary().beginnings())
    return [" ".join(words[i : i + 40]) for i in range(0, len(words), 40)]


def long_listing(text: str) -> Listing:
    """Return a listing that says nothing else, at length."""
    return Listing(title=text[:200], description=(text * (HUGE // len(text) + 1))[:HUGE])


def started() -> float:
    """Return the seconds of processor that `finder tag` takes for nothing."""
    before = _children()
    _run(b"")
    return _children() - before


def by_command(chosen: list[Listing]) -> float:
    """Return how many listings `finder tag` reads, tags and prints in a second of processor, its start left out."""
    lines = b"\n".join(map(msgspec.json.encode, chosen))
    began = _children()
    _run(b'{"title": "x"}')
    ready = _children()
    _run(lines)
    return len(chosen) / (_children() - ready - (ready - began))


def _run(lines: bytes) -> None:
    subprocess.run([sys.executable, "-m", "finder", "tag", "-"], input=lines, stdout=subprocess.DEVNULL, check=True)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    chosen = listings()
    tag(chosen[0])
    rounds = []
    for _ in range(5):
        began = time.process_time()
        for listing in chosen:
            tag(listing)
        rounds.append(time.process_time() - began)
    median = statistics.median(len(one.description or "") for one in chosen)
    print(f"{len(chosen) / rounds[0]:,.0f} listings/s of {median:.0f} letters at the median, never seen before")
    print(f"{len(chosen) / min(rounds):,.0f} listings/s of those seen before")
    print(f"{by_command(chosen):,.0f} listings/s by the command, from lines to lines, never seen before")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB of memory")
    print(f"{min(started() for _ in range(3)):.2f} s to start")
    print(f"{spent(long_listing(' '.join(SENTENCES) + ' ')) * 1000:.0f} ms for {HUGE:,} letters of ordinary text")
    by_pattern = {name: hostile(pattern) for name, pattern in patterns().items()}
    texts = {f"{name} {text!r}": text for name, some in by_pattern.items() for text in some}
    texts |= {f"words {text[:40]}": text for text in begins()}
    texts |= {repr(text): text for text in ("a", "9", "(", "[(", " ", "\n", "a-", "not ", "\u00e9 ", "! ")}
    slowest = max((spent(long_listing(text)), name) for name, text in texts.items())
    print(f"{slowest[0] * 1000:.0f} ms for the worst of {len(texts):,} hostile texts: {slowest[1]}")
    growth = max((worst_growth(pattern, by_pattern[name]), name) for name, pattern in patterns().items())
    print(f"{growth[0]:.1f} times as long for 4 times the text at the worst of {len(by_pattern)} patterns: {growth[1]}")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB of memory after all of this")


if __name__ == "__main__":
    main()
