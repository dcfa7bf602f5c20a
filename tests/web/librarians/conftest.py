from __future__ import annotations

from pathlib import Path

import pytest
from bloomington import website
from librarian import Librarian

from finder.store import Store


@pytest.fixture
def librarian(tmp_path: Path, store: Store) -> Librarian:
    """Somebody who sits at the machine itself."""
    return Librarian(website(tmp_path, store).test_client())
