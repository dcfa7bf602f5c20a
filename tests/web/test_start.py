from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from town import open_town, prepare
from website import Reply, Site
from werkzeug.test import TestResponse

from finder.config import Settings
from finder.store import open_store
from finder.web import backend, create_app

OURS = {"Sec-Fetch-Site": "same-origin"}
ASKED = {"near": "Bloomington", "within": "25", "units": "mi"}


def client_of(folder: Path, **settings: str) -> FlaskClient:
    given = {"manage": "auto", **settings}
    made = Settings(data_dir=folder, allow_private_hosts=True, request_delay=0, manage=given["manage"])
    return create_app(made).test_client()


@pytest.fixture
def town(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that knows seven calendars of one town, of which none has been read."""
    monkeypatch.setattr(backend, "_shipped", tuple)
    prepare(tmp_path, open_town(site))
    yield tmp_path
    wait(client_of(tmp_path))


def text(answer: TestResponse) -> str:
    main = BeautifulSoup(answer.text, "html.parser").main
    assert main
    return " ".join(main.get_text(" ").split())


def wait(client: FlaskClient, address: str = "/start/progress") -> TestResponse:
    limit = monotonic() + 90
    while monotonic() < limit:
        answer = client.get(address)
        if 'data-running="yes"' not in answer.text:
            return answer
        sleep(0.1)
    pytest.fail("it does not end")


def test_a_site_without_groups_leads_to_the_first_run(town: Path) -> None:
    page = BeautifulSoup(client_of(town).get("/").text, "html.parser")
    assert [a["href"] for a in page.select('section[aria-labelledby="empty"] a')] == ["/start"]
    assert [form["action"] for form in page.select('form[method="post"]')] == ["/start/sample"]


def test_a_public_site_tells_its_visitors_no_buttons(town: Path) -> None:
    client = client_of(town, manage="off")
    for address in ("/", "/start", "/start?near=Bloomington", "/sources", "/sources/add"):
        assert 'method="post"' not in client.get(address).text
    assert "finder harvest --near" in client.get("/start?near=Bloomington").text


def test_the_calendars_near_a_town_are_listed_before_anything_is_read(town: Path, site: Site) -> None:
    answer = client_of(town).get("/start", query_string=ASKED)
    page = BeautifulSoup(answer.text, "html.parser")
    assert next(h2.get_text() for h2 in page.select("h2")) == "7 calendars near Bloomington, Indiana"
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert ["Tulip Hill", "", "LibCal", "in town"] in rows
    assert site.asked == []


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ({"near": "Nowhere"}, 404, "We know no place called “Nowhere”."),
        ({"near": "Bloomington", "within": "0"}, 400, "How far is a whole number from 1 to 200."),
        ({"near": "Bloomington", "within": "²"}, 400, "How far is a whole number from 1 to 200."),
        ({"near": "Bloomington", "within": "1e9"}, 400, "How far is a whole number from 1 to 200."),
    ],
)
def test_what_cannot_be_is_said_to_be(town: Path, asked: dict[str, str], status: int, sentence: str) -> None:
    answer = client_of(town).get("/start", query_string=asked)
    assert (answer.status_code, sentence in text(answer)) == (status, True)


@pytest.mark.parametrize("address", ["/start", "/start/sample", "/sources/add", "/sources/keep"])
@pytest.mark.parametrize(
    ("manage", "headers"),
    [
        ("auto", {}),
        ("auto", {"Sec-Fetch-Site": "cross-site"}),
        ("auto", {**OURS, "Host": "evil.example"}),
        ("off", OURS),
    ],
)
def test_nobody_else_can_start_anything(tmp_path: Path, address: str, manage: str, headers: dict[str, str]) -> None:
    answer = client_of(tmp_path, manage=manage).post(address, data=ASKED, headers=headers)
    assert answer.status_code == 403
    assert not (tmp_path / "job.jsonl").exists()


def test_one_button_reads_them_and_a_new_server_tells_how_far_it_is(town: Path, site: Site) -> None:
    site.replies["/whats-on"] = Reply(status=500)
    begun = client_of(town).post("/start", data=ASKED, headers=OURS)
    assert (begun.status_code, begun.location) == (303, "/start/progress")
    again = client_of(town)
    while_running = again.get("/start/progress")
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in while_running.text
    done = wait(again)
    told = text(done)
    assert told.startswith("The calendars of Bloomington, Indiana are read 7 of 7 calendars are done.")
    assert "1 calendar could not be read Workshop :" in told
    assert "refresh" not in done.text
    link = BeautifulSoup(done.text, "html.parser").select_one("main a.primary")
    assert link
    assert link["href"] == "/find?near=Bloomington&within=25&units=mi#results"
    assert "No groups" not in text(again.get(str(link["href"])))
    assert done.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in done.headers


def test_a_calendar_is_shown_before_it_is_kept(town: Path, site: Site) -> None:
    link = f'<link rel="alternate" type="text/calendar" href="{site.url}/calendar.ics">'
    page_of_guild = f"<html><head><title>Guild</title>{link}</head><body>Hello</body></html>"
    site.replies["/about"] = Reply(body=page_of_guild.encode(), headers={"Content-Type": "text/html"})
    with closing(open_store(town / "finder.sqlite")) as store:
        store.remove_source("spinners")
        before = len(store.sources())
    client = client_of(town)
    given = {"url": f"{site.url}/about", "name": "The Guild", "city": "Bloomington", "region": "IN", "country": "US"}
    begun = client.post("/sources/add", data=given, headers=OURS)
    assert begun.location == "/start/progress"
    assert client.get("/start/progress").location == "/sources/found"
    shown = wait(client, "/sources/found")
    page = BeautifulSoup(shown.text, "html.parser")
    assert [h1.get_text() for h1 in page.select("h1")] == ["This is what it lists"]
    assert 1 <= len(page.select("article")) <= 5
    assert page.select("article q")
    with closing(open_store(town / "finder.sqlite", read_only=True)) as store:
        assert len(store.sources()) == before
    other = client.post("/sources/keep", data={"url": "https://other.example/"}, headers=OURS)
    assert other.status_code == 400
    client.post("/sources/keep", data={"url": f"{site.url}/calendar.ics"}, headers=OURS)
    assert text(wait(client)).startswith("The calendars of The Guild are read 1 of 1 calendars are done.")
    with closing(open_store(town / "finder.sqlite", read_only=True)) as store:
        assert len(store.sources()) == before + 1


@pytest.mark.parametrize("address", ["", "library.example", "javascript:alert(1)", "file:///etc/passwd", "--help"])
def test_what_is_no_web_address_is_refused_with_what_was_typed(town: Path, address: str) -> None:
    answer = client_of(town).post("/sources/add", data={"url": address, "name": "Guild"}, headers=OURS)
    assert answer.status_code == 400
    assert "That is no web address" in text(answer)
    field = BeautifulSoup(answer.text, "html.parser").select_one("#name")
    assert field
    assert field["value"] == "Guild"


def test_an_address_without_a_calendar_is_told_why(town: Path, site: Site) -> None:
    site.replies["/plain"] = Reply(body=b"<html><body>Hello</body></html>", headers={"Content-Type": "text/html"})
    client = client_of(town)
    client.post("/sources/add", data={"url": f"{site.url}/plain"}, headers=OURS)
    told = text(wait(client, "/sources/found"))
    assert told.startswith("No calendar was found It ended before it was done: no calendar was found at")
