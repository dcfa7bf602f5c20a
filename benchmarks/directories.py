"""How long pages for other directories take: `python benchmarks/directories.py [GROUPS]`, twenty thousand made-up ones.

Milliseconds of the processor, the middle of seven: the answer is made and compressed as for any request.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from corpus import NOW, fill
from flask.testing import FlaskClient

from finder.config import Settings
from finder.store import open_store
from finder.web import create_app

FEED, SERVICES = "/feeds/openactive/session-series", "/feeds/hsds/services"
TIMES = 7


def measured(client: FlaskClient, name: str, address: str) -> bytes:
    """Print how long an answer takes, and return it."""
    spent = []
    for _ in range(TIMES):
        begun = time.process_time()
        answer = client.get(address)
        spent.append(time.process_time() - begun)
    middle = statistics.median(spent) * 1000
    print(f"{name:44} {middle:7.1f} ms {len(answer.data) / 1000:8.0f} kB", flush=True)
    return answer.data


def main(count: int) -> None:
    """Make the groups, and ask for each kind of page."""
    with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder) / "finder.sqlite")) as store:
        fill(store, count)
        client = create_app(Settings(data_dir=Path(folder)), store=store, clock=lambda: NOW).test_client()
        first = json.loads(measured(client, "OpenActive, a page of 500", FEED))
        last = store.changes(0, count)[-1].number
        measured(client, "OpenActive, the last page", f"{FEED}?afterChangeNumber={last}")
        measured(client, "HSDS, a page of 100 in full", f"{SERVICES}?full=true&per_page=100")
        measured(client, "HSDS, a page of 100 in full, near the end", f"{SERVICES}?full=true&per_page=100&page=100")
        measured(client, "HSDS, one service", f"{SERVICES}/{first['items'][0]['id']}")
        begun = time.process_time()
        lines = client.get(f"{SERVICES}?full=true&format=ndjson").data.count(b"\n")
        print(f"HSDS, the stream: {(time.process_time() - begun) / max(1, lines) * 1000:.2f} ms a service")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
