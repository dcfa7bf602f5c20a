"""The way from the start to a page, for people and for search engines (https://schema.org/BreadcrumbList)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from flask import request, url_for

from finder.web.language import _

Crumb = tuple[str, str]
"""What a page is called, and its address."""


def trail(*crumbs: Crumb | None) -> list[Crumb]:
    """Return the way from the start; steps that are not known are left out."""
    return [(_("Find groups"), url_for("pages.home")), *(crumb for crumb in crumbs if crumb)]


def jsonld(crumbs: Sequence[Crumb]) -> dict[str, Any]:
    """Return the way as JSON-LD; the last step is the page itself."""
    steps = [
        {"@type": "ListItem", "position": at, "name": name, "item": urljoin(request.url_root, href)}
        for at, (name, href) in enumerate(crumbs, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}
