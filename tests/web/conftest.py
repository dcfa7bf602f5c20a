from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from bloomington import Places, filled, website
from flask import Flask
from flask.testing import FlaskClient

from finder.places import Locator
from finder.store import Store


@pytest.fixture(scope="session")
def places() -> Locator:
    return Places()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site that all tests share; it is only read."""
    folder = tmp_path_factory.mktemp("site")
    store = filled(folder)
    yield website(folder, store)
    store.close()


@pytest.fixture(scope="session")
def client(app: Flask) -> FlaskClient:
    """A client of the shared site."""
    return app.test_client()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own."""
    opened = filled(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def own(tmp_path: Path, store: Store) -> FlaskClient:
    """A client of a site over the test's own store."""
    return website(tmp_path, store).test_client()


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of a site that has no groups yet."""
    return website(tmp_path_factory.mktemp("bare")).test_client()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All texts of pages, code and vocabulary, as translators get them."""
    file = tmp_path_factory.mktemp("messages") / "messages.pot"
    extract = [sys.executable, "-m", "babel.messages.frontend", "extract", "-F", "babel.cfg", "-k", "ngettext:1,2"]
    subprocess.run(
        [*extract, "-o", str(file), "."], cwd=Path(__file__).resolve().parents[2], check=True, capture_output=True
    )
    with file.open("rb") as stream:
        return read_po(stream)
