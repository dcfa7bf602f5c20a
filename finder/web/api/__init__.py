"""The public JSON API: `/api/v1/`, and its description in OpenAPI 3.1."""

from __future__ import annotations

from finder.web.api import groups, lists
from finder.web.api.endpoint import blueprint

__all__ = ["blueprint", "groups", "lists"]
