from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from website import Reply, Site

from finder.config import Settings
from finder.errors import Refused, TooLarge, Unreachable
from finder.fetch import Fetched, Fetcher, NotYet
from finder.listing import Page, Request, Validators

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still but for what is slept."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


Make = Callable[..., Fetcher]


@pytest.fixture
def make(clock: Clock) -> Iterator[Make]:
    made: list[Fetcher] = []

    def build(**settings: object) -> Fetcher:
        allowed: dict[str, object] = {"allow_private_hosts": True, "request_delay": 0.0, "request_timeout": 5.0}
        fetcher = Fetcher(Settings(**allowed | settings), clock=clock, sleep=clock.sleep)  # type: ignore[arg-type]  # any setting
        made.append(fetcher)
        return fetcher

    yield build
    for fetcher in made:
        fetcher.__exit__(None, None, None)


def test_an_answer_is_a_page_with_its_validators(site: Site, make: Make) -> None:
    site.replies["/a.ics"] = Reply(body=b"BEGIN", headers={"Content-Type": "text/calendar", "ETag": '"1"'})
    page = Page(url=f"{site.url}/a.ics", content=b"BEGIN", content_type="text/calendar", fetched_at=NOW)
    assert make().get(Request(url=f"{site.url}/a.ics")) == Fetched(page=page, validators=Validators(etag='"1"'))


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ({"ETag": '"1"'}, Validators(etag='"1"')),
        ({"Last-Modified": "Sat, 21 Nov 2026 00:00:00 GMT"}, Validators(last_modified="Sat, 21 Nov 2026 00:00:00 GMT")),
    ],
)
def test_what_has_not_changed_is_not_sent_again(
    site: Site, make: Make, header: dict[str, str], known: Validators
) -> None:
    site.replies["/a.ics"] = Reply(body=b"BEGIN", headers=header)
    assert make().get(Request(url=f"{site.url}/a.ics"), known) == Fetched(validators=known)


def test_not_modified_is_no_answer_to_who_has_nothing_yet(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(status=304)
    with pytest.raises(Unreachable, match="answered “not modified” to who has nothing yet"):
        make().get(Request(url=f"{site.url}/a"))


def test_an_error_page_of_the_server_is_a_page_with_its_status(site: Site, make: Make) -> None:
    page = make().get(Request(url=f"{site.url}/gone")).page
    assert page == Page(url=f"{site.url}/gone", content=b"", status=404, fetched_at=NOW)


def test_a_body_is_posted(site: Site, make: Make) -> None:
    site.replies["/api"] = Reply(body=b"{}")
    make().get(Request(url=f"{site.url}/api", method="POST", headers={"Content-Type": "text/json"}, body='{"é":1}'))
    asked = site.asked[-1]
    assert (asked.method, asked.headers["Content-Type"], asked.body) == ("POST", "text/json", '{"é":1}'.encode())


def test_each_request_says_who_asks_and_how_to_reach_them(site: Site, make: Make) -> None:
    make(contact="mailto:böb@example.org\r\nX: y").get(Request(url=f"{site.url}/"))
    agents = {asked.headers["User-Agent"] for asked in site.asked}
    assert agents == {"CreativeCommunityFinder/0.1.0 (+mailto:bb@example.org X: y)"}


def test_cookies_are_not_kept(site: Site, make: Make) -> None:
    site.replies["/"] = Reply(headers={"Set-Cookie": "id=7"})
    fetcher = make()
    fetcher.get(Request(url=f"{site.url}/"))
    fetcher.get(Request(url=f"{site.url}/"))
    assert [asked.headers.get("Cookie") for asked in site.asked] == [None, None, None]


def test_a_connection_is_used_again(site: Site, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[socket.socket] = []
    accept = socket.socket.accept

    def counted(self: socket.socket) -> tuple[socket.socket, object]:
        opened.append(self)
        return accept(self)

    monkeypatch.setattr(socket.socket, "accept", counted)
    fetcher = make()
    for name in "abc":
        site.replies[f"/{name}"] = Reply(body=b"x")
        fetcher.get(Request(url=f"{site.url}/{name}"))
    assert len(opened) == 1


def test_robots_txt_is_obeyed_and_read_once(site: Site, make: Make) -> None:
    site.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /private\n")
    fetcher = make()
    fetcher.get(Request(url=f"{site.url}/open"))
    with pytest.raises(Refused, match=r"robots.txt of 127.0.0.1:.* forbids asking for .*/private/a.ics"):
        fetcher.get(Request(url=f"{site.url}/private/a.ics"))
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/open"]


def test_a_robots_txt_can_address_us_by_name(site: Site, make: Make) -> None:
    site.replies["/robots.txt"] = Reply(
        body=b"User-agent: creativecommunityfinder\nDisallow: /\n\nUser-agent: *\nAllow: /"
    )
    with pytest.raises(Refused):
        make().get(Request(url=f"{site.url}/a"))


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_a_robots_txt_all_is_allowed(site: Site, make: Make, status: int) -> None:
    site.replies |= {"/robots.txt": Reply(status=status, body=b"Disallow: /"), "/a": Reply(body=b"x")}
    assert make().get(Request(url=f"{site.url}/a")).page


def test_a_robots_txt_that_cannot_be_read_forbids_all_for_this_time(site: Site, make: Make) -> None:
    site.replies |= {"/robots.txt": Reply(status=503), "/a": Reply(body=b"x")}
    fetcher = make()
    for _ in range(2):
        with pytest.raises(Unreachable, match="answered 503 Service Unavailable"):
            fetcher.get(Request(url=f"{site.url}/a"))
    assert [asked.path for asked in site.asked] == ["/robots.txt"] * 3


def test_a_robots_txt_may_be_moved(site: Site, make: Make) -> None:
    site.replies |= {
        "/robots.txt": Reply(status=301, headers={"Location": "/moved.txt"}),
        "/moved.txt": Reply(body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\n" + b"#" * 600_000),
    }
    with pytest.raises(Refused):
        make().get(Request(url=f"{site.url}/a"))


@pytest.mark.parametrize(
    ("rules", "pauses"),
    [(b"", [2.0]), (b"User-agent: *\nCrawl-delay: 7.5\n", [7.5]), (b"User-agent: *\nRequest-rate: 1/10\n", [10.0])],
)
def test_a_host_is_asked_with_pauses(site: Site, make: Make, clock: Clock, rules: bytes, pauses: list[float]) -> None:
    site.replies["/robots.txt"] = Reply(body=rules)
    fetcher = make(request_delay=2.0)
    fetcher.get(Request(url=f"{site.url}/a"))
    clock.slept.clear()
    fetcher.get(Request(url=f"{site.url}/b"))
    assert clock.slept == pauses


def test_who_does_not_want_to_be_held_is_told_when_the_turn_comes(site: Site, clock: Clock) -> None:
    site.replies |= {"/robots.txt": Reply(body=b"User-agent: *\nCrawl-delay: 10\n"), "/a": Reply(body=b"x")}
    settings = Settings(allow_private_hosts=True, request_delay=1.0)
    with Fetcher(settings, hold=0.5, clock=clock, sleep=clock.sleep) as fetcher:
        for _ in range(2):
            with pytest.raises(NotYet) as caught:
                fetcher.get(Request(url=f"{site.url}/a"))
            assert caught.value.seconds == 10.0
        clock.now += timedelta(seconds=10)
        assert fetcher.get(Request(url=f"{site.url}/a")).page
    assert ([asked.path for asked in site.asked], clock.slept) == (["/robots.txt", "/a"], [])


def test_who_is_on_the_way_through_redirects_is_held_so_that_nothing_is_asked_twice(site: Site, clock: Clock) -> None:
    site.replies |= {"/a": Reply(status=301, headers={"Location": "/b"}), "/b": Reply(body=b"x")}
    settings = Settings(allow_private_hosts=True, request_delay=3.0)
    with Fetcher(settings, hold=0.5, clock=clock, sleep=clock.sleep) as fetcher:
        with pytest.raises(NotYet):
            fetcher.get(Request(url=f"{site.url}/a"))
        clock.now += timedelta(seconds=3)
        assert fetcher.get(Request(url=f"{site.url}/a")).page
    assert (site.paths(), clock.slept) == (["/a", "/b"], [3.0])


def test_a_host_is_asked_with_pauses_whatever_its_ports(site: Site, make: Make, clock: Clock) -> None:
    other = Site()
    try:
        fetcher = make(request_delay=2.0)
        fetcher.get(Request(url=f"{site.url}/a"))
        fetcher.get(Request(url=f"{other.url}/a"))
    finally:
        other.close()
    assert clock.slept == [2.0, 2.0, 2.0]


def test_a_robots_txt_on_another_host_is_asked_for_with_the_pauses_of_that_host(site: Site, clock: Clock) -> None:
    site.replies["/robots.txt"] = [
        Reply(status=302, headers={"Location": f"http://b.example:{site.port}/rules"}),
        Reply(status=404),
    ]
    site.replies |= {"/rules": Reply(body=b"User-agent: *\nDisallow: /private\n"), "/b": Reply(body=b"x")}
    settings = Settings(allow_private_hosts=True, request_delay=2.0)
    with Fetcher(settings, clock=clock, sleep=clock.sleep, resolver=lambda _host, _port: ["127.0.0.1"]) as fetcher:
        with pytest.raises(Refused):
            fetcher.get(Request(url=f"http://a.example:{site.port}/private"))
        assert clock.slept == []
        assert fetcher.get(Request(url=f"http://b.example:{site.port}/b")).page
    # Before its own robots.txt, since it was just asked for that of the other one, and before the page.
    assert clock.slept == [2.0, 2.0]


def test_two_hosts_whose_robots_txt_lead_to_each_other_do_not_wait_for_each_other_for_ever(site: Site) -> None:
    where = {"a.example": "b.example", "b.example": "a.example"}
    site.replies["/robots.txt"] = Reply(status=404, delay=0.05)
    settings = Settings(allow_private_hosts=True, request_delay=0.01)
    with Fetcher(settings, resolver=lambda _host, _port: ["127.0.0.1"]) as fetcher:
        replies = {
            host: Reply(status=302, headers={"Location": f"http://{other}:{site.port}/x"}, delay=0.05)
            for host, other in where.items()
        }
        site.replies["/robots.txt"] = [*replies.values()]
        done: list[object] = []
        threads = [
            threading.Thread(target=lambda h=host: done.append(fetcher.get(Request(url=f"http://{h}:{site.port}/p"))))
            for host in where
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(done) == 2


def test_many_hosts_are_not_all_remembered(site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.fetch.client._REMEMBERED", 3)
    site.replies["/a"] = Reply(body=b"x")
    settings = Settings(allow_private_hosts=True, request_delay=1.0)
    with Fetcher(settings, clock=clock, sleep=clock.sleep, resolver=lambda _host, _port: ["127.0.0.1"]) as fetcher:
        for number in range(9):
            fetcher.get(Request(url=f"http://{number}.example:{site.port}/a"))
        assert len(fetcher._hosts) <= 4
        site.asked.clear()
        fetcher.get(Request(url=f"http://0.example:{site.port}/a"))
        assert [asked.path for asked in site.asked] == ["/robots.txt", "/a"]


def test_a_host_that_is_in_trouble_is_not_forgotten(site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.fetch.client._REMEMBERED", 0)
    site.replies["/robots.txt"] = Reply(status=503, headers={"Retry-After": "600"})
    settings = Settings(allow_private_hosts=True, request_delay=1.0)
    with Fetcher(settings, clock=clock, sleep=clock.sleep, resolver=lambda _host, _port: ["127.0.0.1"]) as fetcher:
        for host in "aba":
            with pytest.raises(Unreachable, match="answered 503"):
                fetcher.get(Request(url=f"http://{host}.example:{site.port}/a"))
    assert len(site.asked) == 2


def test_a_host_that_asks_for_an_hour_between_requests_is_left_alone(site: Site, make: Make, clock: Clock) -> None:
    site.replies["/robots.txt"] = Reply(body=b"User-agent: *\nCrawl-delay: 3600\n")
    with pytest.raises(Refused, match="3600 s between two requests"):
        make().get(Request(url=f"{site.url}/a"))
    assert clock.slept == []


@pytest.mark.parametrize(
    ("named", "pauses"),
    [
        ({}, [1.0, 1.0, 2.0]),
        ({"Retry-After": "5"}, [1.0, 5.0, 5.0]),
        ({"Retry-After": "Sat, 21 Nov 2026 12:00:30 GMT"}, [1.0, 29.0, 0.0, 1.0]),
        ({"Retry-After": "soon"}, [1.0, 1.0, 2.0]),
    ],
)
def test_a_busy_host_is_asked_again_when_it_says(
    site: Site, make: Make, clock: Clock, named: dict[str, str], pauses: list[float]
) -> None:
    busy = Reply(status=429, headers=named)
    site.replies["/a"] = [busy, busy, Reply(body=b"x")]
    assert make(request_delay=1.0).get(Request(url=f"{site.url}/a")).page
    assert clock.slept == pauses


def test_a_host_that_stays_busy_is_given_up(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(status=503)
    with pytest.raises(Unreachable, match="answered 503"):
        make().get(Request(url=f"{site.url}/a"))
    assert site.paths() == ["/a"] * 3


def test_a_host_that_asks_for_more_patience_than_we_have_is_not_asked_again(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(status=429, headers={"Retry-After": "86400"})
    with pytest.raises(Unreachable) as caught:
        make().get(Request(url=f"{site.url}/a"))
    assert (caught.value.retry_after, site.paths()) == (86400.0, ["/a"])


def test_redirects_are_followed_to_where_they_lead(site: Site, make: Make) -> None:
    site.replies |= {
        "/a": Reply(status=301, headers={"Location": "b?x=1"}),
        "/b": Reply(status=302, headers={"Location": f"{site.url}/c"}),
        "/c": Reply(body=b"there"),
    }
    page = make().get(Request(url=f"{site.url}/a")).page
    assert page is not None
    assert (page.url, page.content) == (f"{site.url}/c", b"there")


def test_a_redirect_in_a_circle_ends(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(status=302, headers={"Location": "/a"})
    with pytest.raises(TooLarge, match="more than 5 redirects"):
        make().get(Request(url=f"{site.url}/a"))


@pytest.mark.parametrize(
    "target", ["http://[::1", "file:///etc/passwd", "http://u:p@example.org/", "bundled:sources.csv"]
)
def test_a_redirect_to_no_web_address_is_refused(site: Site, make: Make, target: str) -> None:
    site.replies["/a"] = Reply(status=302, headers={"Location": target})
    with pytest.raises(Refused):
        make().get(Request(url=f"{site.url}/a"))


def test_a_redirect_is_checked_like_a_first_address(site: Site, clock: Clock) -> None:
    site.replies["/a"] = Reply(status=302, headers={"Location": "http://inside.example.org/"})
    where = {"outside.example.org": ["127.0.0.1"], "inside.example.org": ["10.0.0.1"]}
    # The site itself lies on loopback, so the check is bent for that one address only.
    settings = Settings(request_delay=0.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("finder.fetch.addresses.is_public", lambda address: address == "127.0.0.1")
        with (
            Fetcher(settings, clock=clock, sleep=clock.sleep, resolver=lambda host, _: where[host]) as fetcher,
            pytest.raises(Refused, match=r"inside.example.org lies on the private or reserved address 10.0.0.1"),
        ):
            fetcher.get(Request(url=f"http://outside.example.org:{site.port}/a"))


def test_a_key_does_not_follow_a_redirect_to_another_host(site: Site, make: Make) -> None:
    other = Site()
    try:
        site.replies["/a"] = Reply(status=307, headers={"Location": f"{other.url}/b"})
        headers = {"Authorization": "Bearer secret", "X-Api-Key": "secret", "Accept": "text/calendar"}
        make().get(Request(url=f"{site.url}/a", headers=headers), Validators(etag='"1"'))
        kept = other.asked[-1].headers
        assert (kept["Accept"], {"Authorization", "X-Api-Key", "If-None-Match"} & set(kept)) == ("text/calendar", set())
    finally:
        other.close()


@pytest.mark.parametrize(("status", "method"), [(301, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
def test_a_posted_body_follows_only_the_redirects_that_keep_it(
    site: Site, make: Make, status: int, method: str
) -> None:
    site.replies |= {"/a": Reply(status=status, headers={"Location": "/b"}), "/b": Reply(body=b"x")}
    make().get(Request(url=f"{site.url}/a", method="POST", body="q"))
    asked = site.asked[-1]
    assert (asked.path, asked.method, asked.body) == ("/b", method, b"q" if method == "POST" else b"")


def test_an_answer_at_the_limit_is_read_and_one_above_is_not(site: Site, make: Make) -> None:
    site.replies |= {"/fits": Reply(body=b"x" * 1000), "/big": Reply(body=b"x" * 1001)}
    fetcher = make(max_page_bytes=1000)
    page = fetcher.get(Request(url=f"{site.url}/fits")).page
    assert page is not None
    assert len(page.content) == 1000
    with pytest.raises(TooLarge, match="larger than 1,000 bytes"):
        fetcher.get(Request(url=f"{site.url}/big"))


def test_compressed_answers_are_unpacked(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(body=gzip.compress(b"hello" * 100), headers={"Content-Encoding": "gzip"})
    page = make().get(Request(url=f"{site.url}/a")).page
    assert page is not None
    assert page.content == b"hello" * 100


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "gzip, gzip"])
def test_a_bomb_is_not_unpacked(site: Site, make: Make, encoding: str) -> None:
    zeros = b"\0" * 100_000_000
    body = zlib.compress(zeros) if encoding == "deflate" else gzip.compress(zeros)
    body = gzip.compress(body) if "," in encoding else body
    site.replies["/a"] = Reply(body=body, headers={"Content-Encoding": encoding})
    with pytest.raises(TooLarge):
        make(max_page_bytes=1_000_000).get(Request(url=f"{site.url}/a"))


def test_broken_compression_is_an_unusable_answer(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(body=b"no gzip at all", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unreachable, match="broke off"):
        make().get(Request(url=f"{site.url}/a"))


def test_an_answer_that_breaks_off_is_asked_for_again(site: Site, make: Make) -> None:
    cut = Reply(body=b"half", headers={"Content-Length": "100", "Connection": "close"})
    site.replies["/a"] = [cut, Reply(body=b"whole")]
    page = make().get(Request(url=f"{site.url}/a")).page
    assert page is not None
    assert page.content == b"whole"


def test_a_slow_host_is_given_up(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(delay=1.0)
    with pytest.raises(Unreachable, match=r"did not answer within 0.1 s"):
        make(request_timeout=0.1).get(Request(url=f"{site.url}/a"))


def test_a_host_that_sends_a_byte_now_and_then_is_given_up(site: Site, make: Make) -> None:
    site.replies["/a"] = Reply(body=b"x" * 100, drip=0.05)
    with pytest.raises(Unreachable, match=r"did not answer within 0.2 s"):
        make(request_timeout=0.2).get(Request(url=f"{site.url}/a"))


def test_a_host_that_never_comes_to_the_end_of_its_headers_is_given_up(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            for _ in range(3):
                connection, _ = server.accept()
                with connection, suppress(ConnectionError):
                    connection.recv(1000)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Story: ")
                    while True:
                        connection.sendall(b"and then, ")
                        time.sleep(0.05)

        thread = threading.Thread(target=talk)
        thread.start()
        with pytest.raises(Unreachable, match=r"did not answer within 0.2 s"):
            make(request_timeout=0.2).get(Request(url=f"http://127.0.0.1:{server.getsockname()[1]}/"))
        thread.join()


def test_a_caller_is_held_no_longer_than_its_patience(site: Site, clock: Clock) -> None:
    site.replies["/a"] = [Reply(status=429, headers={"Retry-After": "30"}), Reply(body=b"x")]
    settings = Settings(allow_private_hosts=True, request_delay=0.0)
    with Fetcher(settings, patience=5.0, clock=clock, sleep=clock.sleep) as fetcher:
        with pytest.raises(Unreachable, match="answered 429") as caught:
            fetcher.get(Request(url=f"{site.url}/a"))
        assert (caught.value.retry_after, clock.slept) == (30.0, [])
        assert fetcher.get(Request(url=f"{site.url}/a")).page


def test_a_host_whose_rules_come_later_is_asked_when_it_said(site: Site, clock: Clock) -> None:
    site.replies["/robots.txt"] = [Reply(status=503, headers={"Retry-After": "30"}), Reply(status=404)]
    site.replies["/a"] = Reply(body=b"x")
    settings = Settings(allow_private_hosts=True, request_delay=0.0)
    with Fetcher(settings, patience=5.0, clock=clock, sleep=clock.sleep) as fetcher:
        for _ in range(2):
            with pytest.raises(Unreachable, match="answered 503"):
                fetcher.get(Request(url=f"{site.url}/a"))
        clock.sleep(30.0)
        assert fetcher.get(Request(url=f"{site.url}/a")).page
    assert len(site.asked) == 3


def test_a_port_where_nobody_listens_is_named(make: Make) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(Unreachable, match=f"127.0.0.1:{port} accepts no connections"):
            make().get(Request(url=f"http://127.0.0.1:{port}/"))


def test_a_name_without_address_is_asked_once(clock: Clock) -> None:
    asked: list[str] = []

    def nobody(host: str, _port: int) -> list[str]:
        asked.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    with (
        Fetcher(Settings(), clock=clock, sleep=clock.sleep, resolver=nobody) as fetcher,
        pytest.raises(Unreachable, match=r"there is no host library.example.org, or no network"),
    ):
        fetcher.get(Request(url="https://library.example.org/"))
    assert (asked, clock.slept) == (["library.example.org"], [])


def test_a_server_that_speaks_no_http_is_an_unusable_answer(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble() -> None:
            for _ in range(3):
                connection, _ = server.accept()
                with connection:
                    connection.recv(1000)
                    connection.sendall(b"\x00\xff SSH-2.0\r\n\r\n")

        thread = threading.Thread(target=babble)
        thread.start()
        with pytest.raises(Unreachable, match="broke off"):
            make().get(Request(url=f"http://127.0.0.1:{server.getsockname()[1]}/"))
        thread.join()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, make: Make) -> None:
    if not shutil.which("openssl"):
        pytest.skip("makes its certificate with openssl")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x -keyout k -out c"
    )
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c", tmp_path / "k")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection, pytest.raises(ssl.SSLError):
                context.wrap_socket(connection, server_side=True)

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(Unreachable, match="its certificate is not trusted"):
            make().get(Request(url=f"webcal://127.0.0.1:{server.getsockname()[1]}/"))
        thread.join()


def test_a_shipped_file_is_read_without_network(make: Make) -> None:
    page = make().get(Request(url="bundled:taxonomy/tags.toml")).page
    assert page is not None
    assert page.content.startswith(b"#") or b"label" in page.content


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "/etc/passwd", "taxonomy", "", "nothing.csv", "taxonomy/../../LICENSE"]
)
def test_only_shipped_data_can_be_named_so(make: Make, name: str) -> None:
    with pytest.raises(Refused, match="is no shipped file"):
        make().get(Request(url=f"bundled:{name}"))
