from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from finder.listing import Source
from finder.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "finder.sqlite")
    opened.save_sources([Source(id="s", name="S", url="https://s.example/")])
    yield opened
    opened.close()
