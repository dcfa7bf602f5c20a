"""The addresses that a page leads to: those of its elements, and those that its scripts hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

_MOST = 20_000
_URL = r"\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})'|([^\s\"'<>=`][^\s\"'<>`]{0,2000})"
# `\b` lets `data-src`, `data-lazy-src` and the like through: late loaders keep the address there.
_ELEMENT = re.compile(rf"\b(?:href|src|action|data-(?:[\w-]{{1,30}}-)?ur[li])\s*=\s*(?:{_URL})", re.IGNORECASE)
_FRAME = re.compile(r"<(?:iframe|frame|embed|object)\b[^<>]{0,4000}", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv=[\"']?refresh\b[^<>]{0,200}?\burl=([^\"'<>\s]{1,2000})", re.IGNORECASE)
_BASE = re.compile(r"<base\b[^<>]{0,400}?\bhref\s*=\s*[\"']?([^\"'<>\s]{1,2000})", re.IGNORECASE)
_WRITTEN = re.compile(r"\b(?:https?|webcal):(?:\\?/){2}(?:\\/|[^\s\"'<>`\\)])(?:\\[/u]|[^\s\"'<>`\\)]){3,1000}")
_ASSET = re.compile(r"\.(?:css|js|mjs|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|mp4|map)(?:$|[?#])", re.IGNORECASE)
# Only these: `&region=` is no registered sign, though a decoder of texts takes it for one.
_AMPERSAND = re.compile(r"&(?:amp|#0*38|#x0*26);", re.IGNORECASE)
_SCHEMES = {"http", "https", "webcal"}


def links(text: str, url: str) -> list[str]:
    """Return the addresses of a page in full, each once, those of elements first, without pictures, styles and scripts.

    Args:
        text: the page.
        url: its address, from which relative ones count.
    """
    base = base_of(text, url)
    return _absolute(base, (*_values(text), *_REFRESH.findall(text), *map(_plain, _WRITTEN.findall(text))))


def embedded(text: str, url: str) -> list[str]:
    """Return the addresses that a page shows within itself, in full."""
    base = base_of(text, url)
    return _absolute(base, (value for frame in _FRAME.finditer(text) for value in _values(frame.group())))


def absolute(base: str, link: str) -> str | None:
    """Return the address that a link leads to from `base`, None where that is no address on the web."""
    try:
        found = urljoin(base, _AMPERSAND.sub("&", link.strip()))
        return found if urlsplit(found).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


def _absolute(base: str, found: Iterable[str]) -> list[str]:
    first = list(dict.fromkeys(found))[:_MOST]
    resolved = (absolute(base, one) for one in first if not _ASSET.search(one))
    return list(dict.fromkeys(link for link in resolved if link))


def _values(text: str) -> Iterator[str]:
    return (match[1] or match[2] or match[3] for match in _ELEMENT.finditer(text))


def base_of(text: str, url: str) -> str:
    """Return the address from which a page's relative links count."""
    named = _BASE.search(text, 0, 20_000)
    return (absolute(url, named[1]) if named else None) or url


def _plain(written: str) -> str:
    r"""Return an address that a script writes as `https:\/\/a.example\/?b=1\u0026c=2`, or quoted once more."""
    return written.replace("\\/", "/").replace("\\u0026", "&").partition("&quot;")[0]
