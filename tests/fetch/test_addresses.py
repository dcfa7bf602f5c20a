from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.config import Settings
from finder.errors import Refused, Unreachable
from finder.fetch import Fetcher
from finder.fetch.addresses import is_public, resolve
from finder.listing import Request

HOSTS = [
    "127.0.0.1", "127.8.8.8", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0X7F.0.0.1",
    "017700000001", "0177.0.0.1", "0177.1", "localhost", "LOCALHOST", "①②⑦.⓪.⓪.①", "127。0。0。1",
    "0", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "167772161", "0xA000001", "012.0.0.1", "172.16.0.1",
    "172.31.255.254", "192.168.0.1", "192.168.1", "3232235521", "169.254.169.254", "0xa9fea9fe", "100.64.0.1",
    "100.127.255.254", "192.0.0.1", "192.0.2.7", "198.18.0.1", "198.51.100.9", "203.0.113.5", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:10.0.0.1]",
    "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]", "[fe80::1]", "[febf::1]",
    "[fc00::1]", "[fd12:3456::1]", "[fec0::1]", "[ff02::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]",
    "[2001:0:53aa:64c:0:0:80ff:fffe]", "[2001:db8::1]", "[3fff::1]", "[100::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_no_private_address_is_asked_however_it_is_written(host: str) -> None:
    with Fetcher(Settings()) as fetcher, pytest.raises(Refused):
        fetcher.get(Request(url=f"http://{host}:9/calendar.ics"))


@pytest.mark.parametrize("host", ["localhost.", "127.0.0.1."])
def test_a_rooted_name_is_no_way_around_whether_the_system_resolves_it_or_not(host: str) -> None:
    with Fetcher(Settings()) as fetcher, pytest.raises((Refused, Unreachable)):
        fetcher.get(Request(url=f"http://{host}:9/calendar.ics"))


@pytest.mark.parametrize(
    "url",
    [
        "http://user@127.0.0.1/", "http://example.org@127.0.0.1/", "http://example.org:80@127.0.0.1/", "file:///etc/passwd",
        "ftp://127.0.0.1/", "gopher://127.0.0.1/", "data:text/html,x", "//127.0.0.1/", "http:///", "http://", "", "x",
        "http://[::1", "http://127.0.0.1:99999/", "javascript:alert(1)", "http://exa mple.org/", "unix:///run/x.sock",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_not_asked(url: str) -> None:
    with Fetcher(Settings()) as fetcher, pytest.raises(Refused):
        fetcher.get(Request(url=url))


@pytest.mark.parametrize("scheme", ["http", "https", "webcal"])
def test_a_public_name_with_a_private_address_among_its_addresses_is_not_asked(scheme: str) -> None:
    def two(_host: str, _port: int) -> list[str]:
        return ["93.184.215.14", "10.0.0.7"]

    with (
        Fetcher(Settings(), resolver=two) as fetcher,
        pytest.raises(Refused, match=r"private or reserved address 10\.0\.0\.7"),
    ):
        fetcher.get(Request(url=f"{scheme}://library.example.org/"))


def test_a_name_is_resolved_once_for_each_connection_so_that_a_second_answer_cannot_differ() -> None:
    answers = iter([["127.0.0.1"], ["93.184.215.14"]])
    with Fetcher(Settings(), resolver=lambda _host, _port: next(answers)) as fetcher, pytest.raises(Refused):
        fetcher.get(Request(url="http://rebind.example.org/"))
    assert next(answers) == ["93.184.215.14"]


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_each_of_its_ipv6_disguises(address: object) -> None:
    number = int(ip_address(str(address)))
    disguises = [0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80]
    assert {is_public(str(ip_address(d.to_bytes(16)))) for d in disguises} == {is_public(str(address))}


def test_the_system_resolves_numbers_without_asking_a_name_server() -> None:
    assert resolve("2130706433", 80) == ["127.0.0.1"]
