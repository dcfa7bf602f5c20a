"""Which group is shown for which: links lead straight to a group that is shown."""

from __future__ import annotations

from collections.abc import Mapping


def straightened(links: Mapping[str, str]) -> dict[str, str | None]:
    """Return the links with each chain cut short: a → b → c becomes a → c and b → c.

    In a ring the group with the smallest id is shown (None).
    """
    return {start: _end(start, links) for start in links}


def _end(start: str, links: Mapping[str, str]) -> str | None:
    path = [start]
    while (following := links.get(path[-1])) is not None:
        if following in path:
            shown = min(path[path.index(following) :])
            return None if shown == start else shown
        path.append(following)
    return path[-1]
