"""Where listings and groups are kept: the `Store` protocol and the one way to open it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from finder.listing import Change, Correction, Group, GroupEdit, HarvestReport, Listing, Source, Twin, Validators
from finder.saved import Counts, SavedSelection
from finder.tiles import Packed, Span

MOST_SELECTIONS = 10_000
"""Saved selections that a store takes: nobody fills a disk with them."""


class Store(Protocol):
    """The truth.  One writer and many readers may have it open at once."""

    def transaction(self) -> AbstractContextManager[None]:
        """Hold the write lock: everything inside is kept together, or nothing on an error or a power loss.

        Each `save_…` outside of it is a transaction of its own.  One inside another joins it; an error that is caught
        between the two undoes the inner one alone.

        Raises:
            StoreBusy: another process kept the lock for longer than a minute.
        """
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all reading inside see one state, whatever others write meanwhile; nothing is saved inside."""
        ...

    def save_sources(self, sources: Iterable[Source]) -> None:
        """Add sources to the catalogue or replace those of the same id."""
        ...

    def sources(self) -> list[Source]:
        """Return the catalogue that was saved here, by id."""
        ...

    def remove_source(self, source_id: str) -> bool:
        """Forget a source, its listings, its groups and what people corrected of them; False when there was none."""
        ...

    def save_listings(self, source_id: str, listings: Sequence[Listing]) -> None:
        """Make these the current listings of the source, past dates included.

        Those that are no longer among them are retired with the date, not deleted.
        """
        ...

    def listings(self, source_id: str) -> list[Listing]:
        """Return the current listings of a source, by start and uid."""
        ...

    def save_groups(self, source_id: str, groups: Sequence[Group]) -> None:
        """Make these the groups of the source, with the indexes by which they are found."""
        ...

    def groups(self, source_id: str | None = None) -> list[Group]:
        """Return the groups of one source, or of all, by id."""
        ...

    def replace_groups(self, groups: Iterable[Group]) -> None:
        """Write these groups anew, each where the one of its id stands; one that is not kept here is passed over."""
        ...

    def save_marks(self, marks: Mapping[str, Collection[int]]) -> set[str]:
        """Say, by group id, by which marks a group is found by those like it; return the ids of which that is new."""
        ...

    def groups_alike(self, ids: Collection[str], most: int) -> list[Group]:
        """Return these groups, those that share a mark with one of them, and all that are shown as one with any, by id.

        A mark that more than `most` groups have tells nothing.
        """
        ...

    def shown_with(self, ids: Collection[str]) -> set[str]:
        """Return the ids of all that are shown as one with any of these; empty where each stands alone."""
        ...

    def link_twins(self, links: Mapping[str, Twin | None]) -> None:
        """Say, by group id, as which other group it is shown; None when it stands alone."""
        ...

    def group(self, group_id: str) -> Group | None:
        """Return one group with its `also_listed_at`, or None; for a twin, the group that is shown for it.

        A group that was merged by hand into another one of its source is found by its own id too.
        """
        ...

    def packed(self, spans: Iterable[Span], *, with_access: bool = False) -> Packed:
        """Return the rows of the shown creative groups in these tiles, and of access where that is asked for."""
        ...

    def with_words(self, spans: Iterable[Span], words: Sequence[str], *, in_title: bool = False) -> list[int] | None:
        """Return the numbers of groups in these tiles whose text (or title) holds every word, in any form.

        None when there is no letter in the words.  The words of what can be joined from home stand in the tile
        `tiles.ONLINE` alone.  Among the groups may be such as are not shown.
        """
        ...

    def zone(self, number: int) -> str:
        """Return the name of the clock (see `tiles.wall.clock_of`) to which a number in packed rows belongs."""
        ...

    def shown(self, numbers: Iterable[int]) -> list[Group]:
        """Return the groups by the numbers of packed rows, in this order, each with its `also_listed_at`.

        One that went since the rows were read is left out.
        """
        ...

    def last_number(self) -> int:
        """Return the highest number that any group has; 0 when there is none."""
        ...

    def shown_between(self, first: int, last: int) -> list[Group]:
        """Return the groups that are shown whose numbers lie from `first` to `last`, by number."""
        ...

    def changes(self, after: int, most: int) -> list[Change]:
        """Return what became of groups after the change of this number, the oldest first; all, from the first, after 0.

        Who follows them to their end, and on from there, comes to hold just the groups that are shown, each as its own
        source tells it.  A group stands where it changed last; one that went stays for two weeks.  That a group was
        seen again is no change of it.
        """
        ...

    def last_changes(self, ids: Collection[str]) -> dict[str, int]:
        """Return by id the number of the last change of each of these groups that is shown."""
        ...

    def numbers_changed(self, after: int) -> set[int]:
        """Return the numbers (as in packed rows) of the shown groups that changed after the change of this number."""
        ...

    def numbers_of(self, platform: str) -> set[int]:
        """Return the numbers (as in packed rows) of the groups of all sources of a platform."""
        ...

    def shows_any(self) -> bool:
        """Tell whether there is any group that a search could show."""
        ...

    def rebuild(self) -> None:
        """Make all that is derived from the records anew: tiles and index of words."""
        ...

    def tidy(self) -> None:
        """Put in order what many small changes have left, and forget what went long ago; for after a harvest."""
        ...

    def save_correction(self, correction: Correction) -> Correction:
        """Keep what a person said, and return it with its number; one that has a number is written anew."""
        ...

    def corrections(self, source_id: str | None = None) -> list[Correction]:
        """Return what people corrected of one source, or of all, the oldest first."""
        ...

    def corrections_of(self, group_ids: Collection[str]) -> list[Correction]:
        """Return what people corrected of these groups, the oldest first."""
        ...

    def remove_correction(self, number: int) -> Correction | None:
        """Forget a correction, and return what it was; None when there is none of this number."""
        ...

    def save_edit(self, edit: GroupEdit) -> GroupEdit:
        """Keep what a person says of which dates are one group, and return it with its number."""
        ...

    def edits(self) -> list[GroupEdit]:
        """Return what people said of which dates are one group, in the order in which they said it."""
        ...

    def remove_edit(self, number: int) -> GroupEdit | None:
        """Forget one, and return what it was; None when there is none of this number."""
        ...

    def add_selection(self, selection: SavedSelection) -> None:
        """Keep a new saved selection.

        Raises:
            NameTaken: another one has its name, or had it.
            StoreError: there are `MOST_SELECTIONS` already.
        """
        ...

    def change_selection(self, name: str, selection: SavedSelection) -> None:
        """Write the selection of this name anew; where its own name is another, the old one leads to it from now on.

        Counts of what was asked before are forgotten where it asks for something else.

        Raises:
            NameTaken: another one has its new name, or had it.
            Outdated: the version that is kept is not the one before that of `selection`.
            SelectionNotFound: there is none of this name.
        """
        ...

    def selection(self, name: str) -> SavedSelection | None:
        """Return the selection that has this name, or once had it."""
        ...

    def selections(self) -> list[SavedSelection]:
        """Return all saved selections, by name."""
        ...

    def retire_selection(self, name: str) -> bool:
        """Forget the selection of this name and its counts; no other gets its names.  False when there was none."""
        ...

    def remove_selection(self, name: str) -> bool:
        """Forget all of a selection, retired or not, so that its names are free; False when there was none."""
        ...

    def save_count(self, name: str, day: str, groups: int) -> None:
        """Note how many groups a selection has on a day (YYYY-MM-DD); one that went meanwhile is passed over."""
        ...

    def counts(self, name: str) -> Counts:
        """Return how many groups a selection had."""
        ...

    def save_report(self, report: HarvestReport) -> None:
        """Keep what a harvest did."""
        ...

    def reports(self) -> list[HarvestReport]:
        """Return the last report of each source, by source id."""
        ...

    def validators(self, source_id: str, url: str) -> Validators:
        """Return what the source has to ask with whether `url` has changed since it was last read for it."""
        ...

    def save_validators(self, source_id: str, url: str, validators: Validators) -> None:
        """Keep them; they go when the source goes, and when its last harvest failed."""
        ...

    def problems(self) -> list[str]:
        """Check integrity; each problem is one sentence."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


def open_store(path: Path, *, read_only: bool = False) -> Store:
    """Open the embedded SQLite store at `path`; it is made when it is not there, unless `read_only`.

    Raises:
        StoreError: the folder cannot be written, or the file was made by a newer version.
        StoreDamaged: the file is no database.
    """
    from finder.store.sqlite import SQLiteStore  # noqa: PLC0415  engines are loaded when chosen

    return SQLiteStore(path, read_only=read_only)
