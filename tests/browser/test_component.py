"""The web component on pages of others: another origin, its own policy, its own language and width."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bloomington import KNITTERS, filled, served, website
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page, expect
from website import Reply, Site

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
FALLBACK = '<a href="https://library.example/groups">Groups at the library</a>'


def page_of(body: str, base: str, *, head: str = "", tag: str = 'html lang="en"') -> bytes:
    script = f'<script src="{base}/embed/creative-finder.js" defer></script>'
    start = f"<!doctype html><{tag}><head><meta charset=utf-8><title>Elm Library</title>{head}{script}</head>"
    return f"{start}<body><main><h1>Elm Library</h1>{body}</main></body></html>".encode()


def finder(attributes: str = 'near="Bloomington"') -> str:
    return f"<creative-finder {attributes}>{FALLBACK}</creative-finder>"


def html(body: bytes, policy: str | None = None) -> Reply:
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return Reply(body=body, headers=headers | ({"Content-Security-Policy": policy} if policy else {}))


def titles(page: Page, place: int = 0) -> list[str]:
    return page.locator("creative-finder").nth(place).locator("li a").all_inner_texts()


def audit(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def test_it_lists_groups_with_one_request_and_no_cookie(context: BrowserContext, base: str, host: Site) -> None:
    host.replies["/"] = html(page_of(finder(), base))
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host.url)
    expect(page.locator("creative-finder h2")).to_have_text("3 groups within 15 miles of Bloomington, Indiana")
    assert "Tuesday Evening Knitters" in titles(page)
    assert [url.removeprefix(base).partition("?")[0] for url in asked if url.startswith(base)] == [
        "/embed/creative-finder.js",
        "/embed/cards.json",
    ]
    assert context.cookies() == []
    times = page.locator("creative-finder time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert "2026-11-24T18:00:00-05:00" in times
    assert audit(page) == []


def test_it_works_under_a_strict_policy_that_names_our_origin_alone(
    context: BrowserContext, base: str, host: Site
) -> None:
    policy = f"default-src 'none'; script-src {base}; connect-src {base}; base-uri 'none'; form-action 'none'"
    host.replies["/"] = html(page_of(finder(), base), policy)
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda line: broken.append(line.text) if line.type == "error" else None)
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    # Styles too: the border of the box comes from the sheet of the component.
    assert page.locator("creative-finder section").evaluate("(box) => getComputedStyle(box).borderTopStyle") == "solid"
    assert [text for text in broken if "favicon" not in text] == []


def test_without_script_the_children_are_what_one_sees(browser: Browser, base: str, host: Site) -> None:
    host.replies["/"] = html(page_of(finder(), base))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host.url)
    expect(page.get_by_role("link", name="Groups at the library")).to_be_visible()
    context.close()


def test_the_last_list_is_shown_with_its_day_while_our_server_is_down(
    context: BrowserContext, tmp_path: Path, host: Site
) -> None:
    store = filled(tmp_path)
    with served(website(tmp_path, store)) as base:
        host.replies["/"] = html(page_of(finder(), base))
        page = context.new_page()
        page.goto(host.url)
        expect(page.locator("creative-finder li")).to_have_count(3)
        script = page.request.get(f"{base}/embed/creative-finder.js").text()
    store.close()
    # Five minutes later: the script is still in the browser's cache, the list is not.
    page.route("**/embed/creative-finder.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    expect(page.locator("creative-finder [role=status]")).to_contain_text("This was the list on November 21, 2026.")
    assert audit(page) == []


def test_several_on_one_page_keep_apart(context: BrowserContext, base: str, host: Site) -> None:
    body = "".join(finder(f'near="Bloomington" tags="{tag}"') for tag in ("fiber-arts", "visual-arts", "poetry"))
    host.replies["/"] = html(page_of(body, base))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder").nth(2).locator("section")).to_contain_text("nothing on this list right now")
    assert (
        titles(page, 0) == ["Tuesday Evening Knitters", "Search with your own choices at Creative Community Finder"][:1]
    )
    assert titles(page, 1) == ["Life Drawing"]
    assert audit(page) == []


def test_it_reads_from_right_to_left_where_the_page_does(context: BrowserContext, base: str, host: Site) -> None:
    host.replies["/"] = html(page_of(finder(), base, tag='html lang="ar" dir="rtl"'))
    page = context.new_page()
    page.goto(host.url)
    section = page.locator("creative-finder section")
    # Our words are English there, and say so: they run from left to right inside of the page.
    expect(section).to_have_attribute("dir", "ltr")
    expect(section).to_have_attribute("lang", "en-US")
    assert audit(page) == []


def test_it_fits_a_column_of_280_pixels(context: BrowserContext, base: str, host: Site) -> None:
    host.replies["/"] = html(page_of(finder(), base, head="<style>body{margin:0;width:280px}</style>"))
    page = context.new_page()
    page.set_viewport_size({"width": 280, "height": 700})
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 280
    assert audit(page) == []


@pytest.mark.parametrize("layout", ["list", "cards", "compact", "calendar", "no such layout"])
@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_every_layout_is_legible_in_every_theme(
    context: BrowserContext, base: str, host: Site, layout: str, theme: str
) -> None:
    host.replies["/"] = html(page_of(finder(f'near="Bloomington" layout="{layout}" theme="{theme}"'), base))
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if theme == "auto" else "light")
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    page.evaluate(AXE)
    found = page.evaluate("axe.run('creative-finder', {runOnly: ['color-contrast', 'list', 'heading-order']})")
    assert [one["id"] for one in found["violations"]] == []


def test_a_place_that_nobody_knows_is_said_with_the_children_left(
    context: BrowserContext, base: str, host: Site
) -> None:
    host.replies["/"] = html(page_of(finder('near="Nowhere"'), base))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder [role=status]")).to_contain_text("We know no place called")
    expect(page.get_by_role("link", name="Groups at the library")).to_be_visible()


def test_an_attribute_that_it_does_not_have_is_told_to_who_makes_the_page(
    context: BrowserContext, base: str, host: Site
) -> None:
    host.replies["/"] = html(page_of(finder('near="Bloomington" class="x" data-x="1" aria-label="x" town="Elm"'), base))
    page = context.new_page()
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text))
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    [line] = [one for one in lines if "creative-finder" in one]
    assert line.startswith("<creative-finder> has no attribute town: it takes near, within,")


@pytest.mark.parametrize(
    ("tags", "said"), [("crafts", "The host says: Works with limited mobility"), ("", "Works with limited mobility")]
)
def test_what_suits_is_told_as_the_hosts_words_unless_they_are_summaries_of_a_sample(
    context: BrowserContext, base: str, host: Site, tags: str, said: str
) -> None:
    host.replies["/"] = html(page_of(finder(f'near="Bloomington" tags="{tags}"'), base))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder .claims").first).to_have_text(said)


def test_it_speaks_the_language_of_the_page(context: BrowserContext, base: str, host: Site) -> None:
    host.replies["/"] = html(page_of(finder(), base, tag='html lang="es"'))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder h2")).to_contain_text("grupos")


def test_changed_attributes_ask_anew(context: BrowserContext, base: str, host: Site) -> None:
    host.replies["/"] = html(page_of(finder(), base))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    page.evaluate("document.querySelector('creative-finder').setAttribute('tags', 'fiber-arts')")
    expect(page.locator("creative-finder li")).to_have_count(1)


def test_a_frame_grows_to_its_list_and_believes_only_us(context: BrowserContext, base: str, host: Site) -> None:
    frame = f'<iframe src="{base}/embed?near=Bloomington" title="Groups" height="200"></iframe>'
    script = f'<script src="{base}/static/frame-host.js"></script>'
    host.replies["/"] = html(f"<!doctype html><html lang=en><title>x</title>{script}{frame}</html>".encode())
    page = context.new_page()
    page.goto(host.url)
    page.wait_for_function("document.querySelector('iframe').height > 300")
    high = page.evaluate("document.querySelector('iframe').height")
    page.evaluate("window.postMessage({type: 'creative-finder:height', height: 9}, '*')")
    page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('iframe').height") == high
    inner = page.frames[1]
    assert inner.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")


def test_wordpress_learns_the_height_by_its_own_secret(context: BrowserContext, base: str, host: Site) -> None:
    frame = (
        f'<iframe sandbox="allow-scripts" src="{base}/embed?near=Bloomington#?secret=abc123" title="Groups"></iframe>'
    )
    listen = "<script>window.heard=[];addEventListener('message',(e)=>heard.push(e.data))</script>"
    host.replies["/"] = html(f"<!doctype html><html lang=en><title>x</title>{listen}{frame}</html>".encode())
    page = context.new_page()
    page.goto(host.url)
    page.wait_for_function(
        "heard.some((one) => one.message === 'height' && one.secret === 'abc123' && one.value > 300)"
    )
    page.frames[1].locator("article h2 a").first.click()
    page.wait_for_function("heard.some((one) => one.message === 'link' && one.value.includes('/groups/'))")


def test_a_frame_grows_where_the_page_serves_the_script_itself_and_frames_of_others_do_not(
    context: BrowserContext, base: str, host: Site
) -> None:
    script = Path("finder/web/static/frame-host.js").read_bytes()
    host.replies["/all.js"] = Reply(body=script, headers={"Content-Type": "text/javascript"})
    other = b"<script>parent.postMessage({type: 'creative-finder:height', height: 999}, '*')</script>other"
    host.replies["/other"] = html(other)
    frames = (
        f'<iframe src="{base}/embed?near=Bloomington" height="200"></iframe><iframe src="/other" height="50"></iframe>'
    )
    host.replies["/"] = html(f'<!doctype html><title>x</title><script src="/all.js"></script>{frames}'.encode())
    page = context.new_page()
    page.goto(host.url)
    page.wait_for_function("document.querySelector('iframe').height > 300")
    assert page.evaluate("document.querySelectorAll('iframe')[1].height") == "50"


def test_a_frame_whose_page_begins_to_listen_late_is_told_again(context: BrowserContext, base: str, host: Site) -> None:
    frame = f'<iframe src="{base}/embed?near=Bloomington" title="Groups" height="200"></iframe>'
    host.replies["/"] = html(f"<!doctype html><html lang=en><title>x</title>{frame}</html>".encode())
    page = context.new_page()
    page.goto(host.url)
    page.wait_for_load_state("networkidle")
    page.add_script_tag(url=f"{base}/static/frame-host.js")
    page.wait_for_function("document.querySelector('iframe').height > 300")


def test_wordpress_that_begins_to_listen_late_is_told_again(context: BrowserContext, base: str, host: Site) -> None:
    frame = f'<iframe sandbox="allow-scripts" src="{base}/embed?near=Bloomington#?secret=abc123" title="G"></iframe>'
    host.replies["/"] = html(f"<!doctype html><html lang=en><title>x</title>{frame}</html>".encode())
    page = context.new_page()
    page.goto(host.url)
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """() => {
          window.heard = [];
          addEventListener("message", (event) => heard.push(event.data));
          frames[0].postMessage({ message: "ready", secret: "abc123" }, "*");
        }"""
    )
    page.wait_for_function("heard.some((one) => one.message === 'height' && one.secret === 'abc123')")


def test_in_wordpress_a_further_page_of_the_list_comes_into_the_frame_and_tells_its_height(
    context: BrowserContext, base: str, host: Site
) -> None:
    frame = (
        '<iframe sandbox="allow-scripts" title="Groups"'
        f' src="{base}/embed?near=Bloomington&per_page=1#?secret=abc123"></iframe>'
    )
    listen = "<script>window.heard=[];addEventListener('message',(e)=>heard.push(e.data))</script>"
    host.replies["/"] = html(f"<!doctype html><html lang=en><title>x</title>{listen}{frame}</html>".encode())
    page = context.new_page()
    page.goto(host.url)
    page.frames[1].get_by_role("link", name="Next page").click()
    expect(page.frames[1].get_by_role("link", name="Earlier page")).to_be_visible()
    page.wait_for_function("heard.filter((one) => one.message === 'height' && one.secret === 'abc123').length > 1")
    assert not page.evaluate("heard.some((one) => one.message === 'link')")


@pytest.mark.parametrize(("count", "shown"), [("2", 2), ("1000", 3), ("-5", 1), ("many", 3)])
def test_a_count_that_cannot_be_shows_the_nearest_that_can(
    context: BrowserContext, base: str, host: Site, count: str, shown: int
) -> None:
    host.replies["/"] = html(page_of(finder(f'near="Bloomington" count="{count}"'), base))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(shown)


def test_with_nothing_inside_and_no_answer_it_leads_to_the_page_that_shows_the_same(
    context: BrowserContext, base: str, host: Site
) -> None:
    host.replies["/"] = html(page_of('<creative-finder near="Bloomington">\n</creative-finder>', base))
    page = context.new_page()
    page.route("**/embed/cards.json*", lambda route: route.abort())
    page.goto(host.url)
    link = page.locator("creative-finder a")
    expect(link).to_have_text(base.removeprefix("http://"))
    expect(link).to_have_attribute("href", f"{base}/find?lang=en&near=Bloomington")


@pytest.mark.parametrize("address", ["finder.example", "https://", "://"])
def test_a_base_that_is_no_address_leaves_what_stands_inside(
    context: BrowserContext, base: str, host: Site, address: str
) -> None:
    host.replies["/"] = html(page_of(finder(f'near="Bloomington" data-base="{address}"'), base))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder section")).to_have_attribute("data-state", "error")
    expect(page.get_by_role("link", name="Groups at the library")).to_be_visible()


def test_a_script_that_a_page_serves_itself_asks_where_the_line_says(
    context: BrowserContext, base: str, host: Site
) -> None:
    script = Path("finder/web/static/creative-finder.js").read_bytes()
    host.replies["/all.js"] = Reply(body=script, headers={"Content-Type": "text/javascript"})
    body = f'<script src="/all.js" defer></script>{finder(f"near=Bloomington data-base={base}/")}'
    host.replies["/"] = html(f"<!doctype html><html lang=en><title>x</title>{body}</html>".encode())
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)


@pytest.mark.parametrize("kept", ["{}", "null", "no JSON", '{"told": {"cards": 3}, "day": "x"}'])
def test_a_copy_that_cannot_be_read_is_passed_over(context: BrowserContext, base: str, host: Site, kept: str) -> None:
    host.replies["/"] = html(page_of(finder(), base))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    page.evaluate("(kept) => Object.keys(localStorage).forEach((name) => localStorage.setItem(name, kept))", kept)
    page.reload()
    expect(page.locator("creative-finder li")).to_have_count(3)


def test_copies_of_lists_that_a_site_shows_no_more_go_after_three_months(
    context: BrowserContext, base: str, host: Site
) -> None:
    host.replies["/"] = html(page_of(finder(), base))
    page = context.new_page()
    page.goto(host.url)
    page.evaluate(
        """() => {
          const days = (number) => JSON.stringify({ at: Date.now() - number * 86400000 });
          for (const [name, kept] of [["old", days(91)], ["new", days(89)], ["odd", "no JSON"]])
            localStorage.setItem(`creative-finder:${name}`, kept);
          localStorage.setItem("of-the-site", "{}");
        }"""
    )
    page.reload()
    expect(page.locator("creative-finder li")).to_have_count(3)
    kept = page.evaluate("Object.keys(localStorage)")
    assert {name for name in kept if "cards.json" not in name} == {"creative-finder:new", "of-the-site"}


def test_the_focus_stays_on_its_link_when_the_new_list_takes_the_place_of_the_last(
    context: BrowserContext, base: str, host: Site
) -> None:
    host.replies["/"] = html(page_of(finder(), base))
    page = context.new_page()
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    page.get_by_role("link", name="Tuesday Evening Knitters").focus()
    page.evaluate(
        """() => new Promise((done) => {
          const list = document.querySelector("creative-finder");
          list.addEventListener("creative-finder:shown", done);
          list.setAttribute("within", "20");
        })"""
    )
    expect(page.get_by_role("link", name="Tuesday Evening Knitters")).to_be_focused()


RIGHT_TO_LEFT = "\u05e1\u05e4\u05e8\u05d9\u05d9\u05d4"
AT = """(box) => [...box.querySelectorAll(".where")].map((where) => {
  const place = (text) => {
    const walk = document.createTreeWalker(where, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = node.data.indexOf(text);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + text.length);
      return range.getBoundingClientRect();
    }
  };
  return place("0.2").left >= place("\u05e1\u05e4\u05e8").right;
})"""


def test_a_venue_that_is_written_from_right_to_left_turns_no_distance_round(
    context: BrowserContext, host: Site, tmp_path: Path
) -> None:
    store = filled(tmp_path)
    store.save_groups("elm", [replace(KNITTERS, venue=RIGHT_TO_LEFT, room=None)])
    with served(website(tmp_path, store)) as address:
        host.replies["/"] = html(page_of(finder('near="Bloomington" tags="crafts"'), address))
        page = context.new_page()
        page.goto(host.url)
        expect(page.locator("creative-finder .where").first).to_contain_text(RIGHT_TO_LEFT)
        assert page.locator("creative-finder section").evaluate(AT) == [True]
    store.close()


def test_what_is_doubtful_of_a_listing_stands_by_its_date_in_every_layout(
    context: BrowserContext, host: Site, tmp_path: Path
) -> None:
    store = filled(tmp_path)
    store.save_groups("elm", [replace(KNITTERS, last_confirmed="2026-02-01")])
    layouts = ("list", "cards", "compact", "calendar")
    with served(website(tmp_path, store)) as address:
        all_of_them = "".join(finder(f'near="Bloomington" tags="crafts" layout="{name}"') for name in layouts)
        host.replies["/"] = html(page_of(all_of_them, address))
        page = context.new_page()
        page.goto(host.url)
        expect(page.locator("creative-finder .doubt")).to_have_count(len(layouts))
        assert page.locator("creative-finder .doubt").all_inner_texts() == [
            "Last listed on February 1, 2026. Ask first."
        ] * len(layouts)
    store.close()
