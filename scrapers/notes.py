"""What a request tells its own answer: notes in the fragment of an address, which no server is sent (RFC 9110, 4.2.5).

Lists of programmes name title and description once and give the dates in answers of their own.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_LONGEST = 2_000


def with_notes(url: str, **notes: str | None) -> str:
    """Return the address with these notes; long ones are cut, empty ones left out."""
    kept = {name: text[:_LONGEST] for name, text in notes.items() if text}
    return urlunsplit(urlsplit(url)._replace(fragment=urlencode(kept)))


def notes(url: str) -> dict[str, str]:
    """Return the notes of an address."""
    return dict(parse_qsl(urlsplit(url).fragment))
