from __future__ import annotations

from pathlib import Path

import pytest

from finder.config import Settings, load
from finder.errors import ConfigError


def test_arguments_win_over_environment_which_wins_over_file(tmp_path: Path) -> None:
    (tmp_path / "finder.toml").write_text('port = 1\nhost = "a"\nsite_name = "File"\n', encoding="utf-8")
    settings = load({"port": 3}, {"FINDER_CONFIG": str(tmp_path), "FINDER_PORT": "2", "FINDER_HOST": "b"})
    assert (settings.port, settings.host, settings.site_name) == (3, "b", "File")


def test_a_value_of_the_wrong_kind_is_named() -> None:
    with pytest.raises(ConfigError, match="setting port: “eighty” is not a whole number"):
        load({}, {"FINDER_PORT": "eighty"})


def test_an_unknown_setting_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "finder.toml").write_text("prot = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="setting prot: there is no such setting"):
        load({}, {"FINDER_CONFIG": str(tmp_path)})


def test_an_argument_that_was_not_given_changes_nothing() -> None:
    assert load({"port": None}, {}).port == Settings().port


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("request_timeout", "nan", "“nan” is not from 0.1 to 3,600"),
        ("harvest_days", "-5", "“-5” is not from 1 to 3,650"),
        ("max_pages", "0", "“0” is not from 1 to 10,000"),
        ("units", "furlong", "“furlong” is none of auto, km, mi"),
        ("trusted_proxies", "127.0.0.1, nginx", "“127.0.0.1, nginx” is not a list of addresses or networks"),
        ("trusted_proxies", "10.0.0.0/99", "“10.0.0.0/99” is not a list of addresses or networks"),
        ("site_url", "finder.example", "“finder.example” is not an address as https://finder.example"),
        ("site_url", "https://a.example/finder", "“https://a.example/finder” is not an address"),
        ("site_url", "https://me@a.example", "“https://me@a.example” is not an address"),
        ("site_url", "https://a.example:99999", "“https://a.example:99999” is not an address"),
        ("site_url", "javascript:alert(1)", "“javascript:alert\\(1\\)” is not an address"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(name: str, text: str, why: str) -> None:
    with pytest.raises(ConfigError, match=f"setting {name}: {why}"):
        load({}, {f"FINDER_{name.upper()}": text})


def test_an_empty_variable_counts_as_none() -> None:
    assert load({}, {"FINDER_DATA_DIR": "", "FINDER_PORT": ""}) == Settings()


def test_where_the_site_is_and_who_passes_requests_on_can_be_said() -> None:
    given = {"FINDER_SITE_URL": "https://finder.example:8443/", "FINDER_TRUSTED_PROXIES": "::1, 10.1.2.3/8"}
    assert load({}, given) == Settings(site_url="https://finder.example:8443/", trusted_proxies="::1, 10.1.2.3/8")
