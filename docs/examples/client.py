"""Read groups from a Creative Community Finder: `python client.py http://127.0.0.1:8000 near="Bloomington, IN" free=1`.

It follows the pages to the last, keeps each answer in a folder, and asks again only for what has changed.
Needs `pip install requests`.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests


class Finder:
    """A finder at an address; answers are kept in a folder."""

    def __init__(self, address: str, kept: Path) -> None:
        self._address = address
        self._kept = kept
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "example-client/1.0 (you@example.org)"
        kept.mkdir(parents=True, exist_ok=True)

    def groups(self, **asked: str | list[str]) -> Iterator[dict[str, Any]]:
        """Yield the hits of a search, of all its pages."""
        link = requests.Request("GET", f"{self._address}/api/v1/groups", params=asked).prepare().url
        while link:
            page = self._get(link)
            yield from page["hits"]
            link = page["links"].get("next")

    def _get(self, link: str) -> dict[str, Any]:
        file = self._kept / f"{hashlib.sha256(link.encode()).hexdigest()}.json"
        known = json.loads(file.read_text()) if file.exists() else {"etag": ""}
        answer = self._session.get(link, headers={"If-None-Match": known["etag"]}, timeout=30)
        if answer.status_code >= 400:
            raise SystemExit(answer.json()["detail"])
        if answer.status_code == 200:
            known = {"etag": answer.headers["ETag"], "page": answer.json()}
            file.write_text(json.dumps(known))
        page: dict[str, Any] = known["page"]
        return page


if __name__ == "__main__":
    finder = Finder(sys.argv[1], Path("kept"))
    for hit in finder.groups(**dict(pair.split("=", 1) for pair in sys.argv[2:])):
        group = hit["group"]
        claims = [tag["tag"] for tag in group.get("tags", []) if tag["level"] == "stated"]
        print(hit.get("next", "no date known"), group["title"], hit["page"], *claims, sep="  ")
