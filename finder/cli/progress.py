"""How far a harvest is, on standard error: a bar on a terminal, a line for each source elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from finder.cli.sources import say
from finder.cli.tables import printable
from finder.listing import HarvestReport

Tell = Callable[[HarvestReport], None]


@contextmanager
def telling(total: int, *, bar: bool) -> Iterator[Tell]:
    """Give what is to be called with each report, of so many sources."""
    if not bar:
        yield _lines(total)
        return
    with _bar(total) as tell:
        yield tell


def on_terminal(*, as_json: bool) -> bool:
    """Tell whether a bar can be drawn: records on the same screen would go through the middle of it."""
    return sys.stderr.isatty() and not (as_json and sys.stdout.isatty())


def sentence(report: HarvestReport) -> str:
    """Return what a harvest did, in a few words."""
    if report.error:
        return report.error
    counts = ((report.new, "new"), (report.changed, "changed"), (report.gone, "gone"))
    changes = ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing new"
    return f"{report.listings} listings, {report.groups} creative groups, {changes}"


def _lines(total: int) -> Tell:
    done = 0

    def tell(report: HarvestReport) -> None:
        nonlocal done
        done += 1
        say(f"[{done}/{total}] {report.source_id}: {sentence(report)}")

    return tell


@contextmanager
def _bar(total: int) -> Iterator[Tell]:
    from rich.console import Console  # noqa: PLC0415  it takes a while to load, and most commands draw nothing
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    told = TextColumn("sources, {task.fields[listings]} listings, {task.fields[failed]} not read,", markup=False)
    times = (TimeElapsedColumn(), TextColumn("gone,", markup=False), TimeRemainingColumn(), TextColumn("to go"))
    progress = Progress(
        BarColumn(), MofNCompleteColumn(), told, *times, console=console, redirect_stdout=False, redirect_stderr=False
    )
    with progress:
        task = progress.add_task("", total=total, listings=0, failed=0)
        listings = failed = 0

        def tell(report: HarvestReport) -> None:
            nonlocal listings, failed
            listings += report.listings
            failed += report.error is not None
            if report.error:
                console.print(printable(f"{report.source_id}: {report.error}"))
            progress.update(task, advance=1, listings=listings, failed=failed)

        yield tell
