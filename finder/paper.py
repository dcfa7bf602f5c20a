"""Pages for paper: PDF whose text a screen reader can follow (PDF/UA), set by Typst from `templates/paper/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Literal

import segno
import typst

from finder.paths import bundled

_FONTS = str(bundled("finder/web/static/vendor"))
"""The letters of the pages, which are made to be read by weak eyes; without them Typst takes its own."""

LONGEST_ADDRESS = 1200
"""Letters of an address that a telephone still reads from a code of a few centimetres."""

PaperSize = Literal["a4", "us-letter"]

_LETTER = frozenset({"US", "CA", "MX", "CL", "CO", "CR", "DO", "GT", "PA", "PH", "PR", "SV", "VE"})
"""Countries that print on Letter (CLDR, supplemental measurement data)."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the document; `data` reaches the template as JSON, so nothing in it is read as markup.

    A text in a script that our fonts lack cannot be promised to a screen reader: then it is a PDF without that promise.
    """
    source = str(bundled("templates") / "paper" / f"{template}.typ")
    inputs = {"data": json.dumps(data)}
    try:
        document: bytes = typst.compile(source, sys_inputs=inputs, font_paths=[_FONTS], pdf_standards=["ua-1"])
    except typst.TypstError:
        document = typst.compile(source, sys_inputs=inputs, font_paths=[_FONTS])
    return document


def paper_of(country: str | None) -> PaperSize:
    """Return the size of paper that printers of a country hold."""
    return "us-letter" if country in _LETTER else "a4"


def qr_code(address: str) -> str:
    """Return the QR code (ISO/IEC 18004) of an address as SVG; a quarter of it may be dirty and it still reads."""
    svg = BytesIO()
    segno.make(address, error="q", micro=False).save(svg, kind="svg", xmldecl=False, border=2)
    return svg.getvalue().decode("ascii")
