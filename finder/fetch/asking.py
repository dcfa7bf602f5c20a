"""What is sent: addresses that may be asked, headers, and the request that a redirect asks for."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import requests

from finder import __version__
from finder.errors import Refused
from finder.fetch.robots import TOKEN
from finder.fetch.transport import Answer
from finder.listing import Request, Validators

_OUR_OWN = frozenset({"user-agent", "accept", "accept-encoding", "accept-language", "content-type"})
"""Headers that may follow a redirect to another host; the rest could be a key."""


def prepared(request: Request, validators: Validators, contact: str) -> requests.PreparedRequest:
    """Return the request with our name on it, conditional when there is something to ask with.

    Raises:
        Refused: its address is none that may be asked.
    """
    headers = {
        "User-Agent": user_agent(contact),
        "Accept-Encoding": "gzip, deflate",
        "Accept": "*/*",
        **request.headers,
    }
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    body = request.body.encode() if request.body is not None else None
    return _prepare(request.method, request.url, headers, body)


def _prepare(method: str, url: str, headers: dict[str, str], body: bytes | None) -> requests.PreparedRequest:
    scheme, colon, rest = url.strip().partition(":")
    if scheme.lower() in {"webcal", "webcals"}:
        url = f"https:{rest}"
    elif scheme.lower() not in {"http", "https"} or not colon:
        raise Refused(f"“{url}” is no web address")
    try:
        prepared = requests.Request(method, url, headers=headers, data=body).prepare()
        parts = urlsplit(str(prepared.url))
        named = bool(parts.hostname) and parts.port != 0
    except (requests.RequestException, ValueError) as error:
        raise Refused(f"“{url}” is no web address") from error
    if not named or parts.username is not None:
        raise Refused(f"“{url}” is no address that may be asked")
    return prepared


def redirected(request: requests.PreparedRequest, answer: Answer) -> requests.PreparedRequest | None:
    """Return the request that a redirect asks for (RFC 9110, section 15.4), or None when it is none."""
    location = answer.headers.get("Location")
    if answer.status not in {301, 302, 303, 307, 308} or not location:
        return None
    # Header bytes come as latin-1; servers that do not encode their addresses mean UTF-8.
    place = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = urljoin(answer.url, place)
        keep_all = origin(target) == origin(answer.url)
    except ValueError as error:
        raise Refused(f"{answer.url} leads to “{place}”, which is no web address") from error
    headers = {k: str(v) for k, v in request.headers.items() if keep_all or k.lower() in _OUR_OWN}
    again = answer.status in {307, 308}
    body = request.body if again and isinstance(request.body, bytes) else None
    if body is None:
        headers = {k: v for k, v in headers.items() if k.lower() not in {"content-type", "content-length"}}
    return _prepare(str(request.method) if again else "GET", target, headers, body)


def origin(url: str) -> str:
    """Return scheme, host and port: what shares one robots.txt (RFC 9309, section 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def hostname(url: str) -> str:
    """Return the host alone: what is asked one thing at a time, whatever the scheme and the port."""
    return (urlsplit(url).hostname or "").lower()


def netloc(url: str) -> str:
    """Return the host as it is shown to people."""
    return urlsplit(url).netloc


def user_agent(contact: str) -> str:
    """Return the name that each request bears; the contact is cut to what a header can hold."""
    plain = " ".join(contact.encode("ascii", "ignore").decode().split())
    return f"{TOKEN}/{__version__}" + (f" (+{plain})" if plain else "")
