"""Saved selections at work: what they ask for, how many groups they find, and how they are."""

from __future__ import annotations

from finder.selections.asked import canonical, count, count_all, found_now, query_of
from finder.selections.standing import Standing, Warned, standing

__all__ = ["Standing", "Warned", "canonical", "count", "count_all", "found_now", "query_of", "standing"]
