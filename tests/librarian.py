"""Somebody who makes lists on a site, in the place of a browser."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
QUERY = "near=Bloomington&pathway=crafts&layout=compact"


class Librarian:
    """Somebody who makes lists on a site, as a browser would."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def page(self, address: str) -> BeautifulSoup:
        """Return a page of the site."""
        return BeautifulSoup(self.client.get(address).text, "html.parser")

    def post(self, address: str, **fields: Any) -> TestResponse:
        """Send a form from a page of the site."""
        return self.client.post(f"/for-librarians/selections{address}", data=fields, headers=FROM_HERE)

    def key(self) -> str:
        """Return the key that the builder holds ready for a new list."""
        return str(self.page(f"/for-librarians/build?{QUERY}").select("#save [name=key]")[0]["value"])

    def saves(self, title: str, query: str = QUERY, **fields: str) -> str:
        """Save a list, and return its key."""
        answer = self.post("", key=self.key(), query=query, title=title, **fields)
        assert answer.status_code == 200, answer.text
        [found] = re.findall(r"/edit#([\w-]{32})\"", answer.text)[:1]
        return str(found)
