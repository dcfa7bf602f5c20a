"""Plain text out of what pages print: entities, markup, white space, and folding for comparison."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from lxml import etree

_LETTER = {b"a": rb"[\t\n\r -~]"}
_BY_MARK = re.compile(
    rb"(?P<w32>\xff\xfe\0\0(?=%(a)b\0\0\0)|\0\0\xfe\xff(?=\0\0\0%(a)b))"
    rb"|(?P<w16>\xff\xfe(?=%(a)b\0)|\xfe\xff(?=\0%(a)b))" % _LETTER
)
_BY_NULS = re.compile(
    rb"(?P<be32>(?:\0\0\0%(a)b){2})|(?P<le32>(?:%(a)b\0\0\0){2})|(?P<be16>(?:\0%(a)b){4})|(?P<le16>(?:%(a)b\0){4})"
    % _LETTER
)
_WIDE = re.compile(r"utf-(?:16|32)(?:le|be)?\b", re.IGNORECASE)
_CODES = {
    "w32": "utf-32",
    "w16": "utf-16",
    "be32": "utf-32-be",
    "le32": "utf-32-le",
    "be16": "utf-16-be",
    "le16": "utf-16-le",
}
_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]")
_TAG = re.compile(
    r"</?(?:a|abbr|address|article|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|"
    r"html(?:-blob)?|body|i|iframe|img|ins|label|li|main|o:p|ol|p|pre|q|s|script|section|small|span|strike|strong|style|"
    r"sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|video|wbr)(?:[\s/][^<>]{0,4000})?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,9});")
_BLOCK_TAG = re.compile(r"<(?:br|p|div|li|tr|h[1-6])\b", re.IGNORECASE)
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "section", "article"}
_LINES = {"br", "div", "li", "tr", "dt", "dd", "hr", "pre", "address", "figure", "center", "main", "header", "footer"}
_CELLS = {"td", "th"}
_SILENT = {"script", "style", "template", "noscript", "iframe", "object", "head", "svg", "video", "audio"}
_LONGEST = 400_000
_HEAD = 1_000

_MARKDOWN = (
    (re.compile(r"!\[[^\]\n]{0,400}\]\([^()\s]{0,2000}(?:[ \t][^()\n]{0,400})?\)"), ""),
    (re.compile(r"\[([^\]\n]{1,400})\]\([^()\s]{0,2000}(?:[ \t][^()\n]{0,400})?\)"), r"\1"),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE), r"\1"),
    (re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^([ \t]*)[*+-][ \t]+", re.MULTILINE), r"\1"),
    (re.compile(r"(?<!\\)(\*\*|__)(?=\S)([^\n]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w\\*])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,2000}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,400})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|])"), r"\1"),
)


def N_(text: str) -> str:  # noqa: N802  the name by which translators' tools know it (gettext)
    """Return a text as it is: it is collected for translators here, and translated where it is shown."""
    return text


def squash(text: str) -> str:
    """Return the text on one line, runs of white space as one blank."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """Return the text without controls, marks of no width and halves of letters, which cannot be written as UTF-8."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def as_utf8(content: bytes, content_type: str | None = None) -> bytes:
    """Return text in UTF-16 or UTF-32 as UTF-8, all else as it is.

    A byte order mark tells, then the header, then where the NULs stand in the first letters, which every format begins
    with ASCII (as RFC 4627, section 3, has it).
    """
    wide = _BY_MARK.match(content) or _BY_NULS.match(content)
    named = _WIDE.search(content_type or "") if b"\0" in content[:_HEAD] else None
    code = _CODES[wide.lastgroup] if wide and wide.lastgroup else named.group() if named else None
    return content.decode(code, "replace").removeprefix("\ufeff").encode() if code else content


def fold(text: str) -> str:
    """Return the text as it is compared: without case, accents, or kinds of quotes."""
    if text.isascii():
        return squash(text.casefold())
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))  # noqa: RUF001  curly quotes are meant
    return squash("".join(c for c in decomposed if not unicodedata.combining(c)).casefold())


def slug(text: str) -> str:
    """Return the text as it stands in an address: `Thursday Knitters!` → `thursday-knitters`."""
    return _NOT_WORD.sub("-", fold(text)).strip("-")


def is_markup(text: str) -> bool:
    """Tell whether the text holds HTML tags or entities, as feeds write them into fields meant for plain text."""
    return bool(("<" in text and _TAG.search(text)) or ("&" in text and _ENTITY.search(text)))


def plain(text: str, kind: Literal["html", "text", "markdown"]) -> str:
    """Return readable text with its paragraphs (an empty line between them), without markup, entities and controls.

    Line breaks of HTML count only where it has no block tags: feeds mix `<a>` with typed lines.
    """
    text = printable(text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    if kind == "markdown":
        text = _without_markdown(text)
    if kind == "html" or (kind == "markdown" and is_markup(text)):
        text = _from_html(text)
    return _tidy(text)


def line(text: str) -> str:
    """Return a title or a name on one line, entities decoded and markup gone, whatever the field claims to be."""
    return squash(plain(text, "html")) if is_markup(text) else squash(printable(text[:_LONGEST]))


def _from_html(text: str) -> str:
    # Feeds encode twice (`&lt;p&gt;`) and sometimes three times; no listing is expected to talk about tags.
    for _ in range(3):
        if not is_markup(text):
            break
        text = _rendered(text) if _TAG.search(text) else html.unescape(text)
    return text


def _rendered(markup: str) -> str:
    if not _BLOCK_TAG.search(markup):
        markup = markup.replace("\n", "<br>")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return ""
    return "" if root is None else "".join(_pieces(root))


def _pieces(root: etree._Element) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        gap = _gap(element.tag)
        if event == "start":
            yield gap
            if element.tag in _SILENT:
                walk.skip_subtree()
            elif element.text:
                yield _SPACE.sub(" ", element.text)
        else:
            yield "" if element.tag == "br" else gap
            if element.tail:
                yield _SPACE.sub(" ", element.tail)


def _gap(tag: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag in _LINES:
        return "\n"
    return " " if tag in _CELLS else ""


def _without_markdown(text: str) -> str:
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    return text


def _tidy(text: str) -> str:
    lines = [squash(part) for part in text.split("\n")]
    if len(lines) == 1:
        return lines[0]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
