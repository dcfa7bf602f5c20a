from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from town import open_town, prepare
from website import Reply, Site

from finder.config import Settings
from finder.fetch import Fetcher
from finder.harvest import HOLD, harvest
from finder.listing import Window
from finder.places import open_locator
from finder.store import open_store


def test_a_host_that_wants_pauses_holds_no_thread_between_two_requests(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finder.harvest.THREADS", 1)
    [spinners] = [source for source in open_town(site) if source.id == "spinners"]
    site.replies["/robots.txt"] = Reply(body=b"User-agent: *\nCrawl-delay: 0.3\n")
    hosts = ["a.example", "b.example", "c.example"]
    sources = [replace(spinners, id=host[0], url=spinners.url.replace("127.0.0.1", host)) for host in hosts]
    prepare(tmp_path, sources)
    settings = Settings(data_dir=tmp_path, allow_private_hosts=True, request_delay=0.0)
    now = datetime.now(UTC)
    window = Window(start=now.date(), end=now.date() + timedelta(days=120))
    with (
        closing(open_store(settings.store_path)) as store,
        Fetcher(settings, hold=HOLD, resolver=lambda _host, _port: ["127.0.0.1"]) as fetcher,
    ):
        reports = list(harvest(sources, store, fetcher, open_locator(settings), now, window))
    asked = [(a.headers["Host"].partition(":")[0], a.path) for a in site.asked]
    assert asked == [*((host, "/robots.txt") for host in hosts), *((host, "/calendar.ics") for host in hosts)]
    assert [(r.source_id, r.listings, r.error) for r in reports] == [(host[0], 5, None) for host in hosts]
