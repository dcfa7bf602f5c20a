# En dashes stand between amounts and labels, as on a price list.
# ruff: noqa: RUF001
"""Practical facts: each name said, denied, limited and only seemingly said, in words of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Fact, Listing, Price, SourceRef
from finder.tagging import tag
from finder.taxonomy import fact_topics


def facts(description: str, **fields: object) -> tuple[Fact, ...]:
    return tag(Listing(title="Lino printing", description=description, **fields)).facts  # type: ignore[arg-type]


def said(description: str, **fields: object) -> set[str]:
    """Return name=value of all facts, with what limits them: "lift=yes (partly)"."""
    return {
        f"{f.name}={f.value}{f' ({f.limit})' if f.limit else ''}{' disputed' if f.disputed else ''}"
        for f in facts(description, **fields)
        if f.value
    }


def words(name: str, description: str) -> list[str]:
    return [f.evidence for f in facts(description) if f.name == name]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Our studio is wheelchair accessible.", {"wheelchair-access=yes"}),
        ("The studio is not wheelchair accessible.", {"wheelchair-access=no"}),
        ("Sorry, we are NOT fully accessible yet.", {"wheelchair-access=no"}),
        ("Is the room wheelchair accessible? Yes!", {"wheelchair-access=yes"}),
        ("Is the room wheelchair accessible? Ask the host.", set()),
        ("If you need wheelchair access, tell us beforehand.", set()),
        ("The archive is accessible online.", set()),
        ("No fee, wheelchair accessible.", {"price=free", "wheelchair-access=yes"}),
        ("Step-free entrance from the yard.", {"step-free-entrance=yes"}),
        ("Step-free access to the ground floor only.", {"step-free-entrance=yes (partly)"}),
        ("There is no ramp.", {"step-free-entrance=no"}),
        ("We ramp up production.", set()),
        ("Up two flights of stairs.", {"stairs=yes"}),
        ("There are no stairs.", {"stairs=no"}),
        ("Next steps: sign up.", set()),
        ("A lift serves all floors.", {"lift=yes"}),
        ("There is no lift.", {"lift=no"}),
        ("The building has no working elevator.", {"lift=no"}),
        ("The lift is out of order.", {"lift=no"}),
        ("Songs that lift your spirits.", set()),
        ("Practise your elevator pitch.", set()),
        ("There is a lift. The lift is out of service.", {"lift=yes disputed", "lift=no disputed"}),
        ("An accessible toilet is beside the kitchen.", {"accessible-toilet=yes"}),
        ("The toilets are not wheelchair accessible.", {"accessible-toilet=no"}),
        ("Accessible parking behind the hall.", {"accessible-parking=yes"}),
        ("Free parking behind the hall.", {"parking=yes"}),
        ("There is no parking on site.", {"parking=no"}),
        ("The bus stop is across the street.", {"public-transport=yes"}),
        ("Wheelchair spaces in the first row.", {"wheelchair-space=yes"}),
        ("A hearing loop is fitted.", {"hearing-loop=yes"}),
        ("Hearing loop available on request.", {"hearing-loop=yes (on-request)"}),
        ("A separate quiet room is open all day.", {"quiet-space=yes"}),
        ("Please be quiet in the reading room.", set()),
        ("A quiet space to write together.", set()),
        ("Guide dogs are welcome.", {"assistance-dogs=yes"}),
        ("No pets except service animals.", {"assistance-dogs=yes"}),
        ("Baby changing on the first floor.", {"baby-changing=yes"}),
    ],
)
def test_access_of_the_building_is_what_is_said_of_it(description: str, expected: set[str]) -> None:
    assert said(description) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Chairs are provided.", {"seating=yes"}),
        ("Standing only, no seating.", {"seating=no"}),
        ("The talk is BSL interpreted.", {"sign-language=yes"}),
        ("BSL interpreted on 3 May only.", {"sign-language=yes (some-dates)"}),
        ("If you need an ASL interpreter, write to us.", {"sign-language=yes (on-request)"}),
        ("Learn the basics of sign language.", set()),
        ("With live captions.", {"captions=yes"}),
        ("The film is not captioned.", {"captions=no"}),
        ("Enter the caption contest.", set()),
        ("An audio described tour.", {"audio-description=yes"}),
        ("Large print song sheets; large print copies available.", {"large-print=yes"}),
        ("A relaxed performance for everyone.", {"relaxed=yes"}),
        ("A relaxed evening of prints.", set()),
        ("Your companion comes free.", {"companion-free=yes"}),
        ("Need accommodations? Contact us.", {"adjustments=yes"}),
        ("Hotel accommodation is not included.", set()),
    ],
)
def test_support_at_the_session_is_kept_apart_from_the_building(description: str, expected: set[str]) -> None:
    assert {one for one in said(description) if not one.startswith("price=")} == expected
    assert all(f.topic == "event-access" for f in facts(description) if f.name != "price" and f.value)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("$12, students $5.", {"price=paid 12", "concessions=yes 5"}),
        ("£6 (concessions £4).", {"price=paid 6 GBP", "concessions=yes 4 GBP"}),
        ("All materials are provided.", {"materials=included"}),
        ("Materials are not included.", {"materials=not-included"}),
        ("Bring your own paper.", {"materials=bring-your-own"}),
        ("£20 plus a materials fee of £7.", {"price=paid 20 GBP", "materials=fee 7 GBP"}),
        ("There is no materials fee.", set()),
        ("Registration fee: $15.", {"price=paid 15", "registration-fee=yes 15"}),
        ("No registration fee.", {"registration-fee=no"}),
        ("For members only.", {"membership=yes"}),
        ("Membership is not required.", {"membership=no"}),
        ("New members are always welcome.", set()),
        ("Museum admission is separate.", {"extras=yes"}),
        ("There are no hidden fees.", {"extras=no"}),
        ("This room is step-free.", {"step-free-entrance=yes"}),
    ],
)
def test_true_cost_has_its_amounts(description: str, expected: set[str]) -> None:
    found = {
        " ".join(part for part in (f"{f.name}={f.value}", f"{f.amount:g}" if f.amount else "", f.currency) if part)
        for f in facts(description)
        if f.value
    }
    assert found == expected


def test_amounts_of_a_table_belong_to_the_labels_behind_them() -> None:
    found = {f.name: (f.amount, f.evidence) for f in facts("$65 – Registration fee $20 – Materials fee $85 – Total")}
    assert found["materials"] == (20.0, "Registration fee $20 – Materials fee $85")
    assert found["registration-fee"][0] == 65.0


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("La salle est accessible aux fauteuils roulants.", {"wheelchair-access=yes"}),
        ("La salle n'est pas accessible aux fauteuils.", {"wheelchair-access=no"}),
        ("Entrée de plain-pied.", {"step-free-entrance=yes"}),
        ("Il n'y a pas d'ascenseur.", {"lift=no"}),
        ("L'ascenseur est en panne.", {"lift=no"}),
        ("Boucle magnétique sur demande.", {"hearing-loop=yes (on-request)"}),
        ("Traduit en langue des signes.", {"sign-language=yes"}),
        ("Cours de langue des signes.", set()),
        ("Matériel fourni.", {"materials=included"}),
        ("Tarif réduit pour étudiants.", {"concessions=yes"}),
        ("Réservé aux adhérents.", {"membership=yes"}),
        ("Accesible en silla de ruedas.", {"wheelchair-access=yes"}),
        ("No es accesible en silla de ruedas.", {"wheelchair-access=no"}),
        ("Entrada sin escalones.", {"step-free-entrance=yes"}),
        ("No hay ascensor.", {"lift=no"}),
        ("Bucle magnético en la sala.", {"hearing-loop=yes"}),
        ("Con intérprete de lengua de señas.", {"sign-language=yes"}),
        ("Clases de lengua de signos.", set()),
        ("Materiales incluidos.", {"materials=included"}),
        ("Los materiales no están incluidos.", {"materials=not-included"}),
        ("Tarifa reducida para jubilados.", {"concessions=yes"}),
        ("Solo para socios.", {"membership=yes"}),
    ],
)
def test_access_and_cost_are_read_in_french_and_spanish(description: str, expected: set[str]) -> None:
    assert said(description) == expected


@pytest.mark.parametrize(
    ("description", "name", "value", "amount"),
    [
        ("Limited to 12 participants.", "group-size", "up-to", 12.0),
        ("Usually about eight people come.", "group-size", "about", 8.0),
        ("A small group of regulars.", "group-size", "small", None),
        ("Everyone reads a page aloud.", "must-speak", "yes", None),
        ("No need to share your work.", "must-speak", "no", None),
        ("You may just listen.", "must-speak", "no", None),
        ("Come alone or with a friend.", "come-alone", "yes", None),
        ("No partner needed.", "come-alone", "yes", None),
        ("A partner is required.", "come-alone", "no", None),
        ("Drop in and stay as long as you like.", "come-and-go", "yes", None),
        ("You must attend all sessions.", "come-and-go", "no", None),
        ("The same group meets each week.", "faces", "same-faces", None),
        ("This is a six-week course.", "faces", "course", None),
        ("A one-off workshop.", "faces", "one-off", None),
    ],
)
def test_how_social_it_is_is_told_by_structure(description: str, name: str, value: str, amount: float | None) -> None:
    assert [(f.topic, f.value, f.amount) for f in facts(description) if f.name == name] == [("social", value, amount)]


@pytest.mark.parametrize(
    "description",
    [
        "Space is limited to 45 minutes.",
        "Everyone can read.",
        "You are not alone.",
        "Return books to the drop-in box.",
        "Discuss it in small groups.",
    ],
)
def test_words_that_only_look_social_say_nothing(description: str) -> None:
    assert [f for f in facts(description) if f.topic == "social"] == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bring", "Bring your own scissors and an apron."),
        ("bring", "Please wear old clothes."),
        ("where", "Meet us at the front desk."),
        ("where", "Use the blue door; enter through the side door."),
        ("arrive", "Please arrive ten minutes early."),
        ("arrive", "Doors open at half past six."),
        ("for-whom", "This group is for adults who like ink."),
        ("for-whom", "All writers welcome."),
    ],
)
def test_the_first_visit_is_told_in_whole_sentences(name: str, sentence: str) -> None:
    assert words(name, f"We print on Mondays. {sentence} See you there!") == [sentence]


@pytest.mark.parametrize(
    "description",
    [
        "Bring the whole family!",
        "Colours that bring joy.",
        "Tickets at the door.",
        "What should I bring? What to bring?",
        "The entrance to a magic cave.",
    ],
)
def test_words_that_only_look_like_advice_are_none(description: str) -> None:
    assert [f for f in facts(description) if f.topic == "first-visit"] == []


def test_a_list_of_names_with_answers_is_read_line_by_line() -> None:
    listed = "About us\nLift: yes\nHearing loop: no\nParking: n/a\nAccessible toilet"
    assert said(listed) == {"lift=yes", "hearing-loop=no", "accessible-toilet=yes"}
    assert words("lift", listed) == ["Lift: yes"]


def test_fields_on_access_count_as_they_stand() -> None:
    assert said("We print.", access="Step-free: true\nLift: false\nHearing loop") == {
        "step-free-entrance=yes",
        "lift=no",
        "hearing-loop=yes",
    }
    assert {f.field for f in facts("We print.", access="Hearing loop")} == {"access"}


def test_price_text_tells_of_concessions() -> None:
    price = Price(status="paid", min=10.0, currency="GBP", text="£10 / £6 concessions")
    assert {(f.name, f.value, f.field) for f in facts("We print.", price=price)} == {
        ("price", "paid", "price"),
        ("concessions", "yes", "price"),
    }


def test_facts_carry_the_day_on_which_they_were_read() -> None:
    source = SourceRef(fetched_at="2026-11-21T12:00:00+00:00")
    assert {f.date for f in facts("There is a lift. Bring an apron.", source=source)} == {"2026-11-21"}
    assert {f.date for f in facts("There is a lift.")} == {None}


def test_facts_come_in_the_order_of_the_vocabulary() -> None:
    names = [name for info in fact_topics().values() for name in info.facts]
    found = [
        f.name for f in facts("Bring an apron. Come alone. No lift. Free. Captioned. Step-free.") if f.name != "price"
    ]
    assert found == sorted(found, key=names.index)


PIECES = """No|lift|lift:|yes|no,|step-free|not|wheelchair|accessible?|BSL|3 May|only.|bring|your own|paper|£5|
materials|fee|please|enter through the|door|•|if you|limited to|12|people|É|İ|on request|
ground floor|access:|share|partner|("""
some_words = st.lists(st.sampled_from(PIECES.replace("|\n", "|").split("|")), max_size=40).map(" ".join)


@given(title=some_words, description=some_words | st.text(), access=some_words | st.none(), price=some_words)
def test_evidence_stands_letter_for_letter_in_its_field(
    title: str, description: str, access: str | None, price: str
) -> None:
    listing = Listing(title=title, description=description, access=access, price=Price(text=price))
    fields = {"title": title, "description": description, "access": access, "price": price}
    for fact in tag(listing).facts:
        assert fact.evidence
        assert fact.evidence in (fields[fact.field] or "")
        assert fact.value is None or fact.value in fact_topics()[fact.topic].facts[fact.name].values


@given(st.text(st.characters(categories=["Ll", "Lu", "Zs", "Po"], max_codepoint=0x2FF)))
def test_nothing_is_made_of_random_letters(text: str) -> None:
    assert facts(text) == ()
