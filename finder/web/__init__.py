"""The web surfaces: one blueprint per surface, one application factory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from finder.config import Settings
from finder.listing import prepare_reading
from finder.paths import bundled
from finder.places import Locator
from finder.store import Store
from finder.web import (
    about,
    adding,
    api,
    backend,
    compression,
    developers,
    directories,
    embed,
    errors,
    feeds,
    flyer,
    ground,
    headers,
    invitations,
    language,
    layout,
    limiting,
    mapping,
    oembed,
    own,
    pages,
    proxies,
    rendering,
    shortlist,
    sources,
    speaking,
    start,
    turns,
    validators,
)
from finder.web.browse import pages as browse
from finder.web.browse import sitemap
from finder.web.librarians import build, health, keeping

_LONGEST_FORM = 20_000
"""Bytes of a form: no field of ours takes more than an address."""


class Site(Flask):
    """Flask, which need not ask of ten functions for each answer whether they are coroutines: none here is one."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return func


def create_app(
    settings: Settings,
    *,
    store: Store | None = None,
    locator: Locator | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Flask:
    """Return the WSGI app; without a store or locator it opens those of the settings at the first request.

    The clock gives aware datetimes; without one it is the machine's, in UTC.
    """
    prepare_reading()
    app = Site(__name__, template_folder=str(bundled("templates")))
    app.config["MAX_CONTENT_LENGTH"] = _LONGEST_FORM
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    backend.init_app(app, backend.Backend(settings, store, locator, clock or _now))
    turns.init_app(app)
    language.init_app(app, settings.language)
    rendering.init_app(app)
    headers.init_app(app, settings.embed_ancestors, settings.tiles_url)
    compression.init_app(app)
    validators.init_app(app)
    layout.init_app(app)
    errors.init_app(app)
    proxies.init_app(app, settings)
    limiting.init_app(app, settings)
    speaking.init_app(app)
    for surface in (
        ground,
        mapping,
        pages,
        start,
        adding,
        sources,
        api,
        developers,
        embed,
        oembed,
        feeds,
        directories,
        flyer,
        invitations,
        own,
        shortlist,
        browse,
        sitemap,
        about,
        build,
        keeping,
        health,
    ):
        app.register_blueprint(surface.blueprint)
    return app


def _now() -> datetime:
    return datetime.now(UTC)


__all__ = ["create_app"]
