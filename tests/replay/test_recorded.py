"""Real recorded responses, replayed over real sockets through all stages, twice."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from town import prepare, state
from website import Reply, Site

from finder.config import Settings
from finder.fetch import Fetcher
from finder.harvest import harvest
from finder.listing import HarvestReport, Source, Window
from finder.places import open_locator
from finder.store import open_store

NOW = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)
"""About when most of them were recorded."""

WINDOW = Window(start=date(2026, 8, 1), end=date(2026, 12, 20))


def run(folder: Path, sources: list[Source]) -> list[HarvestReport]:
    settings = Settings(data_dir=folder, allow_private_hosts=True, request_delay=0.0)
    with closing(open_store(settings.store_path)) as store, Fetcher(settings, clock=lambda: NOW) as fetcher:
        return list(harvest(sources, store, fetcher, open_locator(settings), NOW, WINDOW))


@pytest.mark.shared
@pytest.mark.parametrize(("kind", "least"), [("libcal", 200), ("meetup", 10), ("generic_ics", 0)])
def test_recorded_calendars_become_groups_and_a_second_harvest_changes_nothing(
    shared: Path, tmp_path: Path, site: Site, kind: str, least: int
) -> None:
    sources = []
    for file in sorted((shared / "recorded" / kind).glob("*.ics")):
        site.replies[f"/{file.name}"] = Reply(body=file.read_bytes(), headers={"Content-Type": "text/calendar"})
        sources.append(Source(id=file.stem.lower(), name=file.stem, url=f"{site.url}/{file.name}", country="US"))
    prepare(tmp_path, sources)
    first = run(tmp_path, sources)
    once = state(tmp_path)
    again = run(tmp_path, sources)
    assert [report.error for report in (*first, *again) if report.error] == []
    assert sum(report.groups for report in first) >= least
    assert [(r.source_id, r.new, r.changed, r.gone) for r in again if r.new or r.changed or r.gone] == []
    assert state(tmp_path) == once
