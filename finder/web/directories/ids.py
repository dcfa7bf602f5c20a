"""Names of what we tell of in Open Referral's form: UUIDs (RFC 9562) that stay the same from harvest to harvest."""

from __future__ import annotations

import re
from base64 import b32decode, b32encode
from hashlib import sha1
from uuid import NAMESPACE_URL, UUID

_OURS = re.compile(r"[a-z2-7]{13}")
_MARK = 0x637265617476
"""Begins each UUID that holds the id of a group ("creatv")."""

_LOW = (1 << 62) - 1
_ADDRESSES = NAMESPACE_URL.bytes
_VERSION_5 = 5 << 76 | 0b10 << 62
_NO_MARKS = (1 << 128) - 1 ^ (0xF << 76 | 0b11 << 62)


def of_group(group_id: str) -> str:
    """Return the name of a group.

    The id of a group is 64 bits in base32: they fit into a UUID of version 8, so that the group is found by its name.
    An id of another form is digested.
    """
    value = _value(group_id)
    return str(_uuid(value)) if value is not None else of("group", group_id)


def group_in(name: str) -> str:
    """Return the id of the group that goes by this name; a name that holds none is taken for the id itself."""
    try:
        found = UUID(name)
    except ValueError:
        return name
    value = (found.int >> 64 & 0b11) << 62 | found.int & _LOW
    return _text(value) if _uuid(value) == found else name


def of(kind: str, *parts: str) -> str:
    """Return the name of anything else: the same parts give the same one (version 5, of an address)."""
    # As `uuid.uuid5`, which takes four times as long; a service has dozens of them.
    said = "\n".join((f"urn:creative-community-finder:{kind}", *parts)).encode(errors="surrogatepass")
    value = int.from_bytes(sha1(_ADDRESSES + said, usedforsecurity=False).digest()[:16])
    text = f"{value & _NO_MARKS | _VERSION_5:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _uuid(value: int) -> UUID:
    return UUID(int=_MARK << 80 | 8 << 76 | (value >> 62) << 64 | 0b10 << 62 | value & _LOW)


def _value(group_id: str) -> int | None:
    if not _OURS.fullmatch(group_id):
        return None
    value = int.from_bytes(b32decode(f"{group_id.upper()}==="))
    return value if _text(value) == group_id else None


def _text(value: int) -> str:
    return b32encode(value.to_bytes(8)).decode().rstrip("=").lower()
