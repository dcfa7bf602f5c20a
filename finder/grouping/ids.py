"""The names of groups in addresses: short, and the same from one harvest to the next."""

from __future__ import annotations

from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from rapidfuzz import fuzz

from finder.grouping.entries import apart, local
from finder.listing import Group
from finder.text import fold

_ALIKE = 85
_HOUR = 60
_BYTES = 8


def made(*parts: str) -> str:
    """Return an id of 13 letters and digits; the same parts always give the same one."""
    text = "\n".join(parts).encode(errors="replace")
    return b32encode(blake2b(text, digest_size=_BYTES).digest()).decode().rstrip("=").lower()


def kept(groups: Sequence[Group], known: Sequence[Group]) -> dict[int, str]:
    """Return, by place in `groups`, the id of the known group that each one is now.

    The one with most members in common comes first, then one of nearly the same title at the same place and hour; of
    equals the one whose own id it is.  Each known id is given once.
    """
    claims = sorted(
        (score, groups[place].id != group_id, place, group_id)
        for score, place, group_id in (*_shared_members(groups, known), *_lookalikes(groups, known))
    )
    given: dict[int, str] = {}
    taken: set[str] = set()
    for *_, place, group_id in claims:
        if place not in given and group_id not in taken:
            given[place] = group_id
            taken.add(group_id)
    return given


def _shared_members(groups: Sequence[Group], known: Sequence[Group]) -> Iterator[tuple[int, int, str]]:
    owners = {uid: group.id for group in known for uid in group.members if group.id}
    for place, group in enumerate(groups):
        for group_id, count in Counter(owners[uid] for uid in group.members if uid in owners).items():
            yield (-1000 * count, place, group_id)


def _lookalikes(groups: Sequence[Group], known: Sequence[Group]) -> Iterator[tuple[int, int, str]]:
    blocks: dict[tuple[str, int], list[Group]] = defaultdict(list)
    for group in known:
        blocks[_block(group)].append(group)
    for place, group in enumerate(groups):
        for other in blocks[_block(group)]:
            score = fuzz.ratio(fold(group.title), fold(other.title))
            if other.id and score >= _ALIKE and _near(group, other):
                yield (-round(score), place, other.id)


def _block(group: Group) -> tuple[str, int]:
    start = local(group.occurrences[-1].start, group.timezone) if group.occurrences else None
    return (fold(group.venue or ""), start.weekday() if start else -1)


def _near(a: Group, b: Group) -> bool:
    times = [local(group.occurrences[-1].start, group.timezone) if group.occurrences else None for group in (a, b)]
    if None in times:
        return times == [None, None]
    minutes = [time.hour * 60 + time.minute for time in times if time]
    return apart(*minutes) <= _HOUR
