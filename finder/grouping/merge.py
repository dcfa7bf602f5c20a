"""Groups over all sources: what `finder group` prints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from finder.facts import with_twins
from finder.grouping.across import twins
from finder.grouping.entries import local, source_key
from finder.grouping.rhythm import Meeting, rhythm
from finder.grouping.rules import parse_rule
from finder.grouping.stage import series
from finder.listing import AlsoListed, Group, Listing, Occurrence, Twin

_SAME_MEETING = timedelta(minutes=60)


def merged(listings: Iterable[Listing], now: datetime) -> list[Group]:
    """Group listings of any number of sources; each listing is a member of exactly one group.

    The result depends neither on the order of the listings nor on the clock, save for `next`: the first date that is
    neither over at `now` nor cancelled.  Groups come by next date, then by title.
    """
    sources: dict[str, list[Listing]] = defaultdict(list)
    for listing in listings:
        sources[source_key(listing)].append(listing)
    groups = _own_members([group for name in sorted(sources) for group in series(sources[name])])
    links = twins(groups)
    by_id = {group.id or "": group for group in groups}
    others: dict[str, list[tuple[Group, Twin]]] = defaultdict(list)
    for name, twin in links.items():
        if twin:
            others[twin.shown_id].append((by_id[name], twin))
    shown = (_with_twins(by_id[name], others[name]) for name, twin in links.items() if twin is None)
    return sorted((replace(group, next=next_start(group, now)) for group in shown), key=_order)


def _order(group: Group) -> tuple[object, ...]:
    return (group.next is None, group.next or "", group.title, group.id or "")


def _own_members(groups: Sequence[Group]) -> list[Group]:
    """Tell members of different sources apart that go by one uid."""
    count = Counter(uid for group in groups for uid in group.members)
    if len(count) == sum(count.values()):
        return list(groups)
    return [
        replace(group, members=tuple(_own(uid, group) if count[uid] > 1 else uid for uid in group.members))
        for group in groups
    ]


def _own(uid: str, group: Group) -> str:
    source = (group.source.id or group.source.name) if group.source else None
    return f"{uid}@{source or 'unnamed'}"


def next_start(group: Group, now: datetime) -> str | None:
    """Return the start of the first date that is neither cancelled nor over at `now`; a day lasts to its end."""
    return next(
        (o.start for o in group.occurrences if o.status != "cancelled" and not _over(o, group.timezone, now)), None
    )


def _over(occurrence: Occurrence, zone: str | None, now: datetime) -> bool:
    start, end = local(occurrence.start, zone), local(occurrence.end, zone)
    assert start
    last = max(start, end) if end else start
    return last <= now - timedelta(days=1) if "T" not in occurrence.start else last < now


def _with_twins(shown: Group, twins_of: Sequence[tuple[Group, Twin]]) -> Group:
    """Return the group with the dates and members that other sources list for it."""
    if not twins_of:
        return shown
    group = shown
    for other, _ in twins_of:
        group = replace(group, occurrences=_both(group, other), members=group.members + other.members)
    when = rhythm(
        [_meeting(occurrence, group.timezone) for occurrence in group.occurrences],
        rules=[rule] if (rule := parse_rule(shown.cadence)) else (),
        texts=[text for one in (shown, *(o for o, _ in twins_of)) for text in (one.title, one.description) if text],
    )
    return replace(
        group,
        cadence=when.cadence,
        cadence_text=when.cadence_text or shown.cadence_text,
        confidence=when.confidence,
        evidence=when.evidence,
        also_listed_at=tuple(_also(other, twin) for other, twin in twins_of),
        facts=with_twins(shown, ((_name(other), other.facts) for other, _ in twins_of)),
    )


def _both(group: Group, other: Group) -> tuple[Occurrence, ...]:
    """Return the dates of both, one where both list the same meeting."""
    own = [(local(o.start, group.timezone), o) for o in group.occurrences]
    held = {start.date(): start for start, _ in own if start}
    for occurrence in other.occurrences:
        start = local(occurrence.start, group.timezone or other.timezone)
        if start and not (start.date() in held and abs(held[start.date()] - start) <= _SAME_MEETING):
            own.append((start, occurrence))
    return tuple(occurrence for _, occurrence in sorted(own, key=lambda item: (item[0], item[1].uid)))


def _meeting(occurrence: Occurrence, zone: str | None) -> Meeting:
    start = local(occurrence.start, zone)
    assert start
    return Meeting(
        start=start,
        end=local(occurrence.end, zone),
        all_day="T" not in occurrence.start,
        cancelled=occurrence.status == "cancelled",
    )


def _also(other: Group, twin: Twin) -> AlsoListed:
    return AlsoListed(name=_name(other), url=other.url, group_id=other.id, reason=twin.reason)


def _name(other: Group) -> str:
    name = (other.source.name or other.source.id) if other.source else None
    return name or "another source"
