from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from finder.config import Settings
from finder.health import findings, serving

BEHIND = {"site_url": "https://finder.example", "trusted_proxies": "127.0.0.1", "manage": "off"}


@pytest.mark.parametrize(
    ("given", "ok", "told"),
    [
        ({}, True, "nothing risky"),
        ({"manage": "on", "rate_limit": 0}, True, "nothing risky"),
        (BEHIND, True, "nothing risky"),
        ({"trusted_proxies": "127.0.0.1, ::/0"}, False, "trusted_proxies names everybody"),
        ({"host": "0.0.0.0", "manage": "on"}, True, "manage is on"),
        ({"host": "::", "rate_limit": 0}, True, "rate_limit is 0"),
        ({**BEHIND, "trusted_proxies": ""}, True, "site_url is set and trusted_proxies is not"),
        ({**BEHIND, "site_url": "http://finder.example"}, True, "site_url is not https"),
        ({"workers": 5}, True, "5 workers share 2 cores"),
    ],
)
def test_a_server_with_risky_settings_is_told(given: dict[str, Any], ok: bool, told: str) -> None:  # noqa: FBT001  a parameter of the test
    found = serving(Settings(data_dir=Path(), **given), cores=2)
    assert (found.ok, told in found.detail, "; " in found.detail) == (ok, True, False)


@pytest.mark.parametrize(
    ("free", "store", "told"),
    [
        (200_000_000, 0, ""),
        (3_900_000, 0, ": careful: only 3 MB are free on the disk"),
        (200_000_000, 300_000_000, ": careful: only 200 MB are free on the disk"),
    ],
)
def test_a_disk_with_little_room_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, store: int, told: str
) -> None:
    monkeypatch.setattr("finder.health.shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    if store:
        with (tmp_path / "finder.sqlite").open("wb") as file:
            file.truncate(store)
    [found] = [one for one in findings(Settings(data_dir=tmp_path)) if one.what == "data folder"]
    assert (found.ok, found.detail) == (True, f"{tmp_path}{told}")
