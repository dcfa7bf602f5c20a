"""What those who follow the store's changes are told after each harvest of an unchanged town."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from town import open_town, prepare
from website import Site

from finder.config import Settings
from finder.fetch import Fetcher
from finder.harvest import harvest
from finder.listing import Window
from finder.places import open_locator
from finder.store import open_store


def test_a_town_that_lists_what_it_did_has_not_changed(site: Site, tmp_path: Path) -> None:
    sources = open_town(site)
    prepare(tmp_path, sources)
    settings = Settings(data_dir=tmp_path, allow_private_hosts=True, request_delay=0.0)
    told = []
    with closing(open_store(settings.store_path)) as store:
        for hours in (0, 6, 30):
            now, before = datetime.now(UTC) + timedelta(hours=hours), store.changes(0, 1000)
            window = Window(start=now.date(), end=now.date() + timedelta(days=90))
            with Fetcher(settings, clock=partial(_same, now), sleep=lambda _: None) as fetcher:
                reports = list(harvest(sources, store, fetcher, open_locator(settings), now, window))
            assert [report.error for report in reports if report.error] == []
            told.append(len(store.changes(before[-1].number if before else 0, 1000)))
    assert told[0] > 0
    assert told[1:] == [0, 0]


def _same(moment: datetime) -> datetime:
    return moment
