"""Random steps on a store, against dictionaries that remember the same."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from shown import found

from finder.listing import Group, HarvestReport, Listing, Source, Twin, Validators
from finder.store import Store, open_store

IDS = ("one", "two", "three")
LINK = "https://x.example/"
sources = st.sampled_from(IDS)
uids = st.lists(st.sampled_from("abcd"), unique=True)
numbers = st.lists(st.integers(0, 3), unique=True)
titles = st.sampled_from(["Knit", "Sew", "Sing"])


class StoreSteps(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.store: Store = open_store(Path(self.folder.name) / "finder.sqlite")
        self.sources: dict[str, Source] = {}
        self.listings: dict[str, list[Listing]] = {}
        self.groups: dict[str, dict[str, Group]] = {}
        self.links: dict[str, str] = {}
        self.reports: dict[str, HarvestReport] = {}
        self.validators: dict[str, Validators] = {}
        self.moment = 0
        self.copy: dict[str, Group] = {}
        self.copied_to = 0

    @rule(source=sources, title=titles)
    def save_source(self, source: str, title: str) -> None:
        self.sources[source] = Source(id=source, name=title, url=LINK)
        self.store.save_sources([self.sources[source]])

    @rule(source=sources)
    def remove_source(self, source: str) -> None:
        assert self.store.remove_source(source) is (self.sources.pop(source, None) is not None)
        for kept in (self.listings, self.reports, self.validators):
            kept.pop(source, None)
        self.forget_links(self.groups.pop(source, {}))

    @rule(source=sources, uids=uids, title=titles)
    def save_listings(self, source: str, uids: Sequence[str], title: str) -> None:
        if source in self.sources:
            self.listings[source] = [Listing(title=title, uid=uid) for uid in uids]
            self.store.save_listings(source, self.listings[source])

    @rule(source=sources, numbers=numbers, title=titles)
    def save_groups(self, source: str, numbers: Sequence[int], title: str) -> None:
        if source in self.sources:
            saved = {f"{source}{n}": Group(title=title, id=f"{source}{n}", creative=True) for n in numbers}
            self.forget_links(set(self.groups.get(source, {})) - set(saved))
            self.groups[source] = saved
            self.store.save_groups(source, list(saved.values()))

    @rule(data=st.data())
    def link(self, data: st.DataObject) -> None:
        if known := sorted(self.all_groups()):
            pick = st.sampled_from(known)
            group, shown = data.draw(pick), data.draw(st.none() | pick)
            # What a ring comes to has its own test.
            if shown is None or self.shown(shown) != group:
                self.store.link_twins({group: Twin(shown_id=shown, reason="same") if shown else None})
                self.links.pop(group, None)
                if shown:
                    self.links[group] = self.shown(shown)
                    self.links = {start: self.shown(start) for start in self.links}

    @rule(source=sources, error=st.none() | st.just("no answer"))
    def report(self, source: str, error: str | None) -> None:
        if source in self.sources:
            self.moment += 1
            self.reports[source] = HarvestReport(
                source_id=source, started_at=f"2026-11-21T{self.moment:06}", error=error
            )
            self.store.save_report(self.reports[source])
            if error:
                self.validators.pop(source, None)

    @rule(source=sources)
    def save_validators(self, source: str) -> None:
        if source in self.sources:
            self.validators[source] = Validators(etag=f'"{self.moment}"')
            self.store.save_validators(source, LINK + source, self.validators[source])

    @invariant()
    def both_remember_the_same(self) -> None:
        store = self.store
        groups = self.all_groups()
        assert store.sources() == [self.sources[i] for i in sorted(self.sources)]
        assert store.groups() == [groups[i] for i in sorted(groups)]
        assert store.reports() == [self.reports[i] for i in sorted(self.reports)]
        for source in IDS:
            assert store.listings(source) == sorted(self.listings.get(source, []), key=lambda x: x.uid or "")
            assert store.validators(source, LINK + source) == self.validators.get(source, Validators())
        for word in ("knit", "sew", "sing"):
            shown = {i for i, g in groups.items() if i not in self.links and g.title.lower() == word}
            assert {g.id for g in found(store, None, [word])} == shown
        for group in found(store, None):
            twins = [also.group_id for also in group.also_listed_at]
            assert twins == sorted(i for i, shown in self.links.items() if shown == group.id)

    @invariant()
    def who_follows_the_changes_holds_what_is_shown(self) -> None:
        while page := self.store.changes(self.copied_to, 2):
            for change in page:
                self.copied_to = change.number
                self.copy.pop(change.group_id, None)
                if change.group:
                    self.copy[change.group_id] = change.group
        assert self.copy == {i: group for i, group in self.all_groups().items() if i not in self.links}

    def all_groups(self) -> dict[str, Group]:
        return {i: g for groups in self.groups.values() for i, g in groups.items()}

    def shown(self, group: str) -> str:
        while group in self.links:
            group = self.links[group]
        return group

    def forget_links(self, gone: object) -> None:
        assert isinstance(gone, dict | set)
        self.links = {i: shown for i, shown in self.links.items() if i not in gone and shown not in gone}

    def teardown(self) -> None:
        with closing(self.store):
            assert self.store.problems() == []
        self.folder.cleanup()


TestStoreSteps = StoreSteps.TestCase
TestStoreSteps.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
