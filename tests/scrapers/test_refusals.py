from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Page
from scrapers.refusals import what

ANSWERS = [
    (b"", "an empty answer"),
    (b" \r\n\t", "an empty answer"),
    (b"403 Forbidden", "an error page (403 forbidden)"),
    (b"Bad Gateway", "an error page (502 bad gateway)"),
    (b"Group not found", "plain text: “Group not found”"),
    (b"User-agent: *\nDisallow: /wp-admin/", "a robots.txt"),
    (b'{"message": "Group not found"}', "an error message: “Group not found”"),
    (b'{"errors": [{"message": "Not  allowed", "path": []}]}', "an error message: “Not allowed”"),
    (b'{"error": {"code": 404, "message": "No such list"}}', "an error message: “No such list”"),
    (b'{"error": null, "venues": [{"name": "Barn"}]}', "JSON without events"),
    (b'{"events": [{"name": "Quilt', "JSON that is broken or breaks off"),
    (b"[" * 100_000, "JSON that is broken or breaks off"),
    (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMA", "an iCalendar file that breaks off before its end"),
    (b"%PDF-1.7 ...", "no text but a PDF file"),
    (b"\x1f\x8b\x08\x00", "no text but compressed data"),
    (b"\x00\x01\x02\x00" * 40, "no text but binary data"),
    (b"<html><head><title>Just a moment...</title></head></html>", "a Cloudflare challenge page"),
    (
        b'<html><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F"></html>',
        "a SiteGround captcha page",
    ),
    (b"<html><head><title>Human Verification</title></head></html>", "an AWS human verification page"),
    (
        b'<html><head><base href="https://accounts.google.com/v3/signin/"></head></html>',
        "a Google login page",
    ),
    (b"<html><title>Log in to your account</title></html>", "a login page"),
    (b"<html><h1>404 Not Found</h1><hr>nginx</html>", "an error page (404 not found)"),
    (b"<html><title>502 Bad Gateway</title></html>", "an error page (502 bad gateway)"),
    (b"<html><title>Access Denied</title></html>", "an “access denied” page"),
    (b"<html><title>Our potters</title><p>Since 1974", "a web page that breaks off before its end"),
    (b"<html><title>Room 404 Makers</title></html>", "a web page without events (“Room 404 Makers”)"),
    (b"<?xml version='1.0'?><urlset><url></url></urlset>", "a sitemap"),
]


@pytest.mark.parametrize(("content", "expected"), ANSWERS)
def test_says_in_plain_words_what_an_answer_is(content: bytes, expected: str) -> None:
    assert what(Page(url="https://makers.example/", content=content)) == expected


def test_the_status_counts_where_the_page_itself_is_silent() -> None:
    page = Page(url="https://makers.example/", content=b"<html><p>Sorry.</p></html>", status=503)
    assert what(page) == "an error page (503 service unavailable)"


@given(st.binary(max_size=300))
def test_always_finds_words(content: bytes) -> None:
    assert what(Page(url="https://makers.example/", content=content))
