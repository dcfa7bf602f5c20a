from __future__ import annotations

import pytest
from babel import Locale
from bloomington import KNITTERS, tuesdays
from flask import Flask
from msgspec.structs import replace

from finder.listing import Group
from finder.web.rhythm import cadence, evidence

ES, FR, US, GB = (Locale.parse(name) for name in ("es", "fr", "en_US", "en_GB"))
ONCE = replace(KNITTERS, cadence=None, occurrences=tuesdays(1))
NOTED = Group(title="Choir", cadence_text="when the moon is full", schedule_note="when the moon is full")


@pytest.mark.parametrize(
    ("group", "spanish", "french"),
    [
        (KNITTERS, "Cada martes, 18:00 a 20:00", "Chaque mardi, 18:00 à 20:00"),
        (
            replace(KNITTERS, cadence="FREQ=MONTHLY;BYDAY=1SA,3SA"),
            "El primer y tercer sábado de cada mes, 18:00 a 20:00",
            "Le premier et troisième samedi de chaque mois, 18:00 à 20:00",
        ),
        (
            replace(KNITTERS, cadence="FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
            "Cada 2 semanas, el miércoles, 18:00 a 20:00",
            "Toutes les 2 semaines, le mercredi, 18:00 à 20:00",
        ),
        (replace(KNITTERS, cadence="FREQ=DAILY"), "Todos los días, 18:00 a 20:00", "Tous les jours, 18:00 à 20:00"),
        (
            replace(KNITTERS, cadence="FREQ=MONTHLY;BYMONTHDAY=15"),
            "El día 15 de cada mes, 18:00 a 20:00",
            "Le 15 de chaque mois, 18:00 à 20:00",
        ),
        (ONCE, "Una vez, el 24 de noviembre de 2026, 18:00 a 20:00", "Une fois, le 24 novembre 2026, 18:00 à 20:00"),
        (NOTED, "when the moon is full", "when the moon is full"),
        (Group(title="Choir"), None, None),
    ],
)
def test_how_often_a_group_meets_is_told_from_its_rule(
    app: Flask, group: Group, spanish: str | None, french: str | None
) -> None:
    for locale, expected in ((ES, spanish), (FR, french), (US, group.cadence_text)):
        with app.test_request_context(headers={"Accept-Language": str(locale)}):
            app.preprocess_request()
            assert cadence(group, locale) == expected


@pytest.mark.parametrize(
    ("told", "american"),
    [
        ("Once, on Saturday 5 December, 2–4 pm", "Once, on Saturday, December 5, 2–4 pm"),  # noqa: RUF001  as written
        ("5 December and 26 December", "December 5 and December 26"),
        ("9 Mondays from 5 December 2026 to 2 January 2027", "9 Mondays from December 5, 2026 to January 2, 2027"),
    ],
)
def test_english_dates_stand_in_the_order_of_the_country(app: Flask, told: str, american: str) -> None:
    one = replace(KNITTERS, cadence_text=told, evidence=told)
    with app.test_request_context():
        assert (cadence(one, US), evidence(one, US)) == (american, american)
        assert (cadence(one, GB), evidence(one, GB)) == (told, told)


def test_the_words_of_the_host_are_never_put_in_another_order(app: Flask) -> None:
    with app.test_request_context():
        assert cadence(Group(title="A", cadence_text="from 5 May", schedule_note="from 5 May"), US) == "from 5 May"


def test_what_that_rests_on_is_counted_anew(app: Flask) -> None:
    seen = replace(KNITTERS, last_confirmed="2027-01-05T10:00:00Z")
    with app.test_request_context(headers={"Accept-Language": "es"}):
        app.preprocess_request()
        assert evidence(seen, ES) == ("se reunió en 5 de las últimas 6 fechas previstas; hay 4 fechas más anunciadas")
        assert evidence(ONCE, ES) == "hay 1 fecha anunciada"
        assert evidence(Group(title="Choir"), ES) is None
        assert evidence(KNITTERS, US) == KNITTERS.evidence
