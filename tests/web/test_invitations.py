from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.invitations import invitations, suited


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def titles(found: BeautifulSoup) -> list[str]:
    return [title.get_text() for title in found.select(".invitation :is(h2, h3)")]


def test_all_are_shown_where_nothing_is_asked(client: FlaskClient) -> None:
    assert titles(page(client, "/invitations")) == [one.title for one in invitations("en")]


def test_choices_narrow_them_and_stay_chosen(client: FlaskClient) -> None:
    found = page(client, "/invitations?who=couple&mood=warm&minutes=30&cost=nothing")
    expected = suited("en", who="couple", mood="warm", minutes=30, cost="nothing")
    assert titles(found) == [one.title for one in expected]
    assert [one["value"] for one in found.select("option[selected]")] == ["couple", "warm", "30", "nothing"]
    assert found.select_one('[role="status"]')
    assert found.select_one('a[href="/invitations"].button')


def test_a_choice_that_nobody_offers_asks_for_nothing(client: FlaskClient) -> None:
    for address in ("/invitations?who=everybody", "/invitations?minutes=abc", "/invitations?mood=%00"):
        assert len(titles(page(client, address))) == len(invitations("en"))


def test_one_can_be_sent_to_somebody_by_the_visitors_own_mail(client: FlaskClient) -> None:
    link = page(client, "/invitations").select(".invitation a")[0]
    parts = urlsplit(str(link["href"]))
    asked = parse_qs(parts.query)
    first = invitations("en")[0]
    assert (parts.scheme, parts.path, asked["subject"]) == ("mailto", "", [first.title])
    assert unquote(asked["body"][0]).endswith(f"http://localhost/invitations#{first.name}")


def test_some_are_offered_where_no_group_fits(client: FlaskClient) -> None:
    empty = page(client, "/find?near=Bloomington&pathway=writing")
    assert len(titles(empty)) == 3
    assert empty.select_one("#meanwhile")
    assert not page(client, "/find?near=Bloomington").select("#meanwhile")


def test_they_are_told_in_the_visitors_language(client: FlaskClient) -> None:
    answer = client.get("/invitations", headers={"Accept-Language": "fr"})
    assert [one.title for one in invitations("fr")] == titles(BeautifulSoup(answer.text, "html.parser"))
