from __future__ import annotations

import flask
import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder.web.links import url_for


@pytest.mark.parametrize("site", ["http://one.example", "https://two.example/finder"])
@pytest.mark.parametrize("is_external", [False, True])
@pytest.mark.parametrize(
    ("endpoint", "values"),
    [("pages.find", {}), ("pages.group", {"group_id": "a b"}), ("pages.group", {"group_id": ""})],
)
def test_an_address_is_what_flask_makes_of_it_wherever_the_site_lies(
    client: FlaskClient, *, site: str, is_external: bool, endpoint: str, values: dict[str, str]
) -> None:
    app: Flask = client.application
    with app.test_request_context(base_url=site):
        expected = flask.url_for(endpoint, _external=is_external, **values)
        assert [url_for(endpoint, _external=is_external, **values) for _again in range(2)] == [expected] * 2
