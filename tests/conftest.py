"""What all tests share: a fixed moment, and the recorded responses where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from website import Site

ROOT = Path(__file__).resolve().parent.parent

# Properties are about answers, not about how long the first import takes on a busy machine.
settings.register_profile("finder", deadline=None)
settings.load_profile("finder")


@pytest.fixture
def now() -> datetime:
    """Noon in London on a Saturday in November."""
    return datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded responses beside the checkout."""
    folder = Path(os.environ.get("FINDER_SHARED") or ROOT.parent / "shared")
    if not (folder / "recorded").is_dir():
        pytest.skip("the recorded responses (../shared) are not here")
    return folder


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback that answers what the test tells it to."""
    server = Site()
    yield server
    server.close()
