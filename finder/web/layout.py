"""What every template may use: settings, addresses of static files that change with their content, and dates."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel import Locale
from flask import Flask, request, url_for

from finder import __version__
from finder.web.backend import backend
from finder.web.cards import web_link

_NAMES_CONTENT = re.compile(r"-[0-9a-f]{8}\.woff2$")
_STATIC = Path(__file__).resolve().parent / "static"


def init_app(app: Flask) -> None:
    """Give templates their filters."""
    app.add_template_filter(web_link)


def shared(locale: Locale) -> dict[str, Any]:
    """Return what every template may use."""
    return {
        "site_name": backend().settings.site_name,
        "version": __version__,
        "language": str(locale).replace("_", "-"),
        "direction": locale.text_direction,
        "asset": asset,
        "fonts": fonts(),
        "has_map": has_map(),
        "tiles_url": backend().settings.tiles_url,
        "tiles_attribution": backend().settings.tiles_attribution,
    }


def asset(name: str) -> str:
    """Return the address of a static file; it changes when the file does, so browsers may keep it for good."""
    return _address(request.root_path, name)


def is_lasting(path: str, version: str | None) -> bool:
    """Tell whether an address of a static file names its content, so that it never holds another."""
    if version is None:
        return _NAMES_CONTENT.search(path) is not None
    return version == _digest(path.removeprefix("/static/"))


@lru_cache(maxsize=64)
def _address(_root: str, name: str) -> str:
    return url_for("static", filename=name, v=_digest(name))


@cache
def has_map() -> bool:
    """Tell whether the map library is here; a build puts it there."""
    return (_STATIC / "vendor" / "leaflet.js").exists()


@cache
def fonts() -> tuple[str, ...]:
    """Return the names of the font files, which a build puts here; without them the fonts of the system serve."""
    return tuple(sorted(path.name for path in (_STATIC / "vendor").glob("*.woff2")))


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
