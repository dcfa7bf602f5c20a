"""nginx of deploy/ in front of `finder serve`: what a visitor can send, and what of it gets through."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from bloomington import filled
from edge import ask, fronted
from nginx_here import CONFIGURATION, NAME, NGINX, free_port, placed, running
from serving import prepared, served

from finder.web.language import _shipped

pytestmark = pytest.mark.nginx


class House(NamedTuple):
    """A server behind nginx."""

    folder: Path
    inner: int
    port: int


BARE = "server {{ listen 127.0.0.1:{bare}; location / {{ proxy_pass http://127.0.0.1:{inner}; }} }}"
"""What a manual's first page says."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = prepared(tmp_path_factory.mktemp("house"))
    filled(folder).close()
    inner, port = free_port(), free_port()
    with ExitStack() as stack:
        settings = {"trusted_proxies": "127.0.0.1", "rate_limit": "1e-6"}
        server = stack.enter_context(served(folder, inner, **settings))
        assert server.stdout
        assert server.stdout.readline() == f"Open http://127.0.0.1:{inner}\n"
        (folder / "front").mkdir()
        stack.enter_context(running(folder / "front", port, f"127.0.0.1:{inner}"))
        yield House(folder, inner, port)


CLOSE = "\r\nConnection: close\r\n\r\n"


def raw(port: int, request: bytes) -> bytes:
    """Send these very bytes; return what comes until the connection is closed."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall(request)
        received = b""
        with suppress(ConnectionResetError):
            while part := connection.recv(65536):
                received += part
        return received


def test_a_page_comes_from_the_server_once_and_with_links_to_the_site(house: House) -> None:
    answers = [ask(house.port, "/groups/elm-knitters") for _ in range(2)]
    assert [(answer.status, answer.cache) for answer in answers] == [(200, "MISS"), (200, "HIT")]
    assert f'href="http://{NAME}:{house.port}/groups/elm-knitters"' in answers[0].text
    assert "Set-Cookie" not in answers[0].headers


def test_nginx_finds_nothing_wrong_in_the_configuration(tmp_path: Path) -> None:
    file = placed(tmp_path, free_port(), "127.0.0.1:8000")
    words = (str(NGINX), "-t", "-q", "-e", str(tmp_path / "start.log"), "-p", str(tmp_path), "-c", str(file))
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_languages_of_the_map_are_those_that_we_have() -> None:
    named = re.search(r"<finder_tag>\(\?:([a-z|]+)\)", CONFIGURATION.read_text(encoding="utf-8"))
    assert named
    assert set(named[1].split("|")) == _shipped()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "localhost"},
        {"Host": f"{NAME}.evil.example"},
        {"Host": f"evil.example@{NAME}"},
        {"Host": f"{NAME}/evil"},
        {"Host": ""},
    ],
)
def test_no_copy_is_made_under_a_made_up_name(house: House, headers: dict[str, Any]) -> None:
    answer = ask(house.port, "/about?host", **headers)
    assert (answer.status in {400, 421}, answer.cache) == (True, None)


def test_the_name_in_the_first_line_wins_over_the_header(house: House) -> None:
    told = raw(
        house.port, f"GET http://{NAME}/about?1 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode()
    )
    assert (told.split()[1], b"evil" in told) == (b"200", False)
    assert (
        raw(house.port, b"GET /about HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n").split()[1] == b"400"
    )


FORGED: dict[str, Any] = {
    "X_Forwarded_Host": "evil.example",
    "X_Forwarded_Proto": "https",
    "X_Forwarded_Port": "99",
    "X_Forwarded_Prefix": "/evil",
    "X_Host": "evil.example",
    "X_Original_URL": "/start",
    "X_Rewrite_URL": "/start",
    "X_HTTP_Method_Override": "POST",
    "Forwarded": "host=evil.example",
    "Accept": "application/json",
    "Cookie": "a=b",
    "Range": "bytes=0-10",
}


@pytest.mark.parametrize("name", FORGED)
def test_a_header_that_is_no_part_of_the_key_poisons_no_copy(house: House, name: str) -> None:
    # A name of its own for each: a parameter that is not known would make the page the visitor's own.
    address = f"/groups/elm-knitters?zoom={list(FORGED).index(name)}"
    first = ask(house.port, address, **{name: FORGED[name]})
    again = ask(house.port, address)
    assert (again.status, "evil" in again.text, f"http://{NAME}:{house.port}/groups/" in again.text) == (
        200,
        False,
        True,
    )
    if first.status == 200:
        assert (first.body, again.cache) == (again.body, "HIT")


def test_what_a_visitor_writes_does_not_reach_the_program(tmp_path: Path) -> None:
    def nothing(_environ: object, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"ok"]

    with fronted(tmp_path, nothing) as (behind, port):
        forged = FORGED | {
            "X_Forwarded_For": "198.51.100.1",
            "X_Real_IP": "198.51.100.1",
            "Referer": "http://a.example",
        }
        ask(port, "/", **{**forged, "Accept_Language": "en, tlh"})
        raw(port, f"GET /b HTTP/1.1\r\nHost: {NAME}\r\nX_Forwarded_For: 9.9.9.9\r\nConnection: close\r\n\r\n".encode())
        kept = [{key: value for key, value in seen.items() if key.startswith("HTTP_")} for seen in behind.seen]
    usual = {"HTTP_HOST": f"{NAME}:{port}", "HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "http"}
    assert kept == [
        {**usual, "HTTP_ACCEPT_LANGUAGE": "en", "HTTP_ACCEPT_ENCODING": "gzip"},
        {**usual, "HTTP_ACCEPT_ENCODING": "gzip"},
    ]


def test_a_forged_address_spends_nobodys_share(house: House) -> None:
    visitor = "203.0.113.7"
    straight = {ask(house.inner, f"/about?{at}", X_Forwarded_For=visitor).status for at in range(6)}
    assert straight == {200, 429}
    through = [ask(house.port, f"/about?{at}", X_Forwarded_For=visitor).status for at in range(10, 20)]
    assert through == [200] * 10


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here: apt-get install openssl")
    folder = tmp_path_factory.mktemp("certificate")
    made = ("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem", "-subj", f"/CN={NAME}", "-days", "2")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made], check=True, capture_output=True)
    return folder


def test_behind_tls_links_are_right_and_nothing_is_answered_without(
    house: House, tmp_path: Path, certificate: Path
) -> None:
    plain, port = free_port(), free_port()

    def mend(text: str) -> str:
        """As docs/deploy.md says."""
        text = text.replace("# if ($scheme", "if ($scheme").replace("# listen 443 ", f"listen 127.0.0.1:{port} ")
        return text.replace("# ssl_", "ssl_").replace(f"/etc/letsencrypt/live/{NAME}", str(certificate))

    trusting = ssl.create_default_context(cafile=str(certificate / "fullchain.pem"))
    with running(tmp_path, plain, f"127.0.0.1:{house.inner}", mend=mend):
        led = ask(plain, "/find?q=secret-wish")
        plainly = socket.create_connection(("127.0.0.1", port))
        with closing(plainly), trusting.wrap_socket(plainly, server_hostname=NAME) as secure:
            secure.sendall(f"GET /groups/elm-knitters HTTP/1.1\r\nHost: {NAME}{CLOSE}".encode())
            page = b"".join(iter(lambda: secure.recv(65536), b"")).decode()
    assert (led.status, led.headers["Location"]) == (301, f"https://{NAME}/find?q=secret-wish")
    assert f'href="https://{NAME}:{port}/groups/elm-knitters"' in page
    assert [file for file in tmp_path.glob("*.log") if "secret-wish" in file.read_text()] == []


@pytest.mark.parametrize("headers", [{}, {"X_Forwarded_For": "127.0.0.1"}, {"Sec_Fetch_Site": "same-origin"}])
def test_nobody_who_comes_through_nginx_sits_at_the_machine(house: House, headers: dict[str, Any]) -> None:
    own = {"Origin": f"http://{NAME}:{house.port}", **headers}
    assert ask(house.port, "/start/sample", "POST", b"", **own).status == 403


def test_nobody_who_comes_through_a_bare_proxy_sits_at_the_machine(tmp_path: Path) -> None:
    prepared(tmp_path)
    inner, port, bare = free_port(), free_port(), free_port()
    (tmp_path / "front").mkdir()
    more = BARE.format(bare=bare, inner=inner)
    with served(tmp_path, inner) as server, running(tmp_path / "front", port, f"127.0.0.1:{inner}", more):
        assert server.stdout
        server.stdout.readline()
        for host in ("127.0.0.1", f"127.0.0.1:{inner}", "localhost"):
            own = {"Host": host, "Origin": f"http://127.0.0.1:{inner}", "Sec-Fetch-Site": "same-origin"}
            assert ask(bare, "/start/sample", "POST", b"", **own).status == 403


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /about HTTP/1.1\r\nHost: finder.example\r\nX-Long: " + b"x" * 10_000, 400),
        (b"GET /about HTTP/1.1\r\nHost: finder.example" + (b"\r\nX-Many: " + b"y" * 4000) * 10, 400),
        (b"GET /find?q=" + b"z" * 9_000 + b" HTTP/1.1\r\nHost: finder.example", 414),
        (b"POST /start-your-own/flyer.pdf HTTP/1.1\r\nHost: finder.example\r\nContent-Length: 40000", 413),
        (b"POST /about HTTP/1.1\r\nHost: finder.example\r\nContent-Length: 1\r\nContent-Length: 2", 400),
        (b"POST /about HTTP/1.1\r\nHost: finder.example\r\nTransfer-Encoding: chunked\r\nContent-Length: 2", 400),
        (b"GET /ab\x00out HTTP/1.1\r\nHost: finder.example", 400),
        (b"BREW /about HTTP/1.1\r\nHost: finder.example", 405),
    ],
)
def test_what_is_too_large_or_no_request_is_refused(house: House, request_: bytes, status: int) -> None:
    answer = raw(house.port, request_ + CLOSE.encode())
    assert int(answer.split()[1]) == status


@pytest.mark.parametrize(
    "path",
    [
        "/shortlist/x.css?ids=elm-knitters",
        "/shortlist;x.css?ids=elm-knitters",
        "/shortlist%2fx.css?ids=elm-knitters",
        "/shortlist%3fids=elm-knitters/x.css",
        "/static/..%2fshortlist?ids=elm-knitters",
        "/static/../shortlist?ids=elm-knitters",
        "/static/%2e%2e/shortlist?ids=elm-knitters",
        "/static/..%252fshortlist?ids=elm-knitters",
        "/static//shortlist?ids=elm-knitters",
        "//shortlist?ids=elm-knitters",
        "/./shortlist?ids=elm-knitters",
        "/%73hortlist?ids=elm-knitters",
        "/embed/../shortlist?ids=elm-knitters",
        "/find%00.css?q=knitting",
        "/find%0d%0aX-Evil:1?q=knitting",
        "/find?q=knitting&near=%00",
        "/find?q=%25%33%63script",
    ],
)
def test_no_spelling_of_a_path_gets_what_is_ones_own_copied(house: House, path: str) -> None:
    answers = [ask(house.port, path) for _ in range(2)]
    assert {answer.cache for answer in answers} <= {"MISS", None}
    assert all(answer.status < 500 and "X-Evil" not in answer.headers for answer in answers)


def test_slow_visitors_keep_nobody_waiting_and_are_let_go(house: House) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(closing(socket.create_connection(("127.0.0.1", house.port)))) for _ in range(150)]
        for one in slow:
            one.sendall(b"GET /about HTTP/1.1\r\nHost: fi")
        begun = time.monotonic()
        assert ask(house.port, "/about").status == 200
        assert time.monotonic() - begun < 8
        assert {_end(one) for one in slow} == {b""}


def _end(connection: socket.socket) -> bytes:
    connection.settimeout(20)
    with suppress(ConnectionResetError):
        return connection.recv(100)
    return b""


def test_a_crowd_from_one_address_is_told_so_in_full(house: House) -> None:
    with ExitStack() as stack:
        for _ in range(205):
            one = stack.enter_context(closing(socket.create_connection(("127.0.0.1", house.port))))
            one.sendall(f"POST /about HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 9\r\n\r\n".encode())
        assert ask(house.port, "/about").status == 429


def test_no_log_says_who_asked_for_what(tmp_path: Path) -> None:
    def broken(_environ: object, _start: object) -> list[bytes]:
        raise OSError

    secret = "secret-wish"
    with fronted(tmp_path, broken) as (behind, port):
        ask(port, f"/find?q={secret}")
        behind.stop()
        sent: list[dict[str, Any]] = [{}, {"X_Long": "x" * 40_000}, {"Host": "evil.example"}]
        for headers in sent:
            ask(port, f"/find?q={secret}", **headers)
        ask(port, f"/find?q={secret}", "POST", b"x" * 40_000)
        behind.start()
    written = {file.name: file.read_text() for file in tmp_path.glob("*.log")}
    assert "error.log" in written
    assert [name for name, text in written.items() if secret in text or "client: " in text] == []
    files = [file for file in tmp_path.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]
    assert files == []


def test_a_small_answer_to_a_personal_search_never_touches_a_disk(tmp_path: Path) -> None:
    secret = "secret-wish" * 40_000

    def large(_environ: object, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "private, no-cache")])
        return [secret.encode()]

    with fronted(tmp_path, large) as (_behind, port):
        with closing(socket.create_connection(("127.0.0.1", port))) as slow:
            slow.sendall(f"GET /find?q=a HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
            time.sleep(0.5)
            assert [file for folder in ("proxy", "searches", "pages") for file in (tmp_path / folder).rglob("*")] == []
        assert ask(port, "/find?q=a").text == secret


@pytest.fixture(scope="module")
def moved(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the old name of a site."""
    folder, new, old = tmp_path_factory.mktemp("moved"), free_port(), free_port()
    text = (CONFIGURATION.parent / "moved.conf").read_text(encoding="utf-8")
    for line, own in {
        "    listen 80;\n": f"    listen 127.0.0.1:{old};\n",
        "    listen [::]:80;\n": "",
        f"    proxy_pass https://{NAME};\n": f"    proxy_pass http://127.0.0.1:{new};\n",
        "    error_log /var/log/nginx/creative-finder.log ": f"    error_log {folder}/error.log ",
    }.items():
        assert text.count(line) == 1
        text = text.replace(line, own)
    with running(folder, new, f"127.0.0.1:{house.inner}", more=text):
        yield old


def old_name(port: int, path: str) -> Any:
    return ask(port, path, Host="old.example", Accept_Encoding="gzip", Accept_Language="es")


@pytest.mark.parametrize("path", ["/find?near=Bloomington", "/", "/feeds/calendar.ics?selection=elm", "/embedded"])
def test_a_site_that_moved_leads_from_its_old_name_to_the_new_one(moved: int, path: str) -> None:
    answer = old_name(moved, path)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}{path}")


def test_what_stands_on_pages_of_others_goes_on_under_the_old_name_with_links_to_the_new_one(moved: int) -> None:
    for path in ("/embed/creative-finder.js", "/static/frame-host.js", "/embed?lat=39.17&lon=-86.53"):
        assert old_name(moved, path).status == 200
    answer = old_name(moved, "/embed/cards.json?lat=39.17&lon=-86.53")
    told = json.loads(gzip.decompress(answer.body))
    assert (answer.headers["Access-Control-Allow-Origin"], told["lang"]) == ("*", "es")
    assert str(told["page"]).startswith(f"http://{NAME}")


def test_one_spelling_of_a_list_leads_to_the_other_within_the_old_name(moved: int) -> None:
    answer = old_name(moved, "/embed?within=15&near=Bloomington")
    assert (answer.status, answer.headers["Location"]) == (301, "/embed?near=Bloomington&within=15")
