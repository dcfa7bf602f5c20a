"""What scrapers need of a page before any DOM: its text, its script blocks, its meta names, what a visitor sees.

Script elements hold raw text that ends at the first `</script` (HTML Living Standard, 13.2.5.4), so they are cut out by
position.  Building a tree first costs twenty times as much, and a hostile page decides how deep that tree is.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from finder.errors import NotACalendar
from finder.listing import Page, Record
from finder.text import as_utf8, squash

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_NEXT = re.compile(r"<!--|<script\b", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]{1,60})\s*=\s*(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>]{1,2000}))")
_META = re.compile(r"<meta\b([^<>]{0,4000})>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(style|noscript|template)\b[^<>]{0,2000}>[^<]{0,400000}</\1", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_LONGEST_TAG = 4000
_LARGEST_TREE = 1_000_000
_DEEPEST = 512
"""Elements within elements: browsers build no deeper tree either."""


class Script(Record, frozen=True, kw_only=True):
    """One script element: its attributes, names in lower case, and its raw text."""

    attributes: dict[str, str]
    text: str


def decoded(page: Page) -> str:
    """Return the body as text: by its byte order mark, its header, its meta element, else UTF-8."""
    content = as_utf8(page.content, page.content_type)
    return content.removeprefix(codecs.BOM_UTF8).decode(_charset(page), "replace")


def _charset(page: Page) -> str:
    said = _HEADER_CHARSET.search(page.content_type or "")
    meta = None if said else _CHARSET.search(page.content[:4096])
    name = said.group(1) if said else meta.group(1).decode("ascii", "replace") if meta else "utf-8"
    try:
        "".encode(name)
        known = codecs.lookup(name).name
        # Wide letters are read by now; a page that only says to have them is UTF-8 (HTML Living Standard, 13.2.3.2).
        return "utf-8" if known.startswith(("utf-16", "utf-32")) else known
    except (LookupError, ValueError):
        return "utf-8"


def holds(page: Page, *letters: bytes) -> bool:
    """Tell whether any of these stands in the answer: asked first, where an expression takes long to find nothing."""
    return any(one in page.content for one in letters)


def scripts(text: str) -> Iterator[Script]:
    """Yield the script elements of a page in order, those inside comments left out."""
    for start, end, tag_end in _script_spans(text):
        yield Script(
            attributes=attributes(text[start : min(tag_end, start + _LONGEST_TAG)]), text=text[tag_end + 1 : end]
        )


def _script_spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield where each script begins, where its text ends, and where its start tag ends."""
    position, comments = 0, True
    while match := _NEXT.search(text, position):
        position = match.end()
        if match.group() == "<!--":
            end = text.find("-->", position) if comments else -1
            comments = end >= 0
            position = end if comments else position
            continue
        tag_end = text.find(">", position)
        close = _END.search(text, tag_end) if tag_end >= 0 else None
        if close is None:
            return
        yield match.start(), close.start(), tag_end
        position = close.end()


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a start tag, names in lower case, entities decoded."""
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(tag)}


def meta(text: str, *names: str) -> str | None:
    """Return the content of the first meta element with one of these names or properties (`og:site_name`)."""
    for match in _META.finditer(text):
        found = attributes(match.group(1))
        if (found.get("property") or found.get("name") or found.get("itemprop")) in names and found.get("content"):
            return found["content"]
    return None


def visible(text: str) -> str:
    """Return roughly what a visitor reads: no scripts, styles or tags, entities decoded, white space kept."""
    pieces, position = [], 0
    for start, end, _ in _script_spans(text):
        pieces.append(text[position:start])
        position = end
    pieces.append(text[position:])
    return html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", "".join(pieces))))


def tree(text: str) -> BeautifulSoup:
    """Return the page as a tree, XML taken for HTML without complaint; the first million letters of it.

    Raises:
        NotACalendar: its elements are nested as on no page, where any look at a part costs as much as the whole.
    """
    soup = BeautifulSoup("<!DOCTYPE html>" + text[:_LARGEST_TREE].replace("<?xml", "<?x"), "lxml")
    if _depth(soup) > _DEEPEST:
        raise NotACalendar(f"a web page whose elements are nested more than {_DEEPEST} deep")
    return soup


def _depth(soup: BeautifulSoup) -> int:
    deepest, level = 0, {id(soup): 0}
    for element in soup.descendants:
        if isinstance(element, Tag):
            level[id(element)] = level[id(element.parent)] + 1
            deepest = max(deepest, level[id(element)])
    return deepest


def outermost(root: BeautifulSoup, selector: str, most: int) -> list[Tag]:
    """Return the first elements that fit a selector, without those that lie in another one.

    A hostile page nests them, and reading each would then cost the square of their number.
    """
    found = root.select(selector, limit=most)
    known = {id(element) for element in found}
    return [element for element in found if not any(id(parent) in known for parent in element.parents)]


def said(holder: Tag, selector: str) -> str | None:
    """Return the text of the first element within that fits a selector, on one line."""
    found = holder.select_one(selector)
    return squash(found.get_text(" ")) or None if found else None


def inner(holder: Tag, selector: str) -> str | None:
    """Return the markup within the first element that fits a selector."""
    found = holder.select_one(selector)
    return found.decode_contents().strip() or None if found else None
