from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from finder.config import Settings
from finder.health import serving

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
