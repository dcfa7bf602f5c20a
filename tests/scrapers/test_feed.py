"""RSS and Atom: what is forgiven, and what is refused."""

from __future__ import annotations

import pytest

from finder.errors import NotACalendar
from finder.listing import Page
from scrapers import feed


def page(text: str) -> Page:
    return Page(url="https://alder.example/feed", content=text.encode())


def test_typed_entities_do_not_break_a_whole_feed() -> None:
    found = feed.read(page("<rss><channel><item><title>Glaze & Fire&nbsp;</title></item></channel></rss>"))
    assert [item.first("title") for item in found.items] == ["Glaze & Fire"]


def test_a_feed_that_breaks_off_is_refused() -> None:
    with pytest.raises(NotACalendar, match="breaks off"):
        feed.read(page("<rss><channel><item><title>Glaze</title></item>"))


def test_entities_that_multiply_are_not_expanded() -> None:
    entities = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    found = feed.read(page(f"{entities}<rss><channel><item><title>&b;</title></item></channel></rss>"))
    assert [item.first("title") for item in found.items] == ["&b;"]


def test_atom_links_and_categories_are_read_from_attributes() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>t:1</id><link rel="self" href="https://a.example/x.atom"/>'
        '<link href="https://a.example/x"/><category term="felt"/><content type="xhtml"><div>Wool</div></content>'
        "</entry></feed>"
    )
    (item,) = feed.read(page(text)).items
    assert (item.id, item.link, item.categories, item.body) == (
        "t:1",
        "https://a.example/x",
        ("felt",),
        '<div xmlns="http://www.w3.org/2005/Atom">Wool</div>',
    )
