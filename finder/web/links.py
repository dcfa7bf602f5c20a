"""Addresses of pages here, built once for each root of the site: a page has some forty."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

import flask
from flask.globals import request_ctx

_OURS = frozenset({"feeds.feed", "flyer.show", "ground.tile", "static"})
"""What takes the name of a file or form of ours, and nothing else."""


def url_for(endpoint: str, *, _external: bool = False, **values: Any) -> str:
    """Return what Flask's `url_for` does; where no value can be a visitor's, it is remembered."""
    # A name that is left empty makes the beginning of an address: `…/groups/`.
    if endpoint not in _OURS and any(values.values()):
        return flask.url_for(endpoint, _external=_external, **values)
    here = request_ctx.request
    root = (here.scheme, here.host, here.root_path) if _external else here.root_path
    return _built(root, endpoint, _external, *values.items())


def mail(subject: str, text: str) -> str:
    """Return an address that opens the visitor's own mail program with a letter to nobody yet (RFC 6068)."""
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(text, safe='')}"


@lru_cache(maxsize=512)
def _built(_root: object, endpoint: str, is_external: bool, *values: tuple[str, Any]) -> str:  # noqa: FBT001  a call by name takes twice as long
    return flask.url_for(endpoint, _external=is_external, **dict(values))
