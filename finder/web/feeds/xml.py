"""Elements of feeds: text that XML cannot hold is left out, so that one odd letter never breaks a whole feed."""

from __future__ import annotations

import re

from lxml import etree

# Everything but the Char production of XML 1.0 (https://www.w3.org/TR/xml/#charsets).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Add an element below another; `name` may hold a namespace in Clark's notation."""
    child = etree.SubElement(parent, name, {key: cleaned(value) for key, value in attributes.items()})
    if text is not None:
        child.text = cleaned(text)
    return child


def cleaned(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _NO_XML.sub("", text)


def written(root: etree._Element) -> bytes:
    """Return the document."""
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return document
