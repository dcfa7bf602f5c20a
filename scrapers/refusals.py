"""What an answer is that holds no calendar, in plain words: a login page, a block page, an error, half an answer.

The marks were seen on real answers that came in place of feeds, often with status 200, so the status proves nothing.
"""

from __future__ import annotations

import json
import re
from typing import Any

from finder.listing import Page
from finder.text import squash
from scrapers.refused_pages import ANYWHERE, PERHAPS, TITLES, Mark

_HEAD = 200_000
_NUL_SHARE = 32
_SHORT, _SMALL = 40, 20_000


_STATUS = re.compile(
    r"(?:^|error|status|http)\W*(4[0-2][0-9]|451|50[0-9]|52[0-9])\b"
    r"|\b(4[0-2][0-9]|50[0-9]|52[0-9])\W+(?:forbidden|not found|bad gateway|error|service|internal|too many)",
    re.IGNORECASE,
)
_STATUS_WORDS = {
    400: "bad request",
    401: "login needed",
    403: "forbidden",
    404: "not found",
    410: "gone",
    429: "too many requests",
    500: "server error",
    502: "bad gateway",
    503: "service unavailable",
    504: "gateway timeout",
}
_PHRASES = {
    "403 forbidden": 403,
    "forbidden": 403,
    "404 not found": 404,
    "page not found": 404,
    "not found": 404,
    "502 bad gateway": 502,
    "bad gateway": 502,
    "service unavailable": 503,
    "gateway time-out": 504,
    "gateway timeout": 504,
    "internal server error": 500,
    "too many requests": 429,
}
_ERROR_KEYS = ("error", "errors", "message", "code", "detail", "error_description", "error_message")


def what(page: Page) -> str:
    """Return what the page is, as it stands after "this is": "a login page", "an error page (403 forbidden)"."""
    if not page.content.strip():
        return "an empty answer"
    if _binary(page.content):
        return f"no text but {_kind_of_file(page.content)}"
    text = page.content[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return _marked(text, (*ANYWHERE, *PERHAPS)) or _by_format(page, text)


def block(page: Page) -> str | None:
    """Return which login, captcha or block page it is, or which error, where that is all it says; None for all else."""
    text = page.content[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text[:1] == "{" and len(page.content) < _SMALL:
        return _json_error(page.content)
    found = _marked(text, ANYWHERE)
    if found or len(page.content) >= _SMALL or text[:15].upper().startswith("BEGIN:"):
        return found
    return _marked(text, PERHAPS) or _http_error(title_of(text) or squash(text[:_SHORT]))


def _json_error(content: bytes) -> str | None:
    try:
        return error_in(json.loads(content))
    except (ValueError, RecursionError):
        return None


def _by_format(page: Page, text: str) -> str:
    if text[:1] in "{[":
        return _json(page.content)
    if text[:15].upper() == "BEGIN:VCALENDAR":
        return "an iCalendar file that breaks off before its end" if _torn_calendar(page.content) else "a calendar file"
    if "<" in text[:200]:
        return _markup(page, text)
    return _plain(page, text)


def _marked(text: str, marks: tuple[Mark, ...]) -> str | None:
    return next((mark.what for mark in marks if mark.pattern.search(text)), None)


def _binary(content: bytes) -> bool:
    head = content[:4096]
    return head.startswith(tuple(_MAGIC)) or head.count(0) * _NUL_SHARE > len(head)


_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "compressed data",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}


def _kind_of_file(content: bytes) -> str:
    return next((name for magic, name in _MAGIC.items() if content.startswith(magic)), "binary data")


def _json(content: bytes) -> str:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return "JSON that is broken or breaks off"
    return error_in(data) or "JSON without events"


def error_in(data: Any) -> str | None:
    """Return what a decoded JSON answer complains of (`an error message: “Group not found”`), or None."""
    if not isinstance(data, dict):
        return None
    for key in _ERROR_KEYS:
        said = _sentence(data.get(key))
        if said and not (key in {"code", "message"} and len(data) > len(_ERROR_KEYS)):
            return f"an error message: “{said[:200]}”"
    return None


def _sentence(value: Any, depth: int = 4) -> str | None:
    if isinstance(value, str):
        return squash(value) or None
    if isinstance(value, dict):
        return next((_sentence(value[k], depth - 1) for k in ("message", *_ERROR_KEYS) if depth and value.get(k)), None)
    if isinstance(value, list) and value and depth:
        return _sentence(value[0], depth - 1)
    return None


def _torn_calendar(content: bytes) -> bool:
    return b"END:VCALENDAR" not in content[-4096:].upper()


def _markup(page: Page, text: str) -> str:
    head = text[:2000].lower()
    for mark, name in (
        ("<urlset", "a sitemap"),
        ("<sitemapindex", "a sitemap"),
        ("<rss", "an RSS feed without events"),
    ):
        if mark in head:
            return name
    return _error_page(page, text) or _html(page, text)


def _html(page: Page, text: str) -> str:
    if "<html" in text.lower() and b"</html" not in page.content[-_HEAD:].lower():
        return "a web page that breaks off before its end"
    title = title_of(text)
    return f"a web page without events (“{title[:80]}”)" if title else "a web page without events"


_TITLE = re.compile(r"<(title|h1)\b[^>]{0,500}>([^<]{0,500})", re.IGNORECASE)


def title_of(text: str) -> str | None:
    """Return the first title or heading of a page."""
    found = (squash(match.group(2)) for match in _TITLE.finditer(text))
    return next((title for title in found if title), None)


def _error_page(page: Page, text: str) -> str | None:
    title = title_of(text) or ""
    return (
        _marked(title, TITLES)
        or _http_error(title)
        or (_http_error(str(page.status)) if page.status >= _FIRST_ERROR else None)
    )


_FIRST_ERROR = 400


def _http_error(text: str) -> str | None:
    status = _STATUS.search(text)
    code = int(status.group(1) or status.group(2)) if status else _PHRASES.get(text.strip().strip(".!").lower())
    return None if code is None else f"an error page ({code} {_STATUS_WORDS.get(code, 'error')})"


def _plain(page: Page, text: str) -> str:
    if text.lower().startswith(("user-agent:", "sitemap:")):
        return "a robots.txt"
    line = squash(text[:300])
    return _http_error(line[:40]) or (_error_page(page, "") or f"plain text: “{line[:80]}”")
