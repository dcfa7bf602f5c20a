from __future__ import annotations

import pytest
from bloomington import tuesdays
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from finder.invitations import invitations
from finder.listing import Group
from finder.store import Store


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def card(page: BeautifulSoup, title: str) -> Tag:
    return next(card for card in page.select("article.card") if one(card, "h2").get_text() == title)


def test_the_first_visit_says_what_this_is_and_shows_the_form_and_places_to_try(client: FlaskClient) -> None:
    page = soup(client, "/")
    assert one(page, "h1").get_text() == "Find people to make things with"
    assert [box["value"] for box in page.select('input[name="pathway"]')] == [
        "visual-arts",
        "music",
        "writing",
        "crafts",
        "theater-performance",
        "digital-creation",
        "cooking-gardening",
    ]
    assert [(a.get_text(), a["href"]) for a in page.select("main ul.links a")] == [
        ("Bloomington, Indiana", "/near/bloomington-indiana"),
        ("All towns", "/near"),
    ]
    assert not page.select("article.card")


def test_the_form_is_a_plain_get_form_with_a_label_for_each_field(client: FlaskClient) -> None:
    page = soup(client, "/")
    form = one(page, "form")
    assert (form["method"], form["action"], form["role"]) == ("get", "/find#results", "search")
    for field in form.select("input:not([type=hidden]), select"):
        labelled = (
            field.find_parent("label") or field.get("aria-label") or page.select(f'label[for="{field.get("id")}"]')
        )
        assert labelled, field
    assert {field["name"] for field in form.select("[name]")} == {
        *("near", "within", "units", "q", "pathway", "activity", "format", "situation", "stated", "beginners"),
        *("ages", "free", "max_price", "day", "time", "when", "from", "to", "mode", "join", "cadence"),
        *("host", "language", "without"),
    }
    assert all(words(one(fieldset, "legend")) for fieldset in form.select("fieldset"))


def test_results_show_each_group_as_a_card(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington")
    assert one(page, "h1").get_text() == "3 groups within 15 miles of Bloomington, Indiana"
    knitters = card(page, "Tuesday Evening Knitters")
    assert one(knitters, "h2 a")["href"] == "/groups/elm-knitters?near=Bloomington"
    facts = {words(row.dt): words(row.dd) for row in knitters.select("dl > div") if row.dt and row.dd}
    assert facts == {
        "Next": "Tuesday, November 24, 6:00 PM to 8:00 PM Every Tuesday, 6–8 pm",  # noqa: RUF001  as the grouping writes it
        "Where": "Elm Street Library, Room 1B 0.2 miles",
        "Cost": "Free",
        "Ages": "16 and older",
    }
    assert one(knitters, "time")["datetime"] == "2026-11-24T18:00:00-05:00"


def test_stated_and_likely_and_denied_claims_read_differently_and_quote_the_host(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington")
    for level in page.select(".level"):
        level.decompose()  # shown on narrow screens, where the words are folded away
    knitters, drawing = card(page, "Tuesday Evening Knitters"), card(page, "Life Drawing")
    assert words(one(knitters, ":scope > ul .claim-stated")) == (
        "Works with limited mobility : listing says Step-free from the street ."
    )
    assert words(one(knitters, ":scope > ul .claim-likely")) == (
        "Quiet and low-pressure likely, because Bring what you are making and sit with us ."
    )
    assert [mark.get_text() for mark in knitters.select(":scope > ul mark")] == [
        "Step-free from the street",
        "sit with us",
    ]
    assert words(one(drawing, ":scope > ul .claim-no")) == (
        "Works with limited mobility : no, listing says up two flights of stairs"
    )
    assert [q.get_text() for q in knitters.select("details > ul q")] == ["Tuesday Evening Knitters"] * 2


def test_a_silent_price_is_not_free(client: FlaskClient) -> None:
    assert "Price not stated" in words(card(soup(client, "/find?near=Bloomington"), "Life Drawing"))


def test_a_filter_says_how_many_it_set_aside_and_links_to_results_with_them(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&free=1&pathway=visual-arts&pathway=crafts")
    assert one(page, "h1").get_text() == "1 group within 15 miles of Bloomington, Indiana"
    aside = one(page, ".aside li")
    assert words(aside) == "1 more does not say what it costs: show it too"
    link = str(one(aside, "a")["href"])
    assert link == "/find?near=Bloomington&pathway=visual-arts&pathway=crafts&free=1&silent=price#results"
    shown = soup(client, link)
    assert [h2.get_text() for h2 in shown.select("article h2")] == ["Tuesday Evening Knitters", "Life Drawing"]
    assert [next(chip.stripped_strings) for chip in shown.select("a.chip")][-1] == "or not stated: cost"
    assert one(shown, "form input[name=silent]")["value"] == "price"


def test_access_that_is_asked_for_is_named_and_kept(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&access=accessible-toilet&silent=lift")
    chips = [next(chip.stripped_strings) for chip in page.select("a.chip")]
    assert {"Accessible toilet", "or not stated: Lift"} <= set(chips)
    assert one(page, "form input[name=access]")["value"] == "accessible-toilet"


def test_what_is_asked_for_stands_in_the_form_and_in_chips_that_take_it_back(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&pathway=crafts&situation=limited-mobility&day=tu&q=sit&within=5")
    assert one(page, "#near")["value"] == "Bloomington"
    assert [box["value"] for box in page.select("input:checked, input[checked]")] == [
        "crafts",
        "limited-mobility",
        "tu",
        "",
        "",
    ]
    assert [(next(chip.stripped_strings), chip["href"]) for chip in page.select("a.chip")] == [
        (
            "near Bloomington",
            "/find?within=5&q=sit&pathway=crafts&situation=limited-mobility&day=tu#results",
        ),
        (
            "“sit”",
            "/find?near=Bloomington&within=5&pathway=crafts&situation=limited-mobility&day=tu#results",
        ),
        ("Crafts", "/find?near=Bloomington&within=5&q=sit&situation=limited-mobility&day=tu#results"),
        (
            "Works with limited mobility",
            "/find?near=Bloomington&within=5&q=sit&pathway=crafts&day=tu#results",
        ),
        (
            "Tuesday",
            "/find?near=Bloomington&within=5&q=sit&pathway=crafts&situation=limited-mobility#results",
        ),
    ]


def test_an_empty_result_says_what_to_let_go(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&pathway=writing&when=tomorrow")
    assert one(page, "h1").get_text() == "Nothing that fits within 15 miles of Bloomington, Indiana"
    assert not page.select("article.card:not(.invitation)")
    assert "It may be that nobody says so" in words(one(page, "#results"))


def test_who_cannot_climb_steps_is_told_that_sitting_says_nothing_of_the_door(client: FlaskClient) -> None:
    sentence = "That something is done sitting down says nothing about steps at the door."
    assert sentence in client.get("/find?near=Bloomington&situation=limited-mobility&sort=soonest").text
    assert sentence not in client.get("/find?near=Bloomington&free=1").text


def test_a_misspelt_word_is_put_right_by_a_link_that_says_how_many_it_finds(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&q=kniting")
    link = one(page, ".nearest a")
    assert words(one(page, ".nearest")) == "Did you mean “knitting”? 1 group"
    assert link["href"] == "/find?near=Bloomington&q=knitting#results"
    assert "Without “kniting”" in words(one(page, "#results ul.links"))


def test_where_nobody_draws_there_is_something_to_draw_together_first(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&q=drawing+marathon")
    pathways = {one.name: one.pathway for one in invitations("en")}
    assert [pathways[str(found["id"])] for found in page.select("article.invitation")] == ["visual-arts"] * 3


def test_a_place_without_groups_is_not_said_to_lack_what_nobody_asked_for(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington,+IL")
    assert one(page, "h1").get_text() == "No groups within 15 miles of Bloomington, Illinois"
    assert "We know of no group here yet" in words(one(page, "#results"))


def test_an_unknown_place_is_told_in_the_language_of_the_page(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Blomingtn&lang=es", 404)
    assert one(page, "h1").get_text() == "No conocemos ningún lugar llamado «Blomingtn»."
    framed = client.get("/embed?lang=es&near=Blomingtn").text
    assert "«Blomingtn». ¿Querías decir Bloomington, IN o Bloomington, IL?" in framed


def test_a_single_filter_that_empties_the_result_can_be_let_go_by_a_link(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&pathway=writing")
    link = one(page, "#results ul.links a")
    assert words(link) == "Anything that people make 3 groups"
    assert link["href"] == "/find?near=Bloomington#results"


def test_an_unknown_place_is_answered_with_suggestions_that_keep_the_choices(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Blomingtn&pathway=music", 404)
    assert "We know no place called “Blomingtn”" in one(page, "h1").get_text()
    assert [(a.get_text(), a["href"]) for a in page.select(".trouble a")] == [
        ("Bloomington, IN", "/find?pathway=music&near=Bloomington%2C+IN"),
        ("Bloomington, IL", "/find?pathway=music&near=Bloomington%2C+IL"),
    ]
    assert one(page, "#near")["value"] == "Blomingtn"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("near=Blomingtn", "Nous ne connaissons aucun lieu nommé « Blomingtn »."),
        ("max_price=x", "« Au plus » doit être un nombre de 0 à 100000, pas « x »."),
        ("from=2026-12-10&to=2026-12-01", "Le dernier jour, 2026-12-01, est avant le premier, 2026-12-10."),
    ],
)
def test_what_is_wrong_is_told_in_the_language_of_the_visitor(client: FlaskClient, query: str, told: str) -> None:
    page = BeautifulSoup(client.get(f"/find?{query}", headers={"Accept-Language": "fr"}).text, "html.parser")
    assert one(page, "h1").get_text().replace("\N{NO-BREAK SPACE}", " ").startswith(told.partition(".")[0])


@pytest.mark.parametrize(
    "query",
    [
        "max_price=abc",
        "max_price=1e999",
        "within=-3",
        "within=99999999999999",
        "per_page=0",
        "per_page=99999999999999999999",
        "per_page=1.5",
        "after=x",
        "lat=91&lon=0",
        "lat=nan&lon=nan",
        "lat=1",
        "pathway=dragons",
        "when=someday",
        "from=2026-13-45",
        "from=2026-12-02&to=2026-12-01",
        "sort=%F0%9F%98%80",
        "q=a%00b",
        "near=%00",
        "units=furlongs",
        "&".join(f"pathway=p{n}" for n in range(10000)),
        "q=" + "x" * 100000,
        "%FF=%FE&day=%FF",
    ],
)
def test_wrong_input_is_answered_with_a_sentence_and_the_form(client: FlaskClient, query: str) -> None:
    page = soup(
        client,
        f"/find?near=Bloomington&{query}" if "near=" not in query and "lat" not in query else f"/find?{query}",
        400,
    )
    assert one(page, ".trouble h1").get_text().endswith(".")
    assert one(page, "form.search")
    assert "Traceback" not in page.get_text()


@pytest.mark.parametrize("query", ["q=%22%27%3B--", "q=*", "q=AND+OR+NOT+NEAR(", "q=%C2%A0sit"])
def test_odd_words_are_just_words(client: FlaskClient, query: str) -> None:
    assert one(soup(client, f"/find?{query}"), "h1")


def test_the_sample_is_called_a_sample_where_it_shows_and_only_there(client: FlaskClient) -> None:
    with_sample = soup(client, "/find?near=Bloomington")
    assert words(one(with_sample, ".sample")) == (
        "Sample This is a sample of real groups, seen on August 22, 2026."
        " Dates may be carried over from then: ask the host before you go."
    )
    assert words(one(with_sample, "article .badge")) == "Sample"
    assert not soup(client, "/find?near=Bloomington&pathway=crafts").select(".sample, article .badge")


def test_results_can_be_sorted_and_turned_over(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&per_page=2&sort=soonest")
    assert [(a.get_text(), a.get("aria-current")) for a in page.select(".sorts a")] == [
        ("Best match", None),
        ("Nearest first", None),
        ("Soonest first", "true"),
    ]
    assert one(page, ".paging span").get_text() == "1 to 2 of 3"
    later = one(page, ".paging a")
    assert str(later["href"]).startswith("/find?near=Bloomington&sort=soonest&per_page=2&after=")
    second = soup(client, str(later["href"]))
    titles = [h2.get_text() for page in (page, second) for h2 in page.select("article h2")]
    assert sorted(titles) == ["Community Choir", "Life Drawing", "Tuesday Evening Knitters"]
    assert one(second, ".paging span").get_text() == "3 to 3 of 3"
    first = soup(client, str(one(second, ".paging a")["href"]))
    assert first.select("article h2") == page.select("article h2")


def test_a_point_of_the_browser_is_searched_around_and_kept_until_a_place_is_typed(client: FlaskClient) -> None:
    page = soup(client, "/find?lat=39.17&lon=-86.53&within=5&units=km")
    assert one(page, "h1").get_text() == "3 groups within 5 kilometers of you"
    assert {field["name"]: field["value"] for field in page.select("form input[type=hidden]")} == {
        "lat": "39.17",
        "lon": "-86.53",
    }
    typed = soup(client, "/find?lat=1&lon=1&near=Bloomington")
    assert not typed.select("form input[type=hidden]")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("near=Bloomington", "near=Bloomington"),
        ("near=Bloomington&units=km", "near=Bloomington&units=km"),
        ("near=Bloomington,+IN+47401", "lat=39.17&lon=-86.53"),
        ("lat=39.1655&lon=-86.5264", "lat=39.17&lon=-86.53"),
    ],
)
def test_the_pages_of_groups_are_told_where_one_searched_but_never_the_house(
    client: FlaskClient, asked: str, told: str
) -> None:
    page = soup(client, f"/find?{asked}&mode=in-person")
    assert {str(link["href"]).partition("?")[2] for link in page.select("article h2 a")} == {told}


def test_the_results_can_be_put_on_another_page_as_a_frame_or_as_part_of_it(client: FlaskClient) -> None:
    found = soup(client, "/find?near=Bloomington&pathway=crafts")
    frame, part = (one(found, f"#snippet-{number}").get_text() for number in (1, 2))
    assert frame == (
        '<iframe src="http://localhost/embed?near=Bloomington&amp;pathway=crafts" title="Creative groups nearby"'
        ' width="100%" height="640" frameborder="0" loading="lazy"></iframe>\n'
        '<script src="http://localhost/static/frame-host.js" defer></script>'
    )
    assert part == (
        '<script src="http://localhost/embed/creative-finder.js" defer></script>\n'
        '<creative-finder data-base="http://localhost/" query="near=Bloomington&amp;pathway=crafts" theme="auto">\n'
        '  <a href="http://localhost/find?near=Bloomington&amp;pathway=crafts">Creative groups nearby</a>\n'
        "</creative-finder>"
    )
    for text in (frame, part):
        for tag in BeautifulSoup(text, "html.parser").select("[src], a"):
            assert client.get(str(tag.get("src") or tag["href"]), buffered=True).status_code == 200


def test_a_narrow_screen_gets_the_level_of_each_claim_and_unfolds_the_words(client: FlaskClient) -> None:
    knitters = card(soup(client, "/find?near=Bloomington"), "Tuesday Evening Knitters")
    assert [words(level) for level in knitters.select(".glance .level")] == ["stated", "likely"]
    assert [mark.get_text() for mark in knitters.select("details .narrow mark")] == [
        "Step-free from the street",
        "sit with us",
    ]


def test_a_site_without_groups_says_how_to_get_some(bare: FlaskClient) -> None:
    for address in ("/", "/find?near=Bloomington"):
        empty = one(soup(bare, address), 'section[aria-labelledby="empty"]')
        assert one(empty, "a.primary").get_text() == "Begin with my town"
    visitor = bare.get("/", headers={"Host": "finder.example"}).text
    assert "finder demo" in one(BeautifulSoup(visitor, "html.parser"), "pre").get_text()


def test_a_place_of_a_common_name_leads_to_its_namesakes(client: FlaskClient) -> None:
    page = soup(client, "/find?near=bloomington&free=1")
    assert [(a.get_text(), a["href"]) for a in page.select(".namesakes a")] == [
        ("Bloomington, IL", "/find?free=1&near=Bloomington%2C+IL#results"),
    ]
    assert not soup(client, "/find?near=Bloomington,+IN").select(".namesakes")


def test_parameters_at_the_front_door_are_answered_as_a_search(client: FlaskClient) -> None:
    assert one(soup(client, "/?near=Bloomington"), "h1").get_text().startswith("3 groups")


def test_words_that_are_markup_stay_words(client: FlaskClient) -> None:
    answer = client.get("/find?near=%3Cscript%3Ealert(1)%3C/script%3E&q=%22%3E%3Cimg+src=x%3E")
    assert "<script>alert" not in answer.text
    assert "<img src=x>" not in answer.text


def test_a_distance_in_the_form_bears_its_unit(client: FlaskClient) -> None:
    def reach(address: str, language: str = "en-US") -> list[str]:
        page = BeautifulSoup(client.get(address, headers={"Accept-Language": language}).text, "html.parser")
        return [option.get_text() for option in page.select("#within [selected], #units [selected]")]

    assert reach("/") == ["15", "miles"]
    assert reach("/", "en-CA") == ["25", "km"]
    assert reach("/find?near=Bloomington", "en-CA") == ["15", "miles"]
    assert reach("/find?near=Bloomington&within=8.5&units=km") == ["8.5", "km"]


def test_folded_choices_that_are_in_use_are_named(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&free=1&day=tu&pathway=crafts")
    assert words(one(page, "details.more > summary .inuse")) == "in use: free, Tuesday"
    assert not soup(client, "/find?near=Bloomington&pathway=crafts").select(".inuse")


def test_where_nothing_is_near_the_page_says_how_far_the_nearest_is(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington,+IL")
    assert one(page, "h1").get_text() == "No groups within 15 miles of Bloomington, Illinois"
    assert words(one(page, ".nearest")) == "The nearest that fits is 159 miles away. Search that far"
    wider = soup(client, str(one(page, ".nearest a")["href"]))
    assert one(wider, "h1").get_text() == "3 groups within 168 miles of Bloomington, Illinois"


def test_groups_that_meet_online_are_not_said_to_be_near(own: FlaskClient, store: Store) -> None:
    online = Group(id="far", title="Haiku by Video", mode="online", creative=True, occurrences=tuesdays(1))
    store.save_groups("elm", [online])
    page = soup(own, "/find?near=Bloomington,+IL")
    assert one(page, "h1").get_text() == "No groups within 15 miles of Bloomington, Illinois"
    assert [words(line) for line in page.select(".elsewhere")] == ["1 group elsewhere can be joined online."]
    assert [h2.get_text() for h2 in page.select("article h2")] == ["Haiku by Video"]


def test_wrong_input_is_named_as_the_form_names_it(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&max_price=lots", 400)
    assert one(page, ".trouble h1").get_text() == "“At most” must be a number from 0 to 100000, not “lots”."


def test_no_distance_is_told_inside_of_a_town_of_which_only_the_middle_is_known(client: FlaskClient) -> None:
    near = card(soup(client, "/find?near=Bloomington"), "Life Drawing")
    assert words(one(near, ".far")) == "exact spot not known"
    away = card(soup(client, "/find?near=Bloomington,+IL&within=200"), "Life Drawing")
    assert words(one(away, ".far")) == "about 160 miles"


def test_a_card_tells_for_which_ages_a_group_is(client: FlaskClient) -> None:
    facts = words(one(card(soup(client, "/find?near=Bloomington"), "Tuesday Evening Knitters"), "dl"))
    assert facts.endswith("Cost Free Ages 16 and older")


def test_plain_words_are_spelt_out_in_the_address_and_shown_as_chips(client: FlaskClient) -> None:
    asked = client.get("/find?q=quiet+free+knitting+near+47401&sort=soonest")
    assert (asked.status_code, asked.location) == (
        302,
        "/find?sort=soonest&situation=introvert-friendly&free=1&near=47401&q=knitting",
    )


def test_where_nothing_fits_what_comes_closest_is_shown_with_what_was_let_go_of(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&q=knitting+bus+4&day=sa&situation=introvert-friendly")
    closest = one(page, 'section[aria-labelledby="closest"]')
    assert [words(one) for one in closest.select(".let-go li")] == ["Without “bus 4”", "On any weekday"]
    assert [h2.get_text() for h2 in closest.select("article h2")] == ["Tuesday Evening Knitters"]


def test_each_word_is_a_chip_that_can_be_taken_off_alone(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&q=drawing+bus+4")
    assert [(next(chip.stripped_strings), chip["href"]) for chip in page.select("a.chip")] == [
        ("near Bloomington", "/find?q=drawing+bus+4#results"),
        ("“drawing”", "/find?near=Bloomington&q=bus+4#results"),
        ("“bus 4”", "/find?near=Bloomington&q=drawing#results"),
    ]


def test_words_that_ask_for_nothing_stand_in_no_chip_and_in_no_field(client: FlaskClient) -> None:
    page = soup(client, "/find?near=Bloomington&q=I+would+like+to+sing")
    assert [next(chip.stripped_strings) for chip in page.select("a.chip")] == ["near Bloomington", "“sing”"]
    assert one(page, 'input[name="q"]')["value"] == "sing"


def test_a_long_sentence_is_one_chip(client: FlaskClient) -> None:
    page = soup(client, "/find?q=one+two+three+four+five+six")
    assert [next(chip.stripped_strings) for chip in page.select("a.chip")] == ["“one two three four five six”"]


def test_without_a_place_each_card_names_its_town_and_the_page_asks_where(client: FlaskClient) -> None:
    page = soup(client, "/find?pathway=crafts")
    assert one(page, "article .far").get_text() == "Bloomington, Indiana"
    (hint,) = (line for line in page.select(".elsewhere") if line.select("a"))
    assert words(hint) == "These are from everywhere. Say where, to see those near you"
    assert page.select(str(one(hint, "a")["href"])) == page.select("input[name=near]")
    assert not soup(client, "/find?near=Bloomington&pathway=crafts").select(".elsewhere a[href='#near']")


def test_where_many_do_not_say_their_price_a_link_leads_to_what_is_likely_to_cost_little(
    own: FlaskClient, store: Store
) -> None:
    def lines() -> list[Tag]:
        return soup(own, "/find?free=1&day=tu").select(".aside li")

    assert len(lines()) == 1
    silent = [Group(id=f"g{n}", title="Zines", creative=True, occurrences=tuesdays(1)) for n in range(4)]
    store.save_groups("elm", silent)
    assert words(lines()[1]) == "Free or cheap, stated or likely (as in a library): show these"
    assert one(lines()[1], "a")["href"] == "/find?day=tu&situation=low-budget#results"


def test_the_keyboard_goes_past_the_choices_to_the_results(client: FlaskClient) -> None:
    skips = {path: [link["href"] for link in soup(client, path).select("a.skip")] for path in ("/", "/find?day=tu")}
    assert skips == {"/": ["#main"], "/find?day=tu": ["#main", "#results"]}


def test_where_groups_can_only_be_joined_from_home_the_page_leads_on_too(own: FlaskClient, store: Store) -> None:
    online = Group(id="far", title="Haiku by Video", mode="online", creative=True, occurrences=tuesdays(1))
    store.save_groups("elm", [online])
    page = soup(own, "/find?near=Bloomington,+IL")
    assert [h2.get_text() for h2 in page.select("#results h2")][:2] == [
        "Haiku by Video",
        "Meanwhile: small things to make together",
    ]
    assert page.select('#results a[href^="/start-your-own?near="]')
    assert not soup(own, "/find?near=Bloomington,+IL&mode=online").select("#meanwhile")
    assert not soup(own, "/find?near=Bloomington").select("#meanwhile")


def test_what_cannot_be_searched_leads_to_all_towns(client: FlaskClient) -> None:
    assert soup(client, "/find?near=Bloomington&within=far", 400).select('.trouble a[href="/near"]')
