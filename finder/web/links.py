"""Addresses of pages here, built once for each place where the site lies: a page has some forty."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import flask
from flask import request


def url_for(endpoint: str, *, _external: bool = False, **values: Any) -> str:
    """Return what Flask's `url_for` does; what has no values is remembered, and so is nothing that a visitor sent."""
    if values:
        return flask.url_for(endpoint, _external=_external, **values)
    return _built(request.url_root if _external else request.root_path, endpoint, is_external=_external)


@lru_cache(maxsize=512)
def _built(_root: str, endpoint: str, *, is_external: bool) -> str:
    return flask.url_for(endpoint, _external=is_external)
