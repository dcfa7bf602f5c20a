"""From an organisation's page to its calendar: `finder sources add` against a real site."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from town import Done, finder, page, prepare
from website import Reply, Site

from finder.listing import Source
from finder.store import open_store

HTML = {"Content-Type": "text/html"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare(tmp_path, [])
    return tmp_path


def calendar() -> Reply:
    return Reply(body=page("guild.ics", datetime.now(UTC).date()), headers={"Content-Type": "text/calendar"})


def web_page(*links: tuple[str, str], head: str = "") -> Reply:
    anchors = "".join(f'<p><a href="{href}">{words}</a></p>' for href, words in links)
    return Reply(body=f"<html><head>{head}</head><body>{anchors}</body></html>".encode(), headers=HTML)


def saved(folder: Path) -> list[Source]:
    with closing(open_store(folder / "finder.sqlite", read_only=True)) as store:
        return store.sources()


def add(folder: Path, url: str, *more: str) -> Done:
    return finder(folder, "sources", "add", url, "--city", "Bloomington", "--region", "IN", "--country", "US", *more)


def test_a_home_page_leads_over_its_calendar_page_to_the_feed(site: Site, folder: Path) -> None:
    name = '<meta property="og:site_name" content="Limestone Spinners">'
    site.replies["/"] = web_page(("/about", "About"), ("/visit", "What's on"), head=name)
    site.replies["/visit"] = web_page(("/calendar.ics", "Subscribe"))
    site.replies["/calendar.ics"] = calendar()
    done = add(folder, f"{site.url}/", "--yes")
    given = json.loads(done.out)
    assert (done.code, given["url"], given["platform"]) == (0, f"{site.url}/calendar.ics", "ical")
    assert (given["id"], given["name"]) == ("us-in-bloomington-limestone-spinners", "Limestone Spinners")
    assert [source.id for source in saved(folder)] == [given["id"]]
    assert "/about" not in site.paths()


def test_five_listings_are_shown_with_their_tags_before_anything_is_kept(site: Site, folder: Path) -> None:
    site.replies["/calendar.ics"] = calendar()
    done = add(folder, f"{site.url}/calendar.ics")
    rows = [line for line in done.err.splitlines() if "Spin-in" in line]
    assert (done.code, done.out, saved(folder)) == (0, "", [])
    assert len(rows) == 5
    assert all("Hill Country Barn" in row and "crafts" in row for row in rows)
    assert "Nothing was kept: --yes keeps it." in done.err


def test_a_dry_run_prints_what_would_be_kept_and_keeps_nothing(site: Site, folder: Path) -> None:
    site.replies["/calendar.ics"] = calendar()
    done = add(folder, f"{site.url}/calendar.ics", "--name", "Limestone Spinners", "--dry-run")
    [find] = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, saved(folder)) == (0, [])
    assert find["source"]["id"] == "us-in-bloomington-limestone-spinners"
    assert [listing["venue"] for listing in find["listings"]] == ["Hill Country Barn"] * 5


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("https://town.libcal.com/passes", "a pass desk"),
        ("https://town.libcal.com/spaces?lid=1", "a room booking"),
        ("https://town.bibliocommons.com/v2/search?query=x", "a library catalogue"),
    ],
)
def test_what_is_no_calendar_is_called_by_its_name(site: Site, folder: Path, link: str, what: str) -> None:
    site.replies["/"] = web_page((link, "Reserve"))
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, saved(folder)) == (1, [])
    assert done.err == f"finder: no calendar was found at {site.url}/: it only leads to {what}\n"


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Veranstaltungen", "/de/veranstaltungen"),
        ("Kalender", "/k"),
        ("Termine", "/termine.html"),
        ("Agenda culturel", "/fr/agenda"),
        ("Évènements", "/node/9"),
        ("Actividades", "/es/actividades"),
        ("Eventi", "/it/eventi"),
        ("What's on", "/w"),
        ("Classes &amp; Workshops", "/learn"),
    ],
)
def test_the_way_to_the_calendar_is_found_in_other_languages(site: Site, folder: Path, words: str, path: str) -> None:
    site.replies["/"] = web_page(("/ueber-uns", "Über uns"), ("/contact", "Contact"), (path, words))
    site.replies[path] = web_page(("/all.ics", "iCal"))
    site.replies["/all.ics"] = calendar()
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, json.loads(done.out)["url"]) == (0, f"{site.url}/all.ics")
    assert site.paths()[:2] == ["/", path]


def test_the_calendar_is_asked_for_before_pages_of_one_event(site: Site, folder: Path) -> None:
    nights = [(f"/events/open-night-2026-12-{day:02d}", "Open night") for day in range(1, 9)]
    site.replies["/"] = web_page(*nights, ("/about/programs/craft", "Craft programs"), ("/calendar", "Calendar"))
    site.replies["/calendar"] = web_page(("/all.ics", "Subscribe"))
    site.replies["/all.ics"] = calendar()
    assert add(folder, f"{site.url}/", "--yes").code == 0
    assert site.paths()[:3] == ["/", "/calendar", "/all.ics"]


def test_an_overview_leads_on_to_the_calendar(site: Site, folder: Path) -> None:
    site.replies["/"] = web_page(("/workshops", "Workshops"))
    site.replies["/workshops"] = web_page(("/workshops/calendar", "Full calendar"))
    site.replies["/workshops/calendar"] = web_page(("/all.ics", "Subscribe"))
    site.replies["/all.ics"] = calendar()
    assert add(folder, f"{site.url}/", "--yes").code == 0


def test_where_nothing_is_linked_the_map_of_the_site_is_asked(site: Site, folder: Path) -> None:
    site.replies["/"] = web_page(("/about", "About"))
    pages = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in ("/about", "/programme/kalender", "/shop"))
    site.replies["/sitemap.xml"] = Reply(body=f"<urlset>{pages}</urlset>".encode())
    site.replies["/programme/kalender"] = web_page(("/all.ics", "Subscribe"))
    site.replies["/all.ics"] = calendar()
    assert add(folder, f"{site.url}/", "--yes").code == 0
    assert site.paths() == ["/", "/sitemap.xml", "/programme/kalender", "/all.ics"]


def test_where_nothing_is_linked_or_mapped_the_usual_places_are_asked(site: Site, folder: Path) -> None:
    site.replies["/"] = web_page(("/about", "About"))
    site.replies["/calendar/"] = web_page(("/all.ics", "Subscribe"))
    site.replies["/all.ics"] = calendar()
    assert add(folder, f"{site.url}/", "--yes").code == 0
    assert site.paths() == ["/", "/sitemap.xml", "/events/", "/calendar/", "/all.ics"]


def test_a_platform_that_gives_nothing_leaves_the_others_of_the_page(site: Site, folder: Path) -> None:
    tribe = '<div class="tribe-common tribe-events tribe-events-view"></div>'
    site.replies["/"] = web_page(("/all.ics", "Subscribe"), head=tribe)
    site.replies["/all.ics"] = calendar()
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, json.loads(done.out)["url"]) == (0, f"{site.url}/all.ics")


def test_a_page_that_moved_is_followed(site: Site, folder: Path) -> None:
    site.replies["/"] = Reply(status=301, headers={"Location": "/home/"})
    site.replies["/home/"] = web_page(("../cal", "Calendar"))
    site.replies["/cal"] = Reply(status=302, headers={"Location": "/all.ics"})
    site.replies["/all.ics"] = calendar()
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, json.loads(done.out)["url"]) == (0, f"{site.url}/all.ics")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<html><title>Just a moment...</title></html>", "this is a Cloudflare challenge page"),
        (b"<html><title>403 Forbidden</title></html>", "this is an error page (403 forbidden)"),
    ],
)
def test_a_page_that_refuses_is_called_what_it_is(site: Site, folder: Path, body: bytes, what: str) -> None:
    site.replies["/"] = web_page(("/events", "Events"))
    site.replies["/events"] = Reply(body=body, headers=HTML)
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, f"{site.url}/events: {what}" in done.err) == (1, True), done.err


def test_a_programme_on_paper_is_said_to_be_one(site: Site, folder: Path) -> None:
    site.replies["/"] = web_page(("/files/events-december.pdf", "Events in December"))
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, f"{site.url}/files/events-december.pdf is a PDF file, which is not read" in done.err) == (
        1,
        True,
    )


def test_a_host_that_is_not_there_is_said_plainly(folder: Path) -> None:
    done = add(folder, "http://127.0.0.1:1/", "--yes")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "accepts no connections" in done.err


def test_a_calendar_without_coming_dates_is_not_taken(site: Site, folder: Path) -> None:
    empty = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//a//EN\r\nEND:VCALENDAR\r\n"
    site.replies["/a.ics"] = Reply(body=empty, headers={"Content-Type": "text/calendar"})
    done = add(folder, f"{site.url}/a.ics", "--yes")
    assert (done.code, saved(folder)) == (1, [])
    assert f"{site.url}/a.ics is a calendar without dates to come" in done.err


def test_only_a_few_pages_of_a_site_are_looked_at(site: Site, folder: Path) -> None:
    site.replies["/"] = web_page(*((f"/events/{number}", "Events") for number in range(50)))
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, len(site.paths())) == (1, 5)


def test_a_page_that_cannot_be_reached_adds_nothing(site: Site, folder: Path) -> None:
    site.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /")
    done = add(folder, f"{site.url}/", "--yes")
    assert (done.code, saved(folder), site.paths()) == (1, [], [])
    assert "forbids asking" in done.err


def test_a_calendar_is_added_once(site: Site, folder: Path) -> None:
    site.replies["/calendar.ics"] = calendar()
    add(folder, f"{site.url}/calendar.ics", "--yes")
    done = add(folder, f"{site.url}/calendar.ics", "--yes")
    assert (done.code, done.err) == (1, f"finder: {site.url}/calendar.ics is in the catalogue already\n")


WORKSHOPS = """<html lang="de"><body>
<div class="termin"><h3>Siebdruck am Abend</h3><p class="wann">{0}. 18.30 bis 20.30 Uhr</p><p class="wo">Werkhaus</p>
</div>
<div class="termin"><h3>Offene Druckwerkstatt</h3><p class="wann">{1} 19 Uhr</p><p class="wo">Werkhaus</p></div>
</body></html>"""


@pytest.fixture
def workshops(site: Site) -> str:
    soon = datetime.now(UTC).date() + timedelta(days=9)
    later = soon + timedelta(days=7)
    body = WORKSHOPS.format(f"{soon.day}.{soon.month}", f"{later:%d.%m.%Y}")
    site.replies["/kurse"] = Reply(body=body.encode(), headers=HTML)
    return f"{site.url}/kurse"


SELECTORS = ("--item", ".termin", "--title", "h3", "--start", ".wann", "--venue", ".wo")


def test_a_page_without_a_feed_is_read_by_selectors_and_its_listings_are_shown(workshops: str, folder: Path) -> None:
    done = add(folder, workshops, *SELECTORS, "--name", "Druckwerk", "--yes")
    given = json.loads(done.out)
    assert (done.code, given["platform"]) == (0, "html")
    assert given["selectors"] == "item=.termin; title=h3; start=.wann; venue=.wo"
    rows = [line for line in done.err.splitlines() if "Werkhaus" in line]
    assert ["18:30" in rows[0], "Siebdruck am Abend" in rows[0], "19:00" in rows[1]] == [True, True, True]
    harvested = finder(folder, "harvest", given["id"], "--json")
    assert (harvested.code, json.loads(harvested.out)["listings"]) == (0, 2)


def test_selectors_may_stand_in_a_file_and_options_count_before_it(workshops: str, folder: Path) -> None:
    file = folder / "druckwerk.txt"
    file.write_text("# Druckwerk\nitem = .termin\ntitle = h4\nstart = .wann\n", encoding="utf-8")
    done = add(folder, workshops, "--selectors", str(file), "--title", "h3", "--yes")
    assert (done.code, json.loads(done.out)["selectors"]) == (0, "item=.termin; title=h3; start=.wann")


@pytest.mark.parametrize(
    ("selectors", "message"),
    [
        (("--item", ".event", "--title", "h3", "--start", "p"), "{url}: nothing fits item “.event”"),
        (("--item", ".termin", "--title", "h5", "--start", ".wann"), "{url}: nothing fits title “h5”"),
        (
            ("--item", ".termin", "--title", "h3", "--start", "time@datetime"),
            "{url}: nothing fits start “time@datetime”",
        ),
        (
            ("--item", ".termin", "--title", "h3", "--start", ".wo"),
            "{url}: what stands at start is no date that can be read",
        ),
        (("--item", "div[", "--title", "h3", "--start", "p"), "selectors: “div[” is no CSS selector"),
        (
            ("--item", ".termin"),
            "selectors: item, title and start are needed, as in “item=.event; title=h3; start=time@datetime”",
        ),
    ],
)
def test_selectors_that_do_not_fit_keep_nothing_and_say_which(
    workshops: str, folder: Path, selectors: tuple[str, ...], message: str
) -> None:
    done = add(folder, workshops, *selectors, "--yes")
    assert (done.code, done.out, saved(folder)) == (1, "", [])
    assert done.err == f"finder: {message.format(url=workshops)}\n"
