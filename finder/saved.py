"""Lists that librarians save under a name: what is kept of them, how they are named, and who may change them."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from hmac import compare_digest
from typing import Literal

from msgspec import field

from finder.errors import InputError
from finder.listing import Record
from finder.text import fold, squash

Layout = Literal["list", "cards", "compact", "calendar"]
Theme = Literal["auto", "light", "dark"]

LONGEST_NAME = 60
LONGEST_TITLE = 120
RESERVED = frozenset(
    {"add", "admin", "all", "any", "api", "build", "edit", "find", "health", "key", "list", "me", "new", "none", "null"}
    | {"remove", "save", "search", "selection", "selections", "test", "undefined"}
)
"""Names that an address of ours has, may come to have, or that stand for nothing in many programs."""

_SHORTEST_NAME = 3
_KEY_BYTES = 24
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}  # noqa: RUF001  letters meant
)
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9_-]{32,64}", re.ASCII)


class Look(Record, frozen=True, kw_only=True):
    """How a list looks on the page of others; colours are `#rrggbb`, all four or none, and take the theme's place."""

    layout: Layout | None = None
    theme: Theme | None = None
    ink: str | None = None
    paper: str | None = None
    link: str | None = None
    line: str | None = None


class SavedSelection(Record, frozen=True, kw_only=True):
    """A search that somebody saved: `asks` are its parameters as `finder.search.to_args` gives them.

    `created` and `changed` are days (YYYY-MM-DD).  `version` grows with each change.  `key_hash` tells who holds the
    key, which itself is kept nowhere.  Of one that is `removed` only its names are left: pages of others hold them.
    """

    name: str
    title: str
    asks: dict[str, tuple[str, ...]]
    look: Look = Look()
    language: str | None = None
    created: str
    changed: str
    key_hash: str
    version: int = 1
    removed: bool = False


class Counted(Record, frozen=True, kw_only=True, omit_defaults=False):
    """How many groups were found on a day (YYYY-MM-DD)."""

    day: str
    groups: int


class Counts(Record, frozen=True, kw_only=True):
    """The days on which the number of groups changed, the oldest first, and the last day on which they were counted."""

    counted_on: str | None = None
    changes: tuple[Counted, ...] = field(default_factory=tuple)

    @property
    def empty_since(self) -> str | None:
        """The day on which the list went empty; None while it is not, and before the first count."""
        last = self.changes[-1] if self.changes else None
        return last.day if last and last.groups == 0 else None


def checked_name(text: str) -> str:
    """Return a name as it stands in addresses.

    Letters of other alphabets are left to the title: two that look alike would be two names, and a name has to be typed
    by whoever reads it on paper.

    Raises:
        InputError: it is no such name; the sentence says what one is.
    """
    name = text.strip().lower()
    if not (_SHORTEST_NAME <= len(name) <= LONGEST_NAME and _NAME.fullmatch(name)):
        raise InputError(
            f"A name has {_SHORTEST_NAME} to {LONGEST_NAME} letters from a to z, digits, and single hyphens"
            " between them, as in elm-library-crafts."
        )
    if name in RESERVED:
        raise InputError(f"“{name}” is kept for the site itself. Please choose another name.")
    return name


def name_from(title: str) -> str:
    """Return a name made of a title; one by lot where the title has no letter that may stand in a name."""
    words = _NOT_NAME.sub("-", fold(title).translate(_LETTERS)).strip("-")
    name = words[:LONGEST_NAME].strip("-") if len(words) <= LONGEST_NAME else words[:LONGEST_NAME].rpartition("-")[0]
    if len(name) < _SHORTEST_NAME or name in RESERVED:
        return "-".join(filter(None, ("list", name, secrets.token_hex(3))))
    return name


def checked_title(text: str) -> str:
    """Return a title on one line.

    Raises:
        InputError: there is none, it is too long, or holds characters that nobody can see.
    """
    title = squash(text)
    if not title:
        raise InputError("Please give the list a title: it stands above it.")
    if len(title) > LONGEST_TITLE:
        raise InputError(f"A title has at most {LONGEST_TITLE} characters, not {len(title)}.")
    if not title.isprintable():
        raise InputError("The title holds a character that cannot be typed. Please write it anew.")
    return title


def new_key() -> str:
    """Return a secret that nobody guesses (192 bits), fit for an address."""
    return secrets.token_urlsafe(_KEY_BYTES)


def is_key(text: str) -> bool:
    """Tell whether a text could be a key."""
    return _KEY.fullmatch(text) is not None


def hash_of(key: str) -> str:
    """Return what is kept of a key.  A key is drawn by lot and long, so that one round of SHA-256 is enough."""
    return sha256(key.encode()).hexdigest()


def opens(key: str, selection: SavedSelection) -> bool:
    """Tell whether a key is that of a selection, in a time that says nothing of how near it comes."""
    return compare_digest(hash_of(key), selection.key_hash)
