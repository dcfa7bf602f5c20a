from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from finder.web.language import visitors_locale


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["en-GB"], "en_GB"),
        (["fr-FR", "en-AU"], "en_AU"),
        (["xx-nonsense-----", "*", "en"], "en"),
        ([], "None"),
        (["fr"], "None"),
    ],
)
def test_the_first_language_that_we_have_wins_with_its_region(wanted: list[str], expected: str) -> None:
    assert str(visitors_locale(wanted, {"en", "es"})) == expected


def test_dates_follow_the_region_that_the_browser_asks_for(client: FlaskClient) -> None:
    page = client.get("/groups/elm-knitters", headers={"Accept-Language": "en-GB,en;q=0.8"}).text
    assert '<html lang="en-GB" dir="ltr">' in page
    assert "Tuesday, 24 November, 18:00 to 20:00" in page


@pytest.mark.parametrize("header", ["", "*", ";;;,,,", "x" * 5000, "en;q=nan", "../../etc/passwd"])
def test_any_wish_for_a_language_is_survived(client: FlaskClient, header: str) -> None:
    assert client.get("/", headers={"Accept-Language": header}).status_code == 200
