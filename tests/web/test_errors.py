from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from finder.config import Settings
from finder.errors import StoreBusy, StoreDamaged
from finder.listing import Group, Source
from finder.places import Locator
from finder.store import Store, open_store
from finder.web import create_app


def failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("finder.web.asking.search", fail)


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (StoreBusy("locked"), 503, "Please try again in a minute."),
        (StoreDamaged("broken"), 503, "The list of groups cannot be read right now."),
        (RuntimeError("secret place"), 500, "It is not your doing, and nothing is lost."),
    ],
)
@pytest.mark.parametrize("address", ["/find?near=Bloomington", "/embed?near=Bloomington"])
def test_a_failure_is_told_in_plain_words_on_every_surface(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, sentence: str, address: str
) -> None:
    failing(error, monkeypatch)
    answer = app.test_client().get(address)
    assert answer.status_code == status
    assert sentence in answer.text
    assert "Traceback" not in answer.text
    assert str(error) not in answer.text
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)


def test_a_store_out_of_order_is_logged_once_and_not_with_every_request(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing(StoreDamaged("page 7 is torn"), monkeypatch)
    for address in ("/find?near=Bloomington", "/embed?near=Bloomington", "/api/v1/groups?near=Bloomington"):
        app.test_client().get(address)
    assert [record.getMessage() for record in caplog.records] == ["page 7 is torn"]


def test_where_the_list_cannot_be_read_there_is_still_something_to_make(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(StoreDamaged("broken"), monkeypatch)
    assert 'href="/invitations"' in app.test_client().get("/find?near=Bloomington").text.partition("<main")[2]


def test_the_log_names_where_it_failed_but_not_what_was_asked(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing(RuntimeError("Bloomington"), monkeypatch)
    with caplog.at_level(logging.DEBUG):
        app.test_client().get("/find?near=Bloomington&situation=limited-mobility")
    assert "GET /find: RuntimeError" in caplog.text
    assert "Bloomington" not in caplog.text
    assert "limited-mobility" not in caplog.text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_can_only_be_read(app: Flask, method: str) -> None:
    call: Callable[..., object] = getattr(app.test_client(), method)
    answer = call("/find")
    assert getattr(answer, "status_code", None) == 405


def test_a_damaged_store_is_a_page_and_not_a_traceback(tmp_path: Path, places: Locator) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.store_path.write_bytes(b"this is no database" * 100)
    assert create_app(settings, locator=places).test_client().get("/").status_code == 503


def test_a_new_harvest_shows_without_a_restart_even_in_a_new_file(tmp_path: Path, places: Locator) -> None:
    settings = Settings(data_dir=tmp_path)
    client = create_app(settings, locator=places).test_client()

    def harvest(title: str) -> None:
        store: Store = open_store(settings.store_path)
        store.save_groups("s", [Group(id="g", title=title)])
        store.close()

    assert client.get("/groups/g").status_code == 404
    open_store(settings.store_path).close()
    _save_source(settings)
    harvest("First")
    assert "First" in client.get("/groups/g").text
    harvest("Second")
    assert "Second" in client.get("/groups/g").text
    for file in tmp_path.glob("finder.sqlite*"):
        file.unlink()
    _save_source(settings)
    harvest("Third")
    assert "Third" in client.get("/groups/g").text


def _save_source(settings: Settings) -> None:
    store = open_store(settings.store_path)
    store.save_sources([Source(id="s", name="S", url="https://s.example")])
    store.close()


def test_a_store_in_use_by_a_writer_still_serves(tmp_path: Path, places: Locator) -> None:
    settings = Settings(data_dir=tmp_path)
    _save_source(settings)
    writer = open_store(settings.store_path)
    with writer.transaction():
        writer.save_groups("s", [Group(id="g", title="Half done")])
        assert create_app(settings, locator=places).test_client().get("/").status_code == 200
    writer.close()
