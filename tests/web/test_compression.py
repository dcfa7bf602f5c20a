from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    "address", ["/find?near=Bloomington", "/static/finder.css", "/feeds/calendar.ics?near=Bloomington"]
)
def test_text_goes_out_small_to_whoever_can_read_that_and_plain_to_others(client: FlaskClient, address: str) -> None:
    plain = client.get(address, buffered=True)
    small = client.get(address, buffered=True, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) == int(small.headers["Content-Length"]) < len(plain.data)
    assert "Accept-Encoding" in small.headers["Vary"]


def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    address, readable = "/feeds/calendar.ics?near=Bloomington", {"Accept-Encoding": "gzip"}
    tag = client.get(address, headers=readable).headers["ETag"]
    again = client.get(address, headers={**readable, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_the_same_text_has_the_same_weak_etag_in_gzip_and_without(client: FlaskClient) -> None:
    address = "/feeds/calendar.ics?near=Bloomington"
    small, plain = (client.get(address, headers={"Accept-Encoding": name}) for name in ("gzip", "identity"))
    assert small.headers["ETag"] == plain.headers["ETag"]
    assert plain.get_etag()[1] is True


def test_who_refuses_gzip_gets_none(client: FlaskClient) -> None:
    answer = client.get("/find?near=Bloomington", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers


def test_a_short_answer_stays_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/api/v1/health", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
