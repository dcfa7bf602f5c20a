"""Each platform is read to its last page: a row of the catalogue is harvested, and what was asked for is counted."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flows import FLOWS, Web
from town import finder, prepare
from website import Asked, Reply

from finder.fetch.transport import Transport
from finder.listing import Source

ALONE = {"teamup": "ical", "finalsite": "ical"}
"""Those that need no scraper of their own."""


def source(name: str) -> Source:
    platform = ALONE.get(name) or name.removesuffix("_file").removesuffix("_api").removesuffix("_socrata")
    return Source(id=name.replace("_", "-"), name=name, url=FLOWS[name].url, platform=platform, country="US")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Web, dict[str, dict[str, Any]]]:
    """All of them, harvested by the command that people use."""
    folder, web = tmp_path_factory.mktemp("flows"), Web(FLOWS)
    prepare(folder, [source(name) for name in FLOWS])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transport, "exchange", web.exchange(Transport.exchange))
        done = finder(folder, "harvest", "--json")
    web.close()
    return web, {report["source_id"]: report for report in map(json.loads, done.out.splitlines())}


@pytest.mark.parametrize("name", FLOWS)
def test_a_source_is_read_to_its_last_page_and_nothing_is_asked_twice(
    read: tuple[Web, dict[str, dict[str, Any]]], name: str
) -> None:
    web, reports = read
    report, asked = reports[source(name).id], web.of(FLOWS[name])
    assert (report.get("error"), report.get("listings")) == (None, FLOWS[name].listings)
    assert len(asked) == FLOWS[name].asked
    again = Counter((one.method, one.path, one.body, one.headers.get("Page_Info")) for one in asked)
    assert max(again.values()) == 1


ERROR_PAGE = b"<html><head><title>Error</title></head><body>Something went wrong.</body></html>"
LOGIN = b"<html><head><title>Log in</title></head><body><form><input type=password></form></body></html>"


@pytest.mark.parametrize(
    ("name", "place", "answer", "listings", "said"),
    [
        ("activenet", "/onlinecalendar/", Reply(status=404, body=ERROR_PAGE), 55, None),
        ("activenet", "/activities/list", Reply(body=LOGIN), None, "log"),
        ("perfectmind", "/ClassesV2", Reply(status=302, headers={"Location": "/Error"}), None, "page"),
        ("perfectmind", "GetCategoriesDataV2", Reply(body=LOGIN), None, "log"),
        ("recdesk", "FilterPrograms", Reply(body=LOGIN), 19, None),
        ("recdesk", "GetCalendarItems", Reply(body=LOGIN), None, "log"),
        ("civicrec", "/catalog", Reply(body=ERROR_PAGE), None, "page"),
        ("libcal", "page=2", Reply(status=404, body=ERROR_PAGE), None, "web page"),
        ("tribe", "page=2", Reply(status=404, body=b'{"code": "event-archive-page-not-found"}'), 50, None),
    ],
)
def test_where_a_page_is_missing_the_rest_is_kept_or_the_source_says_what_came(
    tmp_path: Path, name: str, place: str, answer: Reply, listings: int | None, said: str | None
) -> None:
    flow = FLOWS[name]

    def respond(asked: Asked) -> Reply:
        return answer if place in asked.path else flow.respond(asked)

    web = Web({name: replace(flow, respond=respond)})
    prepare(tmp_path, [source(name)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transport, "exchange", web.exchange(Transport.exchange))
        done = finder(tmp_path, "harvest", "--json")
    web.close()
    [report] = map(json.loads, done.out.splitlines())
    assert (report.get("listings"), said is None or said in report["error"]) == (listings, True), report
