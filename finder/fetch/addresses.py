"""Which network addresses a source may have: only those of the public Internet.

Ranges: the IANA special-purpose address registries, as `ipaddress` knows them; those that carry an IPv4 address
inside an IPv6 one (RFC 4291, 6052, 3056, 4380) are judged by both.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Resolve = Callable[[str, int], list[str]]

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_DOCUMENTATION = IPv6Network("3fff::/20")
"""RFC 9637; Python 3.11 does not know it."""
_RELAY_6TO4 = "192.88.99."
"""RFC 7526 withdrew the 6to4 relay anycast."""


class NotPublic(Exception):
    """A host lies on an address that no source may have.

    It is no OSError and no FinderError on purpose: the HTTP libraries would take it for a connection that broke.
    """

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} lies on the private or reserved address {address}")


def is_public(address: str) -> bool:
    """Tell whether a numeric address, in any notation of `ipaddress`, lies on the public Internet."""
    ip = ip_address(address.partition("%")[0])
    return _is_public_v4(ip) if isinstance(ip, IPv4Address) else _is_public_v6(ip)


def _is_public_v4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and not str(ip).startswith(_RELAY_6TO4)


def _is_public_v6(ip: IPv6Address) -> bool:
    if ip.ipv4_mapped:
        return _is_public_v4(ip.ipv4_mapped)
    if ip in _NAT64:
        return _is_public_v4(IPv4Address(int(ip) & 0xFFFFFFFF))
    if ip.sixtofour:
        return _is_public_v4(ip.sixtofour)
    return ip in _GLOBAL_UNICAST and ip.is_global and not ip.teredo and ip not in _DOCUMENTATION


def resolve(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host, in the system's order of preference.

    Raises:
        OSError: the name has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def public(host: str, addresses: list[str]) -> list[str]:
    """Return the addresses when all are public; a name with even one private address is a trap.

    Raises:
        NotPublic: one of them is not.
    """
    for address in addresses:
        if not is_public(address):
            raise NotPublic(host, address)
    return addresses
