from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.text import fold, is_markup, line, plain, squash


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Bring a&nbsp;<b>brush</b>.</p><p>All welcome</p>", "Bring a brush.\n\nAll welcome"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<ul><li>clay</li><li>glaze</li></ul>after", "clay\n\nglaze\n\nafter"),
        ("&lt;p&gt;Twice &amp;amp; more&lt;/p&gt;", "Twice & more"),
        ("typed\nlines <a href='x'>here</a>", "typed\nlines here"),
        ("<p>a\nb</p>", "a b"),
        ("<style>p{}</style><script>alert(1)</script>Words", "Words"),
        ("3 < 5 & 7 > 2", "3 < 5 & 7 > 2"),
        ("<p>never closed", "never closed"),
        ("<!-- note --><br>", ""),
        ("", ""),
    ],
)
def test_html_becomes_text_with_its_paragraphs(markup: str, text: str) -> None:
    assert plain(markup, "html") == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Bold** and _soft_ and [here](https://example.org/x)", "Bold and soft and here"),
        ("# Heading\n\n* clay\n- glaze", "Heading\n\nclay\nglaze"),
        ("a \\- b, snake_case_name, 2 * 3 * 4", "a - b, snake_case_name, 2 * 3 * 4"),
        ("![poster](https://example.org/p.png)Come", "Come"),
    ],
)
def test_markdown_is_markup_and_goes(markdown: str, text: str) -> None:
    assert plain(markdown, "markdown") == text


def test_plain_text_keeps_its_lines_and_what_looks_like_markup() -> None:
    assert plain("a  b\r\n\r\n\r\n\r\n*c* &amp;", "text") == "a b\n\n*c* &amp;"


def test_a_title_is_one_line_whatever_its_field_holds() -> None:
    assert line(" Teen D&amp;D \n <b>Night</b>\u200b ") == "Teen D&D Night"


@given(st.text(), st.sampled_from(["html", "text", "markdown"]))
def test_any_text_can_be_read_and_has_no_edges_or_gaps(text: str, kind: Literal["html", "text", "markdown"]) -> None:
    got = plain(text, kind)
    assert got == got.strip()
    assert "\n\n\n" not in got
    assert "\x00" not in got


@given(st.text(alphabet="<>/abp &;#x1!-\"'= \n"))
def test_broken_markup_never_raises_and_leaves_no_tags(text: str) -> None:
    got = plain(text, "html")
    assert "<p>" not in got
    assert "<b>" not in got


@given(st.text())
def test_folding_and_squashing_twice_is_the_same_as_once(text: str) -> None:
    assert squash(squash(text)) == squash(text)
    assert fold(fold(text)) == fold(text)


def test_an_ampersand_or_a_smaller_sign_alone_is_no_markup() -> None:
    assert not is_markup("Arts & Crafts; 3 < 5; a <3 b")
    assert is_markup("Arts &amp; Crafts")
    assert is_markup("a<br>b")
