"""Who may start harvests and add sources from a page: whoever runs the machine, and no page of another site."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Request, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from finder.config import Settings
from finder.web import jobs, neighbours
from finder.web.backend import backend
from finder.web.jobs import Job

_PASSED_ON = ("forwarded", "via", "cf-", "true-client-", "x-client-", "x-cluster-", "x-forwarded-", "x-real-")
"""How headers begin that a proxy adds: then the visitor may be anybody, though the request comes from this machine."""

_BROWSERS_SPEAK = "HTTP/1.1"
"""No browser asks in HTTP/1.0; a proxy that was told nothing else does (nginx until 1.29)."""


def may_manage() -> bool:
    """Tell whether this request comes from somebody who may start harvests."""
    return is_allowed(request, backend().settings)


def offer() -> bool:
    """Tell whether a page may show buttons that change something; its answer then lets forms name their origin."""
    g.has_buttons = may_manage()
    return bool(g.has_buttons)


def check() -> None:
    """Refuse a request to change something that none of our own pages made, or that nobody may make here."""
    if not (may_manage() and is_from_here(request)):
        abort(403)


def begin(job: Job, *arguments: str) -> Response:
    """Run `finder` with these arguments, and lead to the page that tells how far it is."""
    with suppress(jobs.Busy):
        # Whoever presses twice wants to see how far it is, too.
        jobs.start(backend().settings, job, arguments)
    return redirect(url_for("start.progress"), 303)


def now() -> str:
    """Return this moment as RFC 3339 text."""
    return backend().now().isoformat(timespec="seconds")


def is_allowed(asked: Request, settings: Settings) -> bool:
    """Tell whether a request comes from somebody who may start harvests; on `auto` that is who sits at the machine."""
    return is_at_the_machine(asked, settings) if settings.manage == "auto" else settings.manage == "on"


def is_at_the_machine(asked: Request, settings: Settings) -> bool:
    """Tell whether a request comes from somebody at the machine itself.

    The server listens on loopback, no proxy passed the request on, and the name in the address bar is a loopback one,
    which no page of another site can have (DNS rebinding). Behind a proxy on this machine every visitor comes from
    loopback: where the settings name proxies, it is nobody.
    """
    hosts = (settings.host, _host(asked.host), asked.remote_addr or "")
    return all(map(is_loopback, hosts)) and not settings.trusted_proxies and not _is_passed_on(asked)


def _is_passed_on(asked: Request) -> bool:
    """Tell whether a proxy may have sent this: one says so in headers, in its HTTP, or runs as a user of its own."""
    if asked.environ.get("SERVER_PROTOCOL") != _BROWSERS_SPEAK:
        return True
    if any(name.lower().startswith(_PASSED_ON) for name in asked.headers.keys()):  # noqa: SIM118  pairs otherwise
        return True
    return not neighbours.are_ours(int(asked.environ["SERVER_PORT"]))


def is_from_here(asked: Request) -> bool:
    """Tell whether a page of this site sent the form (W3C Fetch Metadata; Origin where a browser sends none of that).

    There is no cookie or password that another site could make use of, but it could still press a button by script.
    """
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return _host_and_port(asked.headers.get("Origin", "")) == asked.host


def _host_and_port(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def _host(text: str) -> str:
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Tell whether a name or address means the machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
