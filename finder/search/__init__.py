"""What a visitor asks and what is answered: `parse` and `search`."""

from __future__ import annotations

from finder.search.engine import find, search
from finder.search.namesakes import NearGroups, is_namesake
from finder.search.parse import parse, to_args

__all__ = ["NearGroups", "find", "is_namesake", "parse", "search", "to_args"]
