from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bloomington import filled, website
from edge import Behind, fronted
from nginx_here import NGINX

from finder.web import caching


@pytest.fixture(scope="session", autouse=True)
def nginx() -> None:
    if NGINX is None:
        pytest.skip("nginx is not here: apt-get install nginx")


SHORT = "public, max-age=0, s-maxage=1, stale-while-revalidate=600, stale-if-error=60"
BRIEF = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=60"
"""As the classes of finder/web/caching.py, for those who cannot wait."""


@pytest.fixture
def edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Behind, int]]:
    """The site behind nginx, each of its copies good for a second, and shown for long while a new one is fetched."""
    yield from _site(tmp_path, SHORT, monkeypatch)


@pytest.fixture
def brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Behind, int]]:
    """The site behind nginx, each of its copies too old to be shown after two seconds."""
    yield from _site(tmp_path, BRIEF, monkeypatch)


def _site(folder: Path, short: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Behind, int]]:
    kept: Mapping[str, str] = {name: short if "s-maxage" in usual else usual for name, usual in caching._USUAL.items()}
    monkeypatch.setattr(caching, "_USUAL", kept)
    store = filled(folder)
    front = folder / "front"
    front.mkdir()
    with fronted(front, website(folder, store)) as (behind, port):
        yield behind, port
    store.close()


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[tuple[Behind, int]]:
    """The site behind nginx as it is."""
    store = filled(tmp_path)
    front = tmp_path / "front"
    front.mkdir()
    with fronted(front, website(tmp_path, store, trusted_proxies="127.0.0.1")) as (behind, port):
        yield behind, port
    store.close()
