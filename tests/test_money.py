# ruff: noqa: RUF001  prices are printed with dashes of all lengths
from __future__ import annotations

import re
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import ConfigError
from finder.listing import Price
from finder.money import find_cost, patterns, read_price

PROSE: list[tuple[str, str | None, float | None]] = [
    # words for free
    ("Admission is free.", "free", 0),
    ("Free and open to the public", "free", 0),
    ("The free Quilters' Club welcomes you.", "free", 0),
    ("This free public workshop has room for ten.", "free", 0),
    ("There is no charge to join us.", "free", 0),
    ("A no-fee evening of cards", "free", 0),
    ("Chess and snacks. Free!", "free", 0),
    ("Entrada gratuita", "free", 0),
    ("Entrée libre", "free", 0),
    ("The evening is free, donations welcome", "free", 0),
    ("Free parking, free coats, free admission", "free", 0),
    ("Sign-up not required\nFree with a college ID", "free", 0),
    ("Free w/ RSVP", "free", 0),
    ("FREE for students with a valid college ID", "free", 0),
    ("Our circles are: free and confidential", "free", 0),
    ("A free, drop-in session", "free", 0),
    ("Free weekly crochet circle", "free", 0),
    ("A free poetry workshop for teens", "free", 0),
    # the word free that says nothing about the price
    ("Free parking behind the hall", None, None),
    ("Feel free to bring a friend to class", None, None),
    ("Gluten-free class snacks", None, None),
    ("Nut free event space", None, None),
    ("We meet at the Elm Street Free Public Library", None, None),
    ("Learn free motion quilting in this class", None, None),
    ("The winner gets a free glass of wine", None, None),
    ("All materials are provided at no cost", None, None),
    ("Sign up for a free trial membership", None, None),
    ("A phone-free event", None, None),
    ("Children under 5 receive free admission", None, None),
    ("Pupils take part at no cost to their parents", None, None),
    ("Leftover items are free on Sunday", None, None),
    ("Free art supplies for the first ten", None, None),
    ("Copper and brass are free up to 20 grams", None, None),
    # not free
    ("This event is not free", "paid", None),
    ("FREE with your paid admission", "paid", None),
    ("Included with museum admission", "paid", None),
    ("Buy tickets online", "paid", None),
    ("A cover charge applies", "paid", None),
    ("Free entry with all booked camping pitches, or $12 a day", "paid", 12),
    ("Tickets at the door", None, None),
    ("Tickets and more news soon", None, None),
    # amounts
    ("$10–$15 per person", "paid", 10),
    ("$5 members / $8 public", "paid", 8),
    ("£10 (£8)", "paid", 10),
    ("£6 full / £4 concs", "paid", 6),
    ("Free for members; guests $3", "paid", 3),
    ("$9 each\nWalk-ins welcome at $14", "paid", 9),
    ("Non-refundable $15 fee", "paid", 15),
    ("Free for members / $5 per class for non-members", "paid", 5),
    ("Adults $10 kids $5", "paid", 10),
    ("Admission $10 adults $5 kids", "paid", 10),
    ("Kids 4 & under: FREE; adults $18", "paid", 18),
    ("Friends of the hall: $12", "paid", None),
    ("Ages 5+ $3", "paid", 3),
    ("Kids' class: $6 per child", "paid", 6),
    ("2 for $20", "paid", 10),
    ("$20 plus $5 materials fee", "paid", 25),
    ("$200 – Registration $25 – Materials Fee $225 – Total", "paid", 225),
    ("Fee: $50 per class or $180 for 4 classes", "paid", 50),
    ("$125 for six weeks", "paid", 125),
    ("Tickets: $34 $44 $54", "paid", 34),
    ("$15-$20 sliding scale", "paid", 15),
    ("12,50 € / 10,00 € for students", "paid", 12.5),
    ("1.250,00 EUR", "paid", 1250),
    ("£1,250.50", "paid", 1250.5),
    # gifts
    ("Pay what you can", "donation", 0),
    ("Sliding scale", "donation", 0),
    ("Suggested donation $5", "donation", 0),
    ("Gold coin donation", "donation", 0),
    ("Suggested donation:\n$20 per adult, $10 per child, $36 per family", "donation", 0),
    ("PWYC ($10 suggested)", "donation", 0),
    ("A hat will be passed", "donation", 0),
    ("A $5 donation is required", "donation", 5),
    ("Paga lo que quieras", "donation", 0),
    # money that is no price
    ("We raised more than $8 million last year", None, None),
    ("$1 off beer all night", None, None),
    ("Win a $50 gift card", None, None),
    ("Parking costs $3", None, None),
    ("All books $2 a bag", None, None),
    ("Every dollar given is doubled up to $2,000", None, None),
]


@pytest.mark.parametrize(("text", "status", "low"), PROSE, ids=[text for text, _, _ in PROSE])
def test_prose_says_what_the_public_pays(text: str, status: str | None, low: float | None) -> None:
    cost = find_cost(text)
    assert (cost and cost.price.status, cost and cost.price.min) == (status, low)


FIELDS: list[tuple[str, Price]] = [
    ("Free", Price(status="free", min=0, text="Free")),
    ("5", Price(status="paid", min=5, max=5, text="5")),
    ("12.50", Price(status="paid", min=12.5, max=12.5, text="12.50")),
    ("$10–$15", Price(status="paid", min=10, max=15, text="$10–$15")),
    ("£7.50 (£5 conc.)", Price(status="paid", min=7.5, max=7.5, currency="GBP", text="£7.50 (£5 conc.)")),
    ("CA$22", Price(status="paid", min=22, max=22, currency="CAD", text="CA$22")),
    ("{'amount': 8, 'per': 'person'}", Price(status="paid", min=8, max=8, text="{'amount': 8, 'per': 'person'}")),
    ("See the website", Price(text="See the website")),
    ("$5-10  Suggested Donation", Price(status="donation", min=0, max=10, text="$5-10 Suggested Donation")),
]


@pytest.mark.parametrize(("text", "price"), FIELDS, ids=[text for text, _ in FIELDS])
def test_a_price_field_is_read_whole(text: str, price: Price) -> None:
    assert read_price(text) == price


def test_nothing_said_is_no_price() -> None:
    assert read_price(None) is None
    assert read_price("  ") is None


def test_numbers_of_the_source_win_over_its_text() -> None:
    assert read_price("from 4", minimum=3.5, maximum=9, currency="gbp") == Price(
        status="paid", min=3.5, max=9, currency="GBP", text="from 4"
    )


def test_a_lowest_price_of_nothing_with_a_higher_one_is_neither_free_nor_paid() -> None:
    assert read_price(None, minimum=0, maximum=8) == Price(status="unknown", min=0, max=8)


def test_the_flag_for_free_counts_where_no_amount_speaks_against_it() -> None:
    assert read_price(None, is_free=True) == Price(status="free", min=0)
    assert read_price("$5", is_free=True) == Price(status="paid", min=5, max=5, text="$5")
    assert read_price(None, is_free=False) == Price(status="paid")


def test_zero_and_a_flag_that_it_costs_something_stay_unknown() -> None:
    assert read_price(None, is_free=False, minimum=0, maximum=0) == Price(status="unknown")


@given(st.text())
def test_any_text_can_be_read_and_the_words_stand_in_it(text: str) -> None:
    read_price(text)
    cost = find_cost(text)
    assert cost is None or text[cost.start : cost.end]


@pytest.mark.parametrize(
    "piece", ["$1 ", "1 111 ", "free a ", "free ", "$1/", "$5 members ", "1,", "a-", "donation ", "2 for "]
)
def test_adversarial_text_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    started = time.process_time()
    find_cost(piece * 40_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("phrase", ["(?:no )*fee", "free .+ entry", "pay *what", "(?:a|b){2,} off"])
def test_a_phrase_that_repeats_without_an_end_is_refused(phrase: str) -> None:
    with pytest.raises(ConfigError):
        patterns._bounded(msgspec.structs.replace(patterns.WORDS, given=[phrase]))


@pytest.mark.parametrize("kind", ["free", "given", "paid"])
def test_every_phrase_of_a_price_holds_letters_that_are_asked_for_first(kind: str) -> None:
    letters = patterns.WORDS.letters[kind]  # type: ignore[index]
    plain = {phrase: re.sub(r"[\\^?]|\(\?[:=!]", "", phrase).lower() for phrase in getattr(patterns.WORDS, kind)}
    assert [phrase for phrase, text in plain.items() if not any(one in text for one in letters)] == []
