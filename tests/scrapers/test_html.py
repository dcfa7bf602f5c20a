"""Pages that are read by the CSS selectors of their source."""

from __future__ import annotations

import json

import msgspec
import pytest

from finder.errors import Changed, InputError, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers.html import Html

URL = "https://guild.example/whats-on"
SELECTORS = (
    "item=li.event; title=h3; url=a.more@href; start=time.from@datetime; end=time.to@datetime; venue=.where; "
    "price=.cost; category=.tag; description=.about; image=img@src; next=a[rel=next]@href; empty=.nothing"
)
PAGE = """<html><body><ul>
<li class="event"><h3>Lace &amp; Tatting</h3><a href="/about-us">us</a><a class="more" href="/lace">more</a>
 <time class="from" datetime="2026-12-04T18:00">4 Dec</time><time class="to" datetime="2026-12-04T20:00">8 pm</time>
 <p class="where">Guild  Hall</p><p class="cost">Free</p><i class="tag">Lace</i><i class="tag">Textiles</i>
 <div class="about"><p>Bring <b>bobbins</b>.</p></div><img src="lace.jpg"></li>
<li class="event"><h3></h3></li>
</ul><a rel="next" href="?page=2">next</a></body></html>"""


def parsed(text: str, selectors: str | None) -> list[RawListing | Request]:
    source = Source(id="guild", name="Guild", url=URL, platform="html", selectors=selectors)
    return list(Html().parse(Page(url=URL, content=text.encode()), source, Window()))


def test_each_item_is_a_record_and_the_next_page_is_asked_for() -> None:
    record, following = parsed(PAGE, SELECTORS)
    assert json.loads(msgspec.json.encode(record)) == {
        "title": "Lace & Tatting",
        "url": "https://guild.example/lace",
        "start": "2026-12-04T18:00:00",
        "end": "2026-12-04T20:00:00",
        "venue": "Guild Hall",
        "price_text": "Free",
        "categories": ["Lace", "Textiles"],
        "description": "<p>Bring <b>bobbins</b>.</p>",
        "image": "https://guild.example/lace.jpg",
    }
    assert following == Request(url="https://guild.example/whats-on?page=2")


def test_day_and_clock_may_stand_apart_and_the_first_link_is_the_address() -> None:
    page = "<div class='e'><a href='/one'>Zines</a><b>2026-12-04</b><i>18:30</i></div>"
    [record] = parsed(page, "item=.e; title=a; date=b; time=i")
    assert isinstance(record, RawListing)
    assert (str(record.start), record.url) == ("2026-12-04 18:30:00", "https://guild.example/one")


def test_the_item_itself_may_hold_a_value() -> None:
    page = "<a class='e' title='Zines' data-day='2026-12-04'>more</a>"
    [record] = parsed(page, "item=.e; title=@title; start=@data-day")
    assert isinstance(record, RawListing)
    assert (record.title, str(record.start)) == ("Zines", "2026-12-04")


def test_a_page_that_says_it_has_nothing_is_an_empty_calendar() -> None:
    assert parsed("<p class='nothing'>No events.</p>", SELECTORS) == []


def test_a_page_without_items_has_changed() -> None:
    with pytest.raises(Changed, match=r"nothing on the page fits “li\.event”"):
        parsed("<p>Welcome</p>", SELECTORS)


def test_without_selectors_nothing_is_read() -> None:
    with pytest.raises(NotACalendar, match="names no selectors"):
        parsed(PAGE, None)


@pytest.mark.parametrize(
    ("selectors", "why"),
    [
        ("item=.e; title=h3", "item, title and start are needed"),
        ("item=.e; title=h3; start=b; colour=i", "“colour” is no field"),
        ("item=li[; title=h3; start=b", "“li\\[” is no CSS selector"),
        ("item=@id; title=h3; start=b", "“item” needs a selector"),
        ("", "names no selectors"),
        (";;=;", "“” is no field"),
    ],
)
def test_selectors_that_cannot_be_read_are_named(selectors: str, why: str) -> None:
    with pytest.raises((InputError, NotACalendar), match=why):
        parsed(PAGE, selectors)
