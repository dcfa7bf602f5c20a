from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from finder.cli.detect import command
from finder.errors import InputError

URL = "https://barn.example/visit"


def run(content: bytes, url: str = URL) -> Result:
    return CliRunner().invoke(command, ["-", "--url", url], input=content)


def test_prints_one_object_with_platform_feeds_confidence_and_evidence() -> None:
    done = run(b'<html><a href="https://www.meetup.com/barn-weavers/events/">Weavers</a></html>')
    assert json.loads(done.stdout) == {
        "platform": "meetup",
        "feeds": ["https://www.meetup.com/barn-weavers/events/ical/"],
        "confidence": 0.8,
        "evidence": "link to https://www.meetup.com/barn-weavers/events/",
    }


def test_platform_is_null_where_nothing_shows_a_calendar() -> None:
    assert json.loads(run(b"<html><p>Open on Mondays.</p></html>").stdout) == {
        "platform": None,
        "feeds": [],
        "confidence": 0.0,
        "evidence": "nothing on the page shows a calendar",
    }


@pytest.mark.parametrize("url", ["barn", "http://[::1", "ftp://barn.example/", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    done = run(b"", url)
    assert isinstance(done.exception, InputError)
    assert "--url" in str(done.exception)
