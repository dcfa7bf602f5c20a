from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from finder.cli import geocode
from finder.geo import Box
from finder.listing import Place
from finder.places.gazetteer import CityRow
from finder.places.rooms import Room


class _Known:
    """A locator that knows one place, as a stand-in for the gazetteer."""

    def locate(self, text: str, *, near: str | None = None, country: str | None = None) -> Place | None:
        if text != "Here":
            return None
        return Place(
            latitude=1.0, longitude=2.0, precision="city", radius_km=5.0, matched=f"{near} {country}", provider="test"
        )

    def find(self, text: str, *, suggesting: bool = True) -> Place:
        raise NotImplementedError

    def rooms(self, latitude: float, longitude: float, limit: int = 8) -> list[Room]:  # noqa: ARG002  the protocol's signature
        return []

    def towns(self, box: Box, limit: int) -> list[CityRow]:  # noqa: ARG002  the protocol's signature
        return []

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        raise NotImplementedError


def _run(arguments: list[str], given: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("FINDER_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(geocode, "open_locator", lambda *_, **__: _Known())
    return CliRunner().invoke(geocode.command, arguments, input=given)


def test_one_text_gives_one_object(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done = _run(["Here", "--near", "Bloomington, IN", "--country", "US"], None, monkeypatch, tmp_path)
    assert json.loads(done.stdout) == {
        "latitude": 1.0,
        "longitude": 2.0,
        "precision": "city",
        "radius_km": 5.0,
        "matched": "Bloomington, IN US",
        "provider": "test",
    }


def test_a_batch_is_answered_line_by_line_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = '{"location": "There"}\n\n{"location": "Here", "near": null, "other": 1}\n{}\n'
    done = _run(["--batch"], given, monkeypatch, tmp_path)
    assert [bool(json.loads(line)) for line in done.stdout.splitlines()] == [False, True, False]


@pytest.mark.parametrize("arguments", [[], ["Here", "--batch"]])
def test_a_text_or_a_batch_must_be_given_not_both(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert _run(arguments, "", monkeypatch, tmp_path).exit_code == 2
