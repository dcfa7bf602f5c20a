"""Another finder, which reads ours: a harvest of a served site, as of any source."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from bloomington import Places, served
from flask import Flask

from finder.config import Settings
from finder.fetch import Fetcher
from finder.harvest import harvest
from finder.listing import Group, HarvestReport, Source, Window
from finder.store import open_store

THEN = datetime(2026, 11, 21, 12, tzinfo=UTC)
YEAR = Window(start=date(2026, 11, 1), end=date(2027, 10, 31))


def reread(site: Flask, path: str, folder: Path) -> tuple[dict[str, Group], HarvestReport]:
    """Return by title what a harvest of an address of the site finds, and its report."""
    settings = Settings(data_dir=folder / "other", allow_private_hosts=True, request_delay=0.0)
    with (
        served(site) as address,
        closing(open_store(settings.store_path)) as store,
        Fetcher(settings, clock=lambda: THEN, sleep=lambda _: None) as fetcher,
    ):
        source = Source(id="ours", name="Another finder", url=address + path)
        (report,) = harvest([source], store, fetcher, Places(), THEN, YEAR)
        return {group.title: group for group in store.groups()}, report
