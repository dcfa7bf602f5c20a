from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import requests
from bloomington import filled, served, website
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.web.api.endpoint import ENDPOINTS
from finder.web.api.examples import shortened

DOCS = Path(__file__).resolve().parents[3] / "docs"
CLIENT = DOCS / "examples" / "client.py"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    store = filled(folder)
    with served(website(folder, store)) as address:
        yield address
    store.close()


def run(line: str) -> Any:
    """Return what a line for a shell answers; where curl is missing, what the same request does."""
    command, *arguments = shlex.split(line)
    assert command == "curl"
    if which("curl"):
        text = subprocess.run(["curl", "-fsS", *arguments], capture_output=True, text=True, check=True).stdout
        return json.loads(text)
    [address] = arguments
    answer = requests.get(address, timeout=30)
    answer.raise_for_status()
    return answer.json()


def test_each_line_of_the_page_runs_and_gives_what_stands_below_it(base: str) -> None:
    page = BeautifulSoup(requests.get(f"{base}/api", timeout=30).text, "html.parser")
    parts = [section.select("pre code") for section in page.select("section") if section.select("pre code")]
    assert len(parts) == len(ENDPOINTS)
    for line, *answer in parts:
        found = run(line.get_text())
        assert [shortened(found)] * len(answer) == [json.loads(one.get_text()) for one in answer]
    assert sum(len(part) - 1 for part in parts) == len(ENDPOINTS) - 1


def test_each_line_of_the_docs_runs(base: str) -> None:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.startswith("    curl ")]
    assert len(lines) == len(ENDPOINTS)
    assert all(run(line.replace("http://127.0.0.1:8000", base)) for line in lines)


def client() -> Any:
    spec = spec_from_file_location("client", CLIENT)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_client_reads_all_pages_and_then_only_what_is_new(base: str, tmp_path: Path) -> None:
    finder = client().Finder(base, tmp_path / "kept")
    statuses: list[int] = []
    finder._session.hooks["response"].append(lambda answer, **_: statuses.append(answer.status_code))
    asked = {"near": "Bloomington", "per_page": "1"}
    first, again = list(finder.groups(**asked)), list(finder.groups(**asked))
    assert sorted(hit["group"]["id"] for hit in first) == ["elm-drawing", "elm-knitters", "sample-choir"]
    assert again == first
    assert statuses == [200] * 3 + [304] * 3


def test_the_client_prints_a_line_for_each_group_or_says_what_is_wrong(base: str, tmp_path: Path) -> None:
    def said(*asked: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, CLIENT, base, *asked],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONWARNINGS": "error", "PYTHONUTF8": "1"},
        )
        return done.returncode, done.stdout + done.stderr

    code, text = said("near=Bloomington", "free=1")
    assert code == 0
    assert text.startswith("2026-11-24T18:00:00-05:00  Tuesday Evening Knitters  ")
    assert said("near=Nowhere") == (
        1,
        "We know no place called “Nowhere”. Did you mean Bloomington, IN or Bloomington, IL?\n",
    )


def test_without_any_group_the_page_still_tells_how_to_ask(bare: FlaskClient) -> None:
    page = BeautifulSoup(bare.get("/api").text, "html.parser")
    assert len(page.select("pre[aria-label='What to type']")) == len(ENDPOINTS)
