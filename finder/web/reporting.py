"""A way to say that something on a page is wrong: a letter to who runs the site, or the page of the host."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from finder.listing import Group, Record
from finder.web.cards import web_link
from finder.web.language import _

_MAIL = re.compile(r"(?:mailto:)?([^@\s<>?&]+@[^@\s<>?&]+)")


class Report(Record, frozen=True, kw_only=True):
    """Where to say it: `href` opens a letter, a page of who runs the site, or one of the host (`is_host`)."""

    href: str
    is_host: bool = False


def report(group: Group, page: str, contact: str) -> Report | None:
    """Return where to report what is wrong about a group; None where neither site nor host can be reached.

    Args:
        group: what the page is about.
        page: the address of the page.
        contact: the setting: an e-mail or the address of a page, or empty.
    """
    if mail := _MAIL.fullmatch(contact.strip()):
        subject = _("Something is wrong: %(title)s", title=group.title)
        asked = urlencode({"subject": subject, "body": _body(page)}).replace("+", "%20")
        return Report(href=f"mailto:{mail[1]}?{asked}")
    if site := write_to(contact):
        return site
    host = web_link(group.url) or web_link(group.source.url if group.source else None)
    return Report(href=host, is_host=True) if host else None


def write_to(contact: str) -> Report | None:
    """Return how to reach who runs the site; None where the setting names no way."""
    if mail := _MAIL.fullmatch(contact.strip()):
        return Report(href=f"mailto:{mail[1]}")
    site = web_link(contact.strip())
    return Report(href=site) if site else None


def _body(page: str) -> str:
    asked = (
        _("What is wrong: the day, the place, the cost, or something else?"),
        _("What is right?"),
        _("How do you know?"),
    )
    return "\n\n".join([page, *(f"{question}\n" for question in asked)])
